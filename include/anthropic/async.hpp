#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <utility>

#include <anthropic/bedrock.hpp>

namespace anthropic {

/// The Messages API of an asynchronous client. A handle, as cheap to copy as a pointer, safe from many
/// threads.
class AsyncMessages {
 public:
  explicit AsyncMessages(Messages messages) : messages_(std::move(messages)) {}

  /// As Messages::start().
  Pending<Message> create(MessageCreateParams params, RequestOptions options = {}) const {
    return messages_.start(std::move(params), std::move(options));
  }

 private:
  Messages messages_;
};

/// AnthropicBedrock with calls that do not block: `messages.create()` returns at once, and the call goes on
/// on a thread that the client owns.
///
///     anthropic::AsyncAnthropicBedrock client({.aws_region = "us-east-1"});
///     auto first = client.messages.create(a);
///     auto second = client.messages.create(b);
///     use(co_await first, co_await second);           // or first.get()
///
/// Destroying the last copy cancels the calls that are still under way, and joins the threads.
class AsyncAnthropicBedrock {
 public:
  explicit AsyncAnthropicBedrock(AnthropicBedrockOptions options = {})
      : AsyncAnthropicBedrock(AnthropicBedrock(std::move(options))) {}
  /// Shares connections, credentials and threads with `client`.
  explicit AsyncAnthropicBedrock(const AnthropicBedrock& client) : messages(client.messages) {}

  AsyncMessages messages;
};

}  // namespace anthropic
