#include <anthropic/aws/bedrock_api_key.hpp>

#include "aws/session/session_state.hpp"
#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;

Result<std::string> make_bedrock_api_key(const Session& session, std::chrono::seconds lifetime,
                                         std::stop_token stop) {
  if (lifetime < std::chrono::seconds(1) || lifetime > std::chrono::hours(12)) {
    return Error{.kind = ErrorKind::configuration,
                 .message = "a Bedrock API key cannot live for " + std::to_string(lifetime.count()) +
                            " seconds; it must be from 1 to 43200"};
  }
  const auto credentials = session.credentials(stop);
  if (!credentials) return credentials.error();
  const auto region = state_of(session)->region({}, std::move(stop));
  if (!region) return region.error();
  const std::string host = "bedrock.amazonaws.com";
  const Headers headers{{"host", host}};
  const std::string empty_hash = sha256_hex("");
  sigv4::Signer signer;
  const std::string query = signer.presign({.method = "POST",
                                            .path = "/",
                                            .query = "Action=CallWithBearerToken",
                                            .headers = &headers,
                                            .payload_hash = empty_hash},
                                           *credentials, {.region = *region, .service = "bedrock"},
                                           state_of(session)->world->clock->now(), lifetime);
  // The version is not part of what is signed.
  return "bedrock-api-key-" + base64_encode(host + "/?" + query + "&Version=1");
}

}  // namespace anthropic::inline v0::aws
