#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>
#include <utility>
#include <vector>

#include <anthropic/headers.hpp>

namespace anthropic::inline v0 {

/// The head of an answer: everything but its body.
struct ResponseHead {
  int status = 0;        ///< 0: no answer came.
  Headers headers = {};  ///< As sent, names too.
  /// AWS's request id (`x-amzn-requestid`), or Anthropic's (`request-id`).
  std::string request_id = {};
};

/// Query parameters in the order they are sent, not encoded.
using QueryParameters = std::vector<NameAndValue>;

/// What a call returned, and the head of the answer that it came in.
template <class T>
struct WithResponse {
  T data;
  ResponseHead response = {};
};

}  // namespace anthropic::inline v0
