// How steps follow from each other.
#include <atomic>
#include <gmock/gmock.h>
#include <latch>

#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/plan.hpp"
#include "support/fake_clock.hpp"

namespace anthropic::internal {
namespace {

using operations::DiagnosisStep;
using operations::StepState;
using ::testing::ElementsAre;

std::vector<std::string> told(const std::vector<PlannedStep>& plan, std::stop_token stop = {}) {
  const testing::FakeClock clock;
  std::vector<std::string> lines;
  for (const DiagnosisStep& step : take_steps(plan, clock, std::move(stop)))
    lines.push_back(step.name + ": " + std::string(to_string(step.state)) + " " + step.found);
  return lines;
}

PlannedStep well(std::string_view name, std::vector<std::string_view> needs = {}) {
  return {name, [](const std::stop_token&) { return step_ok("well"); }, std::move(needs)};
}

PlannedStep broken(std::string_view name, std::vector<std::string_view> needs = {}) {
  return {name, [](const std::stop_token&) { return step_failed(ErrorKind::connection, "broken", ""); },
          std::move(needs)};
}

TEST(DoctorPlan, StepsThatNeedAFailedOneAreSkippedAndSaySo) {
  EXPECT_THAT(told({well("a"), broken("b", {"a"}), well("c", {"b"}), well("d", {"c"}), well("e", {"a"})}),
              ElementsAre("a: ok well", "b: failed broken", "c: skipped b failed", "d: skipped b failed",
                          "e: ok well"));
}

TEST(DoctorPlan, IndependentStepsAreTakenSideBySide) {
  std::latch all(3);
  const auto meet = [&all](const std::stop_token&) {
    all.arrive_and_wait();
    return step_ok("met");
  };
  EXPECT_THAT(told({{"a", meet}, {"b", meet}, {"c", meet}}),
              ElementsAre("a: ok met", "b: ok met", "c: ok met"));
}

TEST(DoctorPlan, AStepBeginsAfterThoseThatItNeeds) {
  std::atomic<bool> found = false;
  const std::vector<PlannedStep> plan = {
      {"a",
       [&found](const std::stop_token&) {
         found = true;
         return step_ok("found");
       }},
      {"b", [&found](const std::stop_token&) { return step_ok(found ? "used" : "missed"); }, {"a"}}};
  EXPECT_THAT(told(plan), ElementsAre("a: ok found", "b: ok used"));
}

TEST(DoctorPlan, AStepThatIsMootIsStoppedAndSkipped) {
  std::latch begun(1);
  const std::vector<PlannedStep> plan = {{"network",
                                          [&begun](const std::stop_token&) {
                                            begun.wait();
                                            return step_failed(ErrorKind::connection, "down", "");
                                          }},
                                         {"call",
                                          [&begun](const std::stop_token& stop) {
                                            begun.count_down();
                                            std::latch stopped(1);
                                            const std::stop_callback on_stop(
                                                stop, [&stopped] { stopped.count_down(); });
                                            stopped.wait();
                                            return step_failed(ErrorKind::user_abort, "cancelled", "");
                                          },
                                          {},
                                          {"network"}},
                                         well("after", {"call"})};
  EXPECT_THAT(told(plan), ElementsAre("network: failed down", "call: skipped network failed",
                                      "after: skipped network failed"));
}

TEST(DoctorPlan, WhereThereIsNothingToLookAtOthersGoOn) {
  const auto nothing = [](const std::stop_token&) { return step_skipped("nothing there"); };
  EXPECT_THAT(told({{"a", nothing}, well("b", {"a"}), {"c", well("").take, {}, {"a"}}}),
              ElementsAre("a: skipped nothing there", "b: ok well", "c: ok well"));
}

TEST(DoctorPlan, StopEndsAllThatIsLeft) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(told({well("a"), well("b", {"a"})}, stop.get_token()),
              ElementsAre("a: skipped stopped", "b: skipped stopped"));
}

TEST(DoctorPlan, MeasuresEachStep) {
  testing::FakeClock clock;
  const auto steps = take_steps({{"slow",
                                  [&clock](const std::stop_token&) {
                                    clock.advance(std::chrono::milliseconds(250));
                                    return step_ok("done");
                                  }}},
                                clock, {});
  EXPECT_EQ(steps.front().duration, std::chrono::milliseconds(250));
}

}  // namespace
}  // namespace anthropic::internal
