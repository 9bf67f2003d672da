#include "ask_call.hpp"

#include <utility>

#include <anthropic/parse.hpp>
#include <anthropic/tool_runner.hpp>

#include "prompt.hpp"
#include "report_error.hpp"
#include "text.hpp"

namespace anthropic::cli {
namespace {

constexpr std::size_t kLargestSchema = 1'000'000;

/// False if the reader went away: the answer is not paid for any further.
bool print_event(const StreamEvent& event, const AskOptions& options, Output& out) {
  if (options.events) return out.write(event.to_json().dump() + "\n");
  if (options.json || options.no_stream || event.text().empty()) return true;
  return out.write_foreign(event.text());
}

Result<Message> ask_plainly(const Messages& messages, const MessageCreateParams& params,
                            const AskOptions& options, Interrupts& interrupts, Output& out) {
  const RequestOptions request = {.stop_token = interrupts.token()};
  if (options.no_stream) return messages.create(params, request);
  MessageStream stream = messages.stream(params, request);
  while (const StreamEvent* event = stream.next()) {
    if (!print_event(*event, options, out)) stream.cancel();
  }
  return stream.final_message();
}

/// "run get_weather {"city":"Prague"} with: curl …? [y/N]"
Result<bool> approve(const ToolCall& call, const CommandTool& tool, Console& console) {
  console.out.end_line();
  const std::string question = without_control_characters("run " + call.name + " " + call.input.dump() +
                                                          " with: " + tool.command + " [y/N] ");
  auto answer = ask_on_terminal(question, Echo::on, call.stop_token);
  if (!answer) return answer.error();
  return *answer == "y" || *answer == "Y" || *answer == "yes";
}

Result<Message> ask_with_tools(const Messages& messages, const MessageCreateParams& params,
                               const AskOptions& options, const std::vector<CommandTool>& tools,
                               Interrupts& interrupts, Console& console) {
  const Approval approval = [&](const ToolCall& call, const CommandTool& tool) -> Result<bool> {
    if (!options.yes) return approve(call, tool, console);
    if (options.verbose)
      console.err.write(without_control_characters("tool: " + call.name + " " + call.input.dump()) + "\n");
    return true;
  };
  // The time that a person takes to answer is not the tool's; each command has a limit of its own.
  ToolRunnerOptions runner_options{.max_iterations = options.max_turns,
                                   .parallel = options.yes,
                                   .tool_timeout = {},
                                   .stop_token = interrupts.token()};
  if (!options.no_stream) {
    runner_options.on_event = [&](const StreamEvent& event) {
      if (!print_event(event, options, console.out)) interrupts.stop();
    };
  }
  ToolRunner runner(messages, params, runnable_tools(tools, approval), std::move(runner_options));
  auto message = runner.run_until_done();
  if (message && !runner.finished()) {
    console.out.end_line();
    console.err.write("note: Claude wants to call more tools; it was stopped after " +
                      std::to_string(options.max_turns) + " turns (--max-turns)\n");
  }
  return message;
}

}  // namespace

Result<AskExtras> read_extras(const AskOptions& options) {
  AskExtras extras;
  auto tools = read_tool_files(options.tools);
  if (!tools) return tools.error();
  extras.tools = *std::move(tools);
  if (!extras.tools.empty() && !options.yes && !can_ask_on_terminal())
    return usage_error("there is no terminal to ask on whether a tool may run",
                       "--yes runs the tools without asking");
  if (options.schema.empty()) return extras;
  const auto text = read_file_bytes(options.schema, kLargestSchema);
  if (!text) return text.error();
  auto schema = Json::parse(*text);
  if (!schema) return usage_error(options.schema + ": not JSON: " + schema.error().message);
  if (!schema->is_object()) return usage_error(options.schema + ": a JSON Schema is an object");
  extras.schema = *std::move(schema);
  return extras;
}

Result<Answer> ask(const Messages& messages, const MessageCreateParams& params, const AskOptions& options,
                   const AskExtras& extras, Interrupts& interrupts, Console& console) {
  if (!extras.schema.is_null()) {
    auto parsed = parse(messages, params, extras.schema, {.stop_token = interrupts.token()});
    if (!parsed) return parsed.error();
    return Answer{std::move(parsed->message), std::move(parsed->value)};
  }
  auto message = extras.tools.empty()
                     ? ask_plainly(messages, params, options, interrupts, console.out)
                     : ask_with_tools(messages, params, options, extras.tools, interrupts, console);
  if (!message) return message.error();
  return Answer{*std::move(message)};
}

}  // namespace anthropic::cli
