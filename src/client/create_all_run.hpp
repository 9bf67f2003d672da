#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include <anthropic/create_all.hpp>

#include "client/backend.hpp"
#include "client/concurrency_limit.hpp"

namespace anthropic {

/// One create_each(): workers, of which the caller's thread is one, take requests in turn, make their calls
/// and hand out the results.
class CreateAllRun : public std::enable_shared_from_this<CreateAllRun> {
 public:
  /// `source` and `sink` are used until run() returns; `backend` as well.
  CreateAllRun(MessagesBackend& backend, const CreateSource& source, const CreateSink& sink,
               const CreateAllOptions& options);

  /// Returns when every request has ended. Throws what `source` or `sink` threw.
  CreateEachCounts run();

 private:
  struct Taken {
    std::uint64_t index;
    unsigned epoch;
    CreateRequest request;
  };

  void work();
  /// work() on a thread of the client; it may begin only after the run has ended.
  void help();
  void add_helper();
  void wait_for_helpers();

  std::optional<Taken> take();
  bool wait_for_permit();
  bool wait_for_pace();
  std::optional<CreateRequest> ask_source();
  void give_permit_back();

  Result<Message> make_call(Taken& taken);
  Result<Message> make_call_once(Taken& taken, std::stop_token stop);
  void note_throttled(Taken& taken);
  void hand_out(const Taken& taken, Result<Message> result);

  void end_taking();
  void end_calls();
  void keep_exception();

  MessagesBackend& backend_;
  const CreateSource& source_;
  const CreateSink& sink_;
  const CreateAllOptions options_;
  std::stop_source taking_ended_;  // no new requests
  std::stop_source calls_ended_;   // nor those in flight

  std::mutex turn_;  // to take: held while waiting for it to be allowed and while the source runs
  SteadyTime next_begin_ = {};
  std::uint64_t taken_ = 0;

  std::mutex sink_turn_;

  std::mutex mutex_;  // all that follows
  std::condition_variable permitted_;
  std::condition_variable helpers_left_;
  ConcurrencyLimit limit_;
  CreateEachCounts counts_;
  int in_flight_ = 0;
  int workers_ = 1;  // those that may still begin included
  int helping_ = 0;
  bool over_ = false;  // helpers that come now are too late
  std::exception_ptr thrown_;
};

}  // namespace anthropic
