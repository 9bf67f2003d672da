#include "local/aws/sts/web_identity_token.hpp"

#include <algorithm>
#include <optional>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"

namespace anthropic::internal::local {
namespace {

Refusal invalid_token(std::string message) {
  return {.code = "InvalidIdentityToken", .message = std::move(message)};
}

std::optional<Json> object_in(std::string_view part) {
  std::string text(part);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  const auto decoded = base64_decode(text);
  if (!decoded) return std::nullopt;
  auto json = Json::parse(*decoded);
  if (!json || !json->is_object()) return std::nullopt;
  return *std::move(json);
}

/// The claims of HEADER.CLAIMS.SIGNATURE.
std::optional<Json> claims_of(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string_view::npos || last == first ||
      token.substr(first + 1, last - first - 1).find('.') != std::string_view::npos)
    return std::nullopt;
  if (!object_in(token.substr(0, first))) return std::nullopt;
  return object_in(token.substr(first + 1, last - first - 1));
}

}  // namespace

std::variant<WebIdentityClaims, Refusal> read_web_identity_token(std::string_view token, SystemTime now) {
  const std::optional<Json> claims = claims_of(token);
  if (!claims)
    return invalid_token(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
  const Json& audience = (*claims)["aud"];
  WebIdentityClaims read{
      .subject = (*claims)["sub"].string_or(""),
      .issuer = (*claims)["iss"].string_or(""),
      .audience = audience.is_array() ? audience[0].string_or("") : audience.string_or("")};
  if (read.subject.empty()) return invalid_token("Missing a required claim: sub");
  const std::optional<double> end = (*claims)["exp"].as_double();
  if (!end) return invalid_token("Missing a required claim: exp");
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  if (*end <= static_cast<double>(seconds))
    return Refusal{.code = "ExpiredTokenException",
                   .message = "Token expired: current date/time " + std::to_string(seconds) +
                              " must be before the expiration date/time " +
                              std::to_string(static_cast<long long>(std::max(*end, 0.0)))};
  return read;
}

}  // namespace anthropic::internal::local
