#include <algorithm>
#include <atomic>
#include <limits>
#include <optional>
#include <stdexcept>
#include <thread>

#include "client/concurrent_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using namespace std::chrono_literals;

/// Requests are numbers, answers repeat them.
class CreateAllTest : public ConcurrentTest {
 protected:
  static MessageCreateParams request(std::size_t number) {
    return {.model = kHaiku, .max_tokens = 100, .messages = {{"user", "#" + std::to_string(number) + "#"}}};
  }
  static std::vector<MessageCreateParams> requests(std::size_t count) {
    std::vector<MessageCreateParams> requests;
    for (std::size_t i = 0; i < count; ++i) requests.push_back(request(i));
    return requests;
  }
  static std::string number_in(const FakeRequest& request) {
    const std::size_t begin = request.body.find('#') + 1;
    return request.body.substr(begin, request.body.find('#', begin) - begin);
  }
  static CreateSource numbers(std::size_t count) {
    return [count, next = std::size_t(0)]() mutable -> std::optional<CreateRequest> {
      if (next == count) return std::nullopt;
      CreateRequest made{.id = "line-" + std::to_string(next), .params = request(next)};
      ++next;
      return made;
    };
  }
  void echo() {
    fake_.transport->answer_with([](const FakeRequest& request) { return saying(number_in(request)); });
  }
  /// That answer, when the counter has come so far.
  static FakeAnswer after(Counter& counter, int count, FakeAnswer answer) {
    answer.counter = &counter;
    answer.count = count;
    return answer;
  }
  FakeAnswer throttled() { return refusal(429, "ThrottlingException", "Too many requests"); }
};

TEST_F(CreateAllTest, AnswersInOrder) {
  echo();
  const auto results = client().messages.create_all(requests(100), {.max_concurrency = 7});
  ASSERT_EQ(results.size(), 100u);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(results[i]->text(), std::to_string(i));
}

TEST_F(CreateAllTest, NothingToAsk) {
  EXPECT_TRUE(client().messages.create_all({}).empty());
}

TEST_F(CreateAllTest, EachFailsAlone) {
  fake_.transport->answer_with([](const FakeRequest& request) {
    const std::string number = number_in(request);
    return number == "3" ? refusal(400, "ValidationException", "not that") : saying(number);
  });
  auto asked = requests(6);
  asked[4].max_tokens = 0;
  const auto results = client().messages.create_all(asked);
  for (const std::size_t i : {0u, 1u, 2u, 5u}) EXPECT_EQ(results[i]->text(), std::to_string(i));
  EXPECT_EQ(results[3].error().code, "ValidationException");
  EXPECT_EQ(results[4].error().kind, ErrorKind::bad_request);
  EXPECT_EQ(results[4].error().status, 0);
}

TEST_F(CreateAllTest, AsManyAtOnceAsAllowed) {
  Counter begun;
  std::atomic<int> now = 0, most = 0;
  fake_.transport->answer_with([&](const FakeRequest& request) {
    const int in_flight = ++now;
    for (int seen = most; in_flight > seen && !most.compare_exchange_weak(seen, in_flight);) {
    }
    begun.add();
    FakeAnswer answer = after(begun, 5, saying(number_in(request)));  // Were there fewer, it would not come.
    answer.on_head = [&] { --now; };
    return answer;
  });
  const auto results = client().messages.create_all(requests(40), {.max_concurrency = 5});
  EXPECT_TRUE(std::all_of(results.begin(), results.end(), [](const auto& result) { return bool(result); }));
  EXPECT_EQ(most, 5);
}

TEST_F(CreateAllTest, OneAtATimeTakesNoThread) {
  std::atomic<bool> elsewhere = false;
  const auto here = std::this_thread::get_id();
  fake_.transport->answer_with([&](const FakeRequest& request) {
    if (std::this_thread::get_id() != here) elsewhere = true;
    return saying(number_in(request));
  });
  const auto results = client().messages.create_all(requests(5), {.max_concurrency = 1});
  EXPECT_EQ(results.at(4)->text(), "4");
  EXPECT_FALSE(elsewhere);
}

TEST_F(CreateAllTest, FewerThreadsThanAsked) {
  echo();
  auto options = this->options();
  options.max_background_calls = 1;
  const auto results = make_client(options).messages.create_all(requests(50), {.max_concurrency = 20});
  EXPECT_EQ(results.at(49)->text(), "49");
}

TEST_F(CreateAllTest, TellsOfEachResultOnTheCallersThread) {
  echo();
  const auto here = std::this_thread::get_id();
  std::vector<int> told(50);
  const auto results = client().messages.create_all(
      requests(50),
      {.max_concurrency = 8, .on_result = [&](std::size_t index, const Result<Message>& result) {
         EXPECT_EQ(std::this_thread::get_id(), here);
         EXPECT_EQ(result->text(), std::to_string(index));
         ++told[index];
       }});
  EXPECT_EQ(told, std::vector<int>(50, 1));
  EXPECT_EQ(results.size(), 50u);
}

TEST_F(CreateAllTest, StopTokenEndsAll) {
  Counter sent;
  fake_.transport->answer_with([&](const FakeRequest&) {
    sent.add();
    return FakeAnswer{.hangs = true};
  });
  std::stop_source stop;
  std::thread stopper([&] {
    sent.wait_for(3);
    stop.request_stop();
  });
  const auto results =
      client().messages.create_all(requests(9), {.max_concurrency = 3, .stop_token = stop.get_token()});
  stopper.join();
  for (const auto& result : results) EXPECT_EQ(result.error().kind, ErrorKind::user_abort);
  EXPECT_EQ(sent.count(), 3);
  EXPECT_THAT(results[8].error().message, HasSubstr("not sent"));
}

TEST_F(CreateAllTest, FinishTokenLetsThoseInFlightEnd) {
  Counter sent;
  std::stop_source finish;
  fake_.transport->answer_with([&](const FakeRequest& request) {
    sent.add();
    FakeAnswer answer = after(sent, 3, saying(number_in(request)));
    answer.on_head = [&] { finish.request_stop(); };
    return answer;
  });
  const auto results =
      client().messages.create_all(requests(9), {.max_concurrency = 3, .finish_token = finish.get_token()});
  EXPECT_EQ(sent.count(), 3);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(results[i]);
  for (std::size_t i = 3; i < 9; ++i) EXPECT_EQ(results[i].error().kind, ErrorKind::user_abort);
}

// --- create_each -----------------------------------------------------------------------------------------

TEST_F(CreateAllTest, EachTakesWhatThereIs) {
  echo();
  const auto here = std::this_thread::get_id();
  std::vector<int> seen(1000);
  const auto counts = client().messages.create_each(
      [&, next = numbers(1000)] {
        EXPECT_EQ(std::this_thread::get_id(), here);
        return next();
      },
      [&](std::uint64_t index, const CreateRequest& request, Result<Message> result) {
        EXPECT_EQ(std::this_thread::get_id(), here);
        EXPECT_EQ(request.id, "line-" + std::to_string(index));
        EXPECT_EQ(result->text(), std::to_string(index));
        ++seen[index];
      },
      {.max_concurrency = 16});
  EXPECT_EQ(seen, std::vector<int>(1000, 1));
  EXPECT_EQ(counts.taken, 1000u);
  EXPECT_EQ(counts.succeeded, 1000u);
  EXPECT_EQ(counts.failed, 0u);
  EXPECT_TRUE(counts.exhausted);
}

TEST_F(CreateAllTest, TheSourceIsAskedNoEarlierThanNeeded) {
  echo();
  int taken = 0, given = 0;
  const auto counts = client().messages.create_each(
      [&]() -> std::optional<CreateRequest> {
        EXPECT_EQ(taken, given) << "with one at a time";
        if (taken == 10) return std::nullopt;
        return CreateRequest{.params = request(static_cast<std::size_t>(taken++))};
      },
      [&](std::uint64_t, const CreateRequest&, Result<Message>) { ++given; }, {.max_concurrency = 1});
  EXPECT_EQ(given, 10);
  EXPECT_EQ(counts.taken, 10u);
}

TEST_F(CreateAllTest, OptionsAreTheRequestsOwn) {
  Counter sent;
  fake_.transport->answer_with([&](const FakeRequest& request) {
    sent.add();
    return request.header("x-which") == "hanging" ? FakeAnswer{.hangs = true} : saying("yes");
  });
  std::stop_source one;
  std::vector<CreateRequest> list;
  list.push_back({.params = request(0),
                  .options = {.extra_headers = {{"x-which", "hanging"}}, .stop_token = one.get_token()}});
  list.push_back({.params = request(1)});
  std::vector<ErrorKind> kinds(2);
  std::size_t next = 0;
  (void)client().messages.create_each(
      [&]() -> std::optional<CreateRequest> {
        if (next == list.size()) return std::nullopt;
        return list[next++];
      },
      [&](std::uint64_t index, const CreateRequest&, Result<Message> result) {
        kinds[index] = result.error().kind;
        one.request_stop();
      },
      {.max_concurrency = 2});
  EXPECT_EQ(kinds, (std::vector<ErrorKind>{ErrorKind::user_abort, ErrorKind::none}));
}

TEST_F(CreateAllTest, PaceIsKept) {
  echo();
  const auto began = fake_.clock->steady_now();
  const auto sink = [](std::uint64_t, const CreateRequest&, Result<Message>) {};
  ASSERT_EQ(
      client().messages.create_each(numbers(21), sink, {.max_concurrency = 4, .max_per_second = 2}).taken,
      21u);
  const auto took = fake_.clock->steady_now() - began;
  EXPECT_GE(took, 9500ms);
  EXPECT_LE(took, 10500ms);
}

TEST_F(CreateAllTest, WhatTheSinkThrowsEndsAllAndIsTheCountsError) {
  Counter sent;
  fake_.transport->answer_with([&](const FakeRequest& request) {
    sent.add();
    return number_in(request) == "0" ? after(sent, 4, saying("0")) : FakeAnswer{.hangs = true};
  });
  int called = 0;
  const auto client = this->client();
  const auto sink = [&](std::uint64_t, const CreateRequest&, Result<Message>) {
    ++called;
    throw std::runtime_error("the disk is full");
  };
  const auto counts = client.messages.create_each(numbers(1000), sink, {.max_concurrency = 4});
  ASSERT_TRUE(counts.error);
  EXPECT_EQ(counts.error->kind, ErrorKind::configuration);
  EXPECT_EQ(counts.error->message, "the sink of create_each() threw: the disk is full");
  EXPECT_FALSE(counts.exhausted);
  EXPECT_EQ(called, 1);
  EXPECT_EQ(sent.count(), 4);
}

TEST_F(CreateAllTest, WhatTheSourceThrowsEndsAllAndIsTheCountsError) {
  echo();
  int taken = 0;
  const CreateSource source = [&]() -> std::optional<CreateRequest> {
    if (++taken == 10) throw std::runtime_error("line 10 is broken");
    return CreateRequest{.params = request(0)};
  };
  const auto sink = [](std::uint64_t, const CreateRequest&, Result<Message>) {};
  const auto client = this->client();
  const auto counts = client.messages.create_each(source, sink, {.max_concurrency = 4});
  EXPECT_EQ(counts.error.value_or(Error{}).message, "the source of create_each() threw: line 10 is broken");
  EXPECT_EQ(taken, 10);
}

TEST_F(CreateAllTest, WhatOnResultThrowsEndsAllAndLosesNoAnswer) {
  Counter sent;
  fake_.transport->answer_with([&](const FakeRequest& request) {
    sent.add();
    return number_in(request) == "0" ? after(sent, 4, saying("0")) : FakeAnswer{.hangs = true};
  });
  int called = 0;
  const auto results = client().messages.create_all(
      requests(10), {.max_concurrency = 4, .on_result = [&](std::size_t, const auto&) {
                       ++called;
                       throw std::runtime_error("the disk is full");
                     }});
  EXPECT_EQ(called, 1);
  ASSERT_EQ(results.size(), 10u);
  EXPECT_EQ(results[0]->text(), "0");
  for (std::size_t i = 1; i < results.size(); ++i) {
    EXPECT_EQ(results[i].error().kind, ErrorKind::configuration) << i;
    EXPECT_EQ(results[i].error().message, "on_result of create_all() threw: the disk is full");
  }
}

TEST_F(CreateAllTest, WrongOptionsAskNothing) {
  const auto sink = [](std::uint64_t, const CreateRequest&, Result<Message>) { ADD_FAILURE(); };
  const std::vector<std::pair<CreateAllOptions, std::string>> wrong = {
      {{.max_concurrency = 0}, "max_concurrency"},
      {{.max_concurrency = -3}, "max_concurrency"},
      {{.max_per_second = -1}, "max_per_second"},
      {{.max_per_second = std::numeric_limits<double>::quiet_NaN()}, "max_per_second"},
      {{.max_per_second = std::numeric_limits<double>::infinity()}, "max_per_second"},
      {{.max_throttle_rounds = -1}, "max_throttle_rounds"},
  };
  for (const auto& [options, name] : wrong) {
    const auto counts = client().messages.create_each(numbers(3), sink, options);
    ASSERT_TRUE(counts.error) << name;
    EXPECT_EQ(counts.error->kind, ErrorKind::configuration);
    EXPECT_THAT(counts.error->message, HasSubstr("the option " + name + " is ")) << counts.error->message;
    const auto results = client().messages.create_all(requests(2), options);
    ASSERT_EQ(results.size(), 2u);
    EXPECT_EQ(results[1].error().kind, ErrorKind::configuration);
  }
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(CreateAllTest, TheSinkMayDestroyTheClient) {
  echo();
  std::optional<AnthropicBedrock> client = this->client();
  const auto counts = client->messages.create_each(
      numbers(20), [&](std::uint64_t, const CreateRequest&, Result<Message>) { client.reset(); },
      {.max_concurrency = 4});
  EXPECT_EQ(counts.succeeded, 20u);
}

TEST_F(CreateAllTest, MayBeCalledFromACallback) {
  echo();
  auto options = this->options();
  options.max_background_calls = 1;
  const AnthropicBedrock client = make_client(options);
  Counter done;
  client.messages.start(request(0)).then([&](Result<Message>) {
    EXPECT_EQ(client.messages.create_all(requests(20), {.max_concurrency = 4}).at(19)->text(), "19");
    done.add();
  });
  done.wait_for(1);
}

// --- Throttling ------------------------------------------------------------------------------------------

TEST_F(CreateAllTest, ThrottledRequestsAreAskedAgainUntilAnswered) {
  std::atomic<int> to_throttle = 60;
  fake_.transport->answer_with([&](const FakeRequest& request) {
    return to_throttle-- > 0 ? throttled() : saying(number_in(request));
  });
  const auto counts =
      client().messages.create_each(numbers(40),
                                    [](std::uint64_t index, const CreateRequest&, Result<Message> result) {
                                      EXPECT_EQ(result->text(), std::to_string(index));
                                    },
                                    {.max_concurrency = 16, .max_throttle_rounds = 60});
  EXPECT_EQ(counts.succeeded, 40u);
  EXPECT_EQ(counts.throttled, 60u);
}

TEST_F(CreateAllTest, ThrottlingToTheEndIsAFailure) {
  always_answer(throttled());
  const auto results = client().messages.create_all(requests(2), {.max_throttle_rounds = 1});
  EXPECT_EQ(results[0].error().kind, ErrorKind::rate_limit);
  EXPECT_EQ(fake_.transport->requests().size(), 2u * 3 * 2) << "three attempts each time";
}

TEST_F(CreateAllTest, ADailyQuotaIsNotAskedForAgain) {
  always_answer(
      refusal(429, "ThrottlingException", "Too many tokens per day, please wait before trying again."));
  const auto results = client().messages.create_all(requests(3), {.max_throttle_rounds = 9});
  for (const auto& result : results) {
    EXPECT_EQ(result.error().kind, ErrorKind::rate_limit);
    EXPECT_EQ(result.error().attempts, 1);
  }
  EXPECT_EQ(fake_.transport->requests().size(), 3u);
  EXPECT_TRUE(fake_.clock->sleeps().empty());
}

TEST_F(CreateAllTest, FewerAreInFlightWhileThrottled) {
  // Sixteen begin together; the first of them is throttled; what begins later finds half as many.
  Counter begun;
  std::atomic<int> now = 0, most_later = 0;
  std::atomic<bool> throttled_one = false;
  fake_.transport->answer_with([&](const FakeRequest& request) {
    const bool first_round = std::stoi(number_in(request)) < 16;
    if (first_round && !throttled_one.exchange(true)) {
      begun.add();
      return after(begun, 16, throttled());
    }
    if (first_round) {
      begun.add();
      // The sixteen, the throttled one's retry, and the test's word.
      return after(begun, 18, saying(number_in(request)));
    }
    const int in_flight = ++now;
    for (int seen = most_later; in_flight > seen && !most_later.compare_exchange_weak(seen, in_flight);) {
    }
    FakeAnswer answer = saying(number_in(request));
    answer.takes = 1ms;  // The others go first.
    answer.on_head = [&] { --now; };
    return answer;
  });
  auto options = this->options();
  options.observe.logger = [&](LogLevel, std::string_view line) {
    if (line == "throttled: at most 8 calls in flight for now") begun.add();
  };
  options.observe.log_level = LogLevel::info;
  const auto results = make_client(options).messages.create_all(requests(30), {.max_concurrency = 16});
  EXPECT_TRUE(std::all_of(results.begin(), results.end(), [](const auto& result) { return bool(result); }));
  // One more after each round that succeeded: of 8, 9 and 10, which are 27 of the 29 before the last one.
  EXPECT_LE(most_later, 11);
}

}  // namespace
}  // namespace anthropic::internal::testing
