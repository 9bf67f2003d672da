#include "http/network/no_proxy.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <optional>
#include <string>

#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kSeparators = ", \t\r\n";

/// An IP address. One of IPv4 is held as IPv6 writes it, ::ffff:10.1.2.3.
struct Address {
  std::array<unsigned char, 16> bytes = {};
  bool is_v4 = false;

  bool operator==(const Address&) const = default;
};

std::optional<Address> parse_address(std::string_view text) {
  const std::string zoneless(text.substr(0, text.find('%')));
  Address address;
  if (inet_pton(AF_INET, zoneless.c_str(), address.bytes.data() + 12) == 1) {
    address.bytes[10] = address.bytes[11] = 0xff;
    address.is_v4 = true;
    return address;
  }
  if (inet_pton(AF_INET6, zoneless.c_str(), address.bytes.data()) != 1) return std::nullopt;
  in6_addr v6;
  std::copy(address.bytes.begin(), address.bytes.end(), v6.s6_addr);
  address.is_v4 = IN6_IS_ADDR_V4MAPPED(&v6);
  return address;
}

std::string_view without_brackets(std::string_view host) {
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') return host;
  return host.substr(1, host.size() - 2);
}

bool shares_prefix(const Address& a, const Address& b, std::size_t bits) {
  const std::size_t whole = bits / 8;
  if (!std::equal(a.bytes.begin(), a.bytes.begin() + static_cast<std::ptrdiff_t>(whole), b.bytes.begin()))
    return false;
  if (bits % 8 == 0) return true;
  return ((a.bytes[whole] ^ b.bytes[whole]) >> (8 - bits % 8)) == 0;
}

bool is_in_network(std::string_view network, const Address& host) {
  const std::size_t slash = network.find('/');
  const auto address = parse_address(without_brackets(network.substr(0, slash)));
  const auto bits = parse_integer(network.substr(slash + 1));
  if (!address || !bits || address->is_v4 != host.is_v4) return false;
  if (*bits < 0 || *bits > (host.is_v4 ? 32 : 128)) return false;
  return shares_prefix(*address, host, static_cast<std::size_t>(*bits) + (host.is_v4 ? 96 : 0));
}

std::string_view without_last_dot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

bool is_beneath(std::string_view name, std::string_view parent) {
  if (parent.empty() || name.size() <= parent.size() + 1) return false;
  const std::size_t dot = name.size() - parent.size() - 1;
  return name[dot] == '.' && iequals(name.substr(dot + 1), parent);
}

bool is_name_of(std::string_view entry, std::string_view name) {
  if (entry.starts_with("*.")) return is_beneath(name, entry.substr(2));
  if (entry.starts_with('.')) entry.remove_prefix(1);
  return iequals(entry, name) || is_beneath(name, entry);
}

/// Takes the port off an entry, if it has one; "::1" has none. Zero if it is none.
std::optional<long long> take_port(std::string_view& entry) {
  const std::size_t colon = entry.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const bool bare_v6 = !entry.starts_with('[') && entry.find(':') != colon;
  const bool within_brackets = entry.find(']', colon) != std::string_view::npos;
  if (bare_v6 || within_brackets) return std::nullopt;
  const long long port = parse_integer(entry.substr(colon + 1)).value_or(0);
  entry = entry.substr(0, colon);
  return port;
}

bool exempts(std::string_view entry, std::string_view host, const std::optional<Address>& address,
             std::uint16_t port) {
  if (entry.find('/') != std::string_view::npos) return address && is_in_network(entry, *address);
  if (const auto only = take_port(entry); only && *only != port) return false;
  if (entry == "*") return true;
  if (const auto one = parse_address(without_brackets(entry))) return address == one;
  entry = without_last_dot(entry);
  return !address && !entry.empty() && is_name_of(entry, host);
}

}  // namespace

std::string_view exempting_entry(std::string_view no_proxy, const Url& url) {
  const std::string_view host = without_last_dot(url.host);
  const std::optional<Address> address = parse_address(host);
  while (true) {
    const std::size_t begin = no_proxy.find_first_not_of(kSeparators);
    if (begin == std::string_view::npos) return {};
    no_proxy.remove_prefix(begin);
    const std::string_view entry = no_proxy.substr(0, no_proxy.find_first_of(kSeparators));
    if (exempts(entry, host, address, url.port)) return entry;
    no_proxy.remove_prefix(entry.size());
  }
}

}  // namespace anthropic::internal
