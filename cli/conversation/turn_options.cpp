#include "conversation/turn_options.hpp"

#include <utility>

#include <anthropic/json_schema.hpp>

#include "errors/report_error.hpp"
#include "io/input.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kLargestSchema = 1'000'000;

Result<Json> read_schema(const std::string& path) {
  const auto text = read_file_bytes(path, kLargestSchema);
  if (!text) return text.error();
  auto schema = Json::parse(*text);
  if (!schema) return usage_error(path + ": " + schema.error().message);
  if (!schema->is_object()) return usage_error(path + ": a JSON Schema is an object");
  if (auto checked = check_json_schema(*schema); !checked)
    return usage_error(path + ": " + checked.error().message);
  return schema;
}

}  // namespace

void declare_turn_options(Declaration& declaration, TurnOptions& options) {
  declaration.text("--tool", options.tools, "FILE",
                   "Let Claude run a command of yours (repeatable; see below)");
  declaration.flag("-y,--yes", options.yes, "Run tools without asking before each run");
  declaration.choice(
      "--tool-env", options.tool_env, {"keep", "clean"}, "WHICH",
      "keep (the default): tools get all environment variables; clean: none of AWS_* and ANTHROPIC_*");
  declaration.number("--max-turns", options.max_turns, 1, 10'000, "N",
                     "The most answers to one question, with tools (default 20)");
  declaration.text("--schema", options.schema, "FILE", "Print JSON that fits this JSON Schema");
  declaration.flag("--json", options.json, "Print the whole message as JSON, on one line");
  declaration.flag("--events", options.events, "Print each event of the stream as JSON, one a line");
}

Result<void> check_turn_options(const TurnOptions& options) {
  const bool has_piped_tool =
      std::find(options.tools.begin(), options.tools.end(), kStandardInput) != options.tools.end();
  if (has_piped_tool || options.schema == kStandardInput)
    return usage_error((has_piped_tool ? "--tool" : "--schema") +
                           std::string(" takes the name of a file, not - for standard input"),
                       "write it to a file; one whose name is - is ./-");
  if (options.events && options.json) return usage_error("--events and --json cannot be used together");
  if (!options.schema.empty() && (options.events || !options.tools.empty()))
    return usage_error("--schema does not go with --events or --tool");
  if (options.events && options.no_stream)
    return usage_error("--events and --no-stream cannot be used together");
  return {};
}

Result<TurnFiles> read_turn_files(const TurnOptions& options, bool can_ask) {
  TurnFiles files;
  auto tools = read_tool_files(options.tools);
  if (!tools) return tools.error();
  files.tools = *std::move(tools);
  if (!files.tools.empty() && !options.yes && !can_ask)
    return usage_error("there is no terminal to ask on whether a tool may run",
                       "--yes runs the tools without asking");
  if (options.schema.empty()) return files;
  auto schema = read_schema(options.schema);
  if (!schema) return schema.error();
  files.schema = *std::move(schema);
  return files;
}

}  // namespace anthropic::internal::cli
