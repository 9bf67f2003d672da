#include "call/call.hpp"

#include <gmock/gmock.h>

#include "support/fake_world.hpp"

namespace anthropic::internal::testing {
namespace {

using namespace std::chrono_literals;

ErrorWords no_words(const Headers&, std::string_view) {
  return {};
}
constexpr ErrorTable kTable = {.read = no_words, .codes = {}};

/// Signs at once; or its credentials take their time, and it is for the test to fetch them.
class FakeAuthorizer final : public Authorizer {
 public:
  bool authorizes_at_once() const override { return !fetches; }
  bool run_apart(std::function<void()> task) override {
    fetch = std::move(task);
    return has_threads;
  }
  Result<Attempt> authorize(std::stop_token) override {
    if (fault) return *fault;
    return Attempt{.headers = {{"authorization", "attempt"}}};
  }
  void answered(const HttpHead& head, std::string_view body, const Error*) override {
    seen += std::to_string(head.status) + std::string(body) + " ";
  }
  bool learn(const Error&, const HttpHead&, const Attempt&) override { return learns; }
  void add_hint(Error& error) override { error.hint = "hint"; }

  bool fetches = false;
  bool has_threads = true;
  bool learns = false;
  std::optional<Error> fault;
  std::function<void()> fetch;
  std::string seen;
};

/// A call as a machine: nothing here blocks, and time goes on only where the test says so.
class CallTest : public ::testing::Test {
 protected:
  CallTest() { fake_.random->otherwise(1); }

  Call& call() {
    call_.emplace(*fake_.world, log_, kTable,
                  CallRequest{.method = "POST",
                              .url = "https://example.com/",
                              .body = "{}",
                              .attempt_timeout = 10min,
                              .idle_timeout = 1min},
                  limits_, authorizer_, stop_.get_token());
    return *call_;
  }
  std::size_t requests() const { return fake_.transport->requests().size(); }
  /// How long that step waits at most, by the clock.
  std::chrono::milliseconds time_of(const std::optional<Wait>& more) const {
    if (!more) return 0ms;
    return std::chrono::ceil<std::chrono::milliseconds>(more->until - fake_.clock->steady_now());
  }
  void expect_ended(Call& call, ErrorKind kind) {
    EXPECT_FALSE(call.step()) << "there is nothing to wait for";
    const auto head = call.head();
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().kind, kind) << head.error().to_string();
    EXPECT_EQ(head.error().hint, "hint");
  }

  FakeWorld fake_ = make_fake_world();
  Log log_;
  FakeAuthorizer authorizer_;
  std::stop_source stop_;
  CallLimits limits_ = {.quota = make_retry_quota()};
  std::optional<Call> call_;
};

TEST_F(CallTest, WaitsForTheHeadAndThenForTheBody) {
  fake_.transport->answer({.pieces = {"o", "k"}, .takes = 3s});
  Call& call = this->call();
  std::optional<Result<std::string>> answer;
  const auto read = [&](const HttpHead&) { return call.exchange().read_all(); };
  auto more = call.step(read, answer, 100);
  EXPECT_EQ(time_of(more), 3s);
  EXPECT_EQ(more->exchange, &call.exchange());
  EXPECT_FALSE(answer);
  EXPECT_EQ(time_of(call.step(read, answer, 100)), 3s) << "as long as before: no time has passed";

  fake_.clock->advance(3s);
  EXPECT_FALSE(call.step(read, answer, 100));
  EXPECT_EQ(answer->value(), "ok");
  EXPECT_EQ(requests(), 1u);
}

TEST_F(CallTest, PausesBeforeItSendsAgain) {
  fake_.transport->answer(503, "busy");
  fake_.transport->answer(200, "ok");
  Call& call = this->call();
  auto more = call.step();
  EXPECT_EQ(time_of(more), 50ms);
  EXPECT_EQ(more->exchange, nullptr);
  EXPECT_EQ(requests(), 1u);

  fake_.clock->advance(49ms);
  EXPECT_EQ(time_of(call.step()), 1ms) << "woken too early";
  EXPECT_EQ(requests(), 1u);

  fake_.clock->advance(1ms);
  EXPECT_FALSE(call.step());
  EXPECT_EQ((*call.head())->status, 200);
  EXPECT_EQ(call.sent(), 2);
  EXPECT_EQ(authorizer_.seen, "503busy 200 ");
  EXPECT_EQ(fake_.transport->requests()[1].header("amz-sdk-request"), "attempt=2; max=3");
}

TEST_F(CallTest, WhatARefusalTeachesIsTriedAtOnce) {
  authorizer_.learns = true;
  fake_.transport->answer(403, "");
  fake_.transport->answer(200, "");
  Call& call = this->call();
  EXPECT_FALSE(call.step());
  EXPECT_EQ((*call.head())->status, 200);
  EXPECT_EQ(requests(), 2u);
}

TEST_F(CallTest, GivesUpWhenTheAttemptsAreUsedUp) {
  for (int i = 0; i < 3; ++i) fake_.transport->answer(503, "");
  Call& call = this->call();
  while (const auto more = call.step()) fake_.clock->advance(time_of(more));
  expect_ended(call, ErrorKind::service_unavailable);
  EXPECT_EQ(call.head().error().attempts, 3);
}

TEST_F(CallTest, AnAnswerThatBreaksOffIsAskedForAgain) {
  const Error broken{.kind = ErrorKind::connection, .message = "reset"};
  fake_.transport->answer({.pieces = {"half"}, .error_after_body = broken});
  fake_.transport->answer(200, "whole");
  Call& call = this->call();
  std::optional<Result<std::string>> answer;
  const auto read = [&](const HttpHead&) { return call.exchange().read_all(); };
  while (const auto more = call.step(read, answer, 100)) fake_.clock->advance(time_of(more));
  EXPECT_EQ(answer->value(), "whole");
  EXPECT_EQ(requests(), 2u);
}

TEST_F(CallTest, ABodyThatIsTooLongIsReadWithoutWaitingForItsEnd) {
  fake_.transport->answer({.pieces = {"0123456789"}, .hangs_after_body = true});
  Call& call = this->call();
  std::optional<Result<std::string>> answer;
  const auto read = [&](const HttpHead&) { return call.exchange().read_all(4); };
  EXPECT_FALSE(call.step(read, answer, 4));
  EXPECT_EQ(answer->error().kind, ErrorKind::response_validation);
}

TEST_F(CallTest, CancelledInEveryState) {
  stop_.request_stop();
  expect_ended(call(), ErrorKind::user_abort);
  EXPECT_EQ(requests(), 0u);

  stop_ = {};
  fake_.transport->answer({.hangs = true});
  Call& waiting = call();
  EXPECT_TRUE(waiting.step());
  EXPECT_TRUE(waiting.step());
  stop_.request_stop();
  expect_ended(waiting, ErrorKind::user_abort);

  stop_ = {};
  fake_.transport->answer(503, "");
  Call& pausing = call();
  EXPECT_TRUE(pausing.step());
  stop_.request_stop();
  expect_ended(pausing, ErrorKind::user_abort);
  EXPECT_EQ(requests(), 2u);
}

TEST_F(CallTest, CredentialsAreFetchedElsewhere) {
  authorizer_.fetches = true;
  fake_.transport->answer(200, "");
  Call& call = this->call();
  const auto more = call.step();
  ASSERT_TRUE(more);
  EXPECT_FALSE(more->flag->is_set());
  EXPECT_TRUE(call.step()) << "woken too early";
  EXPECT_EQ(requests(), 0u);

  authorizer_.fetch();
  EXPECT_TRUE(more->flag->is_set());
  EXPECT_FALSE(call.step());
  EXPECT_EQ((*call.head())->status, 200);
}

TEST_F(CallTest, CredentialsAreFetchedHereIfThereIsNoOtherThread) {
  authorizer_.fetches = true;
  authorizer_.has_threads = false;
  fake_.transport->answer(200, "");
  EXPECT_FALSE(call().step());
  EXPECT_EQ(requests(), 1u);
}

TEST_F(CallTest, WithoutCredentialsNothingIsSent) {
  authorizer_.fault = Error{.kind = ErrorKind::authentication, .message = "none"};
  expect_ended(call(), ErrorKind::authentication);
  EXPECT_EQ(requests(), 0u);
}

TEST_F(CallTest, TheDeadlineEndsIt) {
  limits_.deadline = CallDeadline::from_now(1s, *fake_.clock);
  fake_.transport->answer({.status = 503, .takes = 990ms});
  Call& call = this->call();
  EXPECT_EQ(time_of(call.step()), 990ms);
  fake_.clock->advance(990ms);
  expect_ended(call, ErrorKind::timeout);
  EXPECT_EQ(requests(), 1u) << "a pause would end too late";
}

TEST_F(CallTest, BlocksWhereItsThreadMayBeBlocked) {
  fake_.transport->answer({.status = 503, .takes = 1s});
  fake_.transport->answer({.pieces = {"ok"}, .takes = 1s});
  Call& call = this->call();
  const auto began = fake_.clock->steady_now();
  const auto answer = call.run([&](const HttpHead&) { return call.exchange().read_all(); });
  EXPECT_EQ(answer.value_or("failed"), "ok");
  EXPECT_EQ(fake_.clock->steady_now() - began, 2050ms);
  EXPECT_EQ(fake_.clock->sleeps(), std::vector{50ms});
}

}  // namespace
}  // namespace anthropic::internal::testing
