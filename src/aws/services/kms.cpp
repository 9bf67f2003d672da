#include <anthropic/aws/kms.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/shapes.hpp"
#include "base/crypto/encoding.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr std::size_t kLongestPlaintext = 4096;
constexpr std::size_t kLongestCiphertext = 6144;

std::string size_of(const std::string& bytes) {
  return "; this one has " + std::to_string(bytes.size());
}

}  // namespace

KMS::KMS(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("KMS"), std::move(options))) {
}

Result<EncryptOutput> KMS::encrypt(const EncryptInput& input, const CallOptions& options) const {
  if (auto given = check_given("key_id", input.key_id); !given) return given.error();
  if (input.plaintext.empty() || input.plaintext.size() > kLongestPlaintext) {
    return bad_request_error("KMS encrypts 1 to 4096 bytes" + size_of(input.plaintext),
                             "Encrypt larger data with a key of generate_data_key.");
  }
  Json body = Json::object({{"KeyId", input.key_id}, {"Plaintext", base64_encode(input.plaintext)}});
  set_map(body, "EncryptionContext", input.encryption_context);
  set_optional(body, "EncryptionAlgorithm", input.encryption_algorithm);
  set_list(body, "GrantTokens", input.grant_tokens);
  const auto answer = client_->call_json("Encrypt", body, options);
  if (!answer) return answer.error();
  auto ciphertext = bytes_in((*answer)["CiphertextBlob"], "Encrypt");
  if (!ciphertext) return std::move(ciphertext).error();
  if (ciphertext->empty()) return incomplete_answer("Encrypt", "CiphertextBlob");
  return EncryptOutput{.ciphertext_blob = *std::move(ciphertext),
                       .key_id = (*answer)["KeyId"].string_or(""),
                       .encryption_algorithm = optional_text((*answer)["EncryptionAlgorithm"])};
}

Result<DecryptOutput> KMS::decrypt(const DecryptInput& input, const CallOptions& options) const {
  if (input.ciphertext_blob.empty() || input.ciphertext_blob.size() > kLongestCiphertext) {
    return bad_request_error("a ciphertext of KMS has 1 to 6144 bytes" + size_of(input.ciphertext_blob));
  }
  Json body = Json::object({{"CiphertextBlob", base64_encode(input.ciphertext_blob)}});
  set_map(body, "EncryptionContext", input.encryption_context);
  set_optional(body, "KeyId", input.key_id);
  set_optional(body, "EncryptionAlgorithm", input.encryption_algorithm);
  set_list(body, "GrantTokens", input.grant_tokens);
  const auto answer = client_->call_json("Decrypt", body, options);
  if (!answer) return answer.error();
  auto plaintext = bytes_in((*answer)["Plaintext"], "Decrypt");
  if (!plaintext) return std::move(plaintext).error();
  if (plaintext->empty()) return incomplete_answer("Decrypt", "Plaintext");
  return DecryptOutput{.plaintext = *std::move(plaintext),
                       .key_id = (*answer)["KeyId"].string_or(""),
                       .encryption_algorithm = optional_text((*answer)["EncryptionAlgorithm"])};
}

Result<GenerateDataKeyOutput> KMS::generate_data_key(const GenerateDataKeyInput& input,
                                                     const CallOptions& options) const {
  if (auto given = check_given("key_id", input.key_id); !given) return given.error();
  if (input.key_spec.has_value() == input.number_of_bytes.has_value()) {
    return bad_request_error("a data key has either a key_spec or a number_of_bytes");
  }
  if (input.number_of_bytes && (*input.number_of_bytes < 1 || *input.number_of_bytes > 1024)) {
    return bad_request_error("a data key has 1 to 1024 bytes, not " + std::to_string(*input.number_of_bytes));
  }
  Json body = Json::object({{"KeyId", input.key_id}});
  set_optional(body, "KeySpec", input.key_spec);
  set_optional(body, "NumberOfBytes", input.number_of_bytes);
  set_map(body, "EncryptionContext", input.encryption_context);
  set_list(body, "GrantTokens", input.grant_tokens);
  const auto answer = client_->call_json("GenerateDataKey", body, options);
  if (!answer) return answer.error();
  auto plaintext = bytes_in((*answer)["Plaintext"], "GenerateDataKey");
  if (!plaintext) return std::move(plaintext).error();
  auto ciphertext = bytes_in((*answer)["CiphertextBlob"], "GenerateDataKey");
  if (!ciphertext) return std::move(ciphertext).error();
  if (plaintext->empty() || ciphertext->empty()) return incomplete_answer("GenerateDataKey", "key");
  return GenerateDataKeyOutput{.plaintext = *std::move(plaintext),
                               .ciphertext_blob = *std::move(ciphertext),
                               .key_id = (*answer)["KeyId"].string_or("")};
}

}  // namespace anthropic::inline v0::aws
