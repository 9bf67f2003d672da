#include "arguments/command_line_aws.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>
#include <utility>
#include <vector>

#include "arguments/add_command.hpp"
#include "arguments/number_option.hpp"
#include "errors/exit_codes.hpp"

namespace anthropic::cli {
namespace {

constexpr const char* kWhoamiExamples = R"(Examples:
  claude-bedrock whoami
  claude-bedrock whoami --profile dev --json | jq -r .account
)";
constexpr const char* kS3Examples = R"(Examples:
  claude-bedrock s3 ls s3://papers/2026/
  claude-bedrock s3 get s3://papers/2026/a.pdf
  claude-bedrock s3 get s3://papers/notes.txt - | claude-bedrock ask "Sum this up"
  tar c src | claude-bedrock s3 put - s3://backups/src.tar
)";
constexpr const char* kTokenExamples = R"help(Examples:
  claude-bedrock token --json | jq -r .expires
  export AWS_BEARER_TOKEN_BEDROCK="$(claude-bedrock token --lifetime 1h)"
)help";
constexpr const char* kSecretExamples = R"(Examples:
  claude-bedrock secret get prod/database
  printf %s "$VALUE" | claude-bedrock secret put prod/database --create
  claude-bedrock secret get prod/database --json | jq -r .secret_string
)";
constexpr const char* kKmsExamples = R"(Examples:
  claude-bedrock kms encrypt alias/app --context purpose=demo < key.bin > key.sealed
  claude-bedrock kms decrypt --context purpose=demo < key.sealed > key.bin
)";
constexpr const char* kAssumeRoleExamples = R"help(Examples:
  claude-bedrock assume-role arn:aws:iam::123456789012:role/reader --json
  eval "$(claude-bedrock assume-role arn:aws:iam::123456789012:role/reader)"
)help";
constexpr const char* kConfigureExamples = R"(Examples:
  claude-bedrock configure                  # asks; Enter keeps what is there
  claude-bedrock configure set region eu-west-1 --profile dev
  claude-bedrock configure get region
)";
constexpr const char* kRequestExamples = R"(Examples:
  claude-bedrock request 'https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15'
  claude-bedrock request /foundation-models --service bedrock --region us-east-1
  claude-bedrock request POST https://abc.execute-api.us-east-1.amazonaws.com/v1 -d @body.json
  claude-bedrock request --dry-run https://s3.us-east-1.amazonaws.com/bucket/key
)";

void add_aws_options(::CLI::App& app, AwsOptions& options) {
  constexpr const char* kGroup = "AWS";
  auto* json = app.add_flag("--json", options.json, "Print JSON, on one line");
  auto* region = app.add_option("--region", options.region, "The AWS region")->type_name("NAME");
  auto* profile = app.add_option("--profile", options.profile, "The AWS profile")->type_name("NAME");
  auto* endpoint =
      app.add_option("--endpoint-url", options.endpoint_url, "Ask this address instead")->type_name("URL");
  auto* debug = app.add_flag("--debug", options.debug, "Log to standard error what happens");
  for (::CLI::Option* option : {json, region, profile, endpoint, debug}) option->group(kGroup);
}

::CLI::Option* repeatable(::CLI::Option* option) {
  return option->take_all()->allow_extra_args(false);
}

void set_footer(::CLI::App& app, const char* examples) {
  app.footer(std::string("\n") + examples + "\n" + exit_codes_help());
}

}  // namespace

struct AwsCommands::Parts {
  /// Each command with what makes a Command of it.
  std::vector<std::pair<const ::CLI::App*, std::function<Command()>>> commands = {};
  WhoamiOptions whoami = {};
  SecretGetOptions secret_get = {};
  SecretPutOptions secret_put = {};
  KmsEncryptOptions kms_encrypt = {};
  KmsDecryptOptions kms_decrypt = {};
  S3GetOptions s3_get = {};
  S3PutOptions s3_put = {};
  S3ListOptions s3_ls = {};
  TokenOptions token = {};
  AssumeRoleOptions assume_role = {};
  ConfigureOptions configure = {};
  ConfigureSetOptions configure_set = {};
  ConfigureGetOptions configure_get = {};
  RequestCommandOptions request = {};

  template <class Options>
  void describe(::CLI::App& command, const char* examples, Options& options) {
    describe(command, examples, options, options.aws);
  }

  /// With AWS options that a command shares with the one it stands behind.
  template <class Options>
  void describe(::CLI::App& command, const char* examples, Options& options, AwsOptions& aws) {
    add_aws_options(command, aws);
    set_footer(command, examples);
    commands.emplace_back(&command, [&options, &aws] {
      options.aws = aws;
      return Command(options);
    });
  }

  template <class Options>
  ::CLI::App& add(::CLI::App& parent, const char* name, const char* about, const char* examples,
                  Options& options) {
    ::CLI::App& command = *parent.add_subcommand(name, about);
    describe(command, examples, options);
    return command;
  }

  void add(::CLI::App& app, const char* name, const char* about, void (Parts::*describe)(::CLI::App&)) {
    add_command(app, name, about, [this, describe](::CLI::App& command) { (this->*describe)(command); });
  }

  void describe_whoami(::CLI::App& command);
  void describe_s3(::CLI::App& s3);
  void describe_token(::CLI::App& command);
  void describe_secret(::CLI::App& secret);
  void describe_kms(::CLI::App& kms);
  void describe_assume_role(::CLI::App& command);
  void describe_configure(::CLI::App& command);
  void describe_request(::CLI::App& command);
};

void AwsCommands::Parts::describe_whoami(::CLI::App& command) {
  describe(command, kWhoamiExamples, whoami);
}

void AwsCommands::Parts::describe_s3(::CLI::App& s3) {
  s3.require_subcommand(1);
  set_footer(s3, kS3Examples);
  ::CLI::App& get = add(s3, "get", "Fetch an object", kS3Examples, s3_get);
  get.add_option("uri", s3_get.uri, "s3://bucket/key")->required()->type_name("");
  get.add_option("file", s3_get.file, "Where to; - for standard output; else the key's last part")
      ->type_name("");
  ::CLI::App& put = add(s3, "put", "Store an object", kS3Examples, s3_put);
  put.add_option("file", s3_put.file, "What; - for standard input")->required()->type_name("");
  put.add_option("uri", s3_put.uri, "s3://bucket/key; behind a / the file's name is added")
      ->required()
      ->type_name("");
  put.add_option("--content-type", s3_put.content_type, "Such as text/plain")->type_name("TYPE");
  ::CLI::App& list = add(s3, "ls", "List objects or buckets", kS3Examples, s3_ls);
  list.add_option("uri", s3_ls.uri, "s3://bucket/prefix; without it: the buckets")->type_name("");
  list.add_flag("--recursive", s3_ls.recursive, "Every key, not what is up to the next / only");
}

void AwsCommands::Parts::describe_token(::CLI::App& command) {
  describe(command, kTokenExamples, token);
  command.add_option("--lifetime", token.lifetime, "How long it works: 45m, 1h30m; at most 12h, the default")
      ->type_name("TIME");
}

void AwsCommands::Parts::describe_secret(::CLI::App& secret) {
  secret.require_subcommand(1);
  set_footer(secret, kSecretExamples);
  ::CLI::App& get = add(secret, "get", "Print a secret's value", kSecretExamples, secret_get);
  get.add_option("name", secret_get.secret.secret_id, "Its name or ARN")->required()->type_name("");
  get.add_option("--version-id", secret_get.secret.version_id, "Of this version")->type_name("ID");
  get.add_option("--version-stage", secret_get.secret.version_stage, "Of this stage (default AWSCURRENT)")
      ->type_name("NAME");
  ::CLI::App& put = add(secret, "put", "Give a secret a new value", kSecretExamples, secret_put);
  put.add_option("name", secret_put.name, "Its name or ARN")->required()->type_name("");
  put.add_option("value", secret_put.value, "The value, which others can see here; better pipe it in")
      ->type_name("");
  put.add_flag("--create", secret_put.create, "Make the secret if it does not exist");
  put.add_option("--description", secret_put.description, "Of a new secret")->type_name("TEXT");
  put.add_option("--kms-key", secret_put.kms_key_id, "Of a new secret: the key that seals it")
      ->type_name("ID");
  put.add_flag("--binary", secret_put.binary, "Store bytes, even if they are UTF-8");
}

void AwsCommands::Parts::describe_kms(::CLI::App& kms) {
  kms.require_subcommand(1);
  set_footer(kms, kKmsExamples);
  ::CLI::App& encrypt =
      add(kms, "encrypt", "Encrypt at most 4,096 bytes; prints base64", kKmsExamples, kms_encrypt);
  encrypt.add_option("key", kms_encrypt.key, "A key's id or ARN, or alias/…")->required()->type_name("");
  encrypt.add_option("text", kms_encrypt.plaintext, "What to encrypt; else standard input")->type_name("");
  ::CLI::App& decrypt =
      add(kms, "decrypt", "Decrypt what encrypt printed; prints it as it was", kKmsExamples, kms_decrypt);
  decrypt.add_option("text", kms_decrypt.ciphertext, "The base64; else standard input")->type_name("");
  decrypt.add_option("--key", kms_decrypt.key, "Refuse what another key has encrypted")->type_name("ID");
  const char* about = "Part of the encryption context (repeatable)";
  repeatable(encrypt.add_option("-c,--context", kms_encrypt.context, about))->type_name("NAME=VALUE");
  repeatable(decrypt.add_option("-c,--context", kms_decrypt.context, about))->type_name("NAME=VALUE");
}

void AwsCommands::Parts::describe_assume_role(::CLI::App& command) {
  describe(command, kAssumeRoleExamples, assume_role);
  aws::AssumeRoleInput& role = assume_role.role;
  role.role_session_name = "claude-bedrock";
  command.add_option("role", role.role_arn, "The role's ARN")->required()->type_name("");
  command.add_option("--session-name", role.role_session_name, "In CloudTrail (default claude-bedrock)")
      ->type_name("NAME");
  command.add_option("--duration", role.duration_seconds, "900 to 43200 (default 3600)")
      ->type_name("SECONDS")
      ->transform(whole_number_in(900, 43'200));
  command.add_option("--external-id", role.external_id, "What the role's owner agreed on with you")
      ->type_name("ID");
  auto* serial =
      command.add_option("--serial-number", role.serial_number, "Of your MFA device")->type_name("ARN");
  command.add_option("--token-code", role.token_code, "The device's code; else you are asked")
      ->type_name("CODE")
      ->needs(serial);
}

void AwsCommands::Parts::describe_configure(::CLI::App& command) {
  describe(command, kConfigureExamples, configure);
  ::CLI::App& set = *command.add_subcommand("set", "Set one key of a profile");
  describe(set, kConfigureExamples, configure_set, configure.aws);
  set.add_option("key", configure_set.key, "region, aws_access_key_id …")->required()->type_name("");
  set.add_option("value", configure_set.value, "Its value; - for standard input; typed unseen if absent")
      ->type_name("");
  ::CLI::App& get = *command.add_subcommand("get", "Print one key of a profile");
  describe(get, kConfigureExamples, configure_get, configure.aws);
  get.add_option("key", configure_get.key, "region, aws_access_key_id …")->required()->type_name("");
}

void AwsCommands::Parts::describe_request(::CLI::App& command) {
  describe(command, kRequestExamples, request);
  command.add_option("url", request.method_and_url, "The method, if not GET, and the URL or a path")
      ->required()
      ->expected(1, 2)
      ->take_all()
      ->type_name("[METHOD] URL");
  command.add_option("--service", request.service, "Sign for this service; else the host says it")
      ->type_name("NAME");
  command.add_option("-d,--data", request.data, "The body; @FILE without its line breaks; makes it a POST")
      ->type_name("TEXT");
  command.add_option("--data-binary", request.data_binary, "The body; @FILE with every byte; @- for input")
      ->type_name("TEXT");
  repeatable(command.add_option("-H,--header", request.headers, "A header, signed too (repeatable)"))
      ->type_name("NAME:VALUE");
  command.add_flag("-i,--include", request.include, "Print the answer's status and headers first");
  command.add_flag("--dry-run", request.dry_run, "Show what would be sent and signed, without secrets");
}

AwsCommands::AwsCommands(::CLI::App& app) : parts_(std::make_unique<Parts>()) {
  Parts& parts = *parts_;
  parts.add(app, "whoami", "Say whose AWS credentials are found, and where", &Parts::describe_whoami);
  parts.add(app, "assume-role", "Print credentials of a role, for a shell or as JSON",
            &Parts::describe_assume_role);
  parts.add(app, "configure", "Write the AWS profile files, as `aws configure` does",
            &Parts::describe_configure);
  parts.add(app, "token", "Make a short-term API key for Bedrock", &Parts::describe_token);
  parts.add(app, "s3", "Get, put and list objects of Amazon S3", &Parts::describe_s3);
  parts.add(app, "secret", "Get and put secrets of AWS Secrets Manager", &Parts::describe_secret);
  parts.add(app, "kms", "Encrypt and decrypt with a key of AWS KMS", &Parts::describe_kms);
  parts.add(app, "request", "Send a signed request to any AWS endpoint", &Parts::describe_request);
}

AwsCommands::~AwsCommands() = default;

// A command within a command stands behind it, and is the one that was meant.
std::optional<Command> AwsCommands::chosen() const {
  std::optional<Command> command;
  for (const auto& [app, make] : parts_->commands) {
    if (app->parsed()) command = make();
  }
  return command;
}

}  // namespace anthropic::cli
