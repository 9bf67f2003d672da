#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/public_names.hpp"
#include "http/transport.hpp"
#include "support/counter.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_loop.hpp"

namespace anthropic::internal::testing {

/// One answer of the fake transport.
struct FakeAnswer {
  int status = 200;
  Headers headers = {};
  std::vector<std::string> pieces = {};        ///< The body, as read() hands it out.
  std::optional<Error> error = {};             ///< Instead of an answer.
  std::optional<Error> error_after_body = {};  ///< After the last piece, instead of the end.
  bool sent = true;                            ///< What sent() says.
  std::chrono::milliseconds takes = {};        ///< How far the clock moves until the head is there.
  bool hangs = false;             ///< No head ever: waits for the caller to stop, then user_abort.
  bool hangs_after_body = false;  ///< The same, after the last piece.
  Counter* counter = nullptr;     ///< No head before this has reached `count`.
  int count = 0;
  std::function<void()> on_head = {};  ///< Called as the head arrives.
};

/// What the fake transport was asked to send.
struct FakeRequest {
  std::string method;
  std::string url;
  Headers headers;
  std::string body;
  ConnectionSettings connection;
  std::chrono::milliseconds timeout = {};
  std::chrono::milliseconds idle_timeout = {};
  std::optional<std::chrono::milliseconds> time_left = {};
  std::chrono::milliseconds call_timeout = {};

  /// The first header of that name, written in any case; empty if there is none.
  std::string header(std::string_view name) const {
    const auto lower = [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; };
    for (const auto& [key, value] : headers) {
      if (key.size() != name.size()) continue;
      bool equal = true;
      for (std::size_t i = 0; i < key.size(); ++i) {
        equal =
            equal && lower(static_cast<unsigned char>(key[i])) == lower(static_cast<unsigned char>(name[i]));
      }
      if (equal) return value;
    }
    return {};
  }
};

/// Gives its answers in the order they were scripted; without one left, a failure of kind `connection`. Its
/// loops run in fake time.
class FakeTransport final : public Transport {
 public:
  explicit FakeTransport(std::shared_ptr<FakeClock> clock) : clock_(std::move(clock)) {}

  void answer(FakeAnswer answer) {
    std::lock_guard lock(shared_->mutex);
    shared_->answers.push_back(std::move(answer));
  }
  void answer(int status, std::string body, Headers headers = {}) {
    FakeAnswer scripted{.status = status, .headers = std::move(headers)};
    if (!body.empty()) scripted.pieces.push_back(std::move(body));
    answer(std::move(scripted));
  }
  void fail(ErrorKind kind, std::string message, bool sent = true) {
    answer(FakeAnswer{.error = Error{.kind = kind, .message = std::move(message)}, .sent = sent});
  }
  /// Decides each answer that is not scripted. Called from the thread that opens; must not wait.
  void answer_with(std::function<FakeAnswer(const FakeRequest&)> decide) {
    std::lock_guard lock(shared_->mutex);
    shared_->decide = std::move(decide);
  }

  /// Calls in the background get threads then.
  void have_no_loops() {
    std::lock_guard lock(shared_->mutex);
    shared_->has_loops = false;
  }

  std::vector<FakeRequest> requests() const {
    std::lock_guard lock(shared_->mutex);
    return shared_->requests;
  }
  std::size_t answers_left() const {
    std::lock_guard lock(shared_->mutex);
    return shared_->answers.size();
  }
  /// Exchanges that were destroyed before their body had been read to the end.
  int closed_early() const {
    std::lock_guard lock(shared_->mutex);
    return shared_->closed_early;
  }

  std::shared_ptr<TaskLoop> make_loop() override {
    std::lock_guard lock(shared_->mutex);
    if (!shared_->has_loops) return nullptr;
    const auto own = std::make_shared<FakeTransport>(*this);
    const auto loop = std::make_shared<FakeLoop>(clock_, own);
    own->loop_ = loop;
    return loop;
  }
  std::unique_ptr<HttpExchange> open(const HttpRequest& request) override {
    const auto body = body_of(request);
    if (!body)
      return std::make_unique<Exchange>(FakeAnswer{.error = body.error()}, request.stop, clock_, loop_,
                                        shared_);
    FakeRequest recorded{std::string(request.method),
                         std::string(request.url),
                         request.headers ? *request.headers : Headers{},
                         *body,
                         request.connection ? *request.connection : ConnectionSettings{},
                         request.timeout,
                         request.idle_timeout,
                         request.time_left,
                         request.call_timeout};
    FakeAnswer chosen{.error = Error{.kind = ErrorKind::connection, .message = "no answer is scripted"}};
    std::function<FakeAnswer(const FakeRequest&)> decide;
    {
      std::lock_guard lock(shared_->mutex);
      shared_->requests.push_back(recorded);
      if (!shared_->answers.empty()) {
        chosen = std::move(shared_->answers.front());
        shared_->answers.pop_front();
      } else {
        decide = shared_->decide;
      }
    }
    if (decide) chosen = decide(recorded);
    if (request.time_left && chosen.takes > *request.time_left) {
      chosen =
          FakeAnswer{.error = Error{.kind = ErrorKind::timeout,
                                    .message = "the call's time-out passed while waiting for the answer"},
                     .takes = *request.time_left};
    }
    return std::make_unique<Exchange>(std::move(chosen), request.stop, clock_, loop_, shared_);
  }

 private:
  static Result<std::string> body_of(const HttpRequest& request) {
    if (!request.body_source) return std::string(request.body);
    if (auto begun = request.body_source->rewind(); !begun) return begun.error();
    std::string body;
    char buffer[1000];
    while (true) {
      const auto count = request.body_source->read(buffer, sizeof(buffer));
      if (!count) return count.error();
      if (*count == 0) return body;
      body.append(buffer, *count);
    }
  }

  struct Shared {
    std::mutex mutex;
    std::deque<FakeAnswer> answers;
    std::function<FakeAnswer(const FakeRequest&)> decide;
    std::vector<FakeRequest> requests;
    int closed_early = 0;
    bool has_loops = true;
  };

  /// Ends the wait of an exchange.
  struct Waker {
    explicit Waker(std::weak_ptr<TaskLoop> loop) : loop(std::move(loop)) {}
    void wake() {
      {
        std::lock_guard lock(mutex);
        flag.set();
      }
      woken.notify_one();
      if (const auto its_loop = loop.lock()) its_loop->wake();
    }

    const std::weak_ptr<TaskLoop> loop;
    WakeFlag flag;
    std::mutex mutex;
    std::condition_variable woken;
  };

  class Exchange final : public HttpExchange {
   public:
    Exchange(FakeAnswer answer, std::stop_token stop, std::shared_ptr<FakeClock> clock,
             const std::weak_ptr<TaskLoop>& loop, std::shared_ptr<Shared> shared)
        : answer_(std::move(answer)),
          waker_(std::make_shared<Waker>(loop)),
          stop_(std::move(stop)),
          stopped_(stop_, [waker = waker_] { waker->wake(); }),
          clock_(std::move(clock)),
          shared_(std::move(shared)) {
      head_ = {answer_.status, answer_.headers};
    }
    ~Exchange() override {
      if (ended_) return;
      std::lock_guard lock(shared_->mutex);
      ++shared_->closed_early;
    }

    std::optional<Wait> poll_head() override {
      waker_->flag.take();
      if (arrived_ || stop_.stop_requested()) return std::nullopt;
      if (answer_.hangs) return until(SteadyTime::max());
      const auto tell = [waker = waker_] { waker->wake(); };
      if (answer_.counter && !answer_.counter->has_reached(answer_.count, tell))
        return until(SteadyTime::max());
      if (!arrives_) arrives_ = clock_->steady_now() + answer_.takes;
      if (clock_->steady_now() < *arrives_) return until(*arrives_);
      arrived_ = true;
      if (answer_.on_head) answer_.on_head();
      return std::nullopt;
    }
    std::optional<Wait> poll_body() override {
      if (auto more = poll_head()) return more;
      const bool hangs = answer_.hangs_after_body && next_ == answer_.pieces.size();
      if (hangs && !stop_.stop_requested()) return until(SteadyTime::max());
      return std::nullopt;
    }
    void wait(SteadyTime until) override {
      const auto left = until - clock_->steady_now();
      if (until != SteadyTime::max()) return clock_->advance(std::max(left, SteadyTime::duration(0)));
      std::unique_lock lock(waker_->mutex);
      waker_->woken.wait(lock, [&] { return waker_->flag.is_set(); });
    }
    void leave_rest() override { ended_ = true; }
    bool sent() const override { return answer_.sent; }

   private:
    std::optional<Wait> until(SteadyTime time) {
      return Wait{.flag = &waker_->flag, .until = time, .exchange = this};
    }
    Result<const HttpHead*> take_head() override {
      if (!arrived_) return aborted();
      if (answer_.error) {
        ended_ = true;
        return *answer_.error;
      }
      return &head_;
    }
    Result<std::string_view> take_piece() override {
      if (auto arrived = take_head(); !arrived) return std::move(arrived).error();
      if (stop_.stop_requested()) return aborted();
      if (next_ < answer_.pieces.size()) return std::string_view(answer_.pieces[next_++]);
      ended_ = true;
      if (answer_.error_after_body) return *answer_.error_after_body;
      return std::string_view();
    }
    Error aborted() {
      ended_ = true;
      return Error{.kind = ErrorKind::user_abort, .message = "cancelled"};
    }

    const FakeAnswer answer_;
    const std::shared_ptr<Waker> waker_;
    const std::stop_token stop_;
    const std::stop_callback<std::function<void()>> stopped_;
    const std::shared_ptr<FakeClock> clock_;
    const std::shared_ptr<Shared> shared_;
    HttpHead head_;
    std::size_t next_ = 0;
    std::optional<SteadyTime> arrives_;
    bool arrived_ = false;
    bool ended_ = false;
  };

  std::shared_ptr<FakeClock> clock_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::weak_ptr<TaskLoop> loop_;
};

}  // namespace anthropic::internal::testing
