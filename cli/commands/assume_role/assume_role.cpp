#include "commands/assume_role/assume_role.hpp"

#include <utility>

#include <anthropic/json.hpp>

#include "base/text/shell_word.hpp"
#include "base/time/time_format.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "prompt/prompt.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

std::string export_line(std::string_view name, std::string_view value) {
  return "export " + std::string(name) + "=" + shell_quoted(value) + "\n";
}

void declare(Declaration& declaration, AssumeRoleOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  aws::AssumeRoleInput& role = options.role;
  role.role_session_name = "claude-bedrock";
  declaration.argument("role", role.role_arn, "The role's ARN").required();
  declaration.text("--session-name", role.role_session_name, "NAME",
                   "In CloudTrail (default claude-bedrock)");
  declaration.number("--duration", role.duration_seconds, 900, 43'200, "SECONDS",
                     "900 to 43200 (default 3600)");
  declaration.text("--external-id", role.external_id, "ID", "What the role's owner agreed on with you");
  declaration.text("--serial-number", role.serial_number, "ARN", "Of your MFA device");
  declaration.text("--token-code", role.token_code, "CODE", "The device's code; else you are asked")
      .needs("--serial-number");
}

}  // namespace

std::string credentials_exports(const aws::Credentials& credentials) {
  std::string out = export_line("AWS_ACCESS_KEY_ID", credentials.access_key_id) +
                    export_line("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key) +
                    export_line("AWS_SESSION_TOKEN", credentials.session_token);
  if (credentials.expiration)
    out += export_line("AWS_CREDENTIAL_EXPIRATION", format_iso8601(*credentials.expiration));
  return out;
}

std::string credentials_json(const aws::Credentials& credentials) {
  Json json = Json::object({{"Version", 1},
                            {"AccessKeyId", credentials.access_key_id},
                            {"SecretAccessKey", credentials.secret_access_key},
                            {"SessionToken", credentials.session_token}});
  if (credentials.expiration) json.set("Expiration", format_iso8601(*credentials.expiration));
  return json_line(json);
}

int run_assume_role(const AssumeRoleOptions& options, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  aws::AssumeRoleInput role = options.role;
  if (role.serial_number && !role.token_code) {
    Result<std::string> code =
        ask_on_terminal("MFA code of " + *role.serial_number + ": ", Echo::on, interrupts.token());
    if (!code && code.error().kind == ErrorKind::configuration)
      return report_usage(console.err, usage_error(code.error().message, "give --token-code"));
    if (!code) return report_failed_call(console, code.error(), interrupts);
    role.token_code = *std::move(code);
  }
  const aws::STS sts(open_session(options.aws, interrupts.token()), client_options(options.aws));
  const Result<aws::AssumeRoleOutput> output = sts.assume_role(role, {.stop_token = interrupts.token()});
  if (!output) return report_failed_call(console, output.error(), interrupts);
  console.out.write(options.json ? credentials_json(output->credentials)
                                 : credentials_exports(output->credentials));
  if (console.out.is_terminal() && !options.json)
    console.err.write("note: to use them: eval \"$(claude-bedrock assume-role …)\"\n");
  return console.finish(kExitOk);
}

Command assume_role_command() {
  return {.name = "assume-role",
          .about = "Print credentials of a role, for a shell or as JSON",
          .examples = R"help(  claude-bedrock assume-role arn:aws:iam::123456789012:role/reader --json
  eval "$(claude-bedrock assume-role arn:aws:iam::123456789012:role/reader)"
)help",
          .declare = with_options(declare, run_assume_role)};
}

}  // namespace anthropic::internal::cli
