#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  bool has_betas = false;  ///< in the body
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
  std::optional<std::string> first_image = {};  ///< its place
  bool has_url_source = false;
  bool has_file_source = false;
  std::size_t message_count = 0;
  std::string_view last_role = {};
  bool adds_tools = false;  ///< a message holds a tool_addition
  bool is_paused = false;   ///< the last message holds blocks of the server's own tools

  bool has(std::string_view member) const;
  /// Whether Claude is asked to think before it answers.
  bool thinks() const;
  bool forces_a_tool() const;
};

/// Reads them in one pass, without a tree.
RequestFacts read_request_facts(std::string_view body_json);

}  // namespace anthropic::internal
