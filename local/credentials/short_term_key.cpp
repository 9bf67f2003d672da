#include "local/credentials/short_term_key.hpp"

#include "base/crypto/encoding.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kPrefix = "bedrock-api-key-";
constexpr std::string_view kStart = "bedrock.amazonaws.com/?";
// The generators append it to what they have signed.
constexpr std::string_view kVersion = "&Version=1";

bool has_parameter(std::string_view query, std::string_view parameter) {
  return ("&" + std::string(query) + "&").find("&" + std::string(parameter) + "&") != std::string::npos;
}

}  // namespace

bool is_short_term_key(std::string_view token) {
  return token.starts_with(kPrefix);
}

std::variant<Request, std::string> read_short_term_key(std::string_view token) {
  const auto decoded = base64_decode(token.substr(kPrefix.size()));
  if (!decoded) return "What follows " + std::string(kPrefix) + " is not base64";
  std::string_view url = *decoded;
  if (!url.starts_with(kStart)) return "It does not begin with " + std::string(kStart);
  if (url.ends_with(kVersion)) url.remove_suffix(kVersion.size());
  const std::string_view query = url.substr(kStart.size());
  if (!has_parameter(query, "Action=CallWithBearerToken")) return "Its action is not CallWithBearerToken";
  return Request{.method = "POST",
                 .target = "/?" + std::string(query),
                 .headers = {{"Host", std::string(kStart.substr(0, kStart.find('/')))}}};
}

}  // namespace anthropic::internal::local
