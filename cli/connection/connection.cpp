#include "connection/connection.hpp"

#include <utility>
#include <variant>

#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock_mantle.hpp>
#include <anthropic/otlp_exporter.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "base/environment.hpp"
#include "base/public_names.hpp"
#include "connection/call_log.hpp"
#include "io/log.hpp"

namespace anthropic::internal::cli {

struct Connection::Parts {
  // The client goes first, then what it tells of its calls, then the endpoint that it asks.
  std::optional<testing::LocalBedrock> endpoint = {};
  std::optional<OtlpExporter> exporter = {};
  std::variant<AnthropicBedrock, AnthropicBedrockMantle, AnthropicAws, Anthropic> client = {};
};

Connection::Connection(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

namespace {

/// Who is told of calls.
struct Observers {
  CallObserver on_call = {};
  SpanObserver on_span = {};
};

/// What the options of every client have.
template <class Options>
Options common_options(const ConnectionOptions& options, Observers observers) {
  Options client;
  client.base_url = options.aws.endpoint_url;
  client.max_retries = options.max_retries;
  if (options.timeout_seconds)
    client.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(*options.timeout_seconds * 1000));
  client.observe.logger = log_to_standard_error;
  const bool debug = options.aws.debug || options.debug_content;
  if (debug) client.observe.log_level = LogLevel::debug;
  client.observe.on_call =
      debug ? log_calls(options.debug_content, std::move(observers.on_call)) : std::move(observers.on_call);
  client.observe.tracing.on_span = std::move(observers.on_span);
  return client;
}

/// The same for the clients on AWS.
template <class Options>
Options aws_options(const ConnectionOptions& options, Observers observers) {
  auto client = common_options<Options>(options, std::move(observers));
  client.aws_region = options.aws.region;
  client.aws_profile = options.aws.profile;
  return client;
}

/// Whether the environment names a collector. Without one nothing is sent to the usual address.
bool wants_traces() {
  const RealEnvironment environment;
  return environment.get("OTEL_EXPORTER_OTLP_ENDPOINT") ||
         environment.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
}

/// Empty if the environment names one.
std::string service_name() {
  const RealEnvironment environment;
  const bool is_named =
      environment.get("OTEL_SERVICE_NAME") ||
      environment.get("OTEL_RESOURCE_ATTRIBUTES").value_or("").find("service.name=") != std::string::npos;
  return is_named ? "" : "claude-bedrock";
}

/// Sends a client to an endpoint in this process, whatever the environment and the AWS profile files say.
void go_local(const testing::LocalBedrock& endpoint, AnthropicBedrockOptions& client) {
  const aws::Credentials& key = endpoint.credentials();
  client.aws_session = aws::Session({.region = endpoint.region(),
                                     .access_key_id = key.access_key_id,
                                     .secret_access_key = key.secret_access_key,
                                     .session_token = key.session_token,
                                     .use_environment = false,
                                     .transport = {.proxy = "none"},
                                     .observe = client.observe});
  client.aws_region = endpoint.region();
  client.base_url = endpoint.base_url();
}

}  // namespace

AnthropicOptions first_party_options(const ConnectionOptions& options) {
  return common_options<AnthropicOptions>(options, {});
}

Result<Connection> Connection::open(const ConnectionOptions& options, Console& console,
                                    CallObserver on_call) {
  auto parts = std::make_unique<Parts>();
  Observers observers{.on_call = std::move(on_call)};
  if (wants_traces()) {
    parts->exporter.emplace(
        OtlpExporterOptions{.service_name = service_name(), .logger = log_to_standard_error});
    observers.on_span = parts->exporter->observer();
  }
  if (options.platform == "anthropic") {
    parts->client.emplace<Anthropic>(common_options<AnthropicOptions>(options, std::move(observers)));
    return Connection(std::move(parts));
  }
  if (options.platform == "aws") {
    parts->client.emplace<AnthropicAws>(aws_options<AnthropicAwsOptions>(options, std::move(observers)));
    return Connection(std::move(parts));
  }
  if (options.platform == "mantle") {
    parts->client.emplace<AnthropicBedrockMantle>(
        aws_options<AnthropicBedrockMantleOptions>(options, std::move(observers)));
    return Connection(std::move(parts));
  }
  auto client = aws_options<AnthropicBedrockOptions>(options, std::move(observers));
  if (options.platform == "bedrock-messages") client.api = BedrockAPI::messages;
  if (options.local) {
    testing::LocalBedrockOptions local;
    if (!options.aws.region.empty()) local.region = options.aws.region;
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

}  // namespace anthropic::internal::cli
