#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/message_create_params.hpp>

#include "arguments/declaration.hpp"

namespace anthropic::internal::cli {

/// What `ask` and `chat` say to the model besides the prompt.
struct ModelOptions {
  std::string model = {};  ///< Empty: CLAUDE_BEDROCK_MODEL, else "haiku".
  std::optional<std::string> system = {};
  std::int64_t max_tokens = 4096;
  std::optional<double> temperature = {};
  std::optional<double> top_p = {};
  std::optional<std::int64_t> top_k = {};
  std::vector<std::string> stop_sequences = {};
  std::string thinking = {};          ///< "adaptive", "disabled", "between_tools", or a budget of tokens.
  std::string thinking_display = {};  ///< "summarized" or "omitted"; alone it means adaptive thinking.
  std::string effort = {};            ///< "low" to "max".
  std::string cache = {};             ///< "5m" or "1h": how long the system prompt and the question are kept.
  std::string guardrail = {};         ///< "ID:VERSION", or an ARN and a version.
  bool guardrail_trace = false;
  std::string service_tier = {};
  std::vector<std::string> metadata = {};  ///< "name=value": for Bedrock's log of calls.
};

void declare_model_options(Declaration& declaration, ModelOptions& options);

/// The model that was asked for, or the default.
std::string chosen_model(const ModelOptions& options);

/// Fails, with a usage error, on a value that cannot mean anything.
Result<void> check_model_options(const ModelOptions& options);

/// A request without messages, from options that were checked.
MessageCreateParams request_for(const ModelOptions& options);

/// Marks the system prompt and the end of the conversation as worth keeping, if `options` ask for that. It
/// is called when the messages are in place.
void add_cache_breakpoints(const ModelOptions& options, MessageCreateParams& params);

}  // namespace anthropic::internal::cli
