#include "http/curl_failure.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/errors.hpp"
#include "base/text.hpp"

namespace anthropic {
namespace {

constexpr std::string_view kCertificateHint =
    "If a private authority signed the certificate (a company's proxy, a test server), give its PEM file as "
    "ca_bundle or in AWS_CA_BUNDLE.";
constexpr std::string_view kNetworkHint =
    "Check the name and the network; where the internet is behind a proxy, set HTTPS_PROXY.";

/// Only the host and port of a URL may be shown: its query can hold a signature.
std::string host_of(const HttpRequest& request) {
  const auto url = parse_url(request.url);
  return url ? url->host() : "the server";
}

std::string host_and_port(const HttpRequest& request) {
  const auto url = parse_url(request.url);
  if (!url) return "the server";
  const bool has_port = url->authority.find(':', url->authority.rfind(']') + 1) != std::string::npos;
  if (has_port) return url->authority;
  return url->authority + (url->scheme == "https" ? ":443" : ":80");
}

/// A proxy's address without scheme, user and password; empty if none was named.
std::string proxy_of(const HttpRequest& request) {
  if (!request.connection || request.connection->proxy == "none") return {};
  std::string_view proxy = request.connection->proxy;
  if (const auto scheme = proxy.find("://"); scheme != std::string_view::npos) {
    proxy.remove_prefix(scheme + 3);
  }
  if (const auto user = proxy.rfind('@'); user != std::string_view::npos) proxy.remove_prefix(user + 1);
  return std::string(proxy.substr(0, proxy.find_first_of("/?#")));
}

/// Who is spoken to first.
std::string next_hop(const HttpRequest& request) {
  const std::string proxy = proxy_of(request);
  return proxy.empty() ? host_and_port(request) : "the proxy " + proxy;
}

std::string through(std::string peer, const std::string& proxy) {
  return proxy.empty() ? std::move(peer) : std::move(peer) + " through the proxy " + proxy;
}

std::string readable(std::chrono::milliseconds time) {
  const auto count = time.count();
  if (count % 1000 == 0) return std::to_string(count / 1000) + " s";
  return std::to_string(count) + " ms";
}

bool reached(const CurlLane& lane, CURLINFO when) {
  curl_off_t time = 0;
  curl_easy_getinfo(lane.easy(), when, &time);
  return time > 0;
}

Error connection_error(std::string message, std::string_view hint = {}) {
  return Error{.kind = ErrorKind::connection, .message = std::move(message), .hint = std::string(hint)};
}

/// libcurl's explanation of a TLS failure in brackets, without its prefixes; empty if there is none.
std::string tls_detail(const CurlLane& lane) {
  std::string_view detail = lane.detail();
  for (const std::string_view prefix : {"SSL certificate problem: ", "SSL: "}) {
    if (detail.starts_with(prefix)) detail.remove_prefix(prefix.size());
  }
  return detail.empty() ? std::string() : " (" + std::string(detail) + ")";
}

Error not_connected(const CurlLane& lane, const HttpRequest& request) {
  long code = 0;
  curl_easy_getinfo(lane.easy(), CURLINFO_OS_ERRNO, &code);
  const int reason = static_cast<int>(code);
  const std::string peer = next_hop(request);
  if (reason == ECONNREFUSED) {
    return connection_error("connection to " + peer + " refused",
                            "Nothing listens there, or a firewall answers for it.");
  }
  if (reason == EMFILE || reason == ENFILE) {
    return connection_error("could not connect to " + peer + ": out of file descriptors",
                            "Each request under way takes three descriptors; see `ulimit -n`.");
  }
  if (reason == 0) return connection_error("could not connect to " + peer, kNetworkHint);
  return connection_error(
      "could not connect to " + peer + " (" + std::generic_category().message(reason) + ")", kNetworkHint);
}

Error not_resolved_proxy(const HttpRequest& request) {
  const std::string proxy = proxy_of(request);
  if (proxy.empty()) {
    return connection_error("the proxy that the environment names is not usable, or has no address",
                            "Look at HTTPS_PROXY, http_proxy and ALL_PROXY.");
  }
  return connection_error("the proxy " + proxy + " is not usable, or has no address",
                          "A proxy is written http://host:port.");
}

Error untrusted(const CurlLane& lane, const HttpRequest& request) {
  return connection_error(
      "TLS: the certificate of " + host_of(request) + " is not trusted" + tls_detail(lane), kCertificateHint);
}

Error bad_ca_file(const HttpRequest& request, const SystemTrust& trust) {
  const bool own = request.connection && !request.connection->ca_bundle.empty();
  const std::string file = own ? request.connection->ca_bundle : trust.file;
  const std::string name = file.empty() ? "the system's CA file" : "the CA file " + file;
  return configuration_error(name + " cannot be read, or holds no certificate",
                             own ? "It comes from ca_bundle or AWS_CA_BUNDLE and must be in PEM form."
                                 : "Look at SSL_CERT_FILE and SSL_CERT_DIR, or install ca-certificates.");
}

bool head_is_too_large(const CurlLane& lane, CURLcode code) {
  // A line that is too long fails as if memory were short, too many lines as a failed receive.
  return lane.head().begun() && !lane.head().complete() &&
         (code == CURLE_OUT_OF_MEMORY || lane.detail().starts_with("Too large response headers"));
}

Error broken_off(const CurlLane& lane, const HttpRequest& request, CURLcode code) {
  long connect_status = 0;
  curl_easy_getinfo(lane.easy(), CURLINFO_HTTP_CONNECTCODE, &connect_status);
  const bool tunnel_refused = connect_status != 0 && connect_status / 100 != 2;
  if (tunnel_refused) {
    const std::string proxy = proxy_of(request);
    return connection_error(
        "the proxy " + (proxy.empty() ? std::string() : proxy + " ") + "refused the way to " +
            host_and_port(request) + " (status " + std::to_string(connect_status) + ")",
        connect_status == 407 ? "It wants a user and password: http://user:password@host:port." : "");
  }
  const std::string peer = host_and_port(request);
  if (lane.head().complete()) {
    return connection_error("the connection to " + peer + " broke off in the middle of the answer");
  }
  if (head_is_too_large(lane, code))
    return connection_error("the head of the answer of " + peer + " is too large");
  if (lane.head().begun()) {
    return connection_error("the connection to " + peer + " broke off in the head of the answer");
  }
  if (!lane.request_sent())
    return connection_error("the connection to " + peer + " broke off " + phase_of(lane, request));
  return connection_error(peer + " closed the connection without an answer");
}

}  // namespace

std::string phase_of(const CurlLane& lane, const HttpRequest& request) {
  const std::string peer = host_and_port(request);
  if (lane.head().complete()) return "while reading the answer of " + peer;
  if (lane.request_sent()) return "while waiting for the answer of " + peer;
  if (reached(lane, CURLINFO_PRETRANSFER_TIME_T)) return "while sending the request to " + peer;
  if (lane.tls_begun()) return "in the TLS handshake with " + peer;
  if (reached(lane, CURLINFO_NAMELOOKUP_TIME_T))
    return "while connecting to " + through(peer, proxy_of(request));
  return "while resolving the name of " + next_hop(request);
}

Error describe_timeout(const CurlLane& lane, const HttpRequest& request, std::string_view which,
                       std::chrono::milliseconds limit) {
  return Error{.kind = ErrorKind::timeout,
               .message = "the " + std::string(which) + " time-out of " + readable(limit) + " passed " +
                          phase_of(lane, request)};
}

Error describe_abort(const CurlLane& lane, const HttpRequest& request) {
  return Error{.kind = ErrorKind::user_abort, .message = "cancelled " + phase_of(lane, request)};
}

Error describe_curl_failure(const CurlLane& lane, const HttpRequest& request, const SystemTrust& trust,
                            CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return connection_error("could not resolve host " + host_of(request), kNetworkHint);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return not_resolved_proxy(request);
    case CURLE_COULDNT_CONNECT:
      return not_connected(lane, request);
    case CURLE_OPERATION_TIMEDOUT:  // The only time-out that libcurl is given.
      return describe_timeout(
          lane, request, "connect",
          request.connection ? request.connection->connect_timeout : ConnectionSettings().connect_timeout);
    case CURLE_PEER_FAILED_VERIFICATION:
      return untrusted(lane, request);
    case CURLE_SSL_CACERT_BADFILE:
      return bad_ca_file(request, trust);
    case CURLE_SSL_CONNECT_ERROR:
      return connection_error("TLS: the handshake with " + host_and_port(request) + " failed" +
                              tls_detail(lane));
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
      return broken_off(lane, request, code);
    case CURLE_OK:  // The end came before the head did.
      if (lane.head().begun()) return broken_off(lane, request, code);
      [[fallthrough]];
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      if (!parse_url(request.url)) break;
      return connection_error(host_and_port(request) + " did not answer in HTTP/1.1");
    case CURLE_URL_MALFORMAT:
      break;
    case CURLE_LOGIN_DENIED:
      return configuration_error("a URL must not hold a user name or a password");
    default:
      if (head_is_too_large(lane, code)) return broken_off(lane, request, code);
      return connection_error("the request to " + host_and_port(request) +
                              " failed: " + curl_easy_strerror(code));
  }
  return configuration_error("the URL of the request is not usable",
                             "It must begin with https://host or http://host.");
}

}  // namespace anthropic
