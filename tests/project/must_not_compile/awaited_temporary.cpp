// g++ 12 destroys the temporaries of a co_await twice: what is awaited must have a name.
// expect: deleted
#include <anthropic/bedrock.hpp>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

Task ask(const anthropic::AnthropicBedrock& client, const anthropic::MessageCreateParams& params) {
#ifdef MUST_NOT_COMPILE
  auto message = co_await client.messages.start(params);
#endif
  auto pending = client.messages.start(params);
  auto answer = co_await pending;
}
