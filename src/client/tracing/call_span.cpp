#include "client/tracing/call_span.hpp"

#include "http/url.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kPrefix = "anthropic.";
constexpr std::string_view kCountTokens = "anthropic.messages.count_tokens";

/// What the id of a call's object is called; empty if it has none.
std::string_view id_attribute(std::string_view span_name) {
  if (span_name.starts_with("anthropic.messages.batches.")) return "anthropic.message.batch.id";
  if (span_name.starts_with("anthropic.files.")) return "anthropic.file.id";
  if (span_name.starts_with("anthropic.models.")) return "anthropic.model.id";
  return {};
}

}  // namespace

void name_call(ActiveSpan& span, std::string_view operation, std::string_view id) {
  span.name(std::string(kPrefix) + std::string(operation));
  span.set_text(id_attribute(span.span().name), id);
}

void describe_destination(ActiveSpan& span, PlatformKind platform, const Result<PlatformRequest>& request) {
  const bool is_bedrock = (bit(platform) & kBedrockPlatforms) != 0;
  span.set("gen_ai.provider.name", std::string(is_bedrock ? "aws.bedrock" : "anthropic"));
  if (!request) return;
  span.set_text("gen_ai.request.model", request->model);
  span.set("http.request.method", request->method);
  const auto url = parse_url(request->url);
  if (!url) return;
  span.set("server.address", url->host);
  span.set("server.port", std::int64_t{url->port});
}

void describe_answer(ActiveSpan& span, const Json& answer) {
  if (span.span().name == kCountTokens) {
    // Anthropic's own name, and that of Bedrock's CountTokens.
    for (const char* name : {"input_tokens", "inputTokens"})
      span.set_number("anthropic.message.count_tokens.input_tokens", answer[name].as_int64());
    return;
  }
  const std::string_view attribute = id_attribute(span.span().name);
  if (!attribute.empty() && !span.span().find(attribute))
    span.set_text(attribute, answer["id"].string_or(""));
}

void describe_last_attempt(ActiveSpan& span, PlatformKind platform, const LastAttempt& attempt) {
  if (attempt.status > 0) span.set("http.response.status_code", std::int64_t{attempt.status});
  if (attempt.sent > 1) span.set("http.request.resend_count", std::int64_t{attempt.sent - 1});
  const bool is_aws = (bit(platform) & kAwsPlatforms) != 0;
  span.set_text(is_aws ? "aws.request_id" : "anthropic.request.id", attempt.request_id);
}

}  // namespace anthropic::internal
