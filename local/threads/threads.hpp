#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <variant>

#include <anthropic/json.hpp>

#include "base/time/clock.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// Conversations that the server keeps between turns (the member `thread` of a request), in memory, for five
/// minutes after their last answer. Thread-safe.
class Threads {
 public:
  /// The whole request that a turn stands for: what the thread keeps, and the turn's new messages behind it. A
  /// turn that starts a thread is returned as it is. The thread that it continues is taken until keep() or
  /// give_back().
  std::variant<Json, Refusal> take(const Json& turn, SystemTime now);
  /// Keeps the whole request and its answer under the answer's id.
  void keep(const Json& whole, const std::string& id, const Json& answer_content, SystemTime now);
  /// After a turn that failed: the thread may be continued again.
  void give_back(const Json& turn);

 private:
  struct State {
    Json body;  // the messages with the last answer, system, tools and what must not change
    SystemTime until;
    bool is_continued = false;
    std::size_t bytes = 0;
  };
  void set(State& state, State value);
  void forget_oldest();

  std::mutex mutex_;
  std::map<std::string, State> states_;  // by the id of the last answer
  std::deque<std::string> order_;        // oldest first
  std::size_t bytes_ = 0;                // of all states
};

}  // namespace anthropic::internal::local
