// Claude answers with the help of a tool: the runner runs what Claude calls and sends the result back.
#include <iostream>
#include <string>

#include <anthropic/bedrock.hpp>
#include <anthropic/typed_tool.hpp>

struct WeatherQuery {
  std::string city;
};

void describe(anthropic::ObjectSchema<WeatherQuery>& query) {
  query.member("city", &WeatherQuery::city, "Its name in English");
}

anthropic::ToolOutput weather(const WeatherQuery& query) {
  if (query.city != "Bonn") return anthropic::ToolOutput::failure("there is no station in " + query.city);
  return "14 °C, rain until the evening";
}

int main() {
  anthropic::AnthropicBedrock client;
  auto runner = client.messages.tool_runner(
      {.model = "haiku",
       .max_tokens = 1000,
       .messages = {{"user", "Do I need an umbrella in Bonn?"}},
       .system = "You are a weather assistant."},
      {anthropic::runnable_tool<WeatherQuery>("get_weather", "The weather in a city, now", weather)},
      {.max_iterations = 5});

  while (auto turn = runner.next()) {
    if (!*turn) {
      std::cerr << turn->error().to_string() << '\n' << turn->error().hint << '\n';
      return 1;
    }
    const anthropic::Message& answer = **turn;
    std::cout << answer.text() << '\n';
    for (const anthropic::ToolUseBlock& use : answer.tool_uses())
      std::cout << "  calls " << use.name << ' ' << use.input.dump() << '\n';
  }
  if (!runner.finished()) std::cout << "stopped after 5 answers\n";
}
