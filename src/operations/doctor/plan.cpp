#include "operations/doctor/plan.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "base/threads/start_thread.hpp"
#include "operations/doctor/context/findings.hpp"

namespace anthropic::internal {
namespace {

using operations::DiagnosisStep;
using operations::StepState;

/// What came of a step that has been taken, or passed over.
struct Taken {
  DiagnosisStep step;
  bool is_in_the_way;  ///< It failed, or was not taken; not, that there was nothing to look at.
};

class Steps {
 public:
  Steps(const std::vector<PlannedStep>& plan, const Clock& clock)
      : plan_(plan), clock_(clock), taken_(plan.size()), stops_(plan.size()) {}

  std::vector<DiagnosisStep> take(std::stop_token stop) {
    const std::stop_callback stop_all(stop, [this] {
      for (std::stop_source& one : stops_) one.request_stop();
    });
    std::vector<pthread_t> threads;
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      const auto thread = start_thread(kUsualStack, [this, i] { run(i); });
      if (thread) threads.push_back(*thread);
      if (!thread) record(i, {.step = step_skipped("no thread could be started"), .is_in_the_way = true});
    }
    for (const pthread_t thread : threads) pthread_join(thread, nullptr);
    std::vector<DiagnosisStep> steps;
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      settle(i);
      steps.push_back(taken_[i]->step);
    }
    return steps;
  }

 private:
  std::size_t index_of(std::string_view name) const {
    const auto found =
        std::find_if(plan_.begin(), plan_.end(), [&](const PlannedStep& step) { return step.name == name; });
    assert(found != plan_.end() && "a step names one that is in the plan");
    return static_cast<std::size_t>(found - plan_.begin());
  }

  void run(std::size_t i) {
    if (!wait_for_needs(i) || stops_[i].stop_requested())
      return record(i, {.step = step_skipped("stopped"), .is_in_the_way = true});
    const SteadyTime begin = clock_.steady_now();
    DiagnosisStep step = plan_[i].take(stops_[i].get_token());
    step.duration = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady_now() - begin);
    const bool has_failed = step.state == StepState::failed;
    record(i, {.step = std::move(step), .is_in_the_way = has_failed});
  }

  void record(std::size_t i, Taken taken) {
    taken.step.name = plan_[i].name;
    const bool stops_others = taken.is_in_the_way;
    {
      const std::lock_guard lock(mutex_);
      taken_[i] = std::move(taken);
    }
    changed_.notify_all();
    if (stops_others) stop_those_after(i);
  }

  bool wait_for_needs(std::size_t i) {
    std::unique_lock lock(mutex_);
    for (const std::string_view name : plan_[i].needs) {
      const std::size_t need = index_of(name);
      changed_.wait(lock, [&] { return taken_[need].has_value(); });
      if (taken_[need]->is_in_the_way) return false;
    }
    return true;
  }

  void stop_those_after(std::size_t failed) {
    for (std::size_t i = failed + 1; i < plan_.size(); ++i) {
      const auto& moot = plan_[i].moot_after;
      if (std::find(moot.begin(), moot.end(), plan_[failed].name) != moot.end()) stops_[i].request_stop();
    }
  }

  /// What is said in the end, when the outcomes of the earlier ones are known.
  void settle(std::size_t i) {
    Taken& taken = *taken_[i];
    for (const auto* names : {&plan_[i].needs, &plan_[i].moot_after}) {
      for (const std::string_view name : *names) {
        const Taken& cause = *taken_[index_of(name)];
        if (!cause.is_in_the_way) continue;
        const bool is_first = cause.step.state == StepState::failed;
        return skip(taken, is_first ? std::string(name) + " failed" : cause.step.found);
      }
    }
    if (taken.step.kind == ErrorKind::user_abort) skip(taken, "stopped");
  }

  static void skip(Taken& taken, std::string why) {
    DiagnosisStep skipped = step_skipped(std::move(why));
    skipped.name = std::move(taken.step.name);
    skipped.duration = taken.step.duration;
    taken = {.step = std::move(skipped), .is_in_the_way = true};
  }

  const std::vector<PlannedStep>& plan_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<Taken>> taken_;
  std::vector<std::stop_source> stops_;
};

}  // namespace

std::vector<DiagnosisStep> take_steps(const std::vector<PlannedStep>& plan, const Clock& clock,
                                      std::stop_token stop) {
  return Steps(plan, clock).take(std::move(stop));
}

}  // namespace anthropic::internal
