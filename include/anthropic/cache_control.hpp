#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>

#include <anthropic/json.hpp>

namespace anthropic::inline v0 {

/// Marks a cache breakpoint: the request up to and including this block is cached, with `CacheControl{}` for
/// five minutes, with `.cache_control = {{.ttl = "1h"}}` for an hour. A request may have four. Tokens read
/// from the cache cost a tenth of fresh input or less (ModelPrice); Usage counts them.
/// https://docs.claude.com/en/docs/build-with-claude/prompt-caching
struct CacheControl {
  std::string ttl = {};  ///< "5m" or "1h"; empty: not sent, which means five minutes.
  Json extra = {};
};

}  // namespace anthropic::inline v0
