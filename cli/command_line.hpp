#pragma once

#include <optional>
#include <variant>

#include "ask.hpp"
#include "assume_role.hpp"
#include "batch.hpp"
#include "chat.hpp"
#include "completion.hpp"
#include "configure.hpp"
#include "count.hpp"
#include "kms.hpp"
#include "local.hpp"
#include "migrate.hpp"
#include "migrate_check.hpp"
#include "models.hpp"
#include "request.hpp"
#include "s3.hpp"
#include "secret.hpp"
#include "terminal.hpp"
#include "token.hpp"
#include "whoami.hpp"

namespace anthropic::cli {

using Command = std::variant<AskOptions, BatchOptions, ChatOptions, CountOptions, ModelsOptions, LocalOptions,
                             CompletionOptions, WhoamiOptions, AssumeRoleOptions, ConfigureOptions,
                             ConfigureSetOptions, ConfigureGetOptions, SecretGetOptions, SecretPutOptions,
                             KmsEncryptOptions, KmsDecryptOptions, RequestCommandOptions, S3GetOptions,
                             S3PutOptions, S3ListOptions, TokenOptions, MigrateOptions, MigrateCheckOptions>;

struct CommandLine {
  std::optional<Command> command = {};
  int exit_code = 0;  ///< Without a command: help was printed, or what is wrong.
};

CommandLine parse_command_line(int argc, const char* const* argv, Console& console);

}  // namespace anthropic::cli
