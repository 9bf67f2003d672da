#include "http/network/proxy.hpp"

#include <initializer_list>

#include "base/text/text.hpp"
#include "http/network/no_proxy.hpp"

namespace anthropic::internal {
namespace {

ProxyVariables::Variable first_of(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto value = environment.get(name)) return {name, *std::move(value)};
  }
  return {};
}

/// What follows the scheme.
std::string_view after_scheme(std::string_view url) {
  const std::size_t scheme = url.find("://");
  return scheme == std::string_view::npos ? url : url.substr(scheme + 3);
}

}  // namespace

ProxyVariables read_proxy_variables(const Environment& environment) {
  const bool cgi = environment.get("REQUEST_METHOD").has_value();
  return {.for_https = first_of(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
          .for_http = cgi ? first_of(environment, {"http_proxy", "all_proxy", "ALL_PROXY"})
                          : first_of(environment, {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}),
          .exceptions = first_of(environment, {"no_proxy", "NO_PROXY"})};
}

std::string ProxyChoice::scheme() const {
  const std::size_t end = url.find("://");
  return end == std::string::npos ? "http" : ascii_lower(std::string_view(url).substr(0, end));
}

std::string ProxyChoice::address() const {
  std::string_view rest = after_scheme(url);
  // The last one: a password may hold others, and a slash.
  if (const auto user = rest.rfind('@'); user != std::string_view::npos) rest.remove_prefix(user + 1);
  std::string address(rest.substr(0, rest.find_first_of("/?#")));
  const bool has_port = address.find(':', address.rfind(']') + 1) != std::string::npos;
  if (!has_port) address += scheme() == "https" ? ":443" : ":1080";  // libcurl's own
  return address;
}

bool ProxyChoice::has_user() const {
  return after_scheme(url).find('@') != std::string_view::npos;
}

bool ProxyChoice::is_socks() const {
  return scheme().starts_with("socks");
}

bool ProxyChoice::scheme_is_known() const {
  const std::string written = scheme();
  for (const std::string_view known : {"http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"}) {
    if (written == known) return true;
  }
  return false;
}

ProxyChoice proxy_for(std::string_view url, const ProxyVariables& variables,
                      const ConnectionSettings& settings) {
  if (settings.proxy == "none") return {};
  if (!settings.proxy.empty()) return {.url = settings.proxy, .source = std::string(kProxyOption)};

  const ProxyVariables::Variable& named =
      url.starts_with("https://") ? variables.for_https : variables.for_http;
  if (named.name.empty()) return {};
  const auto parsed = parse_url(url);
  const std::string_view entry =
      parsed ? exempting_entry(variables.exceptions.value, *parsed) : std::string_view();
  if (entry.empty()) return {.url = named.value, .source = named.name};
  return {.source = named.name, .exempted_by = variables.exceptions.name + " (" + std::string(entry) + ")"};
}

}  // namespace anthropic::internal
