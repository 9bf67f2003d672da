#include "aws/credentials/sign_in/dpop_proof.hpp"

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"

namespace anthropic::internal::aws {
namespace {

std::string base64url(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return text;
}

}  // namespace

Result<std::string> dpop_proof(const Es256Key& key, std::string_view url, std::string_view id,
                               SystemTime now) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const Json header = Json::object(
      {{"typ", "dpop+jwt"},
       {"alg", "ES256"},
       {"jwk",
        Json::object(
            {{"kty", "EC"}, {"crv", "P-256"}, {"x", base64url(key.x())}, {"y", base64url(key.y())}})}});
  const Json claims = Json::object({{"jti", id}, {"htm", "POST"}, {"htu", url}, {"iat", seconds}});
  std::string token = base64url(header.dump()) + "." + base64url(claims.dump());
  const auto signature = key.sign(token);
  if (!signature) return Error{.kind = ErrorKind::credentials, .message = "OpenSSL cannot sign with the key"};
  return token + "." + base64url(*signature);
}

}  // namespace anthropic::internal::aws
