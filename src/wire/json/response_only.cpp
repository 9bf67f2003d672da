#include "wire/json/response_only.hpp"

namespace anthropic::internal {

bool is_response_only(std::string_view type, const Json::Member& member) {
  const std::string_view name = member.name;
  if (name == "caller") return type.ends_with("tool_use") || type.ends_with("tool_result");
  if (name == "toolset_name") return member.value.is_null() && (type == "tool_use" || type == "tool_result");
  if (name == "parsed_output") return type == "text";
  if (name == "citations") return type == "text" && member.value.is_null();
  if (name == "file_id") return type.ends_with("_location");
  return false;
}

}  // namespace anthropic::internal
