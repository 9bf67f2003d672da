#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

/// Tells why the prompt cache could not reuse the request before (the member `diagnostics` of a request and of
/// its answer). Thread-safe.
class CacheDiagnosis {
 public:
  /// The answer's `diagnostics`: null if the request asks for none, or repeats the one that it names.
  Json diagnose(const Json& body) const;
  /// Remembers a request that has `diagnostics`, for those that follow its answer.
  void remember(const Json& body, const std::string& answer_id);

 private:
  struct Prompt {
    std::string model;
    std::string tools;
    std::string system;
    std::vector<std::string> messages;
    std::size_t tokens = 0;
  };
  static Prompt prompt_of(const Json& body);

  mutable std::mutex mutex_;
  std::map<std::string, Prompt> prompts_;
  std::deque<std::string> order_;  // oldest first
};

}  // namespace anthropic::internal::local
