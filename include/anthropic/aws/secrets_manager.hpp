#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
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

/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
struct GetSecretValueInput {
  std::string secret_id = {};                     ///< Its name or ARN.
  std::optional<std::string> version_id = {};     ///< Of 32 to 64 characters.
  std::optional<std::string> version_stage = {};  ///< Else "AWSCURRENT".
};

/// The secret is in one of `secret_string` and `secret_binary`. Never print it.
struct GetSecretValueOutput {
  std::string arn = {};
  std::string name = {};
  std::string version_id = {};
  std::optional<std::string> secret_string = {};
  std::optional<std::string> secret_binary = {};  ///< Bytes.
  std::vector<std::string> version_stages = {};
  std::optional<std::chrono::system_clock::time_point> created_date = {};
};

/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
struct CreateSecretInput {
  std::string name = {};  ///< Of at most 512 characters: letters, digits and /_+=.@-.
  std::optional<std::string> description = {};
  std::optional<std::string> kms_key_id = {};     ///< Else the key aws/secretsmanager.
  std::optional<std::string> secret_string = {};  ///< either this …
  std::optional<std::string> secret_binary = {};  ///< … or these bytes: 1 to 65,536
  /// A UUID: a repeated call creates only one version. Generated if absent.
  std::optional<std::string> client_request_token = {};
  std::map<std::string, std::string> tags = {};
};

struct CreateSecretOutput {
  std::string arn = {};
  std::string name = {};
  std::optional<std::string> version_id = {};
};

/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
struct PutSecretValueInput {
  std::string secret_id = {};                     ///< Its name or ARN.
  std::optional<std::string> secret_string = {};  ///< either this …
  std::optional<std::string> secret_binary = {};  ///< … or these bytes: 1 to 65,536
  StringList version_stages = {};                 ///< Else "AWSCURRENT".
  /// A UUID: a repeated call creates only one version. Generated if absent.
  std::optional<std::string> client_request_token = {};
};

struct PutSecretValueOutput {
  std::string arn = {};
  std::string name = {};
  std::string version_id = {};
  std::vector<std::string> version_stages = {};
};

/// AWS Secrets Manager. A handle: copies share the session. Thread-safe. Constructing does no I/O.
///
///     aws::SecretsManager secrets(session);
///     auto value = secrets.get_secret_value({.secret_id = "prod/key"});
///
/// A secret that does not exist is ErrorKind::not_found, one that exists already ErrorKind::conflict. An
/// input that breaks a limit named here is refused with ErrorKind::bad_request before anything is sent.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/
class SecretsManager {
 public:
  explicit SecretsManager(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  SecretsManager(const SecretsManager&) = default;
  SecretsManager& operator=(const SecretsManager&) = default;

  Result<GetSecretValueOutput> get_secret_value(const GetSecretValueInput& input,
                                                const CallOptions& options = {}) const;
  /// A new secret with its first value; without a value it is created empty.
  Result<CreateSecretOutput> create_secret(const CreateSecretInput& input,
                                           const CallOptions& options = {}) const;
  /// A new version of a secret that exists.
  Result<PutSecretValueOutput> put_secret_value(const PutSecretValueInput& input,
                                                const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
