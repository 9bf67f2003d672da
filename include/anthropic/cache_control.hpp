#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>

#include <anthropic/json.hpp>

namespace anthropic {

/// A mark that everything of the request up to and with its block is worth keeping in the prompt cache:
/// `.cache_control = {{.ttl = "1h"}}`, or `CacheControl{}` for the usual five minutes. A request may carry
/// four. What is read from the cache costs a tenth of fresh input or less (ModelPrice); Usage tells how
/// much it was.
/// https://docs.claude.com/en/docs/build-with-claude/prompt-caching
struct CacheControl {
  std::string ttl = {};  ///< "5m" or "1h"; empty: not sent, which means five minutes.
  Json extra = {};
};

}  // namespace anthropic
