#pragma once

#include <string>
#include <thread>
#include <vector>

#include "processes/questions.hpp"

namespace anthropic::internal::testing {

/// Leaves calls in flight in one of many ways.
inline void begin_calls(const AnthropicBedrock& client, const std::string& how) {
  if (how == "warm-start") (void)client.messages.create(question("first"));
  if (how == "start" || how == "warm-start") {
    const auto pending = client.messages.start(question("start"));
  } else if (how == "then") {
    client.messages.start(question("then")).then([](Result<Message> answer) { (void)answer.has_value(); });
  } else if (how == "leaked-pending") {
    new Pending<Message>(client.messages.start(question("leaked")));
  } else if (how == "many") {
    for (int i = 0; i < 40; ++i) {
      client.messages.start(question("many")).then([](Result<Message>) { (void)Json::parse("[1, 2]"); });
    }
  } else if (how == "stream") {
    auto* const stream = new MessageStream(client.messages.stream(question("stream")));
    (void)stream->next();
  } else if (how == "create-all") {
    std::thread([copy = client] {
      (void)copy.messages.create_all(std::vector<MessageCreateParams>(100, question("all")));
    }).detach();
  } else if (how == "detached") {
    std::thread([copy = client] {
      while (copy.messages.create(question("detached"))) {
      }
    }).detach();
  }
}

}  // namespace anthropic::internal::testing
