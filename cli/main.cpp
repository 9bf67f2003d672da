#include "arguments/command_line.hpp"
#include "io/signals.hpp"
#include "io/standard_streams.hpp"

namespace anthropic::cli {
namespace {

int run(const AskOptions& options, Console& console) {
  return run_ask(options, console);
}

int run(const BatchOptions& options, Console& console) {
  return run_batch(options, console);
}

int run(const ChatOptions& options, Console& console) {
  return run_chat(options, console);
}

int run(const CountOptions& options, Console& console) {
  return run_count(options, console);
}

int run(const ModelsOptions& options, Console& console) {
  return run_models(options, console);
}

int run(const MigrateOptions& options, Console& console) {
  return run_migrate(options, console);
}

int run(const MigrateCheckOptions& options, Console& console) {
  return run_migrate_check(options, console);
}

int run(const LocalOptions& options, Console& console) {
  return run_local(options, console);
}

int run(const CompletionOptions& options, Console& console) {
  return run_completion(options, console);
}

int run(const WhoamiOptions& options, Console& console) {
  return run_whoami(options, console);
}

int run(const AssumeRoleOptions& options, Console& console) {
  return run_assume_role(options, console);
}

int run(const ConfigureOptions& options, Console& console) {
  return run_configure(options, console);
}

int run(const ConfigureSetOptions& options, Console& console) {
  return run_configure_set(options, console);
}

int run(const ConfigureGetOptions& options, Console& console) {
  return run_configure_get(options, console);
}

int run(const SecretGetOptions& options, Console& console) {
  return run_secret_get(options, console);
}

int run(const SecretPutOptions& options, Console& console) {
  return run_secret_put(options, console);
}

int run(const KmsEncryptOptions& options, Console& console) {
  return run_kms_encrypt(options, console);
}

int run(const KmsDecryptOptions& options, Console& console) {
  return run_kms_decrypt(options, console);
}

int run(const RequestCommandOptions& options, Console& console) {
  return run_request(options, console);
}

int run(const S3GetOptions& options, Console& console) {
  return run_s3_get(options, console);
}

int run(const S3PutOptions& options, Console& console) {
  return run_s3_put(options, console);
}

int run(const S3ListOptions& options, Console& console) {
  return run_s3_ls(options, console);
}

int run(const TokenOptions& options, Console& console) {
  return run_token(options, console);
}

int run_program(int argc, const char* const* argv) {
  fill_missing_streams();
  let_writes_fail();
  Console console;
  const CommandLine line = parse_command_line(argc, argv, console);
  if (!line.command) return line.exit_code;
  return std::visit([&](const auto& options) { return run(options, console); }, *line.command);
}

}  // namespace
}  // namespace anthropic::cli

int main(int argc, char** argv) {
  return anthropic::cli::run_program(argc, argv);
}
