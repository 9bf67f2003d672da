#include "client/create_all_run.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "aws/retry.hpp"
#include "client/create_message.hpp"

namespace anthropic {
namespace {

using std::chrono::milliseconds;

/// How far calls may fall behind an even pace and catch up.
constexpr milliseconds kCatchUp(10);

bool is_throttled(const Error& error) {
  return aws::classify(error.status, error.code) == aws::RetryKind::throttling;
}

/// A second, doubled each time up to 20, the last half of it by chance; longer if the server asked for it.
milliseconds pause_before_asking_again(int time, const Error& error, Random& random) {
  const double seconds = std::min(std::ldexp(1.0, time), 20.0) * (0.5 + 0.5 * random.uniform());
  const milliseconds own(std::llround(seconds * 1000));
  return std::max(own, std::min<milliseconds>(error.retry_after.value_or(own), std::chrono::minutes(1)));
}

}  // namespace

CreateAllRun::CreateAllRun(MessagesBackend& backend, const CreateSource& source, const CreateSink& sink,
                           const CreateAllOptions& options)
    : backend_(backend), source_(source), sink_(sink), options_(options), limit_(options.max_concurrency) {}

CreateEachCounts CreateAllRun::run() {
  {
    const std::stop_callback finish(options_.finish_token, [this] { end_taking(); });
    const std::stop_callback stop(options_.stop_token, [this] { end_calls(); });
    work();
    wait_for_helpers();
  }
  if (thrown_) std::rethrow_exception(thrown_);
  return counts_;
}

void CreateAllRun::work() {
  while (auto taken = take()) {
    auto result = make_call(*taken);
    hand_out(*taken, std::move(result));
    give_permit_back();
  }
}

void CreateAllRun::help() {
  {
    std::lock_guard lock(mutex_);
    if (over_) return;
    ++helping_;
  }
  work();
  std::lock_guard lock(mutex_);
  --helping_;
  helpers_left_.notify_one();
}

/// Another worker, if those there are have all something to do.
void CreateAllRun::add_helper() {
  {
    std::lock_guard lock(mutex_);
    if (in_flight_ < workers_ || workers_ >= limit_.allowed()) return;
    ++workers_;
  }
  if (backend_.threads.run([self = shared_from_this()] { self->help(); })) return;
  std::lock_guard lock(mutex_);
  --workers_;
}

void CreateAllRun::wait_for_helpers() {
  std::unique_lock lock(mutex_);
  helpers_left_.wait(lock, [&] { return helping_ == 0; });
  over_ = true;
}

std::optional<CreateAllRun::Taken> CreateAllRun::take() {
  std::lock_guard turn(turn_);
  if (!wait_for_permit()) return std::nullopt;
  std::optional<CreateRequest> request;
  if (wait_for_pace()) request = ask_source();
  if (!request) {
    end_taking();
    give_permit_back();
    return std::nullopt;
  }
  add_helper();
  std::lock_guard lock(mutex_);
  ++counts_.taken;
  return Taken{taken_++, limit_.epoch(), *std::move(request)};
}

bool CreateAllRun::wait_for_permit() {
  std::unique_lock lock(mutex_);
  permitted_.wait(lock, [&] { return taking_ended_.stop_requested() || in_flight_ < limit_.allowed(); });
  if (taking_ended_.stop_requested()) return false;
  ++in_flight_;
  return true;
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

std::optional<CreateRequest> CreateAllRun::ask_source() {
  std::optional<CreateRequest> request;
  try {
    request = source_();
  } catch (...) {
    keep_exception();
    return std::nullopt;
  }
  if (request) return request;
  std::lock_guard lock(mutex_);
  counts_.exhausted = true;
  return std::nullopt;
}

void CreateAllRun::give_permit_back() {
  std::lock_guard lock(mutex_);
  --in_flight_;
  permitted_.notify_one();
}

Result<Message> CreateAllRun::make_call(Taken& taken) {
  // Ended by its own token, or with all the others.
  std::stop_source both;
  const std::stop_callback own(taken.request.options.stop_token, [&] { both.request_stop(); });
  const std::stop_callback all(calls_ended_.get_token(), [&] { both.request_stop(); });

  auto result = make_call_once(taken, both.get_token());
  for (int time = 0; time < options_.throttled_again; ++time) {
    if (result || !is_throttled(result.error()) || options_.finish_token.stop_requested()) break;
    const auto pause = pause_before_asking_again(time, result.error(), *backend_.world->random);
    if (!backend_.world->clock->sleep_for(pause, both.get_token())) break;
    result = make_call_once(taken, both.get_token());
  }
  return result;
}

Result<Message> CreateAllRun::make_call_once(Taken& taken, std::stop_token stop) {
  try {
    return create_message(borrow(backend_), taken.request.params, taken.request.options, std::move(stop),
                          [&] { note_throttled(taken); });
  } catch (...) {  // from the user's middleware or observer
    keep_exception();
    return Error{.kind = ErrorKind::user_abort, .message = "the client's middleware threw"};
  }
}

void CreateAllRun::note_throttled(Taken& taken) {
  int allowed = 0;
  {
    std::lock_guard lock(mutex_);
    ++counts_.throttled;
    if (!limit_.throttled(taken.epoch)) return;
    allowed = limit_.allowed();
  }
  if (!backend_.log.enabled(LogLevel::info)) return;
  backend_.log.write(LogLevel::info,
                     "throttled: at most " + std::to_string(allowed) + " calls in flight for now");
}

void CreateAllRun::hand_out(const Taken& taken, Result<Message> result) {
  {
    std::lock_guard lock(mutex_);
    ++(result ? counts_.succeeded : counts_.failed);
    if (result) limit_.succeeded();
  }
  std::lock_guard turn(sink_turn_);
  {
    std::lock_guard lock(mutex_);
    if (thrown_) return;
  }
  try {
    sink_(taken.index, taken.request, std::move(result));
  } catch (...) {
    keep_exception();
  }
}

void CreateAllRun::end_taking() {
  taking_ended_.request_stop();
  std::lock_guard lock(mutex_);
  permitted_.notify_all();
}

void CreateAllRun::end_calls() {
  end_taking();
  calls_ended_.request_stop();
}

void CreateAllRun::keep_exception() {
  {
    std::lock_guard lock(mutex_);
    if (!thrown_) thrown_ = std::current_exception();
  }
  end_calls();
}

}  // namespace anthropic
