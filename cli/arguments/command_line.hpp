#pragma once

#include <optional>
#include <variant>

#include "commands/ask/ask.hpp"
#include "commands/assume_role/assume_role.hpp"
#include "commands/batch/batch.hpp"
#include "commands/chat/chat.hpp"
#include "commands/completion/completion.hpp"
#include "commands/configure/configure.hpp"
#include "commands/count/count.hpp"
#include "commands/kms/kms.hpp"
#include "commands/local/local.hpp"
#include "commands/migrate/check/migrate_check.hpp"
#include "commands/migrate/migrate.hpp"
#include "commands/models/models.hpp"
#include "commands/request/request.hpp"
#include "commands/s3/s3.hpp"
#include "commands/secret/secret.hpp"
#include "commands/token/token.hpp"
#include "commands/whoami/whoami.hpp"
#include "io/terminal.hpp"

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
