#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/headers.hpp>

#include "platform/requests/open_turn.hpp"

namespace anthropic::internal {

/// A `cache_control` that is not null.
struct CacheBreakpoint {
  std::string place = {};   ///< of the block or tool that it marks: "messages.1.content.0"
  std::string schema = {};  ///< the same with the block's type behind it, as answers write it; or the place
  std::optional<std::string_view> type = {};
  std::optional<std::string_view> ttl = {};
  bool has_scope = false;
  std::string_view unknown_member = {};
};

/// A block whose members have rules of their own: tool_use, tool_result or thinking.
struct BlockFacts {
  std::string place = {};
  std::string_view type = {};
  std::string_view id = {};    ///< of a tool_use; `tool_use_id` of a tool_result
  std::string_view name = {};  ///< of a tool_use
  std::optional<std::string_view> signature = {};
};

struct ToolFacts {
  std::string_view type = {};  ///< "custom" if the tool does not say
  std::optional<std::string_view> name = {};
  std::string_view combines = {};  ///< "anyOf", "oneOf" or "allOf" at the root of its input_schema
  /// A name in `input_schema.properties` that is none for the server; those of nested objects are free.
  std::optional<std::string_view> odd_property = {};
  bool is_strict = false;
  bool is_deferred = false;    ///< `defer_loading`
  bool streams_input = false;  ///< `eager_input_streaming`
  bool has_examples = false;   ///< `input_examples`
};

/// A message of the role "system", and what is about it in the list.
struct SystemMessageFacts {
  std::size_t index = 0;
  std::string_view role_before = {};  ///< of the message before it; empty if it is the first
  std::string_view role_after = {};   ///< of the one behind it; empty if it is the last
  bool follows_server_tool = false;   ///< the one before it ends in a tool of the server
  bool is_empty = true;               ///< no block, or an empty text
  bool has_output_config = false;
  bool sets_effort = false;
  std::optional<std::string_view> clear_at = {};
  std::optional<std::size_t> first_tool_change = {};  ///< the place of a tool_addition or tool_removal
  std::optional<std::size_t> first_breakpoint = {};   ///< the place of a block with cache_control
  bool has_other_blocks = false;                      ///< neither text nor a change of the tools

  bool lasts_a_turn() const { return clear_at == "next_user_message"; }
  /// Only sets the effort, and shows the model nothing.
  bool is_directive() const { return is_empty && sets_effort; }
};

/// A member of a message that only those of the role "system" have.
struct StrayMember {
  std::size_t message = 0;
  std::string_view name = {};  ///< "clear_at" or "output_config"
};

/// A tool_addition or tool_removal that names a tool.
struct ToolReferenceFacts {
  std::string place = {};
  std::string_view tool = {};
};

/// Whether a `thinking.type` makes the model think.
inline bool is_thinking(std::string_view type) {
  return type == "enabled" || type == "adaptive";
}

struct ThinkingFacts {
  std::string_view type = {};
  std::optional<std::int64_t> budget = {};
  bool has_budget = false;  ///< `budget_tokens` is there, a number or not
  std::string_view unknown_member = {};
};

/// What the rules ask of a request, read from its body. The views point into the body; texts are as they are
/// written there, escapes included. What has the wrong type counts as missing.
struct RequestFacts {
  std::vector<std::string_view> members = {};  ///< of the body itself, those that are null left out
  std::optional<std::int64_t> max_tokens = {};
  std::optional<double> temperature = {};
  std::optional<double> top_p = {};
  bool has_top_k = false;
  std::vector<std::string_view> betas = {};  ///< of the body; see add_betas()
  std::string_view effort = {};
  bool has_output_format = false;
  std::optional<ThinkingFacts> thinking = {};

  std::vector<ToolFacts> tools = {};
  std::string_view tool_choice = {};  ///< its type
  std::string_view chosen_tool = {};

  std::vector<CacheBreakpoint> cache_breakpoints =
      {};  ///< in the order of the server: tools, system, messages
  std::optional<CacheBreakpoint> automatic_caching = {};
  bool last_block_is_marked = false;

  std::vector<BlockFacts> blocks = {};
  std::optional<TurnStart> open_turn = {};      ///< the assistant's turn that results of its tools go on with
  std::optional<std::string> first_image = {};  ///< its place
  bool has_url_source = false;
  bool has_file_source = false;
  std::size_t message_count = 0;
  std::vector<SystemMessageFacts> system_messages = {};
  std::vector<StrayMember> stray_members = {};
  std::vector<ToolReferenceFacts> tool_references = {};
  std::vector<std::string_view> added_tools = {};  ///< defined by a tool_addition
  std::string_view last_role = {};                 ///< of those that are not "system"
  bool adds_tools = false;                         ///< a message holds a tool_addition
  bool is_paused = false;                          ///< its message holds blocks of the server's own tools

  bool has(std::string_view member) const;
  /// Whether Claude is asked to think before it answers.
  bool thinks() const;
  bool forces_a_tool() const;
  bool has_beta(std::string_view name) const;
  /// Whether a beta's name begins so: betas have versions.
  bool has_beta_like(std::string_view prefix) const;
  /// Those of a header, "a,b". The list must outlive the facts.
  void add_betas(std::string_view header);
  /// Those of the headers anthropic-beta, which must outlive the facts, too.
  void add_betas(const Headers& headers);
};

/// Reads them in one pass, without a tree.
RequestFacts read_request_facts(std::string_view body_json);

}  // namespace anthropic::internal
