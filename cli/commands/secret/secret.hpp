#pragma once

#include <optional>
#include <string>

#include <anthropic/aws/secrets_manager.hpp>

#include "arguments/command.hpp"
#include "base/public_names.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct SecretGetOptions {
  AwsOptions aws = {};
  bool json = false;
  aws::GetSecretValueInput secret = {};
};

struct SecretPutOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string name = {};                        ///< or ARN
  std::optional<std::string> value = {};        ///< "-", and nothing in a pipe: standard input.
  bool binary = false;                          ///< Even if it is UTF-8.
  bool create = false;                          ///< If there is no such secret.
  std::optional<std::string> description = {};  ///< of a new one
  std::optional<std::string> kms_key_id = {};   ///< of a new one
};

/// Prints a secret's value. Returns the exit code.
int run_secret_get(const SecretGetOptions& options, Console& console);

/// Gives a secret a new value. Returns the exit code.
int run_secret_put(const SecretPutOptions& options, Console& console);

/// On one line. Secret.
std::string secret_json(const aws::GetSecretValueOutput& secret);

Command secret_command();

}  // namespace anthropic::internal::cli
