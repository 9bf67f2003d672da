#include <chrono>
#include <utility>

#include "commands/doctor/doctor.hpp"
#include "commands/migrate/check/checks.hpp"
#include "conversation/usage.hpp"
#include "io/log.hpp"

// The checks that call the model.

namespace anthropic::internal::cli {
namespace {

std::chrono::milliseconds timeout_of(const CheckWorld& world) {
  const double seconds = world.options.connection.timeout_seconds.value_or(60);
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

/// The keys and the address of an endpoint in this process, and nothing of the environment.
aws::SessionOptions session_at(const testing::LocalBedrock& endpoint) {
  return {.region = endpoint.region(),
          .access_key_id = endpoint.credentials().access_key_id,
          .secret_access_key = endpoint.credentials().secret_access_key,
          .endpoint_url = endpoint.base_url(),
          .use_environment = false};
}

MessageCreateParams short_request(std::string model, std::int64_t max_tokens) {
  return {.model = std::move(model), .max_tokens = max_tokens, .messages = {{"user", "Hello"}}};
}

}  // namespace

std::string not_claude(const CheckWorld& world) {
  return world.is_local() ? ", by an endpoint in this process that is not Claude" : "";
}

Result<void> open_check_world(CheckWorld& world) {
  const AwsOptions& aws = world.options.connection.aws;
  world.diagnosed = diagnose_options({.aws = aws, .model = world.model}, world.stop);
  world.diagnosed.timeout = timeout_of(world);
  if (world.is_local()) {
    testing::LocalBedrockOptions local;
    if (!aws.region.empty()) local.region = aws.region;
    Result<testing::LocalBedrock> endpoint = testing::LocalBedrock::start(std::move(local));
    if (!endpoint) return endpoint.error();
    world.endpoint = *std::move(endpoint);
    world.diagnosed.session = session_at(*world.endpoint);
  }
  world.session.emplace(world.diagnosed.session);
  world.client.emplace(
      AnthropicBedrockOptions{.aws_session = world.session,
                              .timeout = world.diagnosed.timeout,
                              .observe = {.logger = log_to_standard_error,
                                          .log_level = aws.debug ? LogLevel::debug : LogLevel::off}});
  return {};
}

CheckLine check_stream(const CheckWorld& world) {
  constexpr const char* kName = "streaming";
  if (!world.can_call) return unknown(kName, kNotAsked);
  auto stream = world.client->messages.stream(short_request(world.model, 16), {.stop_token = world.stop});
  std::size_t events = 0;
  while (stream.next()) ++events;
  if (const Error* error = stream.error())
    return failed(kName, *error, "see that the policy allows bedrock:InvokeModelWithResponseStream");
  return passed(kName, std::to_string(events) + " events, message_stop the last" + not_claude(world));
}

CheckLine check_errors(const CheckWorld& world) {
  constexpr const char* kName = "error handling";
  if (!world.can_call) return unknown(kName, kNotAsked);
  const auto message = world.client->messages.create(short_request("anthropic.claude-does-not-exist-v1:0", 1),
                                                     {.stop_token = world.stop});
  if (message)
    return failed(kName, "a model that does not exist answered", "see what stands at that endpoint");
  const Error& error = message.error();
  const bool is_typed = error.kind == ErrorKind::bad_request || error.kind == ErrorKind::not_found ||
                        error.kind == ErrorKind::permission_denied;
  if (!is_typed || error.status == 0) return failed(kName, error);
  return passed(kName, "a model that does not exist is told as " + std::string(to_string(error.kind)) + " (" +
                           std::to_string(error.status) + " " + error.code + ")" + not_claude(world));
}

CheckLine check_retries() {
  constexpr const char* kName = "retries";
  const auto endpoint = testing::LocalBedrock::start({.fault = "throttle/1"});
  if (!endpoint) return unknown(kName, endpoint.error().message);
  AnthropicBedrockOptions options = endpoint->client_options();
  int attempts = 0;
  options.observe.on_call = [&attempts](const CallRecord& record) { attempts = record.attempts; };
  options.observe.log_level = LogLevel::off;
  const auto message = AnthropicBedrock(options).messages.create(short_request("haiku", 1));
  if (message)
    return passed(kName, "a throttled call was sent again and answered (" + std::to_string(attempts) +
                             " attempts, in this process)");
  return failed(kName,
                "a throttled call was given up after " + std::to_string(attempts) + " attempt" +
                    (attempts == 1 ? "" : "s"),
                "unset AWS_MAX_ATTEMPTS, or set it to 3");
}

}  // namespace anthropic::internal::cli
