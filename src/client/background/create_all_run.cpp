#include "client/background/create_all_run.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "aws/calls/retry.hpp"
#include "base/threads/guarded.hpp"
#include "client/calls/call.hpp"
#include "client/calls/call_times.hpp"
#include "client/messages/create_message.hpp"

namespace anthropic {
namespace {

using std::chrono::milliseconds;

/// How far calls may fall behind an even pace and catch up.
constexpr milliseconds kCatchUp(10);

bool is_throttled(const Error& error) {
  return aws::classify(error) == aws::RetryKind::throttling;
}

/// A second, doubled each time up to 20, the last half of it by chance; longer if the server asked for it.
milliseconds pause_before_asking_again(int time, const Error& error, Random& random) {
  const double seconds = std::min(std::ldexp(1.0, time), 20.0) * (0.5 + 0.5 * random.uniform());
  const milliseconds own(std::llround(seconds * 1000));
  return std::max(own, std::min<milliseconds>(error.retry_after.value_or(own), std::chrono::minutes(1)));
}

}  // namespace

CreateAllRun::CreateAllRun(MessagesBackend& backend, const Ends& ends, const CreateAllOptions& options)
    : backend_(backend), ends_(ends), options_(options), limit_(options.max_concurrency) {}

CreateEachCounts CreateAllRun::run() {
  {
    const std::stop_callback finish(options_.finish_token, [this] { end_taking(); });
    const std::stop_callback stop(options_.stop_token, [this] { end_calls(); });
    while (wait_for_permit()) {
      auto request = std::make_unique<Request>();
      if (take(*request)) begin(std::move(request));
    }
    wait_for_all();
  }
  return counts_;
}

bool CreateAllRun::wait_for_permit() {
  std::unique_lock lock(mutex_);
  wait(lock, [&] { return takes_no_more() || in_flight_ < limit_.allowed(); });
  return !takes_no_more();
}

/// The tokens are asked, too: whoever has stopped one may be here before its callback.
bool CreateAllRun::takes_no_more() const {
  return taking_ended_.stop_requested() || options_.finish_token.stop_requested() ||
         options_.stop_token.stop_requested();
}

void CreateAllRun::wait_for_all() {
  std::unique_lock lock(mutex_);
  wait(lock, [&] { return in_flight_ == 0; });
}

/// Hands out what ends meanwhile.
template <class Condition>
void CreateAllRun::wait(std::unique_lock<std::mutex>& lock, const Condition& condition) {
  while (true) {
    if (!handing_out_) hand_out_all(lock);
    if (condition()) return;
    changed_.wait(lock);
  }
}

bool CreateAllRun::wait_for_pace() {
  if (!(options_.max_per_second > 0)) return true;
  Clock& clock = *backend_.world->clock;
  const SteadyTime now = clock.steady_now();
  if (next_begin_ > now) {
    const auto wait = std::chrono::ceil<milliseconds>(next_begin_ - now);
    if (!clock.sleep_for(wait, taking_ended_.get_token())) return false;
  }
  const std::chrono::duration<double> apart(std::min(1 / options_.max_per_second, 86400.0));
  next_begin_ =
      std::max(next_begin_, now - kCatchUp) + std::chrono::duration_cast<SteadyTime::duration>(apart);
  return true;
}

bool CreateAllRun::take(Request& request) {
  {
    std::unique_lock lock(mutex_);
    if (!handing_out_) hand_out_all(lock);
    is_away_ = true;
  }
  const bool taken = wait_for_pace() && ask_for_one(request);
  std::lock_guard lock(mutex_);
  is_away_ = false;
  if (taken) ++in_flight_;
  return taken;
}

bool CreateAllRun::ask_for_one(Request& request) {
  std::lock_guard turn(turn_);
  if (takes_no_more()) return false;
  const auto taken = run_guarded(ErrorKind::configuration, "the source of create_each()",
                                 [&]() -> Result<bool> { return ends_.take(request); });
  if (!taken) {
    keep_error(taken.error());
    return false;
  }
  if (!*taken) {
    end_taking();
    std::lock_guard lock(mutex_);
    counts_.exhausted = true;
    return false;
  }
  std::lock_guard lock(mutex_);
  request.index = counts_.taken++;
  request.epoch = limit_.epoch();
  return true;
}

/// What takes the place of a call that has ended; if there is nothing, the place is given back.
bool CreateAllRun::take_next(Request& request) {
  std::unique_lock lock(mutex_);
  if (in_flight_ <= limit_.allowed() && !(options_.max_per_second > 0)) {
    lock.unlock();
    if (ask_for_one(request)) return true;
    lock.lock();
  }
  --in_flight_;
  changed_.notify_one();
  return false;
}

void CreateAllRun::begin(RequestPtr request) {
  Request* const begun = request.release();  // make() takes it back
  // One at a time needs no other thread.
  if (options_.max_concurrency > 1) {
    const auto self = shared_from_this();
    if (backend_.begin_on_loop([self, begun](const CallPlace& place) { self->make(begun, place); })) return;
    const auto task = [self, begun] { self->make(begun, own_thread(self->backend_)); };
    if (backend_.threads.run_at_once(task)) return;
    // While others of these have threads, this one's turn will come.
    if (has_others_in_flight() && backend_.threads.run(task)) return;
  }
  make(begun, own_thread(backend_));
}

bool CreateAllRun::has_others_in_flight() {
  std::lock_guard lock(mutex_);
  return in_flight_ > 1;
}

void CreateAllRun::make(Request* begun, const CallPlace& place) {
  RequestPtr request(begun);
  do {
    request->result = make_call(*request, place);
    note_end(*request);
    if (ends_.may_wait) return hand_out(std::move(request), place.loop != nullptr);
    give(*request);
  } while (take_next(*request));
}

Result<Message> CreateAllRun::make_call(Request& request, const CallPlace& place) {
  if (!request.options->stop_token.stop_possible())
    return make_call(request, calls_ended_.get_token(), place);
  // Ended by its own token, or with all the others.
  std::stop_source both;
  const std::stop_callback own(request.options->stop_token, [&] { both.request_stop(); });
  const std::stop_callback all(calls_ended_.get_token(), [&] { both.request_stop(); });
  return make_call(request, both.get_token(), place);
}

Result<Message> CreateAllRun::make_call(Request& request, const std::stop_token& stop,
                                        const CallPlace& outer) {
  CallPlace place = outer;
  place.deadline = call_deadline(backend_, *request.options);
  auto result = make_call_once(request, stop, place);
  for (int time = 0; time < options_.throttled_again; ++time) {
    if (result || !is_throttled(result.error()) || options_.finish_token.stop_requested()) break;
    const auto pause = pause_before_asking_again(time, result.error(), *backend_.world->random);
    if (place.deadline && place.deadline->left(*place.world.clock) <= pause) break;
    if (!place.world.clock->sleep_for(pause, stop)) break;
    result = make_call_once(request, stop, place);
  }
  return result;
}

Result<Message> CreateAllRun::make_call_once(Request& request, const std::stop_token& stop,
                                             const CallPlace& place) {
  return run_guarded(ErrorKind::configuration, "the call", [&] {
    return create_message(borrow(backend_), *request.params, *request.options, stop, place,
                          [&] { note_throttled(request); });
  });
}

void CreateAllRun::note_throttled(Request& request) {
  int allowed = 0;
  {
    std::lock_guard lock(mutex_);
    ++counts_.throttled;
    if (!limit_.throttled(request.epoch)) return;
    allowed = limit_.allowed();
  }
  if (!backend_.log.enabled(LogLevel::info)) return;
  backend_.log.write(LogLevel::info,
                     "throttled: at most " + std::to_string(allowed) + " calls in flight for now");
}

void CreateAllRun::note_end(const Request& request) {
  std::lock_guard lock(mutex_);
  ++(request.result ? counts_.succeeded : counts_.failed);
  if (request.result) limit_.succeeded();
}

void CreateAllRun::hand_out(RequestPtr request, bool on_loop) {
  std::unique_lock lock(mutex_);
  ended_.push_back(std::move(request));
  if (handing_out_) return;
  if (!on_loop) return hand_out_all(lock);
  if (!is_away_) return changed_.notify_one();
  handing_out_ = backend_.threads.run_at_once([self = shared_from_this()] {
    std::unique_lock own(self->mutex_);
    self->hand_out_all(own);
  });
}

void CreateAllRun::hand_out_all(std::unique_lock<std::mutex>& lock) {
  std::vector<RequestPtr> now;
  handing_out_ = true;
  while (!ended_.empty()) {
    now.swap(ended_);
    lock.unlock();
    for (const RequestPtr& request : now) give(*request);
    const auto given = static_cast<int>(now.size());
    now.clear();
    lock.lock();
    in_flight_ -= given;
    changed_.notify_one();
  }
  handing_out_ = false;
}

void CreateAllRun::give(Request& request) {
  if (ends_.keep) ends_.keep(request);
  {
    std::lock_guard lock(mutex_);
    if (counts_.error) return;
  }
  const auto given = run_guarded(ErrorKind::configuration, ends_.giver, [&]() -> Result<void> {
    ends_.give(request);
    return {};
  });
  if (!given) keep_error(given.error());
}

void CreateAllRun::end_taking() {
  taking_ended_.request_stop();
  std::lock_guard lock(mutex_);
  changed_.notify_one();
}

void CreateAllRun::end_calls() {
  end_taking();
  calls_ended_.request_stop();
}

void CreateAllRun::keep_error(Error error) {
  backend_.log.write(LogLevel::error, "all calls are ended: " + error.to_string());
  {
    std::lock_guard lock(mutex_);
    if (!counts_.error) counts_.error = std::move(error);
  }
  end_calls();
}

}  // namespace anthropic
