#include "client/tracing/message_span.hpp"

#include "client/tracing/content_attributes.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::duration;

void set_parameters(ActiveSpan& span, const MessageCreateParams& params) {
  if (params.max_tokens > 0) span.set("gen_ai.request.max_tokens", params.max_tokens);
  if (params.temperature) span.set("gen_ai.request.temperature", *params.temperature);
  if (params.top_p) span.set("gen_ai.request.top_p", *params.top_p);
  span.set_number("gen_ai.request.top_k", params.top_k);
  if (params.output_config) {
    span.set_text("gen_ai.request.reasoning.level", params.output_config->effort.value_or(""));
    if (params.output_config->format) span.set("gen_ai.output.type", std::string("json"));
  }
  if (params.thinking) {
    span.set_text("anthropic.thinking.type", params.thinking->type);
    span.set_number("anthropic.thinking.budget_tokens", params.thinking->budget_tokens);
  }
  if (!params.betas.empty()) span.set("anthropic.beta", std::vector<std::string>(params.betas));
  std::string_view tier = params.service_tier ? *params.service_tier : std::string_view();
  if (params.bedrock) {
    if (params.bedrock->guardrail)
      span.set_text("aws.bedrock.guardrail.id", params.bedrock->guardrail->identifier);
    if (tier.empty()) tier = params.bedrock->service_tier;
  }
  span.set_text("anthropic.request.service_tier", tier);
}

/// Of an answer that was cut off before its end the output's count is a placeholder.
void set_usage(ActiveSpan& span, const Usage& usage, bool is_whole) {
  const std::int64_t read = usage.cache_read_input_tokens.value_or(0);
  const std::int64_t written = usage.cache_creation_input_tokens.value_or(0);
  span.set("gen_ai.usage.input_tokens", usage.input_tokens + read + written);
  if (is_whole) span.set("gen_ai.usage.output_tokens", usage.output_tokens);
  span.set_number("gen_ai.usage.cache_read.input_tokens", usage.cache_read_input_tokens);
  span.set_number("gen_ai.usage.cache_write.input_tokens", usage.cache_creation_input_tokens);
  if (usage.output_tokens_details)
    span.set("gen_ai.usage.reasoning.output_tokens", usage.output_tokens_details->thinking_tokens);
  if (usage.cache_creation) {
    span.set("anthropic.usage.cache_creation.ephemeral_5m_input_tokens",
             usage.cache_creation->ephemeral_5m_input_tokens);
    span.set("anthropic.usage.cache_creation.ephemeral_1h_input_tokens",
             usage.cache_creation->ephemeral_1h_input_tokens);
  }
  span.set_text("anthropic.response.service_tier", usage.service_tier.value_or(""));
}

void set_answer(ActiveSpan& span, const Message& message) {
  span.set_text("gen_ai.response.id", message.id);
  span.set_text("gen_ai.response.model", message.model);
  const bool is_whole = !message.stop_reason.empty();
  span.set("gen_ai.response.finish_reasons",
           std::vector<std::string>{is_whole ? message.stop_reason.name() : "error"});
  span.set_text("anthropic.message.stop_reason", message.stop_reason.name());
  set_usage(span, message.usage, is_whole);
}

}  // namespace

void describe_request(ActiveSpan& span, const MessageCreateParams& params,
                      const Result<PlatformRequest>& request, bool stream) {
  const std::string& model = request ? request->model : params.model;
  const bool as_sdk = span.tracer().span_names() == SpanNames::sdk;
  span.name(as_sdk ? "anthropic.messages.create" : model.empty() ? "chat" : "chat " + model);
  span.set("gen_ai.operation.name", std::string("chat"));
  if (!request) span.set_text("gen_ai.request.model", model);
  if (stream) span.set("gen_ai.request.stream", true);
  set_parameters(span, params);
  if (span.tracer().records_content()) set_request_content(span, params);
}

void describe_outcome(ActiveSpan& span, const CallRecord& record) {
  if (record.time_to_first_chunk)
    span.set("gen_ai.response.time_to_first_chunk", duration<double>(*record.time_to_first_chunk).count());
  if (!record.message) return;
  set_answer(span, *record.message);
  if (span.tracer().records_content()) set_answer_content(span, *record.message);
}

}  // namespace anthropic::internal
