#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/cache_control.hpp>
#include <anthropic/json.hpp>
#include <anthropic/lifetime_bound.hpp>
#include <anthropic/string_list.hpp>

// What Claude may call. https://docs.claude.com/en/docs/agents-and-tools/tool-use/overview

namespace anthropic::inline v0 {

/// A tool of your own: Claude asks for it with a ToolUseBlock, you run it and answer with a ToolResultBlock.
struct Tool {
  std::string name = {};  ///< Letters, digits, "_" and "-", at most 64.
  /// What it does, when to use it and what it cannot tell. A detailed description improves its use.
  std::optional<std::string> description = {};
  Json input_schema = Json::object({{"type", "object"}});  ///< A JSON Schema of type "object".
  std::optional<bool> strict = {};                         ///< Whether inputs always fit the schema.
  /// Whether the input is streamed without waiting until it is valid JSON.
  std::optional<bool> eager_input_streaming = {};
  std::optional<bool> defer_loading = {};  ///< Claude learns of it only when a tool search finds it.
  StringList allowed_callers = {};         ///< For example "direct".
  std::vector<Json> input_examples = {};   ///< Objects that fit the schema.
  std::optional<CacheControl> cache_control = {};
  Json extra = {};
};

/// A tool with a type of its own, unchanged: one that the API defines, such as
/// `UnknownTool{Json::object({{"type", "bash_20250124"}, {"name", "bash"}})}`.
struct UnknownTool {
  Json json = {};
};

/// One of a request's tools. Use it as the std::variant it is.
struct ToolUnion : std::variant<Tool, UnknownTool> {
  using variant::variant;
  using variant::operator=;

  // Defined once, in the library: they are long, and every copy of a message has them.
  ToolUnion() noexcept;
  ToolUnion(const ToolUnion&);
  ToolUnion(ToolUnion&&) noexcept;
  ToolUnion& operator=(const ToolUnion&);
  ToolUnion& operator=(ToolUnion&&) noexcept;
  ~ToolUnion();

  /// "custom" for a Tool, else the type in its JSON.
  std::string_view type() const ANTHROPIC_LIFETIME_BOUND;
  std::string_view name() const ANTHROPIC_LIFETIME_BOUND;

  Json to_json() const;
  static ToolUnion from_json(Json json);
};

/// Whether and which tools Claude must use: `.tool_choice = ToolChoice::tool("get_weather")`.
struct ToolChoice {
  std::string type = "auto";  ///< "auto", "any", "tool" or "none".
  std::string name = {};      ///< Of the tool, for "tool".
  /// At most one tool call in an answer.
  std::optional<bool> disable_parallel_tool_use = {};
  Json extra = {};

  static ToolChoice automatic();  ///< Claude decides, as in a request without a tool choice.
  static ToolChoice any();        ///< Some tool must be used.
  static ToolChoice tool(std::string name);
  static ToolChoice none();

  Json to_json() const;
  static ToolChoice from_json(Json json);
};

}  // namespace anthropic::inline v0
