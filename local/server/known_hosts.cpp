#include "local/server/known_hosts.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

constexpr std::size_t kShownBytes = 100;

std::optional<ip::address> address_of(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  error_code ec;
  const ip::address address = ip::make_address(text, ec);
  if (ec) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

/// "[::1]:80" → "[::1]", "Example.COM.:80" → "example.com"
std::string host_in(std::string_view authority) {
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : std::string_view::npos;
  if (bracket != std::string_view::npos) {
    const std::string_view rest = authority.substr(bracket + 1);
    return rest.empty() || rest[0] == ':' ? std::string(authority.substr(0, bracket + 1)) : std::string();
  }
  std::string host = ascii_lower(authority.substr(0, authority.find(':')));
  if (host.ends_with('.')) host.pop_back();
  return host;
}

bool is_known(const std::string& host, const KnownHosts& known) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  const std::optional<ip::address> address = address_of(host);
  if (address && (known.any_address || address->is_loopback())) return true;
  return std::any_of(known.names.begin(), known.names.end(), [&](const std::string& name) {
    return address ? address == address_of(name) : host == host_in(name);
  });
}

Refusal foreign(std::string_view header, const std::string& value, const std::string& host) {
  std::string message = "The " + std::string(header) + " header is \"" + value.substr(0, kShownBytes) +
                        "\", which is not known here. Where signatures are not checked, the local endpoint "
                        "is asked by a loopback name or by the address it was given, so that no web page can "
                        "use it.";
  if (is_host_name(host))
    message +=
        " If you mean it, start it with --allow-host " + host.substr(0, kShownBytes) + " (allowed_hosts).";
  return refuse("AccessDeniedException", std::move(message));
}

}  // namespace

std::optional<Refusal> refuse_foreign_host(const Headers& headers, const KnownHosts& known) {
  for (const auto& [name, value] : headers) {
    if (iequals(name, "host")) {
      const std::string host = host_in(trim(value));
      if (!is_known(host, known)) return foreign("Host", value, host);
    } else if (iequals(name, "origin")) {
      const std::size_t scheme = value.find("://");
      const std::string host = scheme == std::string::npos
                                   ? std::string()
                                   : host_in(trim(std::string_view(value).substr(scheme + 3)));
      if (!is_known(host, known)) return foreign("Origin", value, host);
    }
  }
  return std::nullopt;
}

bool is_host_name(std::string_view text) {
  if (address_of(text)) return true;
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
  });
}

bool is_unspecified_address(std::string_view text) {
  const std::optional<ip::address> address = address_of(text);
  return address && address->is_unspecified();
}

}  // namespace anthropic::internal::local
