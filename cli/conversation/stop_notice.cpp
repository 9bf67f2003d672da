#include "conversation/stop_notice.hpp"

#include <string>

#include "text/text.hpp"

namespace anthropic::internal::cli {

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

}  // namespace anthropic::internal::cli
