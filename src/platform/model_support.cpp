#include "platform/model_support.hpp"

#include <algorithm>

namespace anthropic {
namespace {

constexpr std::int64_t smallest_thinking_budget = 1024;

/// The complaints as they are found.
class Complaints {
 public:
  explicit Complaints(std::string_view model) : model_(model) {}

  void add(std::string_view parameter, std::string_view what, std::string fix) {
    std::string message = std::string(parameter) + ": " + model_ + " " + std::string(what);
    found_.push_back({std::move(message), std::move(fix)});
  }
  /// For what every model refuses.
  void add_general(std::string message, std::string fix) {
    found_.push_back({std::move(message), std::move(fix)});
  }
  std::vector<ModelComplaint> take() { return std::move(found_); }

 private:
  const std::string model_;
  std::vector<ModelComplaint> found_;
};

std::string_view thinking_type(const MessageCreateParams& params) {
  return params.thinking ? std::string_view(params.thinking->type) : std::string_view();
}

bool thinks(const MessageCreateParams& params) {
  const std::string_view type = thinking_type(params);
  return type == "enabled" || type == "adaptive";
}

/// A turn in which tools of the server's were at work is sent back for Claude to go on (pause_turn), which is
/// no prefill.
bool is_paused_turn(const Content& content) {
  const std::vector<ContentBlock>* blocks = content.blocks();
  return blocks && std::any_of(blocks->begin(), blocks->end(), [](const ContentBlock& block) {
           return std::holds_alternative<UnknownBlock>(block);
         });
}

bool ends_with_prefill(const MessageCreateParams& params) {
  if (params.messages.empty()) return false;
  const MessageParam& last = params.messages.back();
  return last.role == Role::assistant && !is_paused_turn(last.content);
}

bool has_image(const MessageCreateParams& params) {
  return std::any_of(params.messages.begin(), params.messages.end(), [](const MessageParam& message) {
    const std::vector<ContentBlock>* blocks = message.content.blocks();
    return blocks && std::any_of(blocks->begin(), blocks->end(), [](const ContentBlock& block) {
             return std::holds_alternative<ImageBlock>(block);
           });
  });
}

/// Newer models still take the value that means nothing: 1.
void check_sampling(const MessageCreateParams& params, const ModelRules& rules, Complaints& complaints) {
  const std::string fix = "Leave it out; say in the prompt how varied the answer may be.";
  if (!rules.sampling) {
    constexpr std::string_view what = "takes no sampling parameters";
    if (params.temperature && *params.temperature != 1) complaints.add("temperature", what, fix);
    if (params.top_p && *params.top_p != 1) complaints.add("top_p", what, fix);
    if (params.top_k) complaints.add("top_k", what, fix);
  } else if (!rules.temperature_with_top_p && params.temperature && params.top_p) {
    complaints.add("top_p", "takes either temperature or top_p, not both", "Leave one of them out.");
  }
  if (!thinks(params) || !rules.sampling) return;
  if (params.temperature && *params.temperature != 1) {
    complaints.add("temperature", "takes no other temperature than 1 while it thinks",
                   "Leave temperature or thinking out.");
  }
  if (params.top_k) complaints.add("top_k", "takes no top_k while it thinks", "Leave top_k or thinking out.");
}

void check_prefill(const MessageCreateParams& params, const ModelRules& rules, Complaints& complaints) {
  if (!ends_with_prefill(params)) return;
  if (!rules.prefill) {
    complaints.add("messages", "does not continue a turn of the assistant (prefill)",
                   "End with a turn of the user; to shape the answer use output_config.format, or say it in "
                   "the prompt.");
  } else if (thinks(params)) {
    complaints.add("messages", "does not continue a turn of the assistant (prefill) while it thinks",
                   "End with a turn of the user, or leave thinking out.");
  }
}

void check_budget(const MessageCreateParams& params, const ModelRules& rules, Complaints& complaints) {
  if (!rules.budget_thinking) {
    complaints.add("thinking.type", "takes no thinking budget",
                   "Use {.type = \"adaptive\"} and, to steer how much it thinks, output_config.effort.");
    return;
  }
  const auto budget = params.thinking->budget_tokens;
  if (!budget) {
    if (params.thinking->extra.contains("budget_tokens")) return;
    complaints.add_general("thinking.budget_tokens: required with thinking.type \"enabled\"",
                           "Set it to at least 1024 and to less than max_tokens.");
  } else if (*budget < smallest_thinking_budget) {
    complaints.add_general("thinking.budget_tokens: must be at least 1024", "Set it to 1024 or more.");
  } else if (*budget >= params.max_tokens && params.betas.empty()) {
    // A beta lets the budget span several turns.
    complaints.add_general("thinking.budget_tokens: must be less than max_tokens",
                           "Set max_tokens above " + std::to_string(*budget) + ".");
  }
}

void check_thinking(const MessageCreateParams& params, const ModelRules& rules, Complaints& complaints) {
  const std::string_view type = thinking_type(params);
  if (type.empty()) return;
  if (type == "enabled") {
    if (rules.thinking) return check_budget(params, rules, complaints);
    return complaints.add("thinking", "cannot think before it answers", "Leave it out.");
  }
  if (type == "adaptive" && !rules.adaptive_thinking) {
    complaints.add("thinking.type", "knows no adaptive thinking",
                   rules.thinking ? "Use {.type = \"enabled\", .budget_tokens = 2048}." : "Leave it out.");
  }
  if (type == "between_tools" && !rules.between_tools_thinking) {
    complaints.add("thinking.type", "knows no thinking \"between_tools\"", "Use {.type = \"adaptive\"}.");
  }
  if (type != "disabled") return;
  const std::string effort = params.output_config ? params.output_config->effort.value_or("") : "";
  if (!rules.disabled_thinking) {
    complaints.add(
        "thinking.type", "always thinks",
        rules.between_tools_thinking ? "Use {.type = \"between_tools\"} for the least." : "Leave it out.");
  } else if (!rules.disabled_thinking_above_high_effort && (effort == "xhigh" || effort == "max")) {
    complaints.add("thinking.type", "thinks with effort \"" + effort + "\"",
                   "Set output_config.effort to \"high\" or less, or leave thinking.type out.");
  }
}

void check_tool_choice(const MessageCreateParams& params, const ModelRules& rules, Complaints& complaints) {
  if (!params.tool_choice) return;
  const std::string& type = params.tool_choice->type;
  if (type != "any" && type != "tool") return;
  if (!rules.forced_tool_choice) {
    complaints.add("tool_choice", "cannot be made to call a tool",
                   "Leave it out and ask for the tool in the prompt.");
  } else if (thinks(params)) {
    complaints.add("tool_choice", "cannot be made to call a tool while it thinks",
                   "Leave tool_choice or thinking out.");
  }
}

}  // namespace

std::vector<ModelComplaint> complaints_of_model(const MessageCreateParams& params, const ModelRules& rules,
                                                std::string_view name, std::int64_t max_output_tokens) {
  Complaints complaints(name);
  if (max_output_tokens > 0 && params.max_tokens > max_output_tokens) {
    complaints.add("max_tokens", "writes at most " + std::to_string(max_output_tokens) + " tokens",
                   "Set max_tokens to " + std::to_string(max_output_tokens) + " or less.");
  }
  check_sampling(params, rules, complaints);
  check_prefill(params, rules, complaints);
  check_thinking(params, rules, complaints);
  check_tool_choice(params, rules, complaints);
  if (!rules.structured_output && params.output_config && params.output_config->format) {
    complaints.add("output_config.format", "does not know structured output",
                   "Ask for a tool with that schema as its input_schema, or use a newer model.");
  }
  if (!rules.images && has_image(params))
    complaints.add("messages", "does not see images", "Leave them out.");
  return complaints.take();
}

std::optional<Error> refused_by_model(const MessageCreateParams& params, std::string_view sent_as) {
  const ModelInfo* model = find_model(sent_as);
  if (!model) return std::nullopt;
  auto complaints = complaints_of_model(params, model->accepts, model->name, model->max_output_tokens);
  if (complaints.empty()) return std::nullopt;
  return Error{.kind = ErrorKind::bad_request,
               .type = "invalid_request_error",
               .message = std::move(complaints.front().message),
               .hint = std::move(complaints.front().fix)};
}

std::vector<ModelComplaint> warnings_for_new_model(const MessageCreateParams& params) {
  const bool is_claude = params.model.find("claude-") != std::string::npos;
  // An application profile may be of any age.
  if (!is_claude || params.model.starts_with("arn:") || find_model(params.model)) return {};
  return complaints_of_model(params, newest_model_rules(), params.model, 0);
}

}  // namespace anthropic
