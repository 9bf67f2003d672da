#pragma once

#include <functional>
#include <stop_token>
#include <string_view>
#include <vector>

#include <anthropic/operations/doctor.hpp>

#include "base/time/clock.hpp"

namespace anthropic::internal {

/// A step that is to be taken.
struct PlannedStep {
  std::string_view name;
  /// Must not throw; ends soon once it is asked to stop.
  std::function<operations::DiagnosisStep(std::stop_token stop)> take;
  /// Steps that find out what this one uses: it begins after them.
  std::vector<std::string_view> needs = {};
  /// Steps without which this one can only fail. It does not wait for them; if one of them fails, it is
  /// stopped and counts as skipped.
  std::vector<std::string_view> moot_after = {};
};

/// Takes all of them, each as soon as it can begin, on a thread of its own. Those that need a failed step, or
/// are moot after one, are skipped, and so on from step to step. In the order of the plan, in which a step
/// comes after those that it names.
std::vector<operations::DiagnosisStep> take_steps(const std::vector<PlannedStep>& plan, const Clock& clock,
                                                  std::stop_token stop);

}  // namespace anthropic::internal
