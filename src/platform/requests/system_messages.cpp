#include "platform/requests/system_messages.hpp"

#include <algorithm>

// Anthropic's pages "Mid-conversation system messages and tool changes" and "Per-message effort" (2026-11),
// and AWS's "Mid-conversation system messages". AWS's page also refuses two in a row; Anthropic's, which is
// newer and speaks of Bedrock, too, judges them together. The words: answers of claude-opus-5-5 from
// 2026-10-06, and the list on Anthropic's page; the ones about tools that are changed are ours.

namespace anthropic::internal {
namespace {

constexpr std::string_view kEffortBeta = "mid-conversation-output-config-2026-07-01";
constexpr std::string_view kEffortBetaOfClaudeCode = "per-turn-control-2026-07-01";
constexpr std::string_view kClearAtBeta = "mid-conversation-system-clear-at-2026-08-21";
constexpr std::string_view kToolChangesBeta = "mid-conversation-tool-changes-2026-07-01";
constexpr std::string_view kInlineToolsBeta = "inline-tools-2026-09-15";

constexpr std::string_view kAnywhere =
    "; the directive-only form (content: [] with output_config) is accepted at any position";
constexpr std::string_view kPlaceFix =
    "Put it right behind a message of the user's, at the end or before the assistant's answer.";
constexpr std::string_view kExtraInput = "Extra inputs are not permitted";

using Messages = std::vector<SystemMessageFacts>;

class SystemMessageCheck {
 public:
  SystemMessageCheck(const RequestFacts& facts, std::vector<BrokenRule>& broken)
      : facts_(facts), broken_(broken) {}

  void run() {
    check_stray_members();
    for (const SystemMessageFacts& message : facts_.system_messages) check_message(message);
    for (auto begin = facts_.system_messages.begin(); begin != facts_.system_messages.end();) {
      const auto end = end_of_row(begin);
      check_place(begin, end);
      begin = end;
    }
    check_references();
  }

 private:
  static std::string place(std::size_t message) { return "messages." + std::to_string(message); }

  void add(std::string where, std::string_view what, std::string_view fix) {
    broken_.push_back({.words = std::move(where) + ": " + std::string(what), .fix = std::string(fix)});
  }

  static std::string add_beta(std::string_view beta) {
    return "It needs a beta: add \"" + std::string(beta) + "\" to MessageCreateParams::betas.";
  }

  void check_stray_members() {
    for (const StrayMember& stray : facts_.stray_members) {
      std::string where = place(stray.message) + "." + std::string(stray.name);
      const bool is_known = stray.name == "clear_at" && facts_.has_beta(kClearAtBeta);
      add(std::move(where), is_known ? "clear_at is only permitted on role 'system' messages" : kExtraInput,
          "Only messages of the role \"system\" have it.");
    }
  }

  void check_message(const SystemMessageFacts& message) {
    const std::string where = place(message.index);
    if (message.has_output_config && !facts_.has_beta(kEffortBeta) &&
        !facts_.has_beta(kEffortBetaOfClaudeCode))
      add(where + ".output_config", kExtraInput, add_beta(kEffortBeta));
    if (message.clear_at && !facts_.has_beta(kClearAtBeta)) {
      add(where + ".clear_at", kExtraInput, add_beta(kClearAtBeta));
    } else if (message.clear_at && message.clear_at != "never" && !message.lasts_a_turn()) {
      add(where + ".clear_at", "Input should be 'next_user_message' or 'never'",
          "Leave it out for a message that stays.");
    }
    if (message.has_other_blocks) {
      add(where, "role 'system' supports text, tool_addition, and tool_removal blocks only",
          "Send the other blocks in a message of the user's.");
    }
    if (message.first_tool_change && !facts_.has_beta(kToolChangesBeta) &&
        !facts_.has_beta(kInlineToolsBeta)) {
      add(where + ".content." + std::to_string(*message.first_tool_change),
          "tool_addition and tool_removal need the beta " + std::string(kToolChangesBeta),
          add_beta(kToolChangesBeta));
    }
    if (message.is_empty && !message.sets_effort) {
      add(where, "system content must contain at least one block",
          "Write a text, or set output_config.effort beside the empty content.");
    }
    if (message.lasts_a_turn()) check_turn_scoped(message, where);
  }

  void check_turn_scoped(const SystemMessageFacts& message, const std::string& where) {
    constexpr std::string_view scope = " (clear_at: 'next_user_message')";
    constexpr std::string_view fix = "Send it in a message of the role \"system\" without clear_at.";
    if (message.first_tool_change) {
      add(where, "a turn-scoped system message supports text blocks only" + std::string(scope), fix);
    }
    if (message.has_output_config) {
      add(where, "output_config is not permitted on a turn-scoped system message" + std::string(scope), fix);
    }
    if (message.first_breakpoint) {
      add(where + ".content." + std::to_string(*message.first_breakpoint),
          "cache_control is not permitted on a turn-scoped system message" + std::string(scope),
          "Put cache_control on the last block of the user's message before it.");
    }
  }

  Messages::const_iterator end_of_row(Messages::const_iterator begin) const {
    auto end = begin + 1;
    while (end != facts_.system_messages.end() && end->index == (end - 1)->index + 1) ++end;
    return end;
  }

  /// Of messages in a row, which are judged together.
  void check_place(Messages::const_iterator begin, Messages::const_iterator end) {
    if (std::all_of(begin, end, [](const SystemMessageFacts& each) { return each.is_directive(); })) return;
    const std::string where = place(begin->index);
    const std::string_view after = (end - 1)->role_after;
    if (begin->index == 0) {
      add(where,
          "use the top-level 'system' parameter for the initial system prompt" + std::string(kAnywhere),
          "Write it into MessageCreateParams::system.");
    } else if (begin->role_before != "user" && !begin->follows_server_tool) {
      add(where,
          "role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool "
          "result" +
              std::string(kAnywhere),
          kPlaceFix);
    } else if (!after.empty() && after != "assistant") {
      add(where,
          "role 'system' must precede an 'assistant' message or end the array" + std::string(kAnywhere),
          kPlaceFix);
    }
  }

  bool is_offered(std::string_view tool) const {
    const auto is_it = [&](std::string_view name) { return name == tool; };
    return std::any_of(facts_.tools.begin(), facts_.tools.end(),
                       [&](const ToolFacts& known) { return known.name && is_it(*known.name); }) ||
           std::any_of(facts_.added_tools.begin(), facts_.added_tools.end(), is_it);
  }

  void check_references() {
    // A thread keeps the tools that it was created with.
    if (facts_.has("thread")) return;
    for (const ToolReferenceFacts& reference : facts_.tool_references) {
      if (is_offered(reference.tool)) continue;
      broken_.push_back({.words = reference.place + ".tool.name: Tool '" + std::string(reference.tool) +
                                  "' not found in provided tools",
                         .fix = "List it in tools, with defer_loading if it is to be added later.",
                         .error_code = "tool_reference_unresolved"});
    }
  }

  const RequestFacts& facts_;
  std::vector<BrokenRule>& broken_;
};

}  // namespace

void check_system_messages(const RequestFacts& facts, std::vector<BrokenRule>& broken) {
  SystemMessageCheck(facts, broken).run();
}

}  // namespace anthropic::internal
