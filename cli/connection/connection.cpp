#include "connection/connection.hpp"

#include <utility>
#include <variant>

#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock_mantle.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "errors/report_error.hpp"
#include "text/text.hpp"

namespace anthropic::cli {

struct Connection::Parts {
  // The client goes first, then the endpoint that it asks.
  std::optional<testing::LocalBedrock> endpoint = {};
  std::variant<AnthropicBedrock, AnthropicBedrockMantle, AnthropicAws, Anthropic> client = {};
};

Connection::Connection(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

namespace {

const char* name_of(LogLevel level) {
  switch (level) {
    case LogLevel::error:
      return "error";
    case LogLevel::warn:
      return "warn";
    case LogLevel::info:
      return "info";
    case LogLevel::debug:
      return "debug";
    case LogLevel::off:
      break;
  }
  return "log";
}

/// What the options of every client have.
template <class Options>
Options common_options(const ConnectionOptions& options, CallObserver on_call) {
  Options client;
  client.base_url = options.endpoint_url;
  client.max_retries = options.max_retries;
  if (options.timeout_seconds)
    client.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(*options.timeout_seconds * 1000));
  client.logger = log_to_standard_error;
  client.log_level = options.debug ? LogLevel::debug : LogLevel::warn;
  client.on_call = std::move(on_call);
  return client;
}

/// The same for the clients on AWS.
template <class Options>
Options aws_options(const ConnectionOptions& options, CallObserver on_call) {
  auto client = common_options<Options>(options, std::move(on_call));
  client.aws_region = options.region;
  client.aws_profile = options.profile;
  return client;
}

/// Sends a client to an endpoint in this process, whatever the environment and the AWS profile files say.
void go_local(const testing::LocalBedrock& endpoint, AnthropicBedrockOptions& client) {
  const aws::Credentials& key = endpoint.credentials();
  client.aws_session = aws::Session({.region = endpoint.region(),
                                     .access_key_id = key.access_key_id,
                                     .secret_access_key = key.secret_access_key,
                                     .session_token = key.session_token,
                                     .proxy = "none",
                                     .use_environment = false,
                                     .logger = client.logger,
                                     .log_level = client.log_level});
  client.aws_region = endpoint.region();
  client.base_url = endpoint.base_url();
}

}  // namespace

void log_to_standard_error(LogLevel level, std::string_view line) {
  std::string text = "[";
  text += name_of(level);
  text += "] ";
  text += without_control_characters(line);
  text += '\n';
  Output(2).write(text);
}

Result<void> check_connection(const ConnectionOptions& options, const ModelOptions& model) {
  const bool is_bedrock = options.platform == "bedrock" || options.platform == "bedrock-messages";
  if (options.local && !is_bedrock) {
    const std::string path = options.platform == "mantle" ? ", followed by /anthropic," : "";
    return usage_error("--local is for Bedrock; --platform " + options.platform + " is not",
                       "run claude-bedrock local, and give its address" + path + " with --endpoint-url");
  }
  // Elsewhere nothing would guard the answer, and nobody would know.
  if (!is_bedrock && !model.guardrail.empty())
    return usage_error("--guardrail: --platform " + options.platform + " has no guardrails",
                       "use --platform bedrock or bedrock-messages");
  if (!is_bedrock && !model.service_tier.empty())
    return usage_error("--service-tier: --platform " + options.platform + " has none of these tiers",
                       "use --platform bedrock or bedrock-messages");
  // --local is a world of its own.
  if (options.local && !options.endpoint_url.empty())
    return usage_error("--local and --endpoint-url cannot be used together");
  if (options.local && !options.profile.empty())
    return usage_error("--local and --profile cannot be used together");
  if (options.platform == "anthropic" && !(options.region.empty() && options.profile.empty()))
    return usage_error("--platform anthropic knows no --region and no --profile");
  return {};
}

Result<Connection> Connection::open(const ConnectionOptions& options, Console& console,
                                    CallObserver on_call) {
  auto parts = std::make_unique<Parts>();
  if (options.platform == "anthropic") {
    parts->client.emplace<Anthropic>(common_options<AnthropicOptions>(options, std::move(on_call)));
    return Connection(std::move(parts));
  }
  if (options.platform == "aws") {
    parts->client.emplace<AnthropicAws>(aws_options<AnthropicAwsOptions>(options, std::move(on_call)));
    return Connection(std::move(parts));
  }
  if (options.platform == "mantle") {
    parts->client.emplace<AnthropicBedrockMantle>(
        aws_options<AnthropicBedrockMantleOptions>(options, std::move(on_call)));
    return Connection(std::move(parts));
  }
  auto client = aws_options<AnthropicBedrockOptions>(options, std::move(on_call));
  if (options.platform == "bedrock-messages") client.api = BedrockAPI::messages;
  if (options.local) {
    testing::LocalBedrockOptions local;
    if (!options.region.empty()) local.region = options.region;
    Result<testing::LocalBedrock> endpoint = testing::LocalBedrock::start(std::move(local));
    if (!endpoint) return endpoint.error();
    parts->endpoint = *std::move(endpoint);
    go_local(*parts->endpoint, client);
    console.err.write("note: --local answers from this machine; it is not Claude\n");
  }
  parts->client.emplace<AnthropicBedrock>(std::move(client));
  return Connection(std::move(parts));
}

const Messages& Connection::messages() const {
  return std::visit([](const auto& client) -> const Messages& { return client.messages; }, parts_->client);
}

void print_stop_notice(Output& err, const Message& message, std::int64_t max_tokens) {
  const StopReason& reason = message.stop_reason;
  if (reason == StopReason::max_tokens) {
    err.write("note: the answer was cut at " + with_thousands(max_tokens) + " tokens (--max-tokens)\n");
  } else if (reason == StopReason::model_context_window_exceeded) {
    err.write("note: the answer was cut where the model's context window ended\n");
  } else if (reason == StopReason::refusal) {
    err.write("note: Claude refused to go on\n");
  } else if (reason == StopReason::pause_turn || reason == StopReason::tool_use) {
    err.write("note: the answer is not finished (stop reason " + reason.name() + ")\n");
  }
}

std::string describe_usage(const Usage& usage) {
  std::string text = with_thousands(usage.input_tokens) + " input tokens, " +
                     with_thousands(usage.output_tokens) + " output tokens";
  if (usage.cache_read_input_tokens.value_or(0) > 0)
    text += ", " + with_thousands(*usage.cache_read_input_tokens) + " read from the cache";
  if (usage.cache_creation_input_tokens.value_or(0) > 0)
    text += ", " + with_thousands(*usage.cache_creation_input_tokens) + " written to the cache";
  return text;
}

}  // namespace anthropic::cli
