#include <anthropic/aws/secrets_manager.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/shapes.hpp"
#include "aws/session/session_state.hpp"
#include "base/crypto/encoding.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr std::size_t kLongestSecret = 65'536;

/// Sets SecretString or SecretBinary.
Result<void> set_secret(Json& body, const std::optional<std::string>& text,
                        const std::optional<std::string>& bytes, bool needed) {
  if (text && bytes)
    return bad_request_error("a secret is text or bytes: secret_string and secret_binary are both set");
  if (!text && !bytes) {
    if (needed)
      return bad_request_error("there is no secret to store: neither secret_string nor secret_binary is set");
    return {};
  }
  const std::string& secret = text ? *text : *bytes;
  if (secret.empty() || secret.size() > kLongestSecret) {
    return bad_request_error("a secret has 1 to 65536 bytes; this one has " + std::to_string(secret.size()));
  }
  if (text) body.set("SecretString", *text);
  if (bytes) body.set("SecretBinary", base64_encode(*bytes));
  return {};
}

std::string token_of(const std::optional<std::string>& given, const ServiceClient& client) {
  return given ? *given : state_of(client.session())->world->random->uuid();
}

}  // namespace

SecretsManager::SecretsManager(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("Secrets Manager"),
                                                    std::move(options))) {}

Result<GetSecretValueOutput> SecretsManager::get_secret_value(const GetSecretValueInput& input,
                                                              const CallOptions& options) const {
  if (auto given = check_given("secret_id", input.secret_id); !given) return given.error();
  Json body = Json::object({{"SecretId", input.secret_id}});
  set_optional(body, "VersionId", input.version_id);
  set_optional(body, "VersionStage", input.version_stage);
  const auto answer = client_->call_json("GetSecretValue", body, options);
  if (!answer) return answer.error();
  GetSecretValueOutput output{.arn = (*answer)["ARN"].string_or(""),
                              .name = (*answer)["Name"].string_or(""),
                              .version_id = (*answer)["VersionId"].string_or(""),
                              .secret_string = optional_text((*answer)["SecretString"]),
                              .version_stages = texts_in((*answer)["VersionStages"]),
                              .created_date = time_in((*answer)["CreatedDate"])};
  if (answer->contains("SecretBinary")) {
    auto bytes = bytes_in((*answer)["SecretBinary"], "GetSecretValue");
    if (!bytes) return std::move(bytes).error();
    output.secret_binary = *std::move(bytes);
  }
  if (!output.secret_string && !output.secret_binary) return incomplete_answer("GetSecretValue", "secret");
  return output;
}

Result<CreateSecretOutput> SecretsManager::create_secret(const CreateSecretInput& input,
                                                         const CallOptions& options) const {
  if (input.name.empty()) return bad_request_error("the secret's name is empty");
  Json body = Json::object(
      {{"Name", input.name}, {"ClientRequestToken", token_of(input.client_request_token, *client_)}});
  set_optional(body, "Description", input.description);
  set_optional(body, "KmsKeyId", input.kms_key_id);
  if (auto set = set_secret(body, input.secret_string, input.secret_binary, false); !set) return set.error();
  set_tags(body, "Tags", input.tags);
  const auto answer = client_->call_json("CreateSecret", body, options);
  if (!answer) return answer.error();
  return CreateSecretOutput{.arn = (*answer)["ARN"].string_or(""),
                            .name = (*answer)["Name"].string_or(""),
                            .version_id = optional_text((*answer)["VersionId"])};
}

Result<PutSecretValueOutput> SecretsManager::put_secret_value(const PutSecretValueInput& input,
                                                              const CallOptions& options) const {
  if (auto given = check_given("secret_id", input.secret_id); !given) return given.error();
  Json body = Json::object({{"SecretId", input.secret_id},
                            {"ClientRequestToken", token_of(input.client_request_token, *client_)}});
  if (auto set = set_secret(body, input.secret_string, input.secret_binary, true); !set) return set.error();
  set_list(body, "VersionStages", input.version_stages);
  const auto answer = client_->call_json("PutSecretValue", body, options);
  if (!answer) return answer.error();
  return PutSecretValueOutput{.arn = (*answer)["ARN"].string_or(""),
                              .name = (*answer)["Name"].string_or(""),
                              .version_id = (*answer)["VersionId"].string_or(""),
                              .version_stages = texts_in((*answer)["VersionStages"])};
}

}  // namespace anthropic::inline v0::aws
