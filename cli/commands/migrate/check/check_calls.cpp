#include <algorithm>
#include <chrono>
#include <utility>

#include <anthropic/aws/bedrock_control.hpp>

#include "commands/migrate/check/checks.hpp"
#include "conversation/usage.hpp"
#include "io/log.hpp"

// The checks that call the model.

namespace anthropic::internal::cli {
namespace {

constexpr const char* kNotAsked = "not asked: credentials or region are missing";
constexpr const char* kOffline = "not checkable offline";

AnthropicBedrockOptions client_options(const CheckWorld& world) {
  AnthropicBedrockOptions options;
  options.aws_region = world.options.connection.aws.region;
  options.aws_profile = world.options.connection.aws.profile;
  options.base_url = world.options.connection.aws.endpoint_url;
  options.timeout = std::chrono::seconds(60);
  if (world.options.connection.timeout_seconds)
    options.timeout = std::chrono::milliseconds(
        static_cast<std::int64_t>(*world.options.connection.timeout_seconds * 1000));
  options.observe.logger = log_to_standard_error;
  options.observe.log_level = world.options.connection.aws.debug ? LogLevel::debug : LogLevel::off;
  return options;
}

void go_to(const testing::LocalBedrock& endpoint, AnthropicBedrockOptions& options) {
  options.aws_access_key = endpoint.credentials().access_key_id;
  options.aws_secret_key = endpoint.credentials().secret_access_key;
  options.aws_region = endpoint.region();
  options.base_url = endpoint.base_url();
  options.transport.proxy = "none";
}

MessageCreateParams short_request(std::string model, std::int64_t max_tokens) {
  return {.model = std::move(model), .max_tokens = max_tokens, .messages = {{"user", "Hello"}}};
}

std::string not_claude(const CheckWorld& world) {
  return world.options.connection.local ? ", by an endpoint in this process that is not Claude" : "";
}

}  // namespace

Result<void> open_check_world(CheckWorld& world) {
  aws::SessionOptions session;
  session.region = world.options.connection.aws.region;
  session.profile = world.options.connection.aws.profile;
  session.observe.logger = log_to_standard_error;
  session.observe.log_level = world.options.connection.aws.debug ? LogLevel::debug : LogLevel::off;
  world.session.emplace(std::move(session));
  AnthropicBedrockOptions options = client_options(world);
  if (world.options.connection.local) {
    testing::LocalBedrockOptions local;
    if (!world.options.connection.aws.region.empty()) local.region = world.options.connection.aws.region;
    Result<testing::LocalBedrock> endpoint = testing::LocalBedrock::start(std::move(local));
    if (!endpoint) return endpoint.error();
    world.endpoint = *std::move(endpoint);
    go_to(*world.endpoint, options);
  }
  world.client.emplace(std::move(options));
  return {};
}

CheckLine check_model_access(const CheckWorld& world) {
  constexpr const char* kName = "model access";
  if (world.options.connection.local) return unknown(kName, kOffline);
  if (!world.can_ask()) return unknown(kName, kNotAsked);
  const std::string id = resolve_model_id(world.model, world.region);
  const ModelInfo* model = find_model(id);
  if (!model) return unknown(kName, id + " is not in the catalogue; the test call tells");
  if (model->state == ModelState::retired) {
    return failed(kName, id + ": " + std::string(model->state_note),
                  "use " + resolve_model_id(find_model(model->successor)->first_party_id, world.region));
  }
  const aws::Bedrock bedrock(
      *world.session, {.region = world.region, .endpoint_url = world.options.connection.aws.endpoint_url});
  const auto models =
      bedrock.list_foundation_models({.by_provider = "Anthropic"}, {.stop_token = world.stop});
  if (!models && models.error().kind == ErrorKind::permission_denied)
    return unknown(kName,
                   "bedrock:ListFoundationModels is not allowed to these credentials; the test call tells");
  if (!models) return failed(kName, models.error(), "see whether Bedrock exists in " + world.region);
  const auto& served = models->model_summaries;
  const bool is_served = std::any_of(served.begin(), served.end(), [&](const aws::FoundationModel& one) {
    return one.model_id == model->id;
  });
  const std::string where = world.region + " has " + std::to_string(served.size()) + " models of Anthropic";
  if (!is_served) {
    return failed(kName, where + ", and " + std::string(model->id) + " is not among them",
                  "choose another region or model: claude-bedrock models");
  }
  std::string state;
  if (model->state == ModelState::legacy)
    state = "; it is on the way out, plan for " + std::string(find_model(model->successor)->name);
  return passed(kName, where + ", " + std::string(model->id) + " among them" + state);
}

CheckLine check_call(const CheckWorld& world) {
  constexpr const char* kName = "test call";
  if (!world.can_ask()) return unknown(kName, kNotAsked);
  const auto message =
      world.client->messages.create(short_request(world.model, 1), {.stop_token = world.stop});
  if (!message) {
    return failed(kName, message.error(),
                  "ask for access to the model in the Bedrock console, and see that the policy allows "
                  "bedrock:InvokeModel");
  }
  return passed(kName, resolve_model_id(world.model, world.region) + " answered (" +
                           describe_usage(message->usage) + ")" + not_claude(world));
}

CheckLine check_stream(const CheckWorld& world) {
  constexpr const char* kName = "streaming";
  if (!world.can_ask()) return unknown(kName, kNotAsked);
  auto stream = world.client->messages.stream(short_request(world.model, 16), {.stop_token = world.stop});
  std::size_t events = 0;
  while (stream.next()) ++events;
  if (const Error* error = stream.error())
    return failed(kName, *error, "see that the policy allows bedrock:InvokeModelWithResponseStream");
  return passed(kName, std::to_string(events) + " events, message_stop the last" + not_claude(world));
}

CheckLine check_errors(const CheckWorld& world) {
  constexpr const char* kName = "error handling";
  if (!world.can_ask()) return unknown(kName, kNotAsked);
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
  AnthropicBedrockOptions options;
  go_to(*endpoint, options);
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
