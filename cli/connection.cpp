#include "connection.hpp"

#include <utility>

#include <anthropic/testing/local_bedrock.hpp>

#include "text.hpp"

namespace anthropic::cli {

struct Connection::Parts {
  // The client goes first, then the endpoint that it asks.
  std::optional<testing::LocalBedrock> endpoint = {};
  std::optional<AnthropicBedrock> client = {};
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

AnthropicBedrockOptions client_options(const ConnectionOptions& options) {
  AnthropicBedrockOptions client;
  client.aws_region = options.region;
  client.aws_profile = options.profile;
  client.base_url = options.endpoint_url;
  client.max_retries = options.max_retries;
  if (options.timeout_seconds)
    client.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(*options.timeout_seconds * 1000));
  client.logger = log_to_standard_error;
  client.log_level = options.debug ? LogLevel::debug : LogLevel::warn;
  return client;
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

Result<Connection> Connection::open(const ConnectionOptions& options, Console& console,
                                    CallObserver on_call) {
  auto parts = std::make_unique<Parts>();
  AnthropicBedrockOptions client = client_options(options);
  client.on_call = std::move(on_call);
  if (options.local) {
    testing::LocalBedrockOptions local;
    if (!options.region.empty()) local.region = options.region;
    Result<testing::LocalBedrock> endpoint = testing::LocalBedrock::start(std::move(local));
    if (!endpoint) return endpoint.error();
    parts->endpoint = *std::move(endpoint);
    const aws::Credentials& key = parts->endpoint->credentials();
    client.aws_access_key = key.access_key_id;
    client.aws_secret_key = key.secret_access_key;
    client.aws_session_token = key.session_token;
    client.aws_region = parts->endpoint->region();
    client.base_url = parts->endpoint->base_url();
    client.proxy = "none";
    console.err.write("note: --local answers from this machine; it is not Claude\n");
  }
  parts->client.emplace(std::move(client));
  return Connection(std::move(parts));
}

const Messages& Connection::messages() const {
  return parts_->client->messages;
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
