#include "local/credentials/temporary_keys.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "base/time/time_format.hpp"
#include "local/credentials/equal_secrets.hpp"
#include "local/credentials/random_text.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kSealSize = sizeof(Sha256);
constexpr std::size_t kSecretSize = 40;

}  // namespace

TemporaryKeys::TemporaryKeys(std::optional<std::chrono::seconds> longest)
    : longest_(longest), seal_(random_text(40, kKeyLetters)) {}

aws::Credentials TemporaryKeys::issue(Caller caller, SystemTime now, std::chrono::seconds lifetime) const {
  aws::Credentials pair;
  pair.access_key_id = "ASIALOCAL" + random_text(11, kKeyIdLetters);
  pair.expiration =
      std::chrono::floor<std::chrono::seconds>(now) + (longest_ ? std::min(lifetime, *longest_) : lifetime);
  const std::string content = Json::object({{"key", pair.access_key_id},
                                            {"arn", caller.arn},
                                            {"id", caller.user_id},
                                            {"until", format_iso8601(*pair.expiration)}})
                                  .dump();
  const Sha256 seal = hmac_sha256(seal_, content);
  pair.session_token = base64_encode(std::string(as_bytes(seal)) + content);
  pair.secret_access_key = secret_of(pair.session_token);
  return pair;
}

std::optional<TemporaryKey> TemporaryKeys::find(std::string_view access_key_id,
                                                std::string_view session_token) const {
  const auto token = base64_decode(session_token);
  if (!token || token->size() <= kSealSize) return std::nullopt;
  const std::string_view content = std::string_view(*token).substr(kSealSize);
  const Sha256 seal = hmac_sha256(seal_, content);
  if (!equal_secrets(as_bytes(seal), std::string_view(*token).substr(0, kSealSize))) return std::nullopt;
  const Result<Json> said = Json::parse(content);
  if (!said || (*said)["key"].string_or("") != access_key_id) return std::nullopt;
  TemporaryKey key{.pair = {}, .caller = {(*said)["arn"].string_or(""), (*said)["id"].string_or(""), true}};
  key.pair.access_key_id = access_key_id;
  key.pair.secret_access_key = secret_of(session_token);
  key.pair.session_token = session_token;
  key.pair.expiration = parse_iso8601((*said)["until"].string_or(""));
  return key;
}

std::string TemporaryKeys::secret_of(std::string_view session_token) const {
  const Sha256 derived = hmac_sha256(seal_, "secret of " + std::string(session_token));
  return base64_encode(as_bytes(derived)).substr(0, kSecretSize);
}

}  // namespace anthropic::internal::local
