// What a failed call tells, in both tastes: by looking at the result, and by exception.
#include <iostream>

#include <anthropic/bedrock.hpp>

namespace {

void look_first(const anthropic::AnthropicBedrock& client) {
  auto message = client.messages.create({.model = "anthropic.claude-3-haiku-20240307-v1:0",
                                         .max_tokens = 100,
                                         .messages = {{"user", "Are you still there?"}}});
  if (message) return;

  const anthropic::Error& error = message.error();
  std::cout << "looked:  " << to_string(error.kind) << ", status " << error.status << '\n';
  std::cout << "what to do is " << (error.hint.empty() ? "not known" : "in the hint") << '\n';
}

void catch_it(const anthropic::AnthropicBedrock& client) {
  try {
    auto message =
        client.messages.create({.model = "haiku", .max_tokens = 100, .messages = {{"user", "Hello"}}});
    std::cout << message->text() << '\n';  // throws if the call failed
  } catch (const anthropic::RateLimitError& limit) {
    std::cout << "caught:  rate limit after " << limit.error().attempts << " attempt\n";
  } catch (const anthropic::APIStatusError& status) {
    std::cout << "caught:  status " << status.error().status << '\n';
  } catch (const anthropic::AnthropicError& any) {
    std::cout << "caught:  " << any.what() << '\n';
  }
}

}  // namespace

int main() {
  look_first(anthropic::AnthropicBedrock());
  // The local endpoint fails when asked to by this header; real Bedrock ignores it.
  catch_it(
      anthropic::AnthropicBedrock({.max_retries = 0, .default_headers = {{"x-local-fault", "throttle/1"}}}));
}
