#include "commands/secret/secret.hpp"

#include <unistd.h>
#include <utility>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/time/time_format.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "prompt/prompt.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kLargestSecret = 65'536;

bool is_typed(const SecretPutOptions& options) {
  return !options.value && ::isatty(0) == 1;
}

// Unless it is typed, which Ctrl-C may end.
Result<std::string> read_value(const SecretPutOptions& options) {
  if (options.value && *options.value != "-") return *options.value;
  return is_typed(options) ? std::string() : read_input_bytes(kLargestSecret);
}

/// What is printed of either call that stores a value.
struct StoredVersion {
  std::string arn;
  std::string name;
  std::string version_id;
};

Result<StoredVersion> create(const aws::SecretsManager& secrets, const SecretPutOptions& options,
                             const aws::PutSecretValueInput& value, const aws::CallOptions& call) {
  aws::CreateSecretInput secret;
  secret.name = options.name;
  secret.description = options.description;
  secret.kms_key_id = options.kms_key_id;
  secret.secret_string = value.secret_string;
  secret.secret_binary = value.secret_binary;
  const Result<aws::CreateSecretOutput> output = secrets.create_secret(secret, call);
  if (!output) return output.error();
  return StoredVersion{output->arn, output->name, output->version_id.value_or("")};
}

Result<StoredVersion> store(const aws::SecretsManager& secrets, const SecretPutOptions& options,
                            const std::string& value, const aws::CallOptions& call) {
  aws::PutSecretValueInput input;
  input.secret_id = options.name;
  const bool is_text = !options.binary && !find_invalid_utf8(value);
  (is_text ? input.secret_string : input.secret_binary) = value;
  const Result<aws::PutSecretValueOutput> output = secrets.put_secret_value(input, call);
  if (output) return StoredVersion{output->arn, output->name, output->version_id};
  if (output.error().kind != ErrorKind::not_found) return output.error();
  if (options.create) return create(secrets, options, input, call);
  Error error = output.error();
  if (error.hint.empty()) error.hint = "--create makes a secret that does not exist";
  return error;
}

void declare_get(Declaration& declaration, SecretGetOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  aws::GetSecretValueInput& secret = options.secret;
  declaration.argument("name", secret.secret_id, "Its name or ARN").required();
  declaration.text("--version-id", secret.version_id, "ID", "Of this version");
  declaration.text("--version-stage", secret.version_stage, "NAME", "Of this stage (default AWSCURRENT)");
}

void declare_put(Declaration& declaration, SecretPutOptions& options) {
  declare_service_options(declaration, options.aws, options.json);
  declaration.argument("name", options.name, "Its name or ARN").required();
  declaration.argument("value", options.value, "The value, which others can see here; better pipe it in");
  declaration.flag("--create", options.create, "Make the secret if it does not exist");
  declaration.text("--description", options.description, "TEXT", "Of a new secret");
  declaration.text("--kms-key", options.kms_key_id, "ID", "Of a new secret: the key that seals it");
  declaration.flag("--binary", options.binary, "Store bytes, even if they are UTF-8");
}

}  // namespace

std::string secret_json(const aws::GetSecretValueOutput& secret) {
  Json stages = Json::array();
  for (const std::string& stage : secret.version_stages) stages.push_back(stage);
  Json json = Json::object({{"arn", secret.arn},
                            {"name", secret.name},
                            {"version_id", secret.version_id},
                            {"version_stages", std::move(stages)}});
  if (secret.created_date) json.set("created_date", format_iso8601(*secret.created_date));
  if (secret.secret_string) json.set("secret_string", *secret.secret_string);
  if (secret.secret_binary) json.set("secret_binary", base64_encode(*secret.secret_binary));
  return json_line(json);
}

int run_secret_get(const SecretGetOptions& options, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::SecretsManager secrets(open_session(options.aws, interrupts.token()),
                                    client_options(options.aws));
  const Result<aws::GetSecretValueOutput> secret =
      secrets.get_secret_value(options.secret, {.stop_token = interrupts.token()});
  if (!secret) return report_failed_call(console, secret.error(), interrupts);
  if (options.json) {
    console.out.write(secret_json(*secret));
    return console.finish(kExitOk);
  }
  console.out.write(secret->secret_binary.value_or("") + secret->secret_string.value_or(""));
  if (console.out.is_terminal()) console.out.end_line();
  return console.finish(kExitOk);
}

int run_secret_put(const SecretPutOptions& options, Console& console) {
  Result<std::string> value = read_value(options);
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  if (is_typed(options))
    value = ask_on_terminal("Value of " + options.name + ": ", Echo::off, interrupts.token());
  if (!value && value.error().kind == ErrorKind::user_abort)
    return report_failed_call(console, value.error(), interrupts);
  if (!value) return report_usage(console.err, value.error());
  if (value->empty()) return report_usage(console.err, usage_error("the value is empty"));

  const aws::SecretsManager secrets(open_session(options.aws, interrupts.token()),
                                    client_options(options.aws));
  const Result<StoredVersion> stored = store(secrets, options, *value, {.stop_token = interrupts.token()});
  if (!stored) return report_failed_call(console, stored.error(), interrupts);
  if (options.json) {
    console.out.write(json_line(
        Json::object({{"arn", stored->arn}, {"name", stored->name}, {"version_id", stored->version_id}})));
  } else {
    console.out.write(list_name(stored->name) + " " + list_name(stored->version_id) + "\n");
  }
  return console.finish(kExitOk);
}

Command secret_command() {
  constexpr const char* kExamples = R"(  claude-bedrock secret get prod/database
  printf %s "$VALUE" | claude-bedrock secret put prod/database --create
  claude-bedrock secret get prod/database --json | jq -r .secret_string
)";
  return {.name = "secret",
          .about = "Get and put secrets of AWS Secrets Manager",
          .examples = kExamples,
          .subcommands = {{.name = "get",
                           .about = "Print a secret's value",
                           .examples = kExamples,
                           .declare = with_options(declare_get, run_secret_get)},
                          {.name = "put",
                           .about = "Give a secret a new value",
                           .examples = kExamples,
                           .declare = with_options(declare_put, run_secret_put)}}};
}

}  // namespace anthropic::internal::cli
