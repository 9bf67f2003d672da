#include "client/tracing/tool_spans.hpp"

#include "client/tracing/content_attributes.hpp"
#include "client/tracing/error_attributes.hpp"

namespace anthropic::internal {
namespace {

void end_tool(ActiveSpan& span, const Json& input, const ToolOutput* output) {
  if (!span.claim_end()) return;
  if (span.tracer().records_content()) set_tool_content(span, input, output);
  if (output && !output->is_error()) return span.end(SpanStatus::ok);
  span.set("error.type", std::string("tool_error"));
  span.end(SpanStatus::error);
}

/// The same tool, with its span around it.
std::function<ToolOutput(const ToolCall&)> in_span(std::function<ToolOutput(const ToolCall&)> run,
                                                   std::shared_ptr<ActiveSpan> span) {
  return [run = std::move(run), span = std::move(span)](const ToolCall& call) {
    try {
      ToolOutput output = run(call);
      end_tool(*span, call.input, &output);
      return output;
    } catch (...) {
      end_tool(*span, call.input, nullptr);
      throw;
    }
  };
}

}  // namespace

void ToolSpans::begin_run(const MessageCreateParams& params) {
  if (run_ || !tracer_) return;
  run_ = begin_span(tracer_, caller_, SpanKind::internal);
  if (!run_) return;
  run_->name(tracer_->span_names() == SpanNames::sdk ? "anthropic.messages.tool_runner" : "invoke_agent");
  run_->set("gen_ai.operation.name", std::string("invoke_agent"));
  run_->set_text("gen_ai.request.model", params.model);
}

void ToolSpans::end_run(const Error* error) {
  if (!run_) return;
  end_span(*run_, error);
  run_ = nullptr;
}

std::shared_ptr<ActiveSpan> ToolSpans::wrap(PreparedToolCall& call, const RunnableTool* tool) const {
  call.call.trace = context();
  call.call.trace.conversation_id.clear();  // that of the tool's own calls is another one
  if (!tool || !call.run || !run_) return nullptr;
  run_->count_tool_call();
  auto span = begin_span(tracer_, context(), SpanKind::internal);
  const bool as_sdk = tracer_->span_names() == SpanNames::sdk;
  span->name((as_sdk ? "anthropic.custom_tool_use " : "execute_tool ") + call.call.name);
  span->set("gen_ai.operation.name", std::string("execute_tool"));
  span->set("gen_ai.tool.name", call.call.name);
  span->set("gen_ai.tool.call.id", call.call.id);
  span->set("gen_ai.tool.type", std::string("function"));
  if (const auto* own = std::get_if<Tool>(&tool->tool))
    span->set_text("gen_ai.tool.description", own->description.value_or(""));
  call.call.trace.traceparent = span->context().traceparent;
  call.run = in_span(std::move(call.run), span);
  return span;
}

void end_late_tool(ActiveSpan& span, bool was_stopped) {
  if (!span.claim_end()) return;
  if (was_stopped) return span.end(SpanStatus::unset);
  span.set("error.type", std::string("timeout"));
  span.end(SpanStatus::error);
}

}  // namespace anthropic::internal
