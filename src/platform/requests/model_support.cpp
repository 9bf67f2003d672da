#include "platform/requests/model_support.hpp"

// The words are those of answers that users and other projects quote; the sources of what each model refuses
// are in models/table.cpp.

namespace anthropic::internal {
namespace {

constexpr std::int64_t kSmallestBudget = 1024;
constexpr double kSmallestTopP = 0.99;          // model card of Claude Fable 5.1: 0.99, or unset
constexpr double kSmallestTopPThinking = 0.95;  // Anthropic, "Extended thinking"

constexpr std::string_view kAdaptiveFix = "Use thinking of type \"adaptive\"; steer its depth with effort.";

/// One model, and the rules that a request to it breaks.
class Check {
 public:
  Check(const RequestFacts& facts, const ModelInfo& model)
      : facts_(facts), rules_(model.accepts), model_(model) {}

  std::vector<BrokenRule> run() {
    check_max_tokens();
    check_sampling();
    check_prefill();
    check_thinking();
    check_open_turn();
    check_effort();
    check_tool_choice();
    check_system_messages();
    if (!rules_.structured_output && facts_.has_output_format) {
      add("output_config.format: Structured outputs are not supported for this model.",
          "output_config.format: ", "does not know structured output",
          "Ask for a tool with that schema as its input_schema, or use a newer model.");
    }
    if (!rules_.images && facts_.first_image) {
      add(*facts_.first_image + ".image: This model does not support image input.",
          *facts_.first_image + ": ", "does not see images", "Leave them out.");
    }
    return std::move(broken_);
  }

 private:
  /// `where` and `what` are for the caller: "temperature: Claude Haiku 5.5 takes no sampling parameters".
  void add(std::string words, std::string_view where, std::string_view what, std::string_view fix) {
    std::string message = std::string(where) + std::string(model_.name) + " " + std::string(what);
    broken_.push_back({std::move(words), std::string(fix), std::move(message)});
  }
  /// For what every model refuses.
  void add_general(std::string words, std::string fix, std::string message = {}) {
    broken_.push_back({std::move(words), std::move(fix), std::move(message)});
  }

  void check_max_tokens() {
    const std::int64_t most = model_.max_output_tokens;
    // A beta lets some models write more.
    if (facts_.has_beta_like("output-") || most == 0 || facts_.max_tokens.value_or(0) <= most) return;
    add("max_tokens: " + std::to_string(*facts_.max_tokens) + " > " + std::to_string(most) +
            ", which is the maximum allowed number of output tokens for " +
            std::string(model_.first_party_id),
        "max_tokens: ", "writes at most " + std::to_string(most) + " tokens",
        "Set max_tokens to " + std::to_string(most) + " or less.");
  }

  void refuse_sampling(std::string_view name) {
    add("`" + std::string(name) + "` is deprecated for this model.", std::string(name) + ": ",
        "takes no sampling parameters", "Leave it out; say in the prompt how varied the answer may be.");
  }

  /// Newer models still take the value that means nothing: 1.
  void check_sampling() {
    if (!rules_.sampling) {
      if (facts_.temperature && *facts_.temperature != 1) refuse_sampling("temperature");
      if (facts_.top_p && *facts_.top_p < kSmallestTopP) refuse_sampling("top_p");
      if (facts_.has_top_k) refuse_sampling("top_k");
      return;
    }
    if (!rules_.temperature_with_top_p && facts_.temperature && facts_.top_p) {
      add("`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
          "top_p: ", "takes either temperature or top_p, not both", "Leave one of them out.");
    }
    if (!facts_.thinks()) return;
    constexpr std::string_view while_thinking = " when thinking is enabled or in adaptive mode.";
    if (facts_.temperature && *facts_.temperature != 1) {
      add("`temperature` may only be set to 1" + std::string(while_thinking),
          "temperature: ", "takes no other temperature than 1 while it thinks",
          "Leave temperature or thinking out.");
    }
    if (facts_.top_p && *facts_.top_p < kSmallestTopPThinking) {
      add("`top_p` must be greater than or equal to 0.95 or unset" + std::string(while_thinking),
          "top_p: ", "takes no top_p below 0.95 while it thinks", "Leave top_p or thinking out.");
    }
    if (facts_.has_top_k) {
      add("`top_k` must be unset" + std::string(while_thinking), "top_k: ", "takes no top_k while it thinks",
          "Leave top_k or thinking out.");
    }
  }

  /// A turn in which server tools ran is sent back so that Claude can continue it (pause_turn); that is no
  /// prefill.
  void check_prefill() {
    if (facts_.last_role != "assistant" || facts_.is_paused) return;
    if (!rules_.prefill) {
      add("This model does not support assistant message prefill. The conversation must end with a user "
          "message.",
          "messages: ", "does not continue a turn of the assistant (prefill)",
          "End with a turn of the user; to shape the answer use output_config.format, or say it in the "
          "prompt.");
    } else if (facts_.thinks()) {
      add("messages." + std::to_string(facts_.message_count - 1) +
              ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `text`. When "
              "`thinking` is enabled, a final `assistant` message must start with a thinking block.",
          "messages: ", "does not continue a turn of the assistant (prefill) while it thinks",
          "End with a turn of the user, or leave thinking out.");
    }
  }

  std::string unsupported_thinking(std::string_view instead = {}) const {
    std::string words =
        "\"thinking.type." + std::string(facts_.thinking->type) + "\" is not supported for this model.";
    if (!instead.empty()) words += " Use " + std::string(instead) + " to control thinking behavior.";
    return words;
  }

  void check_thinking() {
    if (!facts_.thinking) return;
    const ThinkingFacts& thinking = *facts_.thinking;
    const std::string_view type = thinking.type;
    if (type.empty()) {
      return add_general("thinking: Unable to extract tag using discriminator 'type'",
                         "Set thinking.type, for example to \"adaptive\".");
    }
    if (type == "enabled") {
      check_budget_thinking();
    } else if (type == "adaptive") {
      if (!rules_.adaptive_thinking) {
        add("adaptive thinking is not supported on this model",
            "thinking.type: ", "knows no adaptive thinking",
            rules_.thinking ? "Use thinking of type \"enabled\" with a budget of 1024 tokens or more."
                            : "Leave it out.");
      }
    } else if (type == "between_tools") {
      if (!rules_.between_tools_thinking) {
        add(unsupported_thinking(), "thinking.type: ", "knows no thinking \"between_tools\"",
            rules_.adaptive_thinking ? "Use thinking of type \"adaptive\"." : "Leave it out.");
      }
    } else if (type == "disabled") {
      check_disabled_thinking();
    } else {
      return add_general("thinking: Input tag '" + std::string(type) +
                             "' found using 'type' does not match any of the expected tags: 'adaptive', "
                             "'between_tools', 'disabled', 'enabled'",
                         std::string(kAdaptiveFix));
    }
    const bool has_stray_budget = thinking.has_budget && type != "enabled";
    const std::string_view stray = has_stray_budget ? "budget_tokens" : thinking.unknown_member;
    if (stray.empty()) return;
    add_general(
        "thinking." + std::string(type) + "." + std::string(stray) + ": Extra inputs are not permitted",
        has_stray_budget ? "A budget goes with thinking.type \"enabled\" only; leave it out."
                         : "Leave it out.");
  }

  void check_budget_thinking() {
    constexpr std::string_view instead = "\"thinking.type.adaptive\" and \"output_config.effort\"";
    if (!rules_.thinking) {
      return add(unsupported_thinking(), "thinking: ", "cannot think before it answers", "Leave it out.");
    }
    if (!rules_.budget_thinking) {
      return add(unsupported_thinking(instead), "thinking.type: ", "takes no thinking budget", kAdaptiveFix);
    }
    const ThinkingFacts& thinking = *facts_.thinking;
    const std::string where = "thinking.enabled.budget_tokens: ";
    if (!thinking.has_budget) {
      return add_general(where + "Field required", "Set it to at least 1024 and to less than max_tokens.",
                         "thinking.budget_tokens: required with thinking.type \"enabled\"");
    }
    if (!thinking.budget)
      return add_general(where + "Input should be a valid integer", "Set it to 1024 or more.");
    if (*thinking.budget < kSmallestBudget) {
      return add_general(where + "Input should be greater than or equal to 1024", "Set it to 1024 or more.",
                         "thinking.budget_tokens: must be at least 1024");
    }
    // A beta lets the budget span several turns.
    if (facts_.has_beta_like("interleaved-thinking-") || !facts_.max_tokens ||
        *thinking.budget < *facts_.max_tokens)
      return;
    add_general("`max_tokens` must be greater than `thinking.budget_tokens`.",
                "Set max_tokens above " + std::to_string(*thinking.budget) + ".",
                "thinking.budget_tokens: must be less than max_tokens");
  }

  void check_disabled_thinking() {
    if (!rules_.disabled_thinking) {
      std::string instead = "\"thinking.type.adaptive\" and \"output_config.effort\"";
      if (rules_.between_tools_thinking)
        instead = "\"thinking.type.between_tools\" for the lowest thinking setting, or " + instead;
      add(unsupported_thinking(instead), "thinking.type: ", "always thinks",
          rules_.between_tools_thinking ? "Use thinking of type \"between_tools\" for the least."
                                        : "Leave it out.");
    } else if (!rules_.disabled_thinking_above_high_effort &&
               (facts_.effort == "xhigh" || facts_.effort == "max")) {
      const std::string effort = "effort \"" + std::string(facts_.effort) + "\"";
      add("\"thinking.type.disabled\" is not supported for this model with " + effort + ".",
          "thinking.type: ", "thinks with " + effort,
          "Set output_config.effort to \"high\" or less, or leave thinking.type out.");
    }
  }

  void check_system_messages() {
    for (const SystemMessageFacts& message : facts_.system_messages) {
      const std::string where = "messages." + std::to_string(message.index);
      if (!rules_.system_messages) {
        add("role 'system' is not supported on this model", where + ": ",
            "takes no messages of the role \"system\"", "Write it into system, or into the user's message.");
      } else if (!rules_.effort_in_messages && message.has_output_config) {
        add(where + ".output_config: Extra inputs are not permitted",
            where + ".output_config: ", "takes effort for the whole request only",
            "Set MessageCreateParams::output_config.");
      } else {
        continue;
      }
      return;
    }
  }

  /// opencode issue 3077, langchain-aws issue 844, pydantic-ai issue 2453, RooCodeInc/Roo-Code PR 11238, all of
  /// Bedrock. Adaptive thinking has no such rule: Anthropic, "Adaptive thinking".
  void check_open_turn() {
    const auto& start = facts_.open_turn;
    if (!facts_.thinking || facts_.thinking->type != "enabled" || !start) return;
    if (start->type == "thinking" || start->type == "redacted_thinking") return;
    add_general(
        start->place + ".type: Expected `thinking` or `redacted_thinking`, but found `" +
            std::string(start->type) +
            "`. When `thinking` is enabled, a final `assistant` message must start with a thinking block "
            "(preceeding the lastmost set of `tool_use` and `tool_result` blocks). We recommend you "
            "include thinking blocks from previous turns. To avoid this requirement, disable `thinking`. "
            "Please consult our documentation at "
            "https://docs.claude.com/en/docs/build-with-claude/extended-thinking",
        "Send the whole answer back, its thinking blocks too: messages.push_back(answer.to_param()).",
        start->place + ": the turn that called the tools has lost its thinking block");
  }

  void check_effort() {
    if (rules_.effort || facts_.effort.empty()) return;
    add("This model does not support the effort parameter.", "output_config.effort: ", "knows no effort",
        "Leave it out.");
  }

  void check_tool_choice() {
    if (!facts_.forces_a_tool()) return;
    if (!rules_.forced_tool_choice) {
      add("tool_choice: type \"tool\" and \"any\" are not supported for this model.",
          "tool_choice: ", "cannot be made to call a tool",
          "Leave it out and ask for the tool in the prompt.");
    } else if (!rules_.forced_tool_choice_while_thinking && facts_.thinks()) {
      add("Thinking may not be enabled when tool_choice forces tool use.",
          "tool_choice: ", "cannot be made to call a tool while it thinks",
          "Leave tool_choice or thinking out.");
    }
  }

  const RequestFacts& facts_;
  const ModelRules& rules_;
  const ModelInfo& model_;
  std::vector<BrokenRule> broken_;
};

}  // namespace

std::vector<BrokenRule> broken_model_rules(const RequestFacts& facts, const ModelInfo& model) {
  return Check(facts, model).run();
}

std::vector<BrokenRule> warnings_for_new_model(std::string_view model, const RequestFacts& facts) {
  const bool is_claude = model.find("claude-") != std::string_view::npos;
  // An application profile may be of any age.
  if (!is_claude || model.starts_with("arn:") || find_model(model)) return {};
  ModelInfo newest = {};
  newest.name = model;
  newest.first_party_id = model;
  newest.accepts = newest_model_rules();
  return broken_model_rules(facts, newest);
}

}  // namespace anthropic::internal
