#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <anthropic/headers.hpp>
#include <anthropic/message.hpp>
#include <anthropic/response_head.hpp>

namespace anthropic {

/// https://docs.claude.com/en/api/messages#body-metadata
struct Metadata {
  std::optional<std::string> user_id = {};
  Json extra = {};
};

/// What to ask. An aggregate: name the fields you set, in this order.
///
///     client.messages.create({.model = model, .max_tokens = 2000, .messages = {{"user", "Hello"}}});
///
/// Fields that are not set are not sent. https://docs.claude.com/en/api/messages
struct MessageCreateParams {
  /// A Bedrock model id, an inference profile's id or ARN, or one of this library's aliases ("haiku",
  /// "sonnet", "opus"; model_catalog.hpp).
  std::string model = {};
  /// The most tokens to generate. Required, at least 1.
  std::int64_t max_tokens = 0;
  /// 0 to 1. Models from Opus 4.7 on refuse it.
  std::optional<double> temperature = {};
  /// The conversation, the first turn the user's.
  std::vector<MessageParam> messages = {};
  std::optional<Content> system = {};
  std::vector<std::string> stop_sequences = {};
  std::optional<double> top_p = {};
  std::optional<std::int64_t> top_k = {};
  std::optional<Metadata> metadata = {};
  /// Members merged into the request's body last, over what the fields above write: for parameters that have
  /// no field here. An object or null.
  Json extra = {};
};

/// Settings for one call, over the client's own.
struct RequestOptions {
  /// The whole call, retries included.
  std::optional<std::chrono::milliseconds> timeout = {};
  std::optional<int> max_retries = {};
  /// Added to the request, replacing a default header of the same name; an empty value removes it.
  Headers headers = {};
  /// Added to the request's URL, and signed where the platform signs.
  QueryParameters extra_query = {};
  /// Members merged into the request's body, over those of the parameters and of their `extra`. An object or
  /// null.
  Json extra_body = {};
  /// Filled in, where it is set, with the head of the last answer to this call, a refusal's too. It must
  /// outlive the call (or its stream) and belongs to one call at a time.
  ResponseHead* response_into = nullptr;
  /// Asking this to stop ends the call within 50 ms with ErrorKind::user_abort.
  std::stop_token stop_token = {};
};

}  // namespace anthropic
