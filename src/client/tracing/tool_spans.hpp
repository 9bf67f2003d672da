#pragma once

#include <memory>

#include <anthropic/tool_runner.hpp>

#include "client/tools/tool_calls.hpp"
#include "client/tracing/tracer.hpp"

namespace anthropic::internal {

/// Spans of a ToolRunner: one for a run, from its first request to its last answer, one for each tool that it
/// runs. Without a tracer, or where it records nothing, only the caller's own context goes through it.
class ToolSpans {
 public:
  ToolSpans(std::shared_ptr<const Tracer> tracer, TraceContext caller)
      : tracer_(std::move(tracer)), caller_(std::move(caller)) {}

  /// Something is about to be sent or run for this model.
  void begin_run(const MessageCreateParams& params);
  /// The run has ended, with that error if it failed.
  void end_run(const Error* error);

  /// Claude is about to be asked.
  void count_inference_call() {
    if (run_) run_->count_inference_call();
  }

  /// What requests and tools of the run belong to.
  const TraceContext& context() const { return run_ ? run_->context() : caller_; }

  /// Puts a span around what runs. To be told later if nobody waits for it any more.
  std::shared_ptr<ActiveSpan> wrap(PreparedToolCall& call, const RunnableTool* tool) const;

 private:
  const std::shared_ptr<const Tracer> tracer_;
  const TraceContext caller_;
  std::shared_ptr<ActiveSpan> run_;
};

/// Of a tool that has not ended while the runner waited. Without effect if it has.
void end_late_tool(ActiveSpan& span, bool was_stopped);

}  // namespace anthropic::internal
