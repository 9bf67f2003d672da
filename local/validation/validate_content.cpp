#include "local/validation/validate_content.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/crypto/encoding.hpp"
#include "local/checks/thinking_seal.hpp"

namespace anthropic::internal::local {
namespace {

// What a request may hold. Blocks that are not checked further are accepted as they are.
constexpr std::array<std::string_view, 23> kRequestBlocks = {
    "text",
    "image",
    "document",
    "search_result",
    "thinking",
    "redacted_thinking",
    "tool_use",
    "tool_result",
    "server_tool_use",
    "web_search_tool_result",
    "web_fetch_tool_result",
    "code_execution_tool_result",
    "bash_code_execution_tool_result",
    "text_editor_code_execution_tool_result",
    "tool_search_tool_result",
    "container_upload",
    "compaction",
    "tool_reference",
    "advisor_tool_result",
    "mcp_tool_use",
    "mcp_tool_result",
    "mcp_tool_listing",
    "fallback",
};

std::string quoted_list(const auto& names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += "'";
    out += name;
    out += "'";
  }
  return out;
}

// What the first bytes of a file say it is; empty if they say nothing known.
std::string_view sniffed_image_type(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
  if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return "image/gif";
  if (bytes.starts_with("RIFF"sv) && bytes.substr(0, 12).ends_with("WEBP"sv)) return "image/webp";
  return {};
}

Checked check_base64_source(const Json& source, const std::string& where) {
  if (auto refusal = only_members(source, where, {"type", "media_type", "data"})) return refusal;
  if (auto refusal = requires_string(source, where, "media_type")) return refusal;
  return requires_string(source, where, "data");
}

Checked check_image(const Json& block, const std::string& where) {
  if (auto refusal = only_members(block, where, {"type", "source", "cache_control"})) return refusal;
  const Json& source = block["source"];
  const std::string source_place = place(where, "source");
  if (!source.is_object()) return complaint(source_place, "Field required");
  if (source["type"].as_string() != "base64")
    return complaint(source_place, "Only the base64 source is supported on this platform");
  const std::string base64_place = place(source_place, "base64");
  if (auto refusal = check_base64_source(source, base64_place)) return refusal;

  constexpr std::array<std::string_view, 4> types = {"image/jpeg", "image/png", "image/gif", "image/webp"};
  const std::string_view media_type = *source["media_type"].as_string();
  if (std::find(types.begin(), types.end(), media_type) == types.end())
    return complaint(place(base64_place, "media_type"), "Input should be one of " + quoted_list(types));
  const std::optional<std::string> bytes = base64_decode(*source["data"].as_string());
  if (!bytes) return complaint(place(base64_place, "data"), "Invalid base64 data");
  const std::string_view real_type = sniffed_image_type(*bytes);
  if (real_type.empty()) return complaint(where, "Could not process image");
  if (real_type == media_type) return std::nullopt;
  return complaint(base64_place, "The image was specified using the " + std::string(media_type) +
                                     " media type, but the image appears to be a " + std::string(real_type) +
                                     " image");
}

Checked check_document(const Json& block, const std::string& where) {
  if (auto refusal =
          only_members(block, where, {"type", "source", "title", "context", "citations", "cache_control"}))
    return refusal;
  const Json& source = block["source"];
  const std::string source_place = place(where, "source");
  if (!source.is_object()) return complaint(source_place, "Field required");
  const std::string type = source["type"].string_or("");
  if (type == "url" || type == "file")
    return complaint(source_place,
                     "Only the base64, text and content sources are supported on this platform");
  if (type != "base64") return std::nullopt;
  const std::string base64_place = place(source_place, "base64");
  if (auto refusal = check_base64_source(source, base64_place)) return refusal;
  if (source["media_type"].as_string() != "application/pdf")
    return complaint(place(base64_place, "media_type"), "Input should be 'application/pdf'");
  if (!base64_decode(*source["data"].as_string()))
    return complaint(place(base64_place, "data"), "Invalid base64 data");
  return std::nullopt;
}

Checked check_text(const Json& block, const std::string& where) {
  if (auto refusal = only_members(block, where, {"type", "text", "cache_control", "citations"}))
    return refusal;
  // An answer's block has it; sending it back is what replayed conversations stumble over.
  if (const Json* citations = block.find("citations"); citations && citations->is_null())
    return complaint(place(where, "citations"), "Extra inputs are not permitted");
  if (auto refusal = requires_string(block, where, "text")) return refusal;
  const std::string_view text = *block["text"].as_string();
  if (text.empty()) return refuse_input("messages: text content blocks must be non-empty");
  if (is_blank(text)) return refuse_input("messages: text content blocks must contain non-whitespace text");
  return std::nullopt;
}

// A tool_addition or tool_removal: the tool that it names, or brings.
Checked check_changed_tool(const Json& block, const std::string& where) {
  if (auto refusal = only_members(block, where, {"type", "tool", "cache_control"})) return refusal;
  const std::string tool_place = place(where, "tool");
  const Json& tool = block["tool"];
  if (tool.is_null()) return complaint(tool_place, "Field required");
  if (auto refusal = is_valid_object(tool, tool_place)) return refusal;
  if (auto refusal = requires_string(tool, tool_place, "type")) return refusal;
  const std::string type = tool["type"].string_or("");
  const std::string typed = place(tool_place, type);
  if (type == "tool_reference") return requires_string(tool, typed, "name");
  if (type == "mcp_toolset_reference") return requires_string(tool, typed, "server_name");
  if (type == "mcp_tool_reference") {
    if (auto refusal = requires_string(tool, typed, "server_name")) return refusal;
    return requires_string(tool, typed, "name");
  }
  if (type == "tool_definition" && block["type"].as_string() == "tool_addition")
    return is_valid_object(tool["definition"], place(typed, "definition"));
  return complaint(tool_place,
                   "Input tag '" + type + "' found using 'type' does not match any of the expected tags");
}

Checked check_tool_use(const Json& block, const std::string& where) {
  if (auto refusal = only_members(block, where, {"type", "id", "name", "input", "cache_control"}))
    return refusal;
  if (auto refusal = requires_string(block, where, "id")) return refusal;
  if (auto refusal = requires_string(block, where, "name")) return refusal;
  if (!block.contains("input")) return complaint(place(where, "input"), "Field required");
  return is_valid_object(block["input"], place(where, "input"));
}

Checked check_tool_result(const Json& block, const std::string& where) {
  if (auto refusal =
          only_members(block, where, {"type", "tool_use_id", "content", "is_error", "cache_control"}))
    return refusal;
  if (auto refusal = requires_string(block, where, "tool_use_id")) return refusal;
  if (const Json* is_error = block.find("is_error")) {
    if (auto refusal = is_valid_boolean(*is_error, place(where, "is_error"))) return refusal;
  }
  const Json* content = block.find("content");
  if (!content || content->is_string()) return std::nullopt;
  if (auto refusal = is_valid_list(*content, place(where, "content"))) return refusal;
  return check_content_blocks(*content, place(where, "content"), "user");
}

// The words for a signature that is empty or missing are those of the rules.
Checked check_thinking(const Json& block, const std::string& where, const std::string& typed_place) {
  if (auto refusal = only_members(block, typed_place, {"type", "thinking", "signature"})) return refusal;
  if (auto refusal = requires_string(block, typed_place, "thinking")) return refusal;
  const Json* signature = block.find("signature");
  if (!signature) return std::nullopt;
  if (auto refusal = is_valid_string(*signature, place(typed_place, "signature"))) return refusal;
  const std::string_view text = *signature->as_string();
  if (text.empty() || may_sign(text, *block["thinking"].as_string())) return std::nullopt;
  return complaint(where, "Invalid `signature` in `thinking` block");
}

Checked check_redacted_thinking(const Json& block, const std::string& where, const std::string& typed_place) {
  if (auto refusal = only_members(block, typed_place, {"type", "data"})) return refusal;
  if (auto refusal = requires_string(block, typed_place, "data")) return refusal;
  if (may_be_sealed(*block["data"].as_string())) return std::nullopt;
  return complaint(where, "Invalid `data` in `redacted_thinking` block");
}

Checked check_block(const Json& block, const std::string& where, std::string_view role) {
  if (auto refusal = is_valid_object(block, where)) return refusal;
  if (auto refusal = requires_string(block, where, "type")) return refusal;
  const std::string_view type = *block["type"].as_string();
  if (std::find(kRequestBlocks.begin(), kRequestBlocks.end(), type) == kRequestBlocks.end())
    return complaint(where, "Input tag '" + std::string(type) +
                                "' found using 'type' does not match any of the expected tags: " +
                                quoted_list(kRequestBlocks));
  const std::string typed_place = place(where, type);
  const bool from_user = role == "user";
  if (from_user && (type == "tool_use" || type == "thinking" || type == "redacted_thinking"))
    return complaint(where, "`" + std::string(type) + "` blocks can only be in `assistant` messages");
  if (!from_user && (type == "tool_result" || type == "image"))
    return complaint(where, "`" + std::string(type) + "` blocks can only be in `user` messages");

  if (type == "text") return check_text(block, typed_place);
  if (type == "image") return check_image(block, typed_place);
  if (type == "document") return check_document(block, typed_place);
  if (type == "tool_use") return check_tool_use(block, typed_place);
  if (type == "tool_result") return check_tool_result(block, typed_place);
  if (type == "thinking") return check_thinking(block, where, typed_place);
  if (type == "redacted_thinking") return check_redacted_thinking(block, where, typed_place);
  return std::nullopt;
}

}  // namespace

Checked check_system_blocks(const Json& blocks, std::string_view where) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::string block_place = place(where, i);
    if (auto refusal = is_valid_object(blocks[i], block_place)) return refusal;
    if (auto refusal = requires_string(blocks[i], block_place, "type")) return refusal;
    const std::string type = blocks[i]["type"].string_or("");
    const std::string typed = place(block_place, type);
    const bool changes_tools = type == "tool_addition" || type == "tool_removal";
    if (auto refusal = type == "text"  ? check_text(blocks[i], typed)
                       : changes_tools ? check_changed_tool(blocks[i], typed)
                                       : std::nullopt)
      return refusal;
  }
  return std::nullopt;
}

Checked check_content_blocks(const Json& blocks, std::string_view where, std::string_view role) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (auto refusal = check_block(blocks[i], place(where, i), role)) return refusal;
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
