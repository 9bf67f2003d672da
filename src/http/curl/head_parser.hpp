#pragma once

#include <string_view>

#include "http/transport.hpp"

namespace anthropic::internal {

/// Collects an answer's head line by line. Skips interim answers (1xx) and ignores trailers. What of it
/// is no UTF-8 becomes U+FFFD. Keeps its storage from one answer to the next.
class HeadParser {
 public:
  /// Before each request.
  void reset();
  /// A line with its line end; the empty line ends the head.
  void add_line(std::string_view line);

  bool complete() const { return complete_; }
  /// A status line was seen, be it of an interim answer.
  bool begun() const { return begun_; }
  const HttpHead& head() const { return head_; }

 private:
  void begin(std::string_view status_line);
  void add_field(std::string_view line);

  HttpHead head_;
  std::size_t fields_ = 0;  // of head_.headers; what is beyond them is left over from the last answer
  bool begun_ = false;
  bool complete_ = false;
};

}  // namespace anthropic::internal
