#include "client/background/create_all_run.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "base/threads/user_code.hpp"
#include "client/calls/api_call.hpp"
#include "client/calls/call_times.hpp"
#include "client/messages/create_message.hpp"
#include "http/pause.hpp"
#include "platform/errors/api_errors.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::milliseconds;

/// How far calls may fall behind an even pace and catch up.
constexpr milliseconds kCatchUp(10);

bool is_throttled(const Error& error) {
  return classify(error, api_errors()) == RetryKind::throttling;
}

/// A second, doubled each time up to 20, the last half of it by chance; longer if the server asked for it.
milliseconds pause_before_asking_again(int time, const Error& error, Random& random) {
  const double seconds = std::min(std::ldexp(1.0, time), 20.0) * (0.5 + 0.5 * random.uniform());
  const milliseconds own(std::llround(seconds * 1000));
  return std::max(own, std::min<milliseconds>(error.retry_after.value_or(own), std::chrono::minutes(1)));
}

}  // namespace

/// The call for a request, once more after each round in which it was throttled, and then those that follow it
/// at its place.
class CreateAllRun::Place {
 public:
  Place(std::shared_ptr<CreateAllRun> run, InFlight request, const CallContext& context)
      : run_(std::move(run)), request_(request), context_(context) {
    begin();
  }

  std::optional<Wait> step() {
    while (true) {
      if (auto more = step_rounds()) return more;
      if (!request_->result || !run_->follow(*request_)) break;
      begin();
    }
    run_->tell({What::ended, request_});
    return std::nullopt;
  }

 private:
  void begin() {
    round_ = 0;
    context_.deadline = call_deadline(run_->core_, *request_->options);
    stop_ = run_->calls_ended_.get_token();
    const std::stop_token& own = request_->options->stop_token;
    if (!own.stop_possible()) return;
    // Ended by its own token, or with all the others.
    std::stop_source either;
    own_.emplace(own, [either]() mutable { either.request_stop(); });
    all_.emplace(stop_, [either]() mutable { either.request_stop(); });
    stop_ = either.get_token();
  }

  std::optional<Wait> step_rounds() {
    do {
      if (pause_) {
        if (auto more = pause_->poll(context_.world.clock->steady_now())) return more;
        pause_.reset();
        if (stop_.stop_requested()) break;
      }
      if (auto more = step_round()) return more;
    } while (begin_pause());
    return std::nullopt;
  }

  std::optional<Wait> step_round() {
    if (!creation_) {
      creation_.emplace(borrow(run_->core_), *request_->params, *request_->options, stop_, context_, [this] {
        run_->tell({What::throttled, request_});
      });
    }
    if (auto more = creation_->step_in_background()) return more;
    request_->result = std::move(creation_->result());
    creation_.reset();
    return std::nullopt;
  }

  /// Before another round; whether there is one.
  bool begin_pause() {
    const auto& result = request_->result;
    if (round_ == run_->options_.max_throttle_rounds || result || !is_throttled(result.error()) ||
        run_->options_.finish_token.stop_requested())
      return false;
    const auto time = pause_before_asking_again(round_++, result.error(), *run_->core_.world->random);
    const SteadyTime now = context_.world.clock->steady_now();
    if (context_.deadline && context_.deadline->left(now) <= time) return false;
    pause_.emplace(now + time, stop_, context_.loop);
    return true;
  }

  using StopCallback = std::stop_callback<std::function<void()>>;

  const std::shared_ptr<CreateAllRun> run_;
  const InFlight request_;
  CallContext context_;
  std::stop_token stop_;
  std::optional<StopCallback> own_, all_;
  std::optional<MessageCreation> creation_;
  std::optional<Pause> pause_;
  int round_ = 0;
};

CreateAllRun::CreateAllRun(ClientCore& core, const Ends& ends, const CreateAllOptions& options)
    : core_(core), ends_(ends), options_(options), limit_(options.max_concurrency) {}

CreateEachCounts CreateAllRun::run() {
  const std::stop_callback finish(options_.finish_token, [this] { tell({What::stopped}); });
  const std::stop_callback stop(options_.stop_token, [this] {
    calls_ended_.request_stop();
    tell({What::stopped});
  });
  while (true) {
    handle_events();
    let_follow();
    const bool has_room = in_flight_.size() < static_cast<std::size_t>(limit_.allowed());
    if (takes_no_more() && in_flight_.empty()) break;
    if (takes_no_more() || !has_room) {
      wait_for_event();
    } else if (const auto left = time_until_next()) {
      wait_for_event(*left);
    } else {
      take_next();
    }
  }
  std::lock_guard lock(mutex_);
  counts_.taken += followed_;
  counts_.succeeded += followed_;
  return counts_;
}

/// The tokens are asked, too: whoever has stopped one may be here before its callback.
bool CreateAllRun::is_stopped() const {
  return options_.finish_token.stop_requested() || options_.stop_token.stop_requested();
}

bool CreateAllRun::takes_no_more() const {
  return taking_ended_ || is_stopped();
}

/// Empty if the next call may begin.
std::optional<milliseconds> CreateAllRun::time_until_next() const {
  if (!(options_.max_per_second > 0)) return std::nullopt;
  const SteadyTime now = core_.world->clock->steady_now();
  if (next_begin_ <= now) return std::nullopt;
  return std::chrono::ceil<milliseconds>(next_begin_ - now);
}

void CreateAllRun::take_next() {
  if (options_.max_per_second > 0) {
    const std::chrono::duration<double> apart(std::min(1 / options_.max_per_second, 86400.0));
    next_begin_ = std::max(next_begin_, core_.world->clock->steady_now() - kCatchUp) +
                  std::chrono::duration_cast<SteadyTime::duration>(apart);
  }
  in_flight_.emplace_back();
  const auto request = std::prev(in_flight_.end());
  if (take(*request)) return begin(request);
  in_flight_.erase(request);
  taking_ended_ = true;
}

bool CreateAllRun::take(Request& request) {
  const auto taken =
      run_user_code(ErrorKind::configuration, "the source of create_each()", [&]() -> Result<bool> {
        std::unique_lock lock(mutex_, std::defer_lock);
        if (ends_.may_follow) lock.lock();
        return ends_.take(request);
      });
  if (!taken) keep_error(taken.error());
  if (!taken || !*taken) {
    counts_.exhausted = bool(taken);
    return false;
  }
  ++counts_.taken;
  request.epoch = limit_.epoch();
  return true;
}

void CreateAllRun::begin(InFlight request) {
  const BackgroundCall call = [self = shared_from_this(), request](const CallContext& context) {
    return [made = std::make_shared<Place>(self, request, context)] { return made->step(); };
  };
  // One at a time needs no other thread.
  if (options_.max_concurrency > 1) {
    if (core_.background.begin_at_once(call)) return;
    // While others of these have threads, this one's turn will come.
    if (in_flight_.size() > 1 && core_.background.begin(call)) return;
  }
  run_call(call, own_thread(core_));
}

/// Has the next request take the place of one that has succeeded, which costs less than to wake the caller's
/// thread.
bool CreateAllRun::follow(Request& request) {
  const std::uint64_t index = request.index;
  {
    std::lock_guard lock(mutex_);
    if (!following_ || is_stopped() || !ends_.take(request)) return false;
    request.epoch = *following_;
    ++followed_;
  }
  ends_.keep(index, std::move(request.result));
  return true;
}

/// Where nothing but the number of calls bounds what begins.
void CreateAllRun::let_follow() {
  if (!ends_.may_follow || options_.max_per_second > 0 || takes_no_more()) return;
  if (limit_.allowed() < options_.max_concurrency) return;
  std::lock_guard lock(mutex_);
  if (events_.empty()) following_ = limit_.epoch();
}

/// From any thread.
void CreateAllRun::tell(Event event) {
  {
    std::lock_guard lock(mutex_);
    events_.push_back(event);
    if (event.what != What::ended) following_.reset();
    nap_.request_stop();
  }
  told_.notify_one();
}

void CreateAllRun::wait_for_event() {
  std::unique_lock lock(mutex_);
  told_.wait(lock, [&] { return !events_.empty(); });
}

/// Of the world's time, `longest`.
void CreateAllRun::wait_for_event(milliseconds longest) {
  {
    std::lock_guard lock(mutex_);
    if (!events_.empty()) return;
    nap_ = std::stop_source();
  }
  core_.world->clock->sleep_for(longest, nap_.get_token());
}

void CreateAllRun::handle_events() {
  {
    std::lock_guard lock(mutex_);
    handled_.swap(events_);
  }
  for (const Event& event : handled_) {
    if (event.what == What::throttled) note_throttled(*event.request);
    if (event.what != What::ended) continue;
    note_end(*event.request);
    in_flight_.erase(event.request);
  }
  handled_.clear();
}

void CreateAllRun::note_throttled(Request& request) {
  ++counts_.throttled;
  if (!limit_.throttled(request.epoch) || !core_.log.enabled(LogLevel::info)) return;
  core_.log.write(LogLevel::info,
                  "throttled: at most " + std::to_string(limit_.allowed()) + " calls in flight for now");
}

void CreateAllRun::note_end(Request& request) {
  ++(request.result ? counts_.succeeded : counts_.failed);
  if (request.result) limit_.succeeded();
  if (ends_.keep) ends_.keep(request.index, std::move(request.result));
  if (counts_.error) return;
  const auto given = run_user_code(ErrorKind::configuration, ends_.giver, [&]() -> Result<void> {
    ends_.give(request);
    return {};
  });
  if (!given) keep_error(given.error());
}

void CreateAllRun::keep_error(Error error) {
  core_.log.write(LogLevel::error, "all calls are ended: " + error.to_string());
  counts_.error = std::move(error);
  taking_ended_ = true;
  calls_ended_.request_stop();
}

}  // namespace anthropic::internal
