// How to bound a call in time, and how to stop one from outside.
#include <chrono>
#include <iostream>
#include <stop_token>

#include <anthropic/bedrock.hpp>

using namespace std::chrono_literals;

namespace {

const anthropic::MessageCreateParams question{
    .model = "haiku", .max_tokens = 500, .messages = {{"user", "Count to a hundred."}}};

void bounded(const anthropic::AnthropicBedrock& client) {
  // The local endpoint stalls when asked to by this header; real Bedrock ignores it.
  auto message = client.messages.create(
      question, {.timeout = 200ms, .max_retries = 0, .extra_headers = {{"x-local-fault", "stall=30"}}});
  std::cout << "bounded:   " << (message ? "answered" : to_string(message.error().kind)) << '\n';
}

void cancelled(const anthropic::AnthropicBedrock& client) {
  std::stop_source stop;  // stop.request_stop() may be called from any thread
  auto stream = client.messages.stream(question, {.stop_token = stop.get_token()});
  while (const anthropic::StreamEvent* event = stream.next()) {
    if (!event->text().empty()) stop.request_stop();
  }
  std::cout << "cancelled: " << to_string(stream.error() ? stream.error()->kind : anthropic::ErrorKind::none)
            << ", with " << (stream.current_message().text().empty() ? "nothing" : "the first words") << '\n';
}

}  // namespace

int main() {
  anthropic::AnthropicBedrock client;
  bounded(client);
  cancelled(client);
}
