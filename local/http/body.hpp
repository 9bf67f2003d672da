#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "local/server/exchange.hpp"
#include "local/server/limits.hpp"

namespace anthropic::internal::local {

/// The body of a request as it arrives: kept up to the limit, or not at all.
class Body {
 public:
  explicit Body(BodyMemory& memory) : share_(memory) {}

  /// Takes room for a body whose length is known. False if there is not so much.
  bool make_room(std::size_t length);
  void add(std::string_view bytes);
  /// Keeps nothing of it.
  void discard();
  /// Puts it, or why it is not there, into a request.
  void move_to(Request& request);
  /// What it held counts no more.
  void release() { share_.release(); }

 private:
  BodyShare share_;
  std::string text_;
  bool is_counted_ = false;  // the share has its length
  bool is_discarded_ = false;
  bool is_too_large_ = false;
  bool has_no_memory_ = false;
};

}  // namespace anthropic::internal::local
