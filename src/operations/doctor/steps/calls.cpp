// Real calls.

#include <utility>

#include "client/clients/make_client.hpp"
#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/steps/steps.hpp"
#include "platform/models/choice.hpp"

namespace anthropic::internal {
namespace {

constexpr const char* kNotAsked = "not asked for";
// Whatever comes of one token, an answer proves that calls are allowed.
constexpr int kFewTokens = 1;

Messages messages_of(const DoctorContext& context) {
  if (context.is_mantle()) {
    return make_client<AnthropicBedrockMantle>(
               {.aws_session = context.session, .timeout = context.options.timeout}, context.world)
        .messages;
  }
  const bool is_messages = context.platform.kind == PlatformKind::runtime_messages;
  return make_client<AnthropicBedrock>({.aws_session = context.session,
                                        .api = is_messages ? BedrockAPI::messages : BedrockAPI::invoke_model,
                                        .timeout = context.options.timeout},
                                       context.world)
      .messages;
}

MessageCreateParams short_request(const DoctorContext& context) {
  return {.model = context.model_id, .max_tokens = kFewTokens, .messages = {{"user", "Hi"}}};
}

DiagnosisStep answered(const Result<Message>& message) {
  if (!message) return step_failed(message.error());
  const Usage& usage = message->usage;
  return step_ok("answered by " + message->model + " (" + std::to_string(usage.input_tokens) +
                 " tokens in, " + std::to_string(usage.output_tokens) + " out)");
}

}  // namespace

DiagnosisStep call_model(DoctorContext& context, std::stop_token stop) {
  if (!context.options.invoke) return step_skipped(kNotAsked);
  return answered(messages_of(context).create(short_request(context), {.stop_token = std::move(stop)}));
}

DiagnosisStep count_tokens(DoctorContext& context, std::stop_token stop) {
  if (!context.is_mantle()) {
    if (const auto refused =
            refuse_model_feature(ModelFeature::count_tokens, context.model_id, context.region)) {
      DiagnosisStep step = step_skipped("not offered for this model on Bedrock's runtime");
      step.notes.push_back(refused->hint);
      return step;
    }
  }
  const auto counted =
      messages_of(context).count_tokens(short_request(context), {.stop_token = std::move(stop)});
  if (counted) return step_ok(std::to_string(counted->input_tokens) + " tokens counted");
  if (counted.error().kind != ErrorKind::permission_denied) return step_failed(counted.error());
  return step_warning("not allowed: " + counted.error().to_string(), counted.error().hint);
}

DiagnosisStep call_with_guardrail(DoctorContext& context, std::stop_token stop) {
  if (!context.options.guardrail) return step_skipped(kNotAsked);
  if (context.is_mantle())
    return step_failed(ErrorKind::bad_request, "Mantle has no guardrails", "Use --platform bedrock.");
  if (!context.options.invoke) return step_skipped("only a call proves it, and none was asked for");
  MessageCreateParams params = short_request(context);
  params.bedrock = BedrockOptions{.guardrail = context.options.guardrail};
  DiagnosisStep step = answered(messages_of(context).create(params, {.stop_token = std::move(stop)}));
  if (step.state == operations::StepState::ok)
    step.found = context.options.guardrail->identifier + ", version " + context.options.guardrail->version +
                 ": " + step.found;
  return step;
}

}  // namespace anthropic::internal
