#include "commands/assume_role/assume_role.hpp"

#include <utility>

#include <anthropic/json.hpp>

#include "base/text/shell_word.hpp"
#include "base/text/time_format.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/prompt.hpp"
#include "text/json_text.hpp"

namespace anthropic::cli {
namespace {

std::string export_line(std::string_view name, std::string_view value) {
  return "export " + std::string(name) + "=" + shell_quoted(value) + "\n";
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
  console.out.write(options.aws.json ? credentials_json(output->credentials)
                                     : credentials_exports(output->credentials));
  if (console.out.is_terminal() && !options.aws.json)
    console.err.write("note: to use them: eval \"$(claude-bedrock assume-role …)\"\n");
  return console.finish(kExitOk);
}

}  // namespace anthropic::cli
