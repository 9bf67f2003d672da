#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// Public data bound to a ciphertext: decrypting needs exactly the context of encrypting. It appears in
/// CloudTrail in the clear.
using EncryptionContext = std::map<std::string, std::string>;

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
struct EncryptInput {
  std::string key_id = {};     ///< A key's id or ARN, or an alias: "alias/app".
  std::string plaintext = {};  ///< Bytes: 1 to 4,096.
  EncryptionContext encryption_context = {};
  std::optional<std::string> encryption_algorithm = {};  ///< Else "SYMMETRIC_DEFAULT".
  StringList grant_tokens = {};
};

struct EncryptOutput {
  std::string ciphertext_blob = {};  ///< Bytes.
  std::string key_id = {};           ///< The key's ARN.
  std::optional<std::string> encryption_algorithm = {};
};

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
struct DecryptInput {
  std::string ciphertext_blob = {};  ///< Bytes: 1 to 6,144.
  EncryptionContext encryption_context = {};
  std::optional<std::string> key_id = {};  ///< Refuses ciphertexts of another key.
  std::optional<std::string> encryption_algorithm = {};
  StringList grant_tokens = {};
};

struct DecryptOutput {
  std::string plaintext = {};  ///< Bytes; never print them.
  std::string key_id = {};     ///< The key's ARN.
  std::optional<std::string> encryption_algorithm = {};
};

/// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
struct GenerateDataKeyInput {
  std::string key_id = {};
  std::optional<std::string> key_spec = {};  ///< "AES_256" or "AES_128": either this …
  std::optional<int> number_of_bytes = {};   ///< … or the length: 1 to 1,024
  EncryptionContext encryption_context = {};
  StringList grant_tokens = {};
};

struct GenerateDataKeyOutput {
  std::string plaintext = {};        ///< The key: encrypt with it, then forget it.
  std::string ciphertext_blob = {};  ///< The key, encrypted: store it beside the data.
  std::string key_id = {};           ///< The ARN of the key that encrypted it.
};

/// AWS Key Management Service. A handle: copies share the session. Thread-safe. Constructing does no I/O.
///
///     aws::KMS kms(session);
///     auto sealed = kms.encrypt({.key_id = "alias/app", .plaintext = secret});
///
/// A key that does not exist is ErrorKind::not_found; a ciphertext that is damaged, or comes with another
/// context, is ErrorKind::bad_request with the code InvalidCiphertextException. An input that breaks a limit
/// named here is refused with ErrorKind::bad_request before anything is sent.
/// https://docs.aws.amazon.com/kms/latest/APIReference/
class KMS {
 public:
  explicit KMS(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  KMS(const KMS&) = default;
  KMS& operator=(const KMS&) = default;

  Result<EncryptOutput> encrypt(const EncryptInput& input, const CallOptions& options = {}) const;
  Result<DecryptOutput> decrypt(const DecryptInput& input, const CallOptions& options = {}) const;
  /// A new key to encrypt data of any size with, on this machine.
  Result<GenerateDataKeyOutput> generate_data_key(const GenerateDataKeyInput& input,
                                                  const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
