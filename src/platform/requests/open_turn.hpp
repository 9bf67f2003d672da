#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// What an assistant's turn begins with.
struct TurnStart {
  std::string place = {};      ///< "messages.1.content.0"
  std::string_view type = {};  ///< its block's, "text" for a text without blocks
};

/// Finds the assistant's turn that a conversation goes on with: results of tools continue it, any other message of
/// the user ends it.
class OpenTurn {
 public:
  void begin_message() {
    first_ = {};
    results_ = others_ = 0;
    calls_ = false;
  }

  void add_block(std::string_view type) {
    if (first_.empty()) first_ = type;
    calls_ = calls_ || type == "tool_use";
    (type == "tool_result" ? results_ : others_) += 1;
  }

  void end_message(std::string_view role, const std::string& content) {
    last_role_ = role;
    if (role == "user" && results_ > 0) {
      is_clear_ = is_clear_ && others_ == 0;
    } else if (role == "assistant") {
      if (!start_) start_ = TurnStart{content + ".0", first_.empty() ? "text" : first_};
      has_calls_ = has_calls_ || calls_;
    } else {
      start_.reset();
      has_calls_ = false;
      is_clear_ = role == "user";
    }
  }

  /// Where it began; nothing if the last message begins a turn of the user's own, or if results that came with other
  /// blocks, or a message of another role, leave it unclear.
  std::optional<TurnStart> start() const {
    return is_clear_ && has_calls_ && last_role_ == "user" ? start_ : std::nullopt;
  }

 private:
  std::string_view first_;  // of the message: its first block's type
  std::size_t results_ = 0;
  std::size_t others_ = 0;
  bool calls_ = false;
  std::string_view last_role_;
  std::optional<TurnStart> start_;
  bool has_calls_ = false;
  bool is_clear_ = true;
};

}  // namespace anthropic::internal
