#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/kms.hpp>

#include "arguments/command.hpp"
#include "base/public_names.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct KmsEncryptOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string key = {};                       ///< id, ARN or alias
  std::optional<std::string> plaintext = {};  ///< "-" or nothing: standard input.
  std::vector<std::string> context = {};      ///< "name=value"
};

struct KmsDecryptOptions {
  AwsOptions aws = {};
  bool json = false;
  std::optional<std::string> key = {};
  std::optional<std::string> ciphertext = {};  ///< base64; "-" or nothing: standard input.
  std::vector<std::string> context = {};
};

/// Prints the ciphertext in base64. Returns the exit code.
int run_kms_encrypt(const KmsEncryptOptions& options, Console& console);

/// Prints the plaintext as it is. Returns the exit code.
int run_kms_decrypt(const KmsDecryptOptions& options, Console& console);

/// "name=value" texts as a context. Fails, with a usage error, if one has no name or comes twice.
Result<aws::EncryptionContext> parse_context(const std::vector<std::string>& texts);

/// The bytes of a text in base64 with white space anywhere. Fails with a usage error.
Result<std::string> parse_base64(std::string_view text);

Command kms_command();

}  // namespace anthropic::internal::cli
