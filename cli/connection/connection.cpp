#include "connection/connection.hpp"

#include <utility>
#include <variant>

#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock_mantle.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "io/log.hpp"

namespace anthropic::internal::cli {

struct Connection::Parts {
  // The client goes first, then the endpoint that it asks.
  std::optional<testing::LocalBedrock> endpoint = {};
  std::variant<AnthropicBedrock, AnthropicBedrockMantle, AnthropicAws, Anthropic> client = {};
};

Connection::Connection(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

namespace {

/// What the options of every client have.
template <class Options>
Options common_options(const ConnectionOptions& options, CallObserver on_call) {
  Options client;
  client.base_url = options.aws.endpoint_url;
  client.max_retries = options.max_retries;
  if (options.timeout_seconds)
    client.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(*options.timeout_seconds * 1000));
  client.observe.logger = log_to_standard_error;
  client.observe.log_level = options.aws.debug ? LogLevel::debug : LogLevel::warn;
  client.observe.on_call = std::move(on_call);
  return client;
}

/// The same for the clients on AWS.
template <class Options>
Options aws_options(const ConnectionOptions& options, CallObserver on_call) {
  auto client = common_options<Options>(options, std::move(on_call));
  client.aws_region = options.aws.region;
  client.aws_profile = options.aws.profile;
  return client;
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
