#pragma once

#include <functional>
#include <string_view>

#include "local/server/exchange.hpp"
#include "local/server/limits.hpp"

namespace anthropic::internal::local {

/// What the connections of a server have in common. Outlives them.
struct SessionSettings {
  /// Answers a request. Must not block.
  std::function<Answer(const Request&)> handler;
  /// Whether the handler needs the body of a request whose head this is; if not, it gets the head alone.
  /// Asked unless the body has come along with the head.
  std::function<bool(const Request&)> needs_body;
  /// Hears what was wrong with bytes that are no request. They are not in it: they may hold secrets.
  std::function<void(std::string_view what)> on_malformed;
  Limits limits;
  BodyMemory body_memory;
};

}  // namespace anthropic::internal::local
