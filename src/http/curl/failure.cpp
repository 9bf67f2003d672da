#include "http/curl/failure.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "http/network/no_proxy.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kCertificateHint =
    "If a private authority signed the certificate (a company's proxy, a test server), give its PEM file as "
    "ca_bundle or in AWS_CA_BUNDLE.";

std::string proxy_hint(const ProxyChoice& proxy, std::string_view host) {
  if (proxy.source == kProxyOption) return "Correct that option, or leave it out.";
  return "Correct or unset " + proxy.source + ", or add " + std::string(host) +
         " to NO_PROXY to go without a proxy.";
}

/// Only the host and port of a URL may be shown: its query can hold a signature.
std::string host_of(const HttpRequest& request) {
  const auto url = parse_url(request.url);
  return url ? url->host : "the server";
}

std::string host_and_port(const HttpRequest& request) {
  const auto url = parse_url(request.url);
  return url ? url->host_and_port() : "the server";
}

std::string the_proxy(const CurlTransfer& transfer) {
  return "the proxy " + transfer.proxy().address() + " (from " + transfer.proxy().source + ")";
}

/// Who is spoken to first.
std::string next_hop(const CurlTransfer& transfer, const HttpRequest& request) {
  return transfer.proxy().used() ? the_proxy(transfer) : host_and_port(request);
}

/// The server, and the proxy that is between.
std::string peer_of(const CurlTransfer& transfer, const HttpRequest& request) {
  return host_and_port(request) + (transfer.proxy().used() ? " through " + the_proxy(transfer) : "");
}

/// What to look at when the network does not lead to the next hop.
std::string network_hint(const CurlTransfer& transfer, const HttpRequest& request) {
  const ProxyChoice& proxy = transfer.proxy();
  if (proxy.used()) return proxy_hint(proxy, host_of(request));
  if (!proxy.exempted_by.empty()) {
    return "The proxy of " + proxy.source + " is not used: " + proxy.exempted_by + " exempts this host.";
  }
  return "Check the name and the network; where the internet is behind a proxy, set HTTPS_PROXY.";
}

/// Those that come before the server's.
int proxy_handshakes(const CurlTransfer& transfer) {
  return transfer.proxy().used() && transfer.proxy().scheme() == "https" ? 1 : 0;
}

bool reached(const CurlTransfer& transfer, CURLINFO when) {
  curl_off_t time = 0;
  curl_easy_getinfo(transfer.easy(), when, &time);
  return time > 0;
}

Error connection_error(std::string message, std::string_view hint = {}) {
  return Error{.kind = ErrorKind::connection, .message = std::move(message), .hint = std::string(hint)};
}

/// libcurl's explanation of a TLS failure in brackets, without its prefixes; empty if there is none.
std::string tls_detail(const CurlTransfer& transfer) {
  std::string_view detail = transfer.detail();
  for (const std::string_view prefix : {"SSL certificate problem: ", "SSL: "}) {
    if (detail.starts_with(prefix)) detail.remove_prefix(prefix.size());
  }
  return detail.empty() ? std::string() : " (" + std::string(detail) + ")";
}

Error unusable_proxy(const CurlTransfer& transfer) {
  return connection_error(
      the_proxy(transfer) + " is not usable, or has no address",
      "A proxy is written http://host:port; https, socks4, socks4a, socks5 and socks5h are known, too.");
}

Error unresolved_proxy(const CurlTransfer& transfer, const HttpRequest& request) {
  // libcurl has one code for a name that does not resolve and for a URL that it cannot read.
  if (transfer.detail().starts_with("Unsupported proxy")) return unusable_proxy(transfer);
  return connection_error("could not resolve the name of " + the_proxy(transfer),
                          network_hint(transfer, request));
}

Error unresolved_host(const CurlTransfer& transfer, const HttpRequest& request) {
  if (!transfer.proxy().used()) {
    return connection_error("could not resolve host " + host_of(request), network_hint(transfer, request));
  }
  // Through SOCKS the name may be the proxy's own, or the server's, if the proxy is told addresses.
  if (!reached(transfer, CURLINFO_NAMELOOKUP_TIME_T)) return unresolved_proxy(transfer, request);
  return connection_error("could not resolve host " + host_of(request),
                          "With socks5h:// or socks4a:// " + the_proxy(transfer) + " resolves it.");
}

Error not_connected(const CurlTransfer& transfer, const HttpRequest& request) {
  if (transfer.proxy().used() && !transfer.proxy().scheme_is_known()) return unusable_proxy(transfer);
  long code = 0;
  curl_easy_getinfo(transfer.easy(), CURLINFO_OS_ERRNO, &code);
  const int reason = static_cast<int>(code);
  const std::string peer = next_hop(transfer, request);
  if (reason == ECONNREFUSED) {
    std::string hint = "Nothing listens there, or a firewall answers for it.";
    if (transfer.proxy().used()) hint += " " + network_hint(transfer, request);
    return connection_error("connection to " + peer + " refused", hint);
  }
  if (reason == EMFILE || reason == ENFILE) {
    return connection_error("could not connect to " + peer + ": out of file descriptors",
                            "Each request under way takes three descriptors; see `ulimit -n`.");
  }
  const std::string why = reason == 0 ? "" : " (" + std::generic_category().message(reason) + ")";
  return connection_error("could not connect to " + peer + why, network_hint(transfer, request));
}

/// The way to the server is not open yet: the one who answers, or does not, is the proxy.
bool proxy_is_spoken_to(const CurlTransfer& transfer, const HttpRequest& request) {
  const ProxyChoice& proxy = transfer.proxy();
  if (!proxy.used() || transfer.head().begun() || reached(transfer, CURLINFO_PRETRANSFER_TIME_T))
    return false;
  const bool opens_a_way = proxy.is_socks() || request.url.starts_with("https://");
  return opens_a_way && transfer.handshakes() <= proxy_handshakes(transfer);
}

/// The other end of the TLS handshake under way.
std::string tls_peer(const CurlTransfer& transfer, std::string server) {
  return transfer.handshakes() > proxy_handshakes(transfer) ? std::move(server) : the_proxy(transfer);
}

std::string_view hint_of_refusal(const ProxyChoice& proxy, long status) {
  if (status == 401 || status == 407) {
    return proxy.has_user() ? "It does not take the user and password that its URL holds."
                            : "It wants a user and password: http://user:password@host:port.";
  }
  if (status == 403) return "Its rules do not allow this host and port; who runs it can.";
  if (status >= 500) return "It could not reach the host, or does not want to.";
  return {};
}

Error tunnel_refused(const CurlTransfer& transfer, const HttpRequest& request, long status) {
  return connection_error(the_proxy(transfer) + " refused the way to " + host_and_port(request) +
                              " (status " + std::to_string(status) + ")",
                          hint_of_refusal(transfer.proxy(), status));
}

Error way_not_opened(const CurlTransfer& transfer, const HttpRequest& request) {
  const std::string detail(transfer.proxy().is_socks() ? transfer.detail() : std::string_view());
  return connection_error(the_proxy(transfer) + " did not open the way to " + host_and_port(request) +
                              (detail.empty() ? "" : " (" + detail + ")"),
                          "It may not be a proxy of that kind, or does not allow this host.");
}

Error untrusted(const CurlTransfer& transfer, const HttpRequest& request) {
  return connection_error("TLS: the certificate of " + tls_peer(transfer, host_of(request)) +
                              " is not trusted" + tls_detail(transfer),
                          kCertificateHint);
}

Error bad_ca_file(const HttpRequest& request, const SystemTrust& trust) {
  const bool own = request.connection && !request.connection->ca_bundle.empty();
  const std::string file = own ? request.connection->ca_bundle : trust.file;
  const std::string name = file.empty() ? "the system's CA file" : "the CA file " + file;
  return configuration_error(name + " cannot be read, or holds no certificate",
                             own ? "It comes from ca_bundle or AWS_CA_BUNDLE and must be in PEM form."
                                 : "Look at SSL_CERT_FILE and SSL_CERT_DIR, or install ca-certificates.");
}

bool head_is_too_large(const CurlTransfer& transfer, CURLcode code) {
  // A line that is too long fails as if memory were short, too many lines as a failed receive.
  return transfer.head().begun() && !transfer.head().complete() &&
         (code == CURLE_OUT_OF_MEMORY || transfer.detail().starts_with("Too large response headers"));
}

Error broken_off(const CurlTransfer& transfer, const HttpRequest& request, CURLcode code) {
  if (proxy_is_spoken_to(transfer, request)) return way_not_opened(transfer, request);
  const std::string peer = peer_of(transfer, request);
  if (transfer.head().complete()) {
    return connection_error("the connection to " + peer + " broke off in the middle of the answer");
  }
  if (head_is_too_large(transfer, code))
    return connection_error("the head of the answer of " + peer + " is too large");
  if (transfer.head().begun()) {
    return connection_error("the connection to " + peer + " broke off in the head of the answer");
  }
  if (!transfer.request_sent())
    return connection_error("the connection to " + peer + " broke off " + phase_of(transfer, request));
  return connection_error(
      peer + " closed the connection without an answer",
      "If it does so again, look at the address (http or https, and the port), and at proxies "
      "and load balancers on the way.");
}

}  // namespace

std::string phase_of(const CurlTransfer& transfer, const HttpRequest& request) {
  const std::string peer = host_and_port(request);
  if (transfer.head().complete()) return "while reading the answer of " + peer;
  if (transfer.request_sent()) return "while waiting for the answer of " + peer_of(transfer, request);
  if (reached(transfer, CURLINFO_PRETRANSFER_TIME_T)) return "while sending the request to " + peer;
  if (transfer.handshakes() > 0) return "in the TLS handshake with " + tls_peer(transfer, peer);
  if (reached(transfer, CURLINFO_NAMELOOKUP_TIME_T))
    return "while connecting to " + peer_of(transfer, request);
  return "while resolving the name of " + next_hop(transfer, request);
}

Error describe_timeout(const CurlTransfer& transfer, const HttpRequest& request, std::string_view which,
                       std::chrono::milliseconds limit) {
  return Error{.kind = ErrorKind::timeout,
               .message = "the " + std::string(which) + " time-out of " + readable(limit) + " passed " +
                          phase_of(transfer, request)};
}

Error describe_abort(const CurlTransfer& transfer, const HttpRequest& request) {
  return Error{.kind = ErrorKind::user_abort, .message = "cancelled " + phase_of(transfer, request)};
}

Error describe_curl_failure(const CurlTransfer& transfer, const HttpRequest& request,
                            const SystemTrust& trust, CURLcode code) {
  long connect_status = 0;
  curl_easy_getinfo(transfer.easy(), CURLINFO_HTTP_CONNECTCODE, &connect_status);
  if (connect_status != 0 && connect_status / 100 != 2)
    return tunnel_refused(transfer, request, connect_status);

  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return unresolved_host(transfer, request);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return unresolved_proxy(transfer, request);
    case CURLE_PROXY:
      if (transfer.detail().starts_with("Could not resolve host")) return unresolved_host(transfer, request);
      return way_not_opened(transfer, request);
    case CURLE_COULDNT_CONNECT:
      return not_connected(transfer, request);
    case CURLE_OPERATION_TIMEDOUT:  // The only time-out that libcurl is given.
      return describe_timeout(
          transfer, request, "connect",
          request.connection ? request.connection->connect_timeout : ConnectionSettings().connect_timeout);
    case CURLE_PEER_FAILED_VERIFICATION:
      return untrusted(transfer, request);
    case CURLE_SSL_CACERT_BADFILE:
      return bad_ca_file(request, trust);
    case CURLE_SSL_CONNECT_ERROR:
      return connection_error("TLS: the handshake with " + tls_peer(transfer, host_and_port(request)) +
                              " failed" + tls_detail(transfer));
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
      return broken_off(transfer, request, code);
    case CURLE_OK:  // The end came before the head did.
      if (transfer.head().begun()) return broken_off(transfer, request, code);
      [[fallthrough]];
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      if (!parse_url(request.url)) break;
      if (proxy_is_spoken_to(transfer, request)) return way_not_opened(transfer, request);
      return connection_error(host_and_port(request) + " did not answer in HTTP/1.1");
    case CURLE_URL_MALFORMAT:
      break;
    case CURLE_LOGIN_DENIED:
      return configuration_error("a URL must not hold a user name or a password");
    default:
      if (head_is_too_large(transfer, code)) return broken_off(transfer, request, code);
      return connection_error("the request to " + peer_of(transfer, request) +
                              " failed: " + curl_easy_strerror(code));
  }
  return configuration_error("the URL of the request is not usable",
                             "It must begin with https://host or http://host.");
}

}  // namespace anthropic::internal
