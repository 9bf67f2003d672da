#include "arguments/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <utility>

#include <anthropic/version.hpp>

#include "arguments/add_command.hpp"
#include "arguments/command_line_aws.hpp"
#include "arguments/command_line_batch.hpp"
#include "arguments/command_line_migrate.hpp"
#include "arguments/empty_values.hpp"
#include "arguments/number_option.hpp"
#include "arguments/wrong_arguments.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"

// Only the files that describe commands include CLI11, which takes seconds to compile and throws.

namespace anthropic::cli {
namespace {

constexpr const char* kAskExamples = R"(Examples:
  claude-bedrock ask "Why is the sky blue?"
  git diff | claude-bedrock ask --model sonnet "Review this change"
  claude-bedrock ask -f photo.jpg -f notes.md "Does the photo show what the notes say?"
  claude-bedrock ask --json --max-tokens 200 "Name three colours" | jq -r '.content[0].text'
  claude-bedrock ask --tool weather.json "What should I wear in Prague?"
  claude-bedrock ask --schema city.json "Where is the Louvre?" | jq -r .city
  claude-bedrock ask --local "Hello"        # no AWS account needed; it is not Claude that answers
)";
constexpr const char* kChatExamples = R"(Examples:
  claude-bedrock chat --model sonnet --system "Answer in one sentence"
  claude-bedrock chat --load yesterday.json
  claude-bedrock chat --tool weather.json   # asks before it runs the tool's command
  claude-bedrock chat --schema city.json --json <questions.txt
  printf 'My name is Ada.\nWhat is my name?\n' | claude-bedrock chat --local
)";
constexpr const char* kToolFile = R"(A tool file:
  {"name": "weather", "description": "The weather of a city now",
   "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
   "command": "jq -r .city | xargs ./weather", "timeout_seconds": 20}
The command runs in sh and has the input, as JSON, on its standard input; what it prints is the result.
)";
constexpr const char* kCountExamples = R"(Examples:
  claude-bedrock count --model claude-haiku-4-5 "Why is the sky blue?"
  claude-bedrock count --platform mantle -f report.pdf --model sonnet "Summarise this"

Bedrock's runtime counts for models up to Claude 4.6; --platform mantle, aws and anthropic count for all.
)";
constexpr const char* kModelsExamples = R"(Examples:
  claude-bedrock models
  claude-bedrock models --all
  claude-bedrock models --json | jq -r '.models[] | select(.accepts_prefill) | .id'
)";
constexpr const char* kLocalExamples = R"(Examples:
  claude-bedrock local                      # prints its address and the keys that it takes
  claude-bedrock local --port 8080 --access-key AKIDEXAMPLE --secret-key abc --replies answers.json
  claude-bedrock local --auth off --fault throttle/2 --verbose
)";
constexpr const char* kCompletionExamples = R"(Examples:
  claude-bedrock completion bash > ~/.local/share/bash-completion/completions/claude-bedrock
  claude-bedrock completion fish > ~/.config/fish/completions/claude-bedrock.fish
)";
constexpr const char* kMainFooter = R"(
Credentials and the region come from the environment and the AWS profile files, as with the AWS CLI:
AWS_ACCESS_KEY_ID, AWS_BEARER_TOKEN_BEDROCK, AWS_PROFILE, AWS_REGION and the others.
CLAUDE_BEDROCK_MODEL names the model that is asked without --model.

Examples:
  claude-bedrock ask "Why is the sky blue?"
  claude-bedrock help ask
)";

void add_connection_options(::CLI::App& app, ConnectionOptions& options) {
  constexpr const char* kGroup = "Connection";
  auto* platform =
      app.add_option("--platform", options.platform,
                     "Where Claude is asked: bedrock (the default), bedrock-messages, mantle, aws, anthropic")
          ->check(
              ::CLI::IsMember({"bedrock", "bedrock-messages", "mantle", "aws", "anthropic"}).description(""))
          ->type_name("NAME");
  auto* region = app.add_option("--region", options.region, "The AWS region")->type_name("NAME");
  auto* profile = app.add_option("--profile", options.profile, "The AWS profile")->type_name("NAME");
  auto* endpoint =
      app.add_option("--endpoint-url", options.endpoint_url, "Ask this address instead")->type_name("URL");
  auto* local = app.add_flag("--local", options.local, "Ask an endpoint in this process; it is not Claude");
  auto* timeout =
      app.add_option("--timeout", options.timeout_seconds, "Give a call up after this long, retries and all")
          ->type_name("SECONDS")
          ->transform(number_in(0.001, 86'400.0));
  auto* retries = app.add_option("--max-retries", options.max_retries, "Send a failed request again so often")
                      ->type_name("N")
                      ->transform(whole_number_in(0, 100));
  auto* debug = app.add_flag("--debug", options.debug, "Log to standard error what happens");
  for (::CLI::Option* option : {platform, region, profile, endpoint, local, timeout, retries, debug})
    option->group(kGroup);
}

void add_model_options(::CLI::App& app, ModelOptions& options) {
  constexpr const char* kGroup = "Model";
  auto* model = app.add_option("-m,--model", options.model,
                               "A model id, an inference profile's id or ARN, or haiku, sonnet, opus")
                    ->type_name("ID");
  auto* system = app.add_option("-s,--system", options.system, "The system prompt")->type_name("TEXT");
  auto* max_tokens =
      app.add_option("--max-tokens", options.max_tokens, "The most tokens to generate (default 4096)")
          ->type_name("N")
          ->transform(whole_number_in(1, 10'000'000));
  auto* temperature = app.add_option("--temperature", options.temperature, "0 to 1; newer models take none")
                          ->type_name("X")
                          ->transform(number_in(0.0, 1.0));
  auto* top_p = app.add_option("--top-p", options.top_p, "0 to 1; newer models take none")
                    ->type_name("X")
                    ->transform(number_in(0.0, 1.0));
  auto* top_k = app.add_option("--top-k", options.top_k, "Newer models take none")
                    ->type_name("N")
                    ->transform(whole_number_in(0, 1'000'000));
  auto* stop = app.add_option("--stop", options.stop_sequences, "End the answer at this text (repeatable)")
                   ->type_name("TEXT")
                   ->take_all()
                   ->allow_extra_args(false);
  auto* thinking =
      app.add_option("--thinking", options.thinking,
                     "Think first: adaptive, between_tools, disabled, or on older models a budget of tokens")
          ->type_name("HOW");
  auto* display = app.add_option("--thinking-display", options.thinking_display,
                                 "What --json and --events show of it: summarized or omitted")
                      ->check(::CLI::IsMember({"summarized", "omitted"}).description(""))
                      ->type_name("WHAT");
  auto* effort = app.add_option("--effort", options.effort, "low, medium, high, xhigh or max")
                     ->check(::CLI::IsMember({"low", "medium", "high", "xhigh", "max"}).description(""))
                     ->type_name("LEVEL");
  auto* cache = app.add_option("--cache", options.cache,
                               "Keep the system prompt and the question in the prompt cache: 5m or 1h")
                    ->check(::CLI::IsMember({"5m", "1h"}).description(""))
                    ->type_name("TTL");
  auto* guardrail = app.add_option("--guardrail", options.guardrail, "A Bedrock guardrail and its version")
                        ->type_name("ID:VERSION");
  auto* trace = app.add_flag("--guardrail-trace", options.guardrail_trace, "Have it say what it found");
  auto* tier = app.add_option("--service-tier", options.service_tier, "default, priority, flex or reserved")
                   ->check(::CLI::IsMember({"default", "priority", "flex", "reserved"}).description(""))
                   ->type_name("TIER");
  for (::CLI::Option* option : {model, system, max_tokens, temperature, top_p, top_k, stop, thinking, display,
                                effort, cache, guardrail, trace, tier})
    option->group(kGroup);
}

void add_attachments(::CLI::App& app, Attachments& attachments) {
  const auto add = [&](const char* names, std::vector<std::string>& paths, const char* what) {
    app.add_option(names, paths, what)->type_name("PATH")->take_all()->allow_extra_args(false);
  };
  add("-f,--file", attachments.files, "Attach a text file, an image or a PDF (repeatable)");
  add("--image", attachments.images, "Attach an image (repeatable)");
  add("--document", attachments.documents, "Attach a PDF or a text as a document (repeatable)");
}

void add_turn_options(::CLI::App& app, TurnOptions& options) {
  app.add_option("--tool", options.tools, "Let Claude run a command of yours (repeatable; see below)")
      ->type_name("FILE")
      ->take_all()
      ->allow_extra_args(false);
  app.add_flag("-y,--yes", options.yes, "Run tools without asking before each run");
  app.add_option(
         "--tool-env", options.tool_env,
         "keep (the default): tools get all environment variables; clean: none of AWS_* and ANTHROPIC_*")
      ->check(::CLI::IsMember({"keep", "clean"}).description(""))
      ->type_name("WHICH");
  app.add_option("--max-turns", options.max_turns,
                 "The most answers to one question, with tools (default 20)")
      ->type_name("N")
      ->transform(whole_number_in(1, 10'000));
  app.add_option("--schema", options.schema, "Print JSON that fits this JSON Schema")->type_name("FILE");
  app.add_flag("--json", options.json, "Print the whole message as JSON, on one line");
  app.add_flag("--events", options.events, "Print each event of the stream as JSON, one a line");
}

void add_ask(::CLI::App& app, AskOptions& options) {
  app.add_option("prompt", options.prompt, "The question; - for standard input. Piped text is added to it")
      ->type_name("");
  add_attachments(app, options.attachments);
  app.add_option("--from-s3", options.from_s3, "Take the prompt, or a text before it, from s3://bucket/key")
      ->type_name("URI");
  app.add_option("--to-s3", options.to_s3, "Store the answer at s3://bucket/key, too")->type_name("URI");
  add_turn_options(app, options.turn);
  app.add_flag("--no-stream", options.turn.no_stream, "Print the answer when it is whole");
  app.add_flag("-v,--verbose", options.turn.verbose, "Usage and stop reason to standard error");
  add_model_options(app, options.model);
  add_connection_options(app, options.connection);
  app.footer(std::string("\n") + kAskExamples + "\n" + kToolFile + "\n" + exit_codes_help());
}

void add_chat(::CLI::App& app, ChatOptions& options) {
  app.add_option("--load", options.load, "Go on with a conversation that /save wrote")->type_name("FILE");
  add_attachments(app, options.attachments);
  add_turn_options(app, options.turn);
  add_model_options(app, options.model);
  add_connection_options(app, options.connection);
  app.footer(std::string("\n") + kChatExamples + "\n" + kToolFile + "\n" + exit_codes_help());
}

void add_count(::CLI::App& app, CountOptions& options) {
  app.add_option("prompt", options.prompt, "The question; - for standard input. Piped text is added to it")
      ->type_name("");
  add_attachments(app, options.attachments);
  app.add_flag("--json", options.json, "Print JSON, on one line");
  add_model_options(app, options.model);
  add_connection_options(app, options.connection);
  app.footer(std::string("\n") + kCountExamples + "\n" + exit_codes_help());
}

Result<void> check_together(const ConnectionOptions& connection, const ModelOptions& model,
                            const TurnOptions& turn) {
  if (auto checked = check_connection(connection, model); !checked) return checked;
  return check_turn_options(turn);
}

// The keys as they are given one option at a time; see pair_keys().
struct LocalKeys {
  ::CLI::Option* access_keys = nullptr;
  ::CLI::Option* secret_keys = nullptr;
  ::CLI::Option* session_tokens = nullptr;
};

LocalKeys add_local(::CLI::App& app, LocalOptions& options, std::string& auth) {
  const auto many = [](::CLI::Option* option) { return option->take_all()->allow_extra_args(false); };
  app.add_option("--host", options.host, "The address to listen on (default 127.0.0.1)")
      ->type_name("ADDRESS");
  app.add_option("--port", options.port, "The port; 0, the default, takes a free one")
      ->type_name("N")
      ->transform(whole_number_in(0, 65'535));
  LocalKeys keys;
  keys.access_keys =
      many(app.add_option("--access-key",
                          "A key id that is accepted (repeatable); without one a pair is made"))
          ->type_name("ID");
  keys.secret_keys = many(app.add_option("--secret-key", "Its secret (one for each --access-key, in order)"))
                         ->type_name("KEY");
  keys.session_tokens =
      many(app.add_option("--session-token", "The session token that must come with the key before it"))
          ->type_name("T");
  many(app.add_option("--bearer", options.bearer_tokens, "A bearer token that is accepted (repeatable)"))
      ->type_name("TOKEN");
  many(app.add_option("--api-key", options.api_keys,
                      "A key of Anthropic's own API that is accepted (repeatable)"))
      ->type_name("KEY");
  app.add_option("--auth", auth, "strict (the default): requests must be signed; off: they need not be")
      ->check(::CLI::IsMember({"strict", "off"}))
      ->type_name("MODE");
  many(app.add_option("--allow-host", options.allowed_hosts,
                      "With --auth off, a name by which it may be asked, beside loopback (repeatable)"))
      ->type_name("NAME");
  app.add_option("--max-connections", options.max_connections,
                 "How many connections may be open (default 4096); then 503")
      ->type_name("N")
      ->transform(whole_number_in(1, 1'000'000));
  app.add_option("--body-memory", options.body_memory_mib,
                 "How much all bodies under way may hold, in MiB (default 256); then 503")
      ->type_name("MIB")
      ->transform(whole_number_in(1, 1'000'000));
  app.add_option("--body-timeout", options.body_timeout_seconds,
                 "How long a body may take to arrive (default 30); then 408")
      ->type_name("SECONDS")
      ->transform(number_in(0.001, 86'400));
  app.add_option("--replies", options.replies_file, "What to answer (docs/local-endpoint.md)")
      ->type_name("FILE");
  app.add_option("--fault", options.fault, "What goes wrong with every request (docs/local-endpoint.md)")
      ->type_name("SPEC");
  app.add_option("--region", options.region, "The region to be (default us-east-1)")->type_name("NAME");
  app.add_flag("-v,--verbose", options.verbose, "One line a request to standard error");
  app.footer(std::string("\n") + kLocalExamples);
  return keys;
}

// A secret belongs to the key id of its own number; a session token to the key id before it.
Result<std::vector<aws::Credentials>> pair_keys(const ::CLI::App& app, const LocalKeys& given) {
  const std::vector<std::string>& ids = given.access_keys->results();
  const std::vector<std::string>& secrets = given.secret_keys->results();
  const std::vector<std::string>& tokens = given.session_tokens->results();
  if (ids.size() != secrets.size())
    return usage_error("there are " + std::to_string(ids.size()) + " --access-key and " +
                       std::to_string(secrets.size()) + " --secret-key: each key needs both");
  std::vector<aws::Credentials> keys(ids.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i].access_key_id = ids[i];
    keys[i].secret_access_key = secrets[i];
  }
  std::size_t keys_seen = 0;
  std::size_t tokens_seen = 0;
  for (const ::CLI::Option* option : app.parse_order()) {
    if (option == given.access_keys) ++keys_seen;
    if (option != given.session_tokens) continue;
    if (keys_seen == 0)
      return usage_error("--session-token belongs behind the --access-key that it comes with");
    keys[keys_seen - 1].session_token = tokens[tokens_seen++];
  }
  return keys;
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv, Console& console) {
  ::CLI::App app("Claude on Amazon Bedrock, at the terminal and in scripts.", "claude-bedrock");
  app.set_version_flag("--version", "claude-bedrock " ANTHROPIC_VERSION, "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.option_defaults()->take_last();
  app.require_subcommand(1);
  app.footer(kMainFooter + std::string("\n") + exit_codes_help());

  AskOptions ask;
  ChatOptions chat;
  ModelsOptions models;
  LocalOptions local;
  std::string auth = "strict";
  CompletionOptions completion;
  ::CLI::App& ask_command = add_command(app, "ask", "Ask one question; the answer is printed as it comes",
                                        [&](::CLI::App& command) { add_ask(command, ask); });
  ::CLI::App& chat_command =
      add_command(app, "chat", "Talk, turn by turn", [&](::CLI::App& command) { add_chat(command, chat); });
  BatchOptions batch;
  ::CLI::App& batch_command = add_command(
      app, "batch", "Ask every line of a file, and go on where it was ended", [&](::CLI::App& command) {
        add_batch_options(command, batch);
        add_model_options(command, batch.model);
        add_connection_options(command, batch.connection);
      });
  CountOptions count;
  ::CLI::App& count_command = add_command(app, "count", "Count the tokens of a question without asking it",
                                          [&](::CLI::App& command) { add_count(command, count); });
  ::CLI::App& models_command =
      add_command(app, "models", "List the Claude models on Bedrock", [&](::CLI::App& command) {
        command.add_flag("--json", models.json, "Print everything known as JSON, on one line");
        command.add_flag("--all", models.all, "The retired ones too");
        command.footer(std::string("\n") + kModelsExamples);
      });
  const MigrateCommands migrate_commands(app);
  const AwsCommands aws_commands(app);
  LocalKeys keys;
  ::CLI::App& local_command =
      add_command(app, "local", "Run a strict local endpoint that speaks Bedrock's protocol",
                  [&](::CLI::App& command) { keys = add_local(command, local, auth); });
  ::CLI::App& completion_command =
      add_command(app, "completion", "Print a completion script for a shell", [&](::CLI::App& command) {
        command.add_option("shell", completion.shell, "bash, zsh or fish")
            ->required()
            ->check(::CLI::IsMember({"bash", "zsh", "fish"}))
            ->type_name("SHELL");
        command.footer(std::string("\n") + kCompletionExamples);
      });

  if (argc <= 1) {
    console.err.write(app.help());
    return {{}, kExitUsage};
  }
  const std::vector<std::string> arguments = with_help_as_option(mark_empty_values(argc, argv));
  std::vector<const char*> marked;
  for (const std::string& argument : arguments) marked.push_back(argument.c_str());
  try {
    app.parse(static_cast<int>(marked.size()), marked.data());
  } catch (const ::CLI::CallForVersion& version) {
    console.out.write(std::string(version.what()) + "\n");
    return {{}, console.finish(kExitOk)};
  } catch (const ::CLI::CallForHelp&) {
    console.out.write(app.help());
    return {{}, console.finish(kExitOk)};
  } catch (const ::CLI::ParseError& error) {
    return {{}, report_usage(console.err, wrong_arguments(error, app))};
  }

  const Result<void> checked = ask_command.parsed()     ? check_together(ask.connection, ask.model, ask.turn)
                               : batch_command.parsed() ? check_connection(batch.connection, batch.model)
                               : count_command.parsed()
                                   ? check_connection(count.connection, count.model)
                                   : check_together(chat.connection, chat.model, chat.turn);
  if (!checked) return {{}, report_usage(console.err, checked.error())};
  if (ask_command.parsed()) return {std::move(ask)};
  if (batch_command.parsed()) return {std::move(batch)};
  if (chat_command.parsed()) return {std::move(chat)};
  if (count_command.parsed()) return {std::move(count)};
  if (models_command.parsed()) return {models};
  if (std::optional<Command> command = migrate_commands.chosen()) return {std::move(command)};
  if (std::optional<Command> command = aws_commands.chosen()) return {std::move(command)};
  if (completion_command.parsed()) return {std::move(completion)};
  Result<std::vector<aws::Credentials>> pairs = pair_keys(local_command, keys);
  if (!pairs) return {{}, report_usage(console.err, pairs.error())};
  local.keys = *std::move(pairs);
  local.auth_off = auth == "off";
  return {std::move(local)};
}

}  // namespace anthropic::cli
