#include "arguments/command_line_migrate.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>

#include "arguments/add_command.hpp"
#include "arguments/number_option.hpp"

namespace anthropic::cli {
namespace {

constexpr const char* kMigrateExamples = R"(Examples:
  claude-bedrock migrate src                       # what uses Anthropic's own API, and what Bedrock has instead
  claude-bedrock migrate --write --region eu-west-1 src
  claude-bedrock migrate --json . | jq -r '.findings[] | select(.kind == "key") | .path'
  claude-bedrock migrate check                     # whether this machine and account are ready for Bedrock

Exit code 24: something is left to do. A path that is called check is written ./check.
)";
constexpr const char* kCheckExamples = R"(Examples:
  claude-bedrock migrate check --region us-east-1 --model sonnet
  claude-bedrock migrate check --local             # what can be checked without an account
  claude-bedrock migrate check --json src | jq '.checks[] | select(.result == "failed")'

The calls to the model cost a few tokens. Exit code 24: a check failed.
)";

}  // namespace

struct MigrateCommands::Parts {
  MigrateOptions migrate = {};
  MigrateCheckOptions check = {};
  ::CLI::App* migrate_command = nullptr;
  ::CLI::App* check_command = nullptr;  ///< Null unless `migrate` was named.
};

MigrateCommands::~MigrateCommands() = default;

static void describe_migrate(::CLI::App& migrate, MigrateOptions& options) {
  migrate.add_option("paths", options.paths, "Files and folders to scan")->type_name("PATH")->take_all();
  migrate.add_flag("--write", options.write, "Rewrite model ids, after a diff and a question");
  migrate
      .add_option("--region", options.region, "Whose inference profiles to name (default: the global ones)")
      ->type_name("NAME");
  migrate.add_flag("-y,--yes", options.yes, "Do not ask");
  migrate.add_flag("--json", options.json, "Print JSON, on one line");
  migrate.footer(std::string("\n") + kMigrateExamples);
  migrate.require_subcommand(0, 1);
}

static void describe_check(::CLI::App& check, MigrateCheckOptions& checks) {
  check.add_option("paths", checks.paths, "Sources in which nothing must be left to do")
      ->type_name("PATH")
      ->take_all();
  check.add_option("-m,--model", checks.model, "The model to ask (default haiku)")->type_name("ID");
  check.add_option("--region", checks.region, "The AWS region")->type_name("NAME");
  check.add_option("--profile", checks.profile, "The AWS profile")->type_name("NAME");
  check.add_option("--endpoint-url", checks.endpoint_url, "Ask this address instead of Bedrock")
      ->type_name("URL");
  check.add_flag("--local", checks.local, "Check what can be checked without an account");
  check.add_option("--timeout", checks.timeout_seconds, "Give a call up after this long (default 60)")
      ->type_name("SECONDS")
      ->transform(number_in(0.001, 86'400.0));
  check.add_flag("--json", checks.json, "Print JSON, on one line");
  check.add_flag("--debug", checks.debug, "Log to standard error what happens");
  check.footer(std::string("\n") + kCheckExamples);
}

MigrateCommands::MigrateCommands(::CLI::App& app) : parts_(std::make_unique<Parts>()) {
  Parts& parts = *parts_;
  const auto describe = [&parts](::CLI::App& migrate) {
    describe_migrate(migrate, parts.migrate);
    parts.check_command = &add_command(migrate, "check", "Check whether all is ready for Claude on Bedrock",
                                       [&parts](::CLI::App& check) { describe_check(check, parts.check); });
  };
  parts.migrate_command = &add_command(
      app, "migrate", "Find in sources what Bedrock does otherwise than Anthropic's own API", describe);
}

std::optional<Command> MigrateCommands::chosen() const {
  if (parts_->check_command && parts_->check_command->parsed()) return std::move(parts_->check);
  if (parts_->migrate_command->parsed()) return std::move(parts_->migrate);
  return std::nullopt;
}

}  // namespace anthropic::cli
