#include "aws/signing/secret_transport.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <iterator>
#include <string>

#include "base/errors.hpp"

namespace anthropic::aws {

bool is_loopback(std::string_view host) {
  if (iequals(host, "localhost") || host == "::1") return true;
  // What only looks like an address is a name, and may be anybody's: 127.example.com, 127.1.2.3.4.
  in_addr address{};
  return host.starts_with("127.") && ::inet_pton(AF_INET, std::string(host).c_str(), &address) == 1;
}

Result<void> check_secret_transport(const Url& url, std::string_view what) {
  if (url.scheme == "https" || is_loopback(url.host())) return {};
  return configuration_error(
      std::string(what) + " is not sent over plain http to " + url.authority,
      "Use an https URL; plain http is only for this machine (localhost, 127.0.0.0/8, ::1).");
}

bool carries_secrets(std::string_view signing_name) {
  constexpr std::string_view services[] = {"awsssoportal", "kms",       "secretsmanager",
                                           "signin",       "sso-oauth", "sts"};
  return std::find(std::begin(services), std::end(services), signing_name) != std::end(services);
}

}  // namespace anthropic::aws
