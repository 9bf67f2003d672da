#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/world.hpp"

namespace anthropic::testing {

/// Time that stands still but for advance() and sleep_for(), which moves it on and returns at once.
/// Starts at 2026-11-22T12:00:00Z.
class FakeClock final : public Clock {
 public:
  SystemTime now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }
  SteadyTime steady_now() const override {
    std::lock_guard lock(mutex_);
    return steady_;
  }
  bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
    std::lock_guard lock(mutex_);
    if (stop.stop_requested()) return false;
    sleeps_.push_back(duration);
    now_ += duration;
    steady_ += duration;
    return true;
  }

  void advance(std::chrono::milliseconds duration) {
    std::lock_guard lock(mutex_);
    now_ += duration;
    steady_ += duration;
  }
  /// Changes the time of day only, as a person or NTP does.
  void set_now(SystemTime now) {
    std::lock_guard lock(mutex_);
    now_ = now;
  }
  std::vector<std::chrono::milliseconds> sleeps() const {
    std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;
  SystemTime now_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(12);
  SteadyTime steady_ = SteadyTime(std::chrono::hours(1));
  std::vector<std::chrono::milliseconds> sleeps_;
};

class FakeEnvironment final : public Environment {
 public:
  void set(const std::string& name, std::string value) {
    std::lock_guard lock(mutex_);
    variables_[name] = std::move(value);
  }
  void unset(const std::string& name) {
    std::lock_guard lock(mutex_);
    variables_.erase(name);
  }

 private:
  std::optional<std::string> raw(const char* name) const override {
    std::lock_guard lock(mutex_);
    const auto found = variables_.find(name);
    if (found == variables_.end()) return std::nullopt;
    return found->second;
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::string> variables_;
};

/// A disk in memory. Writing changes a file's stamp.
class FakeFiles final : public Files {
 public:
  void write(const std::string& path, std::string contents) {
    std::lock_guard lock(mutex_);
    files_[path] = {std::move(contents), ++last_stamp_, false};
  }
  /// The file is there, but reading it fails.
  void make_unreadable(const std::string& path) {
    std::lock_guard lock(mutex_);
    files_[path] = {{}, ++last_stamp_, true};
  }
  void remove(const std::string& path) {
    std::lock_guard lock(mutex_);
    files_.erase(path);
  }
  int reads() const {
    std::lock_guard lock(mutex_);
    return reads_;
  }
  int stamps_taken() const {
    std::lock_guard lock(mutex_);
    return stamps_taken_;
  }

  Result<std::optional<std::string>> read(const std::string& path) const override {
    std::lock_guard lock(mutex_);
    ++reads_;
    const auto found = files_.find(path);
    if (found == files_.end()) return std::optional<std::string>();
    if (found->second.unreadable) {
      return Error{.kind = ErrorKind::configuration,
                   .message = "cannot read " + path + ": permission denied"};
    }
    return std::optional<std::string>(found->second.contents);
  }
  Result<void> replace(const std::string& path, std::string_view contents, int) const override {
    const_cast<FakeFiles*>(this)->write(path, std::string(contents));
    return {};
  }
  std::int64_t stamp(const std::string& path) const override {
    std::lock_guard lock(mutex_);
    ++stamps_taken_;
    const auto found = files_.find(path);
    return found == files_.end() ? 0 : found->second.stamp;
  }

 private:
  struct File {
    std::string contents;
    std::int64_t stamp;
    bool unreadable;
  };
  mutable std::mutex mutex_;
  mutable int reads_ = 0;
  mutable int stamps_taken_ = 0;
  std::int64_t last_stamp_ = 0;
  std::map<std::string, File> files_;
};

/// Processes that do not run: each command has its scripted result.
class FakeProcesses final : public Processes {
 public:
  void answer(const std::string& command, Result<ProcessResult> result) {
    std::lock_guard lock(mutex_);
    results_.insert_or_assign(command, std::move(result));
  }
  std::vector<std::string> commands() const {
    std::lock_guard lock(mutex_);
    return commands_;
  }

  Result<ProcessResult> run_shell(const std::string& command, std::chrono::milliseconds, std::stop_token,
                                  std::string_view) override {
    std::lock_guard lock(mutex_);
    commands_.push_back(command);
    const auto found = results_.find(command);
    if (found == results_.end()) return ProcessResult{.exit_code = 127, .errors = "not scripted"};
    return found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Result<ProcessResult>> results_;
  std::vector<std::string> commands_;
};

/// Answers what it was told to, then `otherwise` for ever.
class FakeRandom final : public Random {
 public:
  double uniform() override {
    std::lock_guard lock(mutex_);
    if (next_.empty()) return otherwise_;
    const double value = next_.front();
    next_.pop_front();
    return value;
  }
  void push(double value) {
    std::lock_guard lock(mutex_);
    next_.push_back(value);
  }
  void otherwise(double value) {
    std::lock_guard lock(mutex_);
    otherwise_ = value;
  }

 private:
  std::mutex mutex_;
  std::deque<double> next_;
  double otherwise_ = 0.5;
};

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

/// Gives its answers in the order they were scripted; without one left, a failure of kind `connection`.
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
  /// Decides each answer that is not scripted. Called from the thread that opens.
  void answer_with(std::function<FakeAnswer(const FakeRequest&)> decide) {
    std::lock_guard lock(shared_->mutex);
    shared_->decide = std::move(decide);
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

  std::unique_ptr<HttpExchange> open(const HttpRequest& request) override {
    FakeRequest recorded{std::string(request.method),
                         std::string(request.url),
                         request.headers ? *request.headers : Headers{},
                         std::string(request.body),
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
    return std::make_unique<Exchange>(std::move(chosen), request.stop, clock_, shared_);
  }

 private:
  struct Shared {
    std::mutex mutex;
    std::deque<FakeAnswer> answers;
    std::function<FakeAnswer(const FakeRequest&)> decide;
    std::vector<FakeRequest> requests;
    int closed_early = 0;
  };

  class Exchange final : public HttpExchange {
   public:
    Exchange(FakeAnswer answer, std::stop_token stop, std::shared_ptr<FakeClock> clock,
             std::shared_ptr<Shared> shared)
        : answer_(std::move(answer)),
          stop_(std::move(stop)),
          clock_(std::move(clock)),
          shared_(std::move(shared)) {
      head_ = {answer_.status, answer_.headers};
    }
    ~Exchange() override {
      if (ended_) return;
      std::lock_guard lock(shared_->mutex);
      ++shared_->closed_early;
    }

    Result<const HttpHead*> head() override {
      if (answer_.hangs) return wait_for_stop();
      if (stop_.stop_requested()) return aborted();
      clock_->advance(std::exchange(answer_.takes, {}));
      if (answer_.error) {
        ended_ = true;
        return *answer_.error;
      }
      return &head_;
    }
    Result<std::string_view> read() override {
      if (auto arrived = head(); !arrived) return std::move(arrived).error();
      if (next_ < answer_.pieces.size()) return std::string_view(answer_.pieces[next_++]);
      if (answer_.hangs_after_body) return wait_for_stop();
      ended_ = true;
      if (answer_.error_after_body) return *answer_.error_after_body;
      return std::string_view();
    }
    void leave_rest() override { ended_ = true; }
    bool sent() const override { return answer_.sent; }

   private:
    Error wait_for_stop() {
      std::mutex mutex;
      std::condition_variable_any stopped;
      std::unique_lock lock(mutex);
      stopped.wait(lock, stop_, [] { return false; });
      return aborted();
    }
    Error aborted() {
      ended_ = true;
      return Error{.kind = ErrorKind::user_abort, .message = "cancelled"};
    }

    FakeAnswer answer_;
    HttpHead head_;
    std::stop_token stop_;
    std::shared_ptr<FakeClock> clock_;
    std::shared_ptr<Shared> shared_;
    std::size_t next_ = 0;
    bool ended_ = false;
  };

  std::shared_ptr<FakeClock> clock_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

/// A world of fakes, with a handle on each.
struct FakeWorld {
  std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
  std::shared_ptr<FakeEnvironment> environment = std::make_shared<FakeEnvironment>();
  std::shared_ptr<FakeFiles> files = std::make_shared<FakeFiles>();
  std::shared_ptr<FakeRandom> random = std::make_shared<FakeRandom>();
  std::shared_ptr<FakeTransport> transport = std::make_shared<FakeTransport>(clock);
  std::shared_ptr<FakeProcesses> processes = std::make_shared<FakeProcesses>();
  std::shared_ptr<const World> world =
      std::make_shared<const World>(World{clock, environment, files, random, transport, processes});
};

/// With HOME=/home/user and these variables and files.
inline FakeWorld make_fake_world(const std::map<std::string, std::string>& environment = {},
                                 const std::map<std::string, std::string>& files = {}) {
  FakeWorld fake;
  fake.environment->set("HOME", "/home/user");
  for (const auto& [name, value] : environment) fake.environment->set(name, value);
  for (const auto& [path, contents] : files) fake.files->write(path, contents);
  return fake;
}

}  // namespace anthropic::testing
