#include "http/curl/loop.hpp"

#include <algorithm>
#include <utility>

#include "http/curl/transport.hpp"
#include "http/deadline.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::milliseconds;

// As that of a thread for calls; memory is taken only as it is used.
constexpr std::size_t kStack = 1u << 20;
constexpr long kWarmConnections = 192;
constexpr SteadyTime kNever = SteadyTime::max();

milliseconds time_until(SteadyTime end) {
  if (end == kNever) return std::chrono::hours(1);
  return std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
}

}  // namespace

/// Transfers move on in run(); a task that waits for one yields.
class CurlLoop::Driver final : public CurlDriver {
 public:
  explicit Driver(CurlLoop& loop) : loop_(loop) {}
  CurlMulti& multi() override { return multi_; }
  void pump(CurlTransfer&) override {}
  void wait(CurlTransfer& transfer, milliseconds limit) override {
    loop_.yield_until(transfer.woken(), deadline_after(limit));
  }
  void wake(CurlTransfer&) override { multi_.wake(); }

 private:
  CurlLoop& loop_;
  CurlMulti multi_{kWarmConnections};
};

class CurlLoop::LoopClock final : public Clock {
 public:
  explicit LoopClock(CurlLoop& loop) : loop_(loop) {}
  SystemTime now() const override { return std::chrono::system_clock::now(); }
  SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
  bool sleep_for(milliseconds duration, std::stop_token stop) override {
    WakeFlag flag;
    const std::stop_callback wake(stop, [&] {
      flag.set();
      loop_.wake();
    });
    loop_.yield_until(flag, deadline_after(duration));
    return !stop.stop_requested();
  }

 private:
  CurlLoop& loop_;
};

CurlLoop::CurlLoop(const CurlLimits& limits, const NetworkSettings& network)
    : driver_(std::make_shared<Driver>(*this)),
      transport_(
          std::make_shared<CurlTransport>(std::make_shared<CurlTransferPool>(limits, network, driver_))),
      clock_(std::make_shared<LoopClock>(*this)),
      fibers_(kStack) {}

CurlLoop::~CurlLoop() = default;

bool CurlLoop::post(Task task, const std::function<bool()>& start) {
  bool sleeps = false;
  {
    std::lock_guard lock(mutex_);
    if (!running_ && !start()) return false;
    running_ = true;
    posted_.push_back(std::move(task));
    sleeps = std::exchange(polling_, false);
  }
  if (sleeps) wake();
  return true;
}

void CurlLoop::close() {
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake();
}

void CurlLoop::wait_for(WakeFlag& flag) {
  yield_until(flag, kNever);
}

void CurlLoop::wake() {
  driver_->multi().wake();
}

void CurlLoop::yield_until(WakeFlag& flag, SteadyTime until) {
  Fibers::Fiber* const task = fibers_.current();
  if (!task) return block_until(flag, until);
  if (flag.take()) return;
  waiting_.push_back({task, &flag, until});
  fibers_.suspend();
  flag.take();
}

/// For a task that has no stack of its own to leave.
void CurlLoop::block_until(WakeFlag& flag, SteadyTime until) {
  while (!flag.take() && std::chrono::steady_clock::now() < until) {
    driver_->multi().perform();
    if (!flag.is_set()) driver_->multi().poll(time_until(until));
  }
}

void CurlLoop::run(milliseconds idle) {
  SteadyTime idle_from = std::chrono::steady_clock::now();
  while (true) {
    begin_posted();
    // If libcurl lacks the memory to continue a transfer, its task ends at its own deadline.
    driver_->multi().perform();
    if (go_on()) {
      idle_from = std::chrono::steady_clock::now();
    } else if (!poll(idle_from + idle)) {
      return;
    }
  }
}

void CurlLoop::begin_posted() {
  {
    std::lock_guard lock(mutex_);
    begun_.swap(posted_);
  }
  for (Task& task : begun_) {
    if (!fibers_.begin(std::move(task))) task();  // NOLINT(bugprone-use-after-move): it takes nothing then
  }
  begun_.clear();
}

/// Goes on with the tasks that have waited long enough; whether there were any.
bool CurlLoop::go_on() {
  const SteadyTime now = std::chrono::steady_clock::now();
  const auto over = std::partition(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
    return !waiting.flag->is_set() && now < waiting.until;
  });
  ready_.clear();
  for (auto waiting = over; waiting != waiting_.end(); ++waiting) ready_.push_back(waiting->task);
  waiting_.erase(over, waiting_.end());
  for (Fibers::Fiber* task : ready_) fibers_.resume(*task);
  return !ready_.empty();
}

/// Waits until there may be something to do. False if there was nothing to do until `idle_until`, or after
/// close(): then nobody runs this loop any more.
bool CurlLoop::poll(SteadyTime idle_until) {
  SteadyTime until = waiting_.empty() ? idle_until : kNever;
  for (const Waiting& waiting : waiting_) until = std::min(until, waiting.until);
  {
    std::lock_guard lock(mutex_);
    if (!posted_.empty()) return true;
    const bool over = closed_ || std::chrono::steady_clock::now() >= idle_until;
    running_ = !(waiting_.empty() && over);
    if (!running_) return false;
    polling_ = true;
  }
  driver_->multi().poll(time_until(until));
  std::lock_guard lock(mutex_);
  polling_ = false;
  return true;
}

}  // namespace anthropic::internal
