#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// A URL as libcurl reads it, which is what connects: an address has one spelling only ("127.1" is
/// "127.0.0.1").
struct Url {
  std::string scheme = {};  ///< "http" or "https"
  std::string host = {};    ///< without the brackets of an IPv6 address
  std::uint16_t port = 0;   ///< the scheme's own if none is written
  std::string path = {};    ///< with its percent-escapes, from its '/' on; empty for the root
  std::string query = {};   ///< without '?'

  /// The host, in brackets if it is an IPv6 address, and the port.
  std::string host_and_port() const;
  /// The same without the port that is the scheme's own: what a Host header holds.
  std::string authority() const;
  /// scheme://authority
  std::string origin() const;
};

/// Empty if it is not an absolute http or https URL, or holds a user name.
std::optional<Url> parse_url(std::string_view text);

}  // namespace anthropic::internal
