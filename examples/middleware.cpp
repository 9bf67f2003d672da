// Middleware stands around every call: it may look, change, answer by itself, or ask again.
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <string>

#include <anthropic/bedrock.hpp>

namespace {

/// Notes each call. It sees the request as the caller made it, before it becomes Bedrock's.
anthropic::Result<anthropic::MiddlewareResponse> note(const anthropic::MiddlewareRequest& request,
                                                      const anthropic::MiddlewareNext& next) {
  auto response = next(request);
  std::cout << request.params.model << ": " << (response ? response->head.status : response.error().status)
            << '\n';
  return response;
}

/// Answers the same question only once. Calls may come from many threads.
class Memory {
 public:
  anthropic::Result<anthropic::MiddlewareResponse> operator()(const anthropic::MiddlewareRequest& request,
                                                              const anthropic::MiddlewareNext& next) {
    auto key = request.params.to_json();
    if (request.stream || !key) return next(request);
    {
      const std::lock_guard lock(mutex_);
      if (auto known = answers_.find(key->dump()); known != answers_.end()) return known->second;
    }
    auto response = next(request);
    const std::lock_guard lock(mutex_);
    if (response) answers_[key->dump()] = *response;
    return response;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, anthropic::MiddlewareResponse> answers_;
};

}  // namespace

int main() {
  Memory memory;
  // The first one is outermost: only what the memory does not know is noted.
  const anthropic::AnthropicBedrock client({.middleware = {std::ref(memory), note}});
  for (const char* question : {"Why is the sky blue?", "Tell me a story.", "Why is the sky blue?"}) {
    auto message =
        client.messages.create({.model = "haiku", .max_tokens = 300, .messages = {{"user", question}}});
    std::cout << message->text() << '\n';
  }
}
