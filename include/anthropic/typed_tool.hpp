#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include <anthropic/schema.hpp>
#include <anthropic/tool_runner.hpp>

namespace anthropic {

/// A tool whose input is a described struct (schema.hpp):
///
///     auto weather = runnable_tool<WeatherQuery>("get_weather", "The weather in a city, now",
///                                                [](const WeatherQuery& query) { return look_up(query.city);
///                                                });
///
/// `run` takes the input, and the ToolCall after it if it wants to; it returns what a ToolOutput is made of.
template <class Input, class Run>
RunnableTool runnable_tool(std::string name, std::string description, Run run) {
  const auto run_call = [run = std::move(run)](const ToolCall& call) -> ToolOutput {
    auto input = read_json<Input>(call.input);
    if (!input) return std::move(input).error();
    if constexpr (std::is_invocable_v<const Run&, const Input&, const ToolCall&>) {
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

}  // namespace anthropic
