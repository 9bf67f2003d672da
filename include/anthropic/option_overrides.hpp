#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <optional>

#include <anthropic/headers.hpp>
#include <anthropic/response_head.hpp>

namespace anthropic {

/// What a client that `with_options` has made does in its own way, as if each of its calls were given that.
/// What is left out, and everything that has no field here, is as the client has it that it was made from.
/// What a call is given itself wins over these.
struct OptionOverrides {
  /// Each whole call, as the client's own `timeout`.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// One attempt, as the client's own `attempt_timeout`.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  /// How often a failed request is sent again.
  std::optional<int> max_retries = {};
  /// Sent with every request beside the client's, in the place of one of the same name; an empty value
  /// removes it.
  Headers default_headers = {};
  /// Added to every request's URL, behind the client's.
  QueryParameters default_query = {};
};

}  // namespace anthropic
