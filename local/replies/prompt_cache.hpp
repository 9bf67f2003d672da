#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <anthropic/json.hpp>

#include "base/time/clock.hpp"

namespace anthropic::internal::local {

/// How many tokens of an input the API's cache had already, and how many it took.
struct CachedInput {
  std::size_t read = 0;
  std::size_t written_5m = 0;
  std::size_t written_1h = 0;

  std::size_t written() const { return written_5m + written_1h; }
};

/// Which beginnings of requests the API would keep, for the breakpoints that a request has: blocks with
/// `cache_control`, and the last one of a request whose own `cache_control` asks for automatic caching. Their
/// texts are not kept. Thread-safe.
/// https://platform.claude.com/docs/en/build-with-claude/prompt-caching
class PromptCache {
 public:
  /// What of a valid request is kept already, and what it adds. A beginning of fewer than `shortest` tokens is
  /// never kept.
  CachedInput use(const Json& body, std::string_view model, std::size_t shortest, SystemTime now);

 private:
  struct Kept {
    SystemTime until = {};
    SystemTime::duration lifetime = {};
  };

  std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> kept_;  // by a digest of the model and the beginning
};

}  // namespace anthropic::internal::local
