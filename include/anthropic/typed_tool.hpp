#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>
#include <type_traits>
#include <utility>

#include <anthropic/schema.hpp>
#include <anthropic/tool_runner.hpp>

namespace anthropic::inline v0 {

/// A tool whose input is a described struct (schema.hpp):
///
///     auto weather = runnable_tool<WeatherQuery>(
///         "get_weather", "The weather in a city, now",
///         [](const WeatherQuery& query) { return look_up(query.city); });
///
/// `run` takes the input, and optionally the ToolCall after it; it returns anything that converts to a
/// ToolOutput.
template <class Input, class Run>
RunnableTool runnable_tool(std::string name, std::string description, Run run) {
  constexpr bool takes_call = std::is_invocable_v<const Run&, const Input&, const ToolCall&>;
  static_assert(
      takes_call || std::is_invocable_v<const Run&, const Input&>,
      "the tool's function must take the described input (const Input&), and may take a const ToolCall& "
      "after it");
  if constexpr (takes_call) {
    static_assert(
        std::is_convertible_v<std::invoke_result_t<const Run&, const Input&, const ToolCall&>, ToolOutput>,
        "a tool must return what Claude reads: a text, a Json, content blocks or a Result of one of those; "
        "not a number, and not nothing (std::to_string(…), \"done\")");
  } else if constexpr (std::is_invocable_v<const Run&, const Input&>) {
    static_assert(
        std::is_convertible_v<std::invoke_result_t<const Run&, const Input&>, ToolOutput>,
        "a tool must return what Claude reads: a text, a Json, content blocks or a Result of one of those; "
        "not a number, and not nothing (std::to_string(…), \"done\")");
  }
  const auto run_call = [run = std::move(run)](const ToolCall& call) -> ToolOutput {
    auto input = read_json<Input>(call.input);
    if (!input) return std::move(input).error();
    if constexpr (takes_call) {
      return run(*input, call);
    } else {
      return run(*input);
    }
  };
  return {.tool = Tool{.name = std::move(name),
                       .description = std::move(description),
                       .input_schema = json_schema_of<Input>()},
          .run = run_call};
}

}  // namespace anthropic::inline v0
