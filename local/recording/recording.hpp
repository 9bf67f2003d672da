#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

/// What a Recorder has written, to be answered from. Thread-safe.
class Recording {
 public:
  /// Reads lines of JSON. Fails with ErrorKind::configuration, naming the line.
  static Result<std::unique_ptr<Recording>> parse(std::string_view text);

  /// The answer to a request of the same method, path and body: of several the first that was not given yet, else the
  /// last. If there is none, a refusal that says what is different in the request that is closest.
  Answer answer(const Request& request);

 private:
  struct Exchange {
    Json request;
    Answer answer;
    bool is_given = false;
  };
  std::string difference(const Json& asked) const;

  std::mutex mutex_;
  std::vector<Exchange> exchanges_;
};

}  // namespace anthropic::internal::local
