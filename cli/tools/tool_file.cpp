#include "tools/tool_file.hpp"

#include <utility>

#include <anthropic/json_schema.hpp>

#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kLargestToolFile = 1'000'000;
constexpr double kLongestTimeout = 86'400;

Result<std::string> required_text(const Json& json, std::string_view name, const std::string& place) {
  const auto text = json[name].as_string();
  if (!text || is_blank(*text))
    return usage_error(place + ": \"" + std::string(name) + "\" is missing, or no text");
  return std::string(*text);
}

Result<CommandTool> tool_from_json(const Json& json, const std::string& place) {
  if (!json.is_object()) return usage_error(place + ": not a JSON object");
  auto name = required_text(json, "name", place);
  if (!name) return name.error();
  auto command = required_text(json, "command", place);
  if (!command) return command.error();
  const Json& schema = json["input_schema"];
  if (!schema.is_object() || schema["type"].as_string() != "object")
    return usage_error(place + ": \"input_schema\" is no JSON Schema of type \"object\"");
  if (auto checked = check_json_schema(schema, "input_schema"); !checked)
    return usage_error(place + ": " + checked.error().message);
  CommandTool tool{.tool = {.name = *std::move(name), .input_schema = schema},
                   .command = *std::move(command)};
  if (const auto description = json["description"].as_string()) tool.tool.description = *description;
  if (!json.contains("timeout_seconds")) return tool;
  const auto seconds = json["timeout_seconds"].as_double();
  if (!seconds || *seconds <= 0 || *seconds > kLongestTimeout)
    return usage_error(place + ": \"timeout_seconds\" is no number above 0, up to 86400");
  tool.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
  return tool;
}

Result<void> read_tool_file(const std::string& path, std::vector<CommandTool>& tools) {
  const auto text = read_file_bytes(path, kLargestToolFile);
  if (!text) return text.error();
  const auto json = Json::parse(*text);
  if (!json) return usage_error(path + ": not JSON: " + json.error().message);
  const Json list = json->is_array() ? *json : Json::array({*json});
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string place = json->is_array() ? path + ": tool " + std::to_string(i + 1) : path;
    auto tool = tool_from_json(list[i], place);
    if (!tool) return tool.error();
    for (const CommandTool& other : tools) {
      if (other.tool.name == tool->tool.name)
        return usage_error(place + ": there is already a tool named \"" + other.tool.name + "\"");
    }
    tools.push_back(*std::move(tool));
  }
  return {};
}

}  // namespace

Result<std::vector<CommandTool>> read_tool_files(const std::vector<std::string>& paths) {
  std::vector<CommandTool> tools;
  for (const std::string& path : paths) {
    if (auto read = read_tool_file(path, tools); !read) return read.error();
  }
  return tools;
}

}  // namespace anthropic::internal::cli
