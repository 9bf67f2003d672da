#include "local/validation/validate_tools.hpp"

#include <string>

namespace anthropic::internal::local {
namespace {

constexpr PlatformSet kNotTheRuntime = kAllPlatforms & ~kRuntimePlatforms;

struct ToolType {
  std::string_view name;
  PlatformSet platforms = kAllPlatforms;
  bool needs_computer_beta = false;  ///< on Bedrock's runtime
};

// As of 2026-11-30. What Bedrock's runtime takes: the list of its own refusals (code_execution_20250825 to Sonnet
// 4.6, 2026; web_search_20250305, AWS re:Post 2025), AWS's page on Claude's parameters for computer use, and a
// measurement of the runtime's Messages endpoint of 2026-09-05 for the toolsets. The others: @anthropic-ai/sdk
// 1.14.0.
constexpr ToolType kToolTypes[] = {
    {"bash_20241022", kAllPlatforms, true},
    {"bash_20250124"},
    {"browser_toolset_20260801"},
    {"computer_20241022", kAllPlatforms, true},
    {"computer_20250124", kAllPlatforms, true},
    {"computer_20251124", kAllPlatforms, true},
    {"computer_toolset_20260801"},
    {"custom"},
    {"memory_20250818"},
    {"text_editor_20241022", kAllPlatforms, true},
    {"text_editor_20250124"},
    {"text_editor_20250429"},
    {"text_editor_20250728"},
    {"tool_search_tool_bm25"},
    {"tool_search_tool_bm25_20251119"},
    {"tool_search_tool_regex"},
    {"tool_search_tool_regex_20251119"},
    {"advisor_20260301", kNotTheRuntime},
    {"code_execution_20250522", kNotTheRuntime},
    {"code_execution_20250825", kNotTheRuntime},
    {"code_execution_20260120", kNotTheRuntime},
    {"code_execution_20260521", kNotTheRuntime},
    {"mcp_toolset", kNotTheRuntime},
    {"web_fetch_20250910", kNotTheRuntime},
    {"web_fetch_20260209", kNotTheRuntime},
    {"web_fetch_20260309", kNotTheRuntime},
    {"web_fetch_20260318", kNotTheRuntime},
    {"web_search_20250305", kNotTheRuntime},
    {"web_search_20260209", kNotTheRuntime},
    {"web_search_20260318", kNotTheRuntime},
};

/// "web_search_" of "web_search_20250305": later versions of it are no inventions.
std::string_view family_of(std::string_view type) {
  const std::size_t end = type.find_last_not_of("0123456789");
  return end == std::string_view::npos ? type : type.substr(0, end + 1);
}

/// Bedrock's runtime takes the versions that it lists, the others every version of what they have.
bool is_taken(std::string_view type, const ToolType& known, bool is_runtime) {
  return known.name == type || (!is_runtime && family_of(known.name) == family_of(type));
}

Checked check_type(std::string_view type, const std::string& where, PlatformKind platform,
                   bool has_computer_beta) {
  const bool is_runtime = (kRuntimePlatforms & bit(platform)) != 0;
  const auto is_offered = [&](const ToolType& known) {
    const bool lacks_beta = is_runtime && known.needs_computer_beta && !has_computer_beta;
    return (known.platforms & bit(platform)) != 0 && !lacks_beta;
  };
  for (const ToolType& known : kToolTypes) {
    if (is_offered(known) && is_taken(type, known, is_runtime)) return std::nullopt;
  }
  std::string expected;
  for (const ToolType& known : kToolTypes) {
    if (!is_offered(known)) continue;
    if (!expected.empty()) expected += ", ";
    expected += "'" + std::string(known.name) + "'";
  }
  return complaint(where, "Input tag '" + std::string(type) +
                              "' found using 'type' does not match any of the expected tags: " + expected);
}

// Members that are betas on Bedrock are among the rules that the client knows as well.
Checked check_custom_tool(const Json& tool, const std::string& where) {
  if (auto refusal =
          only_members(tool, where,
                       {"type", "name", "description", "input_schema", "cache_control", "strict",
                        "defer_loading", "eager_input_streaming", "input_examples", "allowed_callers"}))
    return refusal;
  if (auto refusal = requires_string(tool, where, "name")) return refusal;
  if (const Json* description = tool.find("description"); description && !description->is_null()) {
    if (auto refusal = is_valid_string(*description, place(where, "description"))) return refusal;
  }
  const std::string schema_place = place(where, "input_schema");
  const Json* schema = tool.find("input_schema");
  if (!schema) return complaint(schema_place, "Field required");
  if (auto refusal = is_valid_object(*schema, schema_place)) return refusal;
  if (!schema->contains("type")) return complaint(place(schema_place, "type"), "Field required");
  if ((*schema)["type"].as_string() != "object")
    return complaint(place(schema_place, "type"), "Input should be 'object'");
  return std::nullopt;
}

Checked check_tool_choice(const Json& choice) {
  if (auto refusal = is_valid_object(choice, "tool_choice")) return refusal;
  if (auto refusal = requires_string(choice, "tool_choice", "type")) return refusal;
  const std::string type = choice["type"].string_or("");
  const std::string where = place("tool_choice", type);
  if (const Json* alone = choice.find("disable_parallel_tool_use"); alone && !alone->is_null()) {
    if (auto refusal = is_valid_boolean(*alone, place(where, "disable_parallel_tool_use"))) return refusal;
  }
  if (type == "tool") return only_members(choice, where, {"type", "name", "disable_parallel_tool_use"});
  if (type == "none") return only_members(choice, where, {"type"});
  if (type == "auto" || type == "any")
    return only_members(choice, where, {"type", "disable_parallel_tool_use"});
  return std::nullopt;
}

}  // namespace

Checked check_tools(const Json& body) {
  if (const Json* tools = body.find("tools")) {
    if (auto refusal = is_valid_list(*tools, "tools")) return refusal;
    for (std::size_t i = 0; i < tools->size(); ++i) {
      const Json& tool = (*tools)[i];
      const std::string where = place("tools", i);
      if (auto refusal = is_valid_object(tool, where)) return refusal;
      if (tool["type"].string_or("custom") != "custom") continue;
      if (auto refusal = check_custom_tool(tool, place(where, "custom"))) return refusal;
    }
  }
  const Json* choice = body.find("tool_choice");
  return choice ? check_tool_choice(*choice) : std::nullopt;
}

Checked check_tool_types(const Json& body, PlatformKind platform, bool has_computer_beta) {
  const Json& tools = body["tools"];
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const std::string type = tools[i]["type"].string_or("custom");
    if (auto refusal = check_type(type, place("tools", i), platform, has_computer_beta)) return refusal;
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
