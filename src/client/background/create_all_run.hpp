#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <vector>

#include <anthropic/create_all.hpp>

#include "client/background/concurrency_limit.hpp"
#include "client/clients/backend.hpp"

namespace anthropic {

/// One create_each(): the caller's thread takes requests in turn and begins their calls, which are made side
/// by side on the client's loops or threads.
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
  /// Where requests come from and where they go to, one at a time.
  struct Ends {
    std::function<bool(Request&)> take;  ///< Sets `params` and `options`; false: there are no more.
    std::function<void(Request&)> give;  ///< Not called any more when something has thrown.
    std::string_view giver;              ///< What give() calls of the user's, for an error's text.
    /// Before give(), and where that is not called any more; if it is set.
    std::function<void(Request&)> keep = {};
    /// User's code, which may wait, and a loop must not. Otherwise a call that ends is followed by the next
    /// at its place.
    bool may_wait = true;
  };

  /// What is given here is used until run() returns.
  CreateAllRun(MessagesBackend& backend, const Ends& ends, const CreateAllOptions& options);

  /// Returns when every request has ended. What `take` or `give` threw is the counts' error.
  CreateEachCounts run();

 private:
  using RequestPtr = std::unique_ptr<Request>;

  bool wait_for_permit();
  bool takes_no_more() const;
  bool wait_for_pace();
  bool take(Request& request);
  bool ask_for_one(Request& request);
  bool take_next(Request& request);
  void wait_for_all();
  template <class Condition>
  void wait(std::unique_lock<std::mutex>& lock, const Condition& condition);
  bool has_others_in_flight();

  void begin(RequestPtr request);
  void make(Request* begun, const CallPlace& place);
  Result<Message> make_call(Request& request, const CallPlace& place);
  Result<Message> make_call(Request& request, const std::stop_token& stop, const CallPlace& place);
  Result<Message> make_call_once(Request& request, const std::stop_token& stop, const CallPlace& place);
  void note_throttled(Request& request);
  void note_end(const Request& request);

  void hand_out(RequestPtr request, bool on_loop);
  void hand_out_all(std::unique_lock<std::mutex>& lock);
  void give(Request& request);

  void end_taking();
  void end_calls();
  void keep_error(Error error);

  MessagesBackend& backend_;
  const Ends& ends_;
  const CreateAllOptions& options_;
  std::stop_source taking_ended_;  // no new requests
  std::stop_source calls_ended_;   // nor those in flight
  SteadyTime next_begin_ = {};
  std::mutex turn_;  // to take

  std::mutex mutex_;                 // all that follows
  std::condition_variable changed_;  // only the caller's thread waits for it
  ConcurrencyLimit limit_;
  CreateEachCounts counts_;
  int in_flight_ = 0;  // what is not given yet included
  std::vector<RequestPtr> ended_;
  bool handing_out_ = false;
  bool is_away_ = false;  // the caller's thread waits for the source, or for its turn: others hand out
};

}  // namespace anthropic
