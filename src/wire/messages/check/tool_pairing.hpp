#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <anthropic/message.hpp>
#include <anthropic/request_check.hpp>

namespace anthropic::internal {

/// A call of a tool, or a result, that does not pair.
struct PairingFault {
  enum class Kind : std::uint8_t { id_used_twice, answered_twice, no_call, no_answer };
  Kind kind;
  std::size_t message;  ///< the one that it stands in
  std::string id;
};

/// Whether each tool_use has its one tool_result in the user's turn that follows, and each tool_result its
/// tool_use. Neighbouring messages of one role are one turn; those of neither user nor assistant are none.
/// The ids must outlive it.
class ToolPairing {
 public:
  std::optional<PairingFault> begin_message(std::string_view role);
  /// The ids of the message's tool_use and tool_result blocks, in turn. Those that are empty pair with
  /// nothing, and so do calls of the user's and results of the assistant's.
  std::optional<PairingFault> call(std::string_view id);
  std::optional<PairingFault> answer(std::string_view id);
  /// After the last message.
  std::optional<PairingFault> end() const;

 private:
  PairingFault unanswered() const;

  enum class Speaker : std::uint8_t { user, assistant, other };
  Speaker speaker_ = Speaker::other;  // of the message
  std::size_t messages_ = 0;
  bool in_user_turn_ = true;
  std::unordered_set<std::string_view> seen_;               // ids of all calls
  std::unordered_map<std::string_view, std::size_t> open_;  // calls without an answer, and where they are
  std::unordered_set<std::string_view> answered_;           // in this turn of the user's
};

/// The id that a block calls a tool by; empty if it calls none. Valid as long as the block.
std::string_view called_id(const ContentBlock& block);

/// The first id of a tool_use, in `answer` and the conversation before it, that an earlier one has already;
/// empty ids too. None if all differ.
std::optional<std::string> find_repeated_call(const std::vector<MessageParam>& messages,
                                              const std::vector<ContentBlock>& answer = {});

}  // namespace anthropic::internal
