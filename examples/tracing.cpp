// Spans by OpenTelemetry's conventions: one for each call, one for each tool, one for the run that they are part of.
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <anthropic/bedrock.hpp>
#include <anthropic/otlp_exporter.hpp>
#include <anthropic/tracing.hpp>
#include <anthropic/typed_tool.hpp>

struct WeatherQuery {
  std::string city;
};

void describe(anthropic::ObjectSchema<WeatherQuery>& query) {
  query.member("city", &WeatherQuery::city, "Its name in English");
}

anthropic::ToolOutput weather(const WeatherQuery&) {
  return "14 °C, rain until the evening";
}

/// A trace as a tree. Spans come when they end, so the first one comes last.
static void print(const std::vector<anthropic::Span>& spans, const std::string& parent,
                  const std::string& indent) {
  for (const anthropic::Span& span : spans) {
    if (span.parent_span_id != parent) continue;
    std::cout << indent << span.name;
    if (span.find("gen_ai.usage.input_tokens"))
      std::cout << ", " << span.number("gen_ai.usage.input_tokens") << " tokens in, "
                << span.number("gen_ai.usage.output_tokens") << " out";
    std::cout << '\n';
    print(spans, span.span_id, indent + "  ");
  }
}

int main() {
  std::mutex mutex;  // spans end on many threads
  std::vector<anthropic::Span> spans;

  // In a program this would be all: it sends spans and metrics to http://localhost:4318, or to where OTEL_* says.
  //
  //   anthropic::OtlpExporter exporter({.service_name = "weather"});
  //   … .on_span = exporter.observer() …
  const anthropic::AnthropicBedrock client(
      {.observe = {.tracing = {.on_span = [&](const anthropic::Span& span) {
                     const std::lock_guard lock(mutex);
                     spans.push_back(span);
                   }}}});

  auto runner = client.messages.tool_runner(
      {.model = "haiku",
       .max_tokens = 1000,
       .messages = {{"user", "Do I need an umbrella in Bonn?"}},
       .system = "You are a weather assistant."},
      {anthropic::runnable_tool<WeatherQuery>("get_weather", "The weather in a city, now", weather)},
      // The trace of the request that this program is answering.
      {.request = {.trace = {.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}}});
  const auto answer = runner.run_until_done();
  if (!answer) {
    std::cerr << answer.error().to_string() << '\n';
    return 1;
  }
  std::cout << answer->text() << '\n' << "trace " << spans.front().trace_id << '\n';
  print(spans, "00f067aa0ba902b7", "  ");
}
