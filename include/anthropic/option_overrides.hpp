#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <optional>

#include <anthropic/headers.hpp>
#include <anthropic/response_head.hpp>

namespace anthropic::inline v0 {

/// Settings of a client made by `with_options`, as if each of its calls were given them. Unset members, and
/// everything that has no field here, are as in the original client. A call's own options win over these.
struct OptionOverrides {
  /// Bounds each whole call, as the client's own `timeout`.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// Bounds one attempt, as the client's own `attempt_timeout`.
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  /// How often a failed request is sent again.
  std::optional<int> max_retries = {};
  /// Sent with every request beside the client's headers, replacing one of the same name; an empty value
  /// removes it.
  Headers default_headers = {};
  /// Added to every request's URL, after the client's.
  QueryParameters default_query = {};
};

}  // namespace anthropic::inline v0
