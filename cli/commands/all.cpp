#include "commands/all.hpp"

#include <iterator>

#include "commands/ask/ask.hpp"
#include "commands/assume_role/assume_role.hpp"
#include "commands/batch/batch.hpp"
#include "commands/budget/budget.hpp"
#include "commands/chat/chat.hpp"
#include "commands/completion/completion.hpp"
#include "commands/configure/configure.hpp"
#include "commands/costs/costs.hpp"
#include "commands/count/count.hpp"
#include "commands/doctor/doctor.hpp"
#include "commands/help/help.hpp"
#include "commands/iam/iam.hpp"
#include "commands/kernel/kernel.hpp"
#include "commands/kms/kms.hpp"
#include "commands/local/local.hpp"
#include "commands/logs/logs.hpp"
#include "commands/metrics/metrics.hpp"
#include "commands/migrate/migrate.hpp"
#include "commands/models/models.hpp"
#include "commands/regions/regions.hpp"
#include "commands/request/request.hpp"
#include "commands/s3/s3.hpp"
#include "commands/secret/secret.hpp"
#include "commands/token/token.hpp"
#include "commands/tutorial/tutorial.hpp"
#include "commands/whoami/whoami.hpp"

namespace anthropic::internal::cli {

namespace {

constexpr Command (*kCommands[])() = {
    ask_command,       chat_command,    batch_command,    count_command,  models_command,
    regions_command,   migrate_command, metrics_command,  logs_command,   doctor_command,
    costs_command,     budget_command,  whoami_command,   iam_command,    assume_role_command,
    configure_command, token_command,   s3_command,       secret_command, kms_command,
    request_command,   local_command,   tutorial_command, kernel_command,
};

}  // namespace

std::vector<Command> all_commands() {
  std::vector<Command> commands;
  commands.reserve(std::size(kCommands) + 2);
  for (const auto& command : kCommands) commands.push_back(command());
  commands.push_back(completion_command(all_commands));
  commands.push_back(help_command(all_commands));
  return commands;
}

}  // namespace anthropic::internal::cli
