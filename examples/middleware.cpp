// Middleware stands around every call: it may look, change, answer by itself, or ask again.
#include <iostream>
#include <map>
#include <mutex>
#include <string>

#include <anthropic/bedrock.hpp>

using anthropic::MiddlewareNext;
using anthropic::MiddlewareRequest;
using anthropic::MiddlewareResponse;
using anthropic::Result;

/// Notes each call. It sees the request as the caller made it, before it becomes Bedrock's.
static Result<MiddlewareResponse> note(const MiddlewareRequest& request, const MiddlewareNext& next) {
  auto response = next(request);
  const int status = response ? response->head.status : response.error().status;
  std::cout << request.params.model << ": " << status << '\n';
  return response;
}

int main() {
  std::mutex mutex;  // calls may come from many threads
  std::map<std::string, MiddlewareResponse> answers;
  // Answers the same question only once.
  const auto remember = [&](const MiddlewareRequest& request,
                            const MiddlewareNext& next) -> Result<MiddlewareResponse> {
    const auto key = request.params.to_json();
    if (request.stream || !key) return next(request);
    {
      const std::lock_guard lock(mutex);
      if (const auto known = answers.find(key->dump()); known != answers.end()) return known->second;
    }
    auto response = next(request);
    const std::lock_guard lock(mutex);
    if (response) answers[key->dump()] = *response;
    return response;
  };

  // The first one is outermost: only what is not remembered is noted.
  const anthropic::AnthropicBedrock client({.middleware = {remember, note}});
  for (const char* question : {"Why is the sky blue?", "Tell me a story.", "Why is the sky blue?"}) {
    auto message =
        client.messages.create({.model = "haiku", .max_tokens = 300, .messages = {{"user", question}}});
    std::cout << message->text() << '\n';
  }
}
