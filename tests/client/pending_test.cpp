#include <atomic>
#include <optional>
#include <stdexcept>
#include <thread>

#include "client/concurrent_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using namespace std::chrono_literals;

/// Counts the requests that went out.
class PendingTest : public ConcurrentTest {
 protected:
  void hang() { answer_and_count({.hangs = true}); }
  void answer_and_count(const FakeAnswer& answer) {
    fake_.transport->answer_with([this, answer](const FakeRequest&) {
      sent.add();
      return answer;
    });
  }
  Counter sent;
};

TEST_F(PendingTest, StartAnswers) {
  fake_.transport->answer(message_answer());
  const auto client = this->client();
  auto pending = client.messages.start(params());
  EXPECT_EQ(pending.get()->text(), "Hello!");
  EXPECT_TRUE(pending.ready());
  EXPECT_TRUE(pending.wait_for(0ms));
  EXPECT_EQ(pending.get()->request_id, "req-1") << "the outcome stays";
  EXPECT_EQ(std::move(pending).get()->text(), "Hello!");
}

TEST_F(PendingTest, FailuresAreTheSame) {
  fake_.transport->answer(refusal(400, "ValidationException", "no such thing"));
  const auto client = this->client();
  const auto refused = client.messages.start(params());
  EXPECT_EQ(refused.get().error().kind, ErrorKind::bad_request);
  EXPECT_THROW((void)refused.get()->text(), BadRequestError);
  const auto local = client.messages.start({.model = kHaiku, .messages = {{"user", "no max_tokens"}}});
  EXPECT_EQ(local.get().error().kind, ErrorKind::bad_request);
  EXPECT_EQ(fake_.transport->requests().size(), 1u);
}

TEST_F(PendingTest, WhatAnObserverThrowsChangesNothing) {
  answer_and_count(message_answer());
  auto options = this->options();
  options.observe.on_call = [](const CallRecord&) { throw std::runtime_error("a fault of the observer"); };
  {
    const AnthropicBedrock client = make_client(options);
    EXPECT_EQ(client.messages.start(params()).get()->text(), "Hello!");
    EXPECT_EQ(client.messages.create_all({params(), params()}).at(1)->text(), "Hello!");
  }
  EXPECT_THAT(logged(), HasSubstr("threw: a fault of the observer")) << logged();
}

TEST_F(PendingTest, RunsOnAnotherThread) {
  std::atomic<std::thread::id> thread;
  fake_.transport->answer_with([&](const FakeRequest&) {
    thread = std::this_thread::get_id();
    return message_answer();
  });
  const auto client = this->client();
  ASSERT_TRUE(client.messages.start(params()).get());
  EXPECT_NE(thread.load(), std::this_thread::get_id());
}

TEST_F(PendingTest, CancelEndsIt) {
  hang();
  const auto client = this->client();
  auto pending = client.messages.start(params());
  sent.wait_for(1);
  EXPECT_FALSE(pending.ready());
  EXPECT_FALSE(pending.wait_for(0ms));
  pending.cancel();
  EXPECT_EQ(pending.get().error().kind, ErrorKind::user_abort);
  pending.cancel();
  EXPECT_EQ(pending.get().error().kind, ErrorKind::user_abort) << "again, to no effect";
}

TEST_F(PendingTest, StopTokenEndsIt) {
  hang();
  const auto client = this->client();
  std::stop_source stop;
  const auto pending = client.messages.start(params(), {.stop_token = stop.get_token()});
  sent.wait_for(1);
  stop.request_stop();
  EXPECT_EQ(pending.get().error().kind, ErrorKind::user_abort);
}

TEST_F(PendingTest, DestroyingItCancelsAndDoesNotWait) {
  hang();
  Counter ended;
  auto options = this->options();
  options.observe.on_call = [&](const CallRecord& record) {
    EXPECT_EQ(record.error ? record.error->kind : ErrorKind::none, ErrorKind::user_abort);
    ended.add();
  };
  const AnthropicBedrock client = make_client(options);
  {
    const auto pending = client.messages.start(params());
    sent.wait_for(1);
  }
  auto assigned_over = client.messages.start(params());
  sent.wait_for(2);
  assigned_over = client.messages.start(params());
  sent.wait_for(3);
  ended.wait_for(2);
  assigned_over.cancel();
  ended.wait_for(3);
}

TEST_F(PendingTest, OutlivesItsClient) {
  fake_.transport->answer(message_answer());
  hang();
  std::optional<AnthropicBedrock> client = this->client();
  auto answered = client->messages.start(params());
  answered.wait();
  auto under_way = client->messages.start(params());
  sent.wait_for(1);
  client.reset();
  EXPECT_EQ(answered.get()->text(), "Hello!");
  EXPECT_TRUE(under_way.ready()) << "the client's destructor has waited for it";
  EXPECT_EQ(under_way.get().error().kind, ErrorKind::user_abort);
  under_way.cancel();

  bool called = false;
  std::move(answered).then([&](Result<Message> message) { called = bool(message); });
  EXPECT_TRUE(called) << "here, for want of a thread";
  answer_and_count(message_answer());
  EXPECT_TRUE(this->client().messages.start(params()).get()) << "temporaries live long enough";
}

TEST_F(PendingTest, MovedFromSaysSo) {
  fake_.transport->answer(message_answer());
  const auto client = this->client();
  auto first = client.messages.start(params());
  const auto second = std::move(first);
  EXPECT_TRUE(second.get());
  first.cancel();  // NOLINT: what a moved-from one does is the point
  EXPECT_TRUE(first.ready());
  EXPECT_EQ(first.get().error().kind, ErrorKind::configuration);
}

TEST_F(PendingTest, NoMoreAtOnceThanAllowed) {
  Counter ended;
  std::atomic<int> most = 0;
  fake_.transport->answer_with([&](const FakeRequest&) {
    sent.add();
    most = std::max(most.load(), sent.count() - ended.count());
    return FakeAnswer{.hangs = true};
  });
  auto options = this->options();
  options.max_background_calls = 2;
  options.observe.on_call = [&](const CallRecord&) { ended.add(); };
  const AnthropicBedrock client = make_client(options);
  std::vector<Pending<Message>> pending;
  for (int i = 0; i < 5; ++i) pending.push_back(client.messages.start(params()));
  sent.wait_for(2);
  for (int i = 0; i < 5; ++i) {
    pending[static_cast<std::size_t>(i)].cancel();
    if (i < 3) sent.wait_for(3 + i);
  }
  for (const auto& call : pending) EXPECT_EQ(call.get().error().kind, ErrorKind::user_abort);
  EXPECT_EQ(most, 2);
}

TEST_F(PendingTest, AThousandInFlight) {
  hang();
  const auto client = this->client();
  std::vector<Pending<Message>> pending;
  for (int i = 0; i < 1000; ++i) pending.push_back(client.messages.start(params()));
  sent.wait_for(1000);
  for (auto& call : pending) call.cancel();
  for (const auto& call : pending) EXPECT_EQ(call.get().error().kind, ErrorKind::user_abort);
}

// --- Callbacks -------------------------------------------------------------------------------------------

TEST_F(PendingTest, ThenIsCalledOnceOnAThreadOfTheClient) {
  answer_and_count(message_answer());
  const auto client = this->client();
  Counter called;
  std::thread::id thread;
  client.messages.start(params()).then([&](Result<Message> message) {
    EXPECT_EQ(message->text(), "Hello!");
    thread = std::this_thread::get_id();
    called.add();
  });
  called.wait_for(1);
  EXPECT_NE(thread, std::this_thread::get_id());

  auto ended = client.messages.start(params());
  ended.wait();
  std::move(ended).then([&](Result<Message> message) {
    EXPECT_EQ(message->text(), "Hello!");
    thread = std::this_thread::get_id();
    called.add();
  });
  called.wait_for(2);
  EXPECT_NE(thread, std::this_thread::get_id()) << "also when the call had ended before";
  EXPECT_EQ(called.count(), 2);
}

TEST_F(PendingTest, ThenIsCalledWhenTheClientGoes) {
  hang();
  Counter called;
  {
    const auto client = this->client();
    for (int i = 0; i < 3; ++i) {
      client.messages.start(params()).then([&](Result<Message> message) {
        EXPECT_EQ(message.error().kind, ErrorKind::user_abort);
        called.add();
      });
    }
    sent.wait_for(1);
  }
  EXPECT_EQ(called.count(), 3) << "before the client's destructor returned";
}

TEST_F(PendingTest, ThenMayThrow) {
  answer_and_count(message_answer());
  {
    const auto client = this->client();
    client.messages.start(params()).then(
        [](Result<Message>) { throw std::runtime_error("a fault of mine"); });
    client.messages.start(params()).then([](Result<Message>) { throw 42; });
    EXPECT_TRUE(client.messages.start(params()).get());
  }
  EXPECT_THAT(logged(), HasSubstr("a callback of Pending::then() threw: a fault of mine")) << logged();
  EXPECT_THAT(logged(), HasSubstr("threw: a value of type int"));
}

TEST_F(PendingTest, ThenMayDestroyItsClient) {
  hang();
  std::optional<AnthropicBedrock> client = this->client();
  Counter called;
  for (int i = 0; i < 20; ++i) {
    client->messages.start(params()).then([&](Result<Message>) { called.add(); });
  }
  sent.wait_for(20);
  answer_and_count(message_answer());
  Counter destroyed;
  client->messages.start(params()).then([&](Result<Message> message) {
    EXPECT_TRUE(message);
    client.reset();
    EXPECT_EQ(called.count(), 20) << "the others have been told";
    destroyed.add();
  });
  destroyed.wait_for(1);
}

TEST_F(PendingTest, ThenMayHoldTheLastCopyOfItsClient) {
  answer_and_count(message_answer());
  Counter called, gone;
  {
    auto options = this->options();
    const std::shared_ptr<void> until_gone(nullptr, [&gone](void*) { gone.add(); });
    options.observe.logger = [until_gone](LogLevel, std::string_view) {};
    auto client = std::make_shared<AnthropicBedrock>(options);
    client->messages.start(params()).then([client, &called](Result<Message>) { called.add(); });
  }
  called.wait_for(1);
  gone.wait_for(1);  // The program may not end while a client lives on one of its own threads.
}

TEST_F(PendingTest, TheOnlyThreadMayDestroyTheClientThatHasMoreToDo) {
  answer_and_count(message_answer());
  auto options = this->options();
  options.max_background_calls = 1;
  std::optional<AnthropicBedrock> client(options);
  Counter may_go, destroyed, called;
  client->messages.start(params()).then([&](Result<Message>) {
    may_go.wait_for(1);
    client.reset();
    EXPECT_EQ(called.count(), 5) << "those that had to wait for this thread";
    destroyed.add();
  });
  for (int i = 0; i < 5; ++i) {
    client->messages.start(params()).then([&](Result<Message> message) {
      EXPECT_EQ(message.error().kind, ErrorKind::user_abort);
      called.add();
    });
  }
  may_go.add();
  destroyed.wait_for(1);
}

TEST_F(PendingTest, ThenMayAskOn) {
  answer_and_count(message_answer());
  Counter ended;
  std::atomic<int> rounds = 0;
  std::function<void(Result<Message>)> again;
  const auto client = this->client();
  again = [&](Result<Message> message) {
    EXPECT_TRUE(message);
    if (++rounds < 10)
      client.messages.start(params()).then(again);
    else
      ended.add();
  };
  client.messages.start(params()).then(again);
  ended.wait_for(1);
}

TEST_F(PendingTest, DestroyedAtAnyMoment) {
  Counter called;
  int expected = 0;
  for (int round = 0; round < 200; ++round) {
    answer_and_count(round % 2 ? message_answer() : FakeAnswer{.hangs = true});
    std::optional<AnthropicBedrock> client = this->client();
    std::vector<Pending<Message>> pending;
    const int sent_before = sent.count();
    for (int i = 0; i < 8; ++i) {
      pending.push_back(client->messages.start(params()));
      if (i % 2 == 0) continue;
      std::move(pending.back()).then([&](Result<Message>) { called.add(); });
      ++expected;
    }
    if (round % 3 == 0) sent.wait_for(sent_before + 1);
    if (round % 5 < 2) pending.clear();
    client.reset();
  }
  EXPECT_EQ(called.count(), expected);
}

// --- Coroutines ------------------------------------------------------------------------------------------

/// A coroutine that runs until its first wait at once, and ends by itself.
struct Task {
  struct promise_type {
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
};

Task ask_twice(const AnthropicBedrock& client, MessageCreateParams params, std::string& out, Counter& done) {
  auto first = client.messages.start(params);
  auto second = client.messages.start(params);
  const auto one = co_await first;
  const auto two = co_await second;
  out = one->text() + two->text();
  done.add();
}

TEST_F(PendingTest, CanBeAwaited) {
  answer_and_count(message_answer());
  const auto client = this->client();
  std::string text;
  Counter done;
  ask_twice(client, params(), text, done);
  done.wait_for(1);
  EXPECT_EQ(text, "Hello!Hello!");
}

Task await_ready_one(Pending<Message>& pending, std::thread::id& thread) {
  const auto& message = co_await pending;
  EXPECT_TRUE(message);
  thread = std::this_thread::get_id();
}

TEST_F(PendingTest, AwaitingWhatHasEndedGoesOnAtOnce) {
  answer_and_count(message_answer());
  const auto client = this->client();
  auto pending = client.messages.start(params());
  pending.wait();
  std::thread::id thread;
  await_ready_one(pending, thread);
  EXPECT_EQ(thread, std::this_thread::get_id());
}

Task await_and_throw(const AnthropicBedrock& client, MessageCreateParams params) {
  auto pending = client.messages.start(std::move(params));
  const auto message = co_await pending;
  throw std::runtime_error("a fault of the coroutine");
}

TEST_F(PendingTest, ACoroutineMayThrow) {
  {
    Counter told, waits;
    // Not before the coroutine waits: what has ended already goes on here, where it may throw, too.
    fake_.transport->answer_with([&](const FakeRequest&) {
      FakeAnswer answer = message_answer();
      answer.counter = &waits;
      answer.count = 1;
      return answer;
    });
    auto options = this->options();
    options.observe.logger = [&, log = options.observe.logger](LogLevel level, std::string_view line) {
      log(level, line);
      if (level == LogLevel::error) told.add();
    };
    const AnthropicBedrock client = make_client(options);
    const Task task = await_and_throw(client, params());
    waits.add();
    told.wait_for(1);
    task.handle.destroy();
  }
  EXPECT_THAT(logged(), HasSubstr("a coroutine that awaited a Pending threw: a fault of the coroutine"));
}

Task destroy_the_client(std::optional<AnthropicBedrock>& client, MessageCreateParams params, Counter& done) {
  {
    auto pending = client->messages.start(std::move(params));
    const auto message = co_await pending;
    EXPECT_TRUE(message);
    client.reset();
  }
  done.add();
}

TEST_F(PendingTest, ACoroutineMayDestroyItsClient) {
  answer_and_count(message_answer());
  std::optional<AnthropicBedrock> client = this->client();
  Counter done;
  destroy_the_client(client, params(), done);
  done.wait_for(1);
}

Task await_one(const AnthropicBedrock& client, MessageCreateParams params, std::atomic<bool>& went_on) {
  auto pending = client.messages.start(std::move(params));
  co_await pending;
  went_on = true;
}

TEST_F(PendingTest, ASuspendedCoroutineMayBeDestroyed) {
  hang();
  std::atomic<bool> went_on = false;
  {
    const auto client = this->client();
    const Task task = await_one(client, params(), went_on);
    sent.wait_for(1);
    task.handle.destroy();
  }
  EXPECT_FALSE(went_on);
}

}  // namespace
}  // namespace anthropic::internal::testing
