#include "operations/doctor/plan.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "base/threads/start_thread.hpp"
#include "operations/doctor/findings.hpp"

namespace anthropic::internal {
namespace {

using operations::DiagnosisStep;
using operations::StepState;

bool stands_in_the_way(const DiagnosisStep& step) {
  return step.state == StepState::failed || step.state == StepState::skipped;
}

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
      if (!thread) record(i, step_skipped("no thread could be started"));
    }
    for (const pthread_t thread : threads) pthread_join(thread, nullptr);
    std::vector<DiagnosisStep> steps;
    for (std::size_t i = 0; i < plan_.size(); ++i) steps.push_back(outcome(i, steps));
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
    const bool can_begin = wait_for_needs(i);
    DiagnosisStep step = step_skipped("");
    const SteadyTime begin = clock_.steady_now();
    if (can_begin && !stops_[i].stop_requested()) step = plan_[i].take(stops_[i].get_token());
    step.duration = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady_now() - begin);
    record(i, std::move(step));
  }

  void record(std::size_t i, DiagnosisStep step) {
    step.name = plan_[i].name;
    const bool stops_others = stands_in_the_way(step);
    {
      const std::lock_guard lock(mutex_);
      taken_[i] = std::move(step);
    }
    changed_.notify_all();
    if (stops_others) stop_those_after(i);
  }

  bool wait_for_needs(std::size_t i) {
    std::unique_lock lock(mutex_);
    for (const std::string_view name : plan_[i].needs) {
      const std::size_t need = index_of(name);
      changed_.wait(lock, [&] { return taken_[need].has_value(); });
      if (stands_in_the_way(*taken_[need])) return false;
    }
    return true;
  }

  void stop_those_after(std::size_t failed) {
    for (std::size_t i = failed + 1; i < plan_.size(); ++i) {
      const auto& moot = plan_[i].moot_after;
      if (std::find(moot.begin(), moot.end(), plan_[failed].name) != moot.end()) stops_[i].request_stop();
    }
  }

  /// What is said in the end, when what came of the earlier ones is known.
  DiagnosisStep outcome(std::size_t i, const std::vector<DiagnosisStep>& earlier) {
    for (const auto* names : {&plan_[i].needs, &plan_[i].moot_after}) {
      for (const std::string_view name : *names) {
        const DiagnosisStep& cause = earlier[index_of(name)];
        if (!stands_in_the_way(cause)) continue;
        DiagnosisStep step =
            step_skipped(cause.state == StepState::failed ? std::string(name) + " failed" : cause.found);
        step.name = plan_[i].name;
        step.duration = taken_[i]->duration;
        return step;
      }
    }
    DiagnosisStep step = std::move(*taken_[i]);
    if (step.kind == ErrorKind::user_abort) {
      step.state = StepState::skipped;
      step.kind = ErrorKind::none;
    }
    if (step.state == StepState::skipped && step.found.empty()) step.found = "stopped";
    return step;
  }

  const std::vector<PlannedStep>& plan_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<DiagnosisStep>> taken_;
  std::vector<std::stop_source> stops_;
};

}  // namespace

std::vector<DiagnosisStep> take_steps(const std::vector<PlannedStep>& plan, const Clock& clock,
                                      std::stop_token stop) {
  return Steps(plan, clock).take(std::move(stop));
}

}  // namespace anthropic::internal
