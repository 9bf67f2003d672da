#include "commands/whoami/whoami.hpp"

#include <cstdlib>

#include <anthropic/aws/signed_request.hpp>
#include <anthropic/json.hpp>

#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "text/json_text.hpp"
#include "text/masked.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

Result<Identity> find_identity(const WhoamiOptions& options, const Interrupts& interrupts) {
  const aws::Session session = open_session(options.aws, interrupts.token());
  const aws::ClientOptions client = client_options(options.aws);
  const Result<std::string> region = session.region();
  if (!region) return region.error();
  const Result<std::string> endpoint = aws::service_endpoint(session, "sts", client);
  if (!endpoint) return endpoint.error();
  const Result<aws::Credentials> credentials = session.credentials(interrupts.token());
  if (!credentials) return credentials.error();
  const Result<aws::GetCallerIdentityOutput> caller =
      aws::STS(session, client).get_caller_identity({.stop_token = interrupts.token()});
  if (!caller) return caller.error();
  return Identity{*caller, credentials->source, credentials->access_key_id, *region, *endpoint};
}

void declare(Declaration& declaration, WhoamiOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
}

}  // namespace

std::string identity_text(const Identity& identity) {
  return "account:     " + on_one_line(identity.caller.account) +
         "\narn:         " + on_one_line(identity.caller.arn) +
         "\nuser id:     " + on_one_line(identity.caller.user_id) +
         "\ncredentials: " + on_one_line(identity.credentials_source) + " (" +
         on_one_line(masked(identity.access_key_id)) + ")\nregion:      " + on_one_line(identity.region) +
         "\nendpoint:    " + on_one_line(identity.endpoint) + "\n";
}

std::string identity_json(const Identity& identity) {
  return json_line(Json::object({{"account", identity.caller.account},
                                 {"arn", identity.caller.arn},
                                 {"user_id", identity.caller.user_id},
                                 {"credentials_source", identity.credentials_source},
                                 {"access_key_id", masked(identity.access_key_id)},
                                 {"region", identity.region},
                                 {"endpoint", identity.endpoint}}));
}

int run_whoami(const WhoamiOptions& options, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const Result<Identity> identity = find_identity(options, interrupts);
  if (!identity) return report_failed_call(console, identity.error(), interrupts);
  console.out.write(options.json ? identity_json(*identity) : identity_text(*identity));
  const char* bearer = std::getenv("AWS_BEARER_TOKEN_BEDROCK");
  if (bearer && *bearer)
    console.err.write("note: AWS_BEARER_TOKEN_BEDROCK is set; ask and chat send it instead of signing\n");
  return console.finish(kExitOk);
}

Command whoami_command() {
  return {.name = "whoami",
          .about = "Say whose AWS credentials are found, and where",
          .examples = R"(  claude-bedrock whoami
  claude-bedrock whoami --profile dev --json | jq -r .account
)",
          .declare = with_options(declare, run_whoami)};
}

}  // namespace anthropic::internal::cli
