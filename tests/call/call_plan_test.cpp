#include "call/call_plan.hpp"

#include <gmock/gmock.h>

#include "support/fake_random.hpp"

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using Action = CallStep::Action;

constexpr ErrorCode kCodes[] = {{"Slow", 400, ErrorKind::rate_limit, RetryKind::throttling}};
constexpr ErrorTable kTable = {.read = [](const Headers&, std::string_view) { return ErrorWords(); },
                               .codes = kCodes};
const SteadyTime kStart = SteadyTime(1h);
constexpr bool kSent = true;

Error answered(int status, std::string code = {}) {
  return {.kind = ErrorKind::api_status, .status = status, .code = std::move(code), .message = "why"};
}
const Error kBroken{.kind = ErrorKind::connection, .message = "broken"};
const Error kTimeout{.kind = ErrorKind::timeout, .message = "slow"};

class CallPlanTest : public ::testing::Test {
 protected:
  CallPlanTest() { random_.otherwise(1); }

  CallPlan plan(CallLimits limits = {}) {
    limits.quota = quota_;
    return {std::move(limits), kTable, random_};
  }
  static std::optional<CallDeadline> deadline(std::chrono::milliseconds timeout) {
    return CallDeadline{.timeout = timeout, .end = kStart + timeout};
  }
  static void expect_sleep(CallStep step, std::chrono::milliseconds pause) {
    EXPECT_EQ(step.action, Action::sleep);
    EXPECT_EQ(step.pause, pause);
  }

  testing::FakeRandom random_;
  std::shared_ptr<RetryQuota> quota_ = make_retry_quota();
};

TEST_F(CallPlanTest, SendsAtOnceAndEndsWithTheErrorAsItIs) {
  CallPlan plan = this->plan();
  EXPECT_EQ(plan.before_attempt(kStart).action, Action::send);
  EXPECT_EQ(plan.after_failure(answered(400), kSent, kStart).action, Action::give_up);
  EXPECT_EQ(plan.final_error(answered(400), 1, kStart).message, "why");
}

TEST_F(CallPlanTest, SleepsLongerEachTimeUntilTheAttemptsAreUsedUp) {
  CallPlan plan = this->plan();
  expect_sleep(plan.after_failure(answered(503), kSent, kStart), 50ms);
  EXPECT_EQ(plan.attempt(), 2);
  expect_sleep(plan.after_failure(answered(400, "Slow"), kSent, kStart), 2s);
  EXPECT_EQ(plan.attempt(), 3);
  EXPECT_EQ(plan.after_failure(answered(503), kSent, kStart).action, Action::give_up);
}

TEST_F(CallPlanTest, AnUnansweredAttemptIsRepeatedUnlessTheAnswerMayBeOnItsWay) {
  EXPECT_EQ(plan().after_failure(kBroken, kSent, kStart).action, Action::sleep);
  EXPECT_EQ(plan().after_failure(kTimeout, !kSent, kStart).action, Action::sleep);
  EXPECT_EQ(plan().after_failure(kTimeout, kSent, kStart).action, Action::give_up);
  const Error wrong{.kind = ErrorKind::response_validation};
  EXPECT_EQ(plan().after_failure(wrong, kSent, kStart).action, Action::give_up);
  const Error stopped{.kind = ErrorKind::user_abort};
  EXPECT_EQ(plan().after_failure(stopped, !kSent, kStart).action, Action::give_up);
}

TEST_F(CallPlanTest, WhatHasBeenHandedOnIsNotAskedForAgain) {
  CallPlan plan = this->plan();
  plan.commit();
  EXPECT_EQ(plan.after_failure(kBroken, kSent, kStart).action, Action::give_up);
}

TEST_F(CallPlanTest, TheServersAdviceWinsForOneAttempt) {
  CallPlan against = plan();
  against.refused(false, false);
  EXPECT_EQ(against.after_failure(answered(503), kSent, kStart).action, Action::give_up);
  CallPlan in_favour = plan();
  in_favour.refused(true, false);
  EXPECT_EQ(in_favour.after_failure(answered(400), kSent, kStart).action, Action::sleep);
  EXPECT_EQ(in_favour.before_attempt(kStart).action, Action::send);
  EXPECT_EQ(in_favour.after_failure(answered(400), kSent, kStart).action, Action::give_up);
}

TEST_F(CallPlanTest, ARefusalThatTaughtSomethingIsAnsweredAtOnceButOnlyOnce) {
  CallPlan plan = this->plan({.max_attempts = 1});
  EXPECT_TRUE(plan.may_learn());
  plan.refused({}, true);
  EXPECT_FALSE(plan.may_learn());
  EXPECT_EQ(plan.after_failure(answered(403), kSent, kStart).action, Action::send);
  plan.refused({}, true);
  EXPECT_EQ(plan.after_failure(answered(403), kSent, kStart).action, Action::give_up);
}

TEST_F(CallPlanTest, NoAttemptBeginsAfterTheCallsTime) {
  CallPlan plan = this->plan({.deadline = deadline(1s)});
  EXPECT_EQ(plan.before_attempt(kStart + 999ms).action, Action::send);
  EXPECT_EQ(plan.before_attempt(kStart + 1s).action, Action::give_up);
  EXPECT_EQ(plan.after_failure(answered(503), kSent, kStart + 1s).action, Action::give_up);
  EXPECT_EQ(plan.final_error(kTimeout, 0, kStart + 1s).message,
            "the call's time-out of 1 s passed before anything was sent");
  EXPECT_EQ(plan.final_error(answered(503), 1, kStart + 1s).status, 503);
}

TEST_F(CallPlanTest, APauseThatIsLongerThanTheCallIsNotMadeNorPaidFor) {
  CallPlan plan = this->plan({.deadline = deadline(500ms)});
  EXPECT_EQ(plan.after_failure(answered(400, "Slow"), kSent, kStart).action, Action::give_up);
  EXPECT_EQ(available(*quota_), 500);
  const Error error = plan.final_error(answered(400, "Slow"), 1, kStart);
  EXPECT_EQ(error.kind, ErrorKind::timeout);
  EXPECT_THAT(error.message, HasSubstr("would pass before the next attempt, which would begin in 1 s"));
  EXPECT_THAT(error.message, HasSubstr("the last answer: "));
}

TEST_F(CallPlanTest, ATimeOutTellsTheLastAnswerBeforeIt) {
  CallPlan plan = this->plan({.deadline = deadline(5s)});
  expect_sleep(plan.after_failure(answered(503), kSent, kStart), 50ms);
  const Error error = plan.final_error(kTimeout, 2, kStart + 5s);
  EXPECT_THAT(error.message, HasSubstr("the call's time-out of 5 s passed; the last answer: "));
  EXPECT_THAT(error.message, HasSubstr("503"));
}

TEST_F(CallPlanTest, CredentialsThatTookTooLongEndTheCall) {
  CallPlan plan = this->plan({.deadline = deadline(1s)});
  plan.credentials_took_too_long();
  EXPECT_EQ(plan.after_failure(kTimeout, !kSent, kStart).action, Action::give_up);
  EXPECT_THAT(plan.final_error(kTimeout, 0, kStart).message, HasSubstr("the call's time-out of 1 s"));
}

TEST_F(CallPlanTest, TheRateLimiterIsAskedBeforeEachAttemptAndLearnsFromAnswersAlone) {
  const auto limiter = std::make_shared<AdaptiveRateLimiter>();
  CallPlan plan = this->plan({.limiter = limiter});
  EXPECT_EQ(plan.before_attempt(kStart).action, Action::send);
  plan.attempted(&kBroken, kStart);
  EXPECT_EQ(limiter->fill_rate(), 0);
  const Error throttled = answered(429);
  plan.attempted(&throttled, kStart);
  EXPECT_GT(limiter->fill_rate(), 0);
  CallStep step = plan.before_attempt(kStart);
  for (int sent = 0; step.action == Action::send && sent < 10; ++sent) step = plan.before_attempt(kStart);
  EXPECT_EQ(step.action, Action::sleep);
  EXPECT_GT(step.pause, 0ms);
  CallPlan brief = this->plan({.deadline = deadline(1ms), .limiter = limiter});
  EXPECT_EQ(brief.before_attempt(kStart).action, Action::give_up);
}

TEST_F(CallPlanTest, RetriesArePaidFromTheQuotaAndPaidBackBySuccess) {
  CallPlan plan = this->plan();
  plan.after_failure(answered(503), kSent, kStart);
  EXPECT_EQ(available(*quota_), 486);
  plan.succeeded();
  EXPECT_EQ(available(*quota_), 500);
  quota_ = make_retry_quota(0);
  EXPECT_EQ(this->plan().after_failure(answered(503), kSent, kStart).action, Action::give_up);
}

}  // namespace
}  // namespace anthropic::internal
