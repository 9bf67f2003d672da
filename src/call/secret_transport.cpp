#include "call/secret_transport.hpp"

#include <arpa/inet.h>
#include <string>

#include "base/errors.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal {

bool is_loopback(std::string_view host) {
  if (iequals(host, "localhost") || host == "::1") return true;
  // What only looks like an address is a name, and may be anybody's: 127.example.com, 127.1.2.3.4.
  in_addr address{};
  return host.starts_with("127.") && ::inet_pton(AF_INET, std::string(host).c_str(), &address) == 1;
}

Result<void> check_secret_transport(const Url& url, std::string_view what) {
  if (url.scheme == "https" || is_loopback(url.host)) return {};
  return configuration_error(
      std::string(what) + " is not sent over plain http to " + url.authority(),
      "Use an https URL; plain http is only for this machine (localhost, 127.0.0.0/8, ::1).");
}

}  // namespace anthropic::internal
