#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include <anthropic/create_all.hpp>

#include "client/background/concurrency_limit.hpp"
#include "client/clients/client_core.hpp"

namespace anthropic::internal {

/// One create_each(). The caller's thread takes requests, begins their calls in the background, and hands the
/// results out; what happens to the calls meanwhile comes to it through one queue. Where none of that is the
/// user's code, a call that succeeds is followed by the next at its place.
class CreateAllRun : public std::enable_shared_from_this<CreateAllRun> {
 public:
  struct Request {
    std::uint64_t index = 0;
    unsigned epoch = 0;
    const MessageCreateParams* params = nullptr;
    const RequestOptions* options = nullptr;
    CreateRequest given = {};                           ///< what they may point into
    std::unique_ptr<const RequestOptions> merged = {};  ///< the same
    Result<Message> result = Error{};
  };
  /// Where requests come from and where they go to. Called on the caller's thread.
  struct Ends {
    /// Sets `index`, `params` and `options`; false, and the request is left as it is: there are no more.
    std::function<bool(Request&)> take;
    std::function<void(Request&)> give;  ///< Not called any more when something has thrown.
    std::string_view giver;              ///< What give() calls of the user's, for an error's text.
    /// Before give(), and where that is not called any more; if it is set.
    std::function<void(std::uint64_t index, Result<Message>&& result)> keep = {};
    /// No code of the user's is called: take() and keep() may run on any thread, take() on one at a time.
    bool may_follow = false;
  };

  /// What is given here is used until run() returns.
  CreateAllRun(ClientCore& core, const Ends& ends, const CreateAllOptions& options);

  /// Returns when every request has ended. What `take` or `give` threw is the counts' error.
  CreateEachCounts run();

 private:
  using InFlight = std::list<Request>::iterator;
  class Place;
  enum class What { stopped, throttled, ended };
  struct Event {
    What what;
    InFlight request = {};  ///< none if the run was stopped
  };

  bool is_stopped() const;
  bool takes_no_more() const;
  std::optional<std::chrono::milliseconds> time_until_next() const;
  void take_next();
  bool take(Request& request);

  void begin(InFlight request);
  bool follow(Request& request);
  void let_follow();

  void tell(Event event);
  void wait_for_event();
  void wait_for_event(std::chrono::milliseconds longest);
  void handle_events();
  void note_throttled(Request& request);
  void note_end(Request& request);
  void keep_error(Error error);

  ClientCore& core_;
  const Ends& ends_;
  const CreateAllOptions& options_;
  std::stop_source calls_ended_;

  // What only the caller's thread touches.
  ConcurrencyLimit limit_;
  CreateEachCounts counts_;
  std::list<Request> in_flight_;
  std::vector<Event> handled_;
  SteadyTime next_begin_ = {};
  bool taking_ended_ = false;

  std::mutex mutex_;  // all that follows
  std::condition_variable told_;
  std::vector<Event> events_;
  std::optional<unsigned> following_;  // calls may follow others at their place, and belong to that epoch
  std::uint64_t followed_ = 0;         // have succeeded, and the next has taken their place
  std::stop_source nap_{std::nostopstate};  // ends a wait that has a longest time
};

}  // namespace anthropic::internal
