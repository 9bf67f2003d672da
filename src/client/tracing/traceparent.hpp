#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/random.hpp"

// https://www.w3.org/TR/trace-context/

namespace anthropic::internal {

/// What a `traceparent` says.
struct Traceparent {
  std::string trace_id;
  std::string span_id;
  bool sampled = true;
};

/// Empty if it is none, of this version or of a later one.
std::optional<Traceparent> parse_traceparent(std::string_view text);
std::string write_traceparent(const Traceparent& parent);

std::string make_trace_id(Random& random);
std::string make_span_id(Random& random);

}  // namespace anthropic::internal
