// Three ways to have more than one call under way: start(), co_await and create_all().
#include <future>
#include <iostream>
#include <vector>

#include <anthropic/bedrock.hpp>

namespace {

anthropic::MessageCreateParams question(const char* text) {
  return {.model = "haiku", .max_tokens = 500, .messages = {{"user", text}}};
}

void in_the_background(const anthropic::AnthropicBedrock& client) {
  auto pending = client.messages.start(question("Why is the sky blue?"));
  std::cout << "start:      asked, and not waiting\n";
  std::cout << "            " << pending.get()->text() << '\n';
}

/// The simplest coroutine there is: it starts at once and ends by itself.
struct Job {
  struct promise_type {
    Job get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

Job await_two(const anthropic::AnthropicBedrock& client, std::promise<std::string>& out) {
  // What is awaited has a name; so have the parameters.
  const auto sky = question("Why is the sky blue?");
  const auto story = question("Tell me a story.");
  auto first = client.messages.start(sky);
  auto second = client.messages.start(story);
  auto one = co_await first;
  auto two = co_await second;
  out.set_value(one && two ? one->text() + "\n            " + two->text() : "failed");
}

void many(const anthropic::AnthropicBedrock& client) {
  const std::vector<anthropic::MessageCreateParams> requests(10, question("Why is the sky blue?"));
  int failed = 0;
  for (const auto& message : client.messages.create_all(requests, {.max_concurrency = 5})) {
    if (!message) ++failed;
  }
  std::cout << "create_all: " << requests.size() << " asked, " << failed << " failed\n";
}

}  // namespace

int main() {
  anthropic::AnthropicBedrock client;
  in_the_background(client);

  std::promise<std::string> both;
  await_two(client, both);
  std::cout << "co_await:   " << both.get_future().get() << '\n';

  many(client);
}
