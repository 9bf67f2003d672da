#include "local/messages_api/replayed_blocks.hpp"

#include <string>
#include <utility>

namespace anthropic::internal::local {
namespace {

// Who called the tool: Claude itself, or its code.
Checked check_caller(const Json& caller, const std::string& where) {
  if (caller.is_null()) return std::nullopt;
  if (auto refusal = is_valid_object(caller, where)) return refusal;
  const std::string type = caller["type"].string_or("");
  if (type == "direct") return only_members(caller, place(where, type), {"type"});
  if (type != "code_execution_20250825" && type != "code_execution_20260120")
    return complaint(where, "Input tag '" + type +
                                "' found using 'type' does not match any of the expected tags: 'direct', "
                                "'code_execution_20250825', 'code_execution_20260120'");
  if (auto refusal = only_members(caller, place(where, type), {"type", "tool_id"})) return refusal;
  return requires_string(caller, place(where, type), "tool_id");
}

Checked take_out_of_blocks(Json& content, const std::string& where) {
  Json::Array blocks = content.items();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Json& block = blocks[i];
    const std::string type = block["type"].string_or("");
    if (type == "text" && block["citations"].is_null()) block.erase("citations");
    if (type == "tool_use") {
      const std::string block_place = place(place(where, i), type);
      if (auto refusal = check_caller(block["caller"], place(block_place, "caller"))) return refusal;
      block.erase("caller");
    }
    if (type == "tool_use" || type == "tool_result") block.erase("toolset_name");
    Json* inner = block.find("content");
    if (!inner || !inner->is_array()) continue;
    if (auto refusal = take_out_of_blocks(*inner, place(place(where, i), "content"))) return refusal;
  }
  content = Json(std::move(blocks));
  return std::nullopt;
}

}  // namespace

Checked take_out_replayed_members(Json& body) {
  if (!body["messages"].is_array()) return std::nullopt;
  Json::Array messages = body["messages"].items();
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Json* content = messages[i].find("content");
    if (!content || !content->is_array()) continue;
    if (auto refusal = take_out_of_blocks(*content, place(place("messages", i), "content"))) return refusal;
  }
  body.set("messages", Json(std::move(messages)));
  if (Json* system = body.find("system"); system && system->is_array())
    return take_out_of_blocks(*system, "system");
  return std::nullopt;
}

}  // namespace anthropic::internal::local
