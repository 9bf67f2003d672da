#pragma once

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/public_names.hpp"
#include "http/task_loop.hpp"

namespace anthropic::internal::testing {

/// A transport whose exchanges run as tasks of a loop, whoever asks for them: what holds for exchanges that
/// block must hold for those that are polled, too.
class LoopedTransport final : public Transport {
 public:
  explicit LoopedTransport(Transport& beneath) : loop_(beneath.make_loop()) {}
  ~LoopedTransport() override {
    loop_->close();
    if (thread_.joinable()) thread_.join();
  }

  std::unique_ptr<HttpExchange> open(const HttpRequest& request) override {
    return std::make_unique<Exchange>(*this, run([&] { return loop_->transport()->open(request); }));
  }

 private:
  class Exchange final : public HttpExchange {
   public:
    Exchange(LoopedTransport& looped, std::unique_ptr<HttpExchange> exchange)
        : looped_(looped), exchange_(std::move(exchange)) {}
    ~Exchange() override {
      looped_.run([&] { return (exchange_.reset(), 0); });
    }
    std::optional<Wait> poll_head() override {
      looped_.run_task([&] { return exchange_->poll_head(); });
      return std::nullopt;
    }
    std::optional<Wait> poll_body() override {
      looped_.run_task([&] { return exchange_->poll_body(); });
      return std::nullopt;
    }
    void wait(SteadyTime) override {}
    void want_whole_body() override {
      looped_.run([&] { return (exchange_->want_whole_body(), 0); });
    }
    void leave_rest() override {
      looped_.run([&] { return (exchange_->leave_rest(), 0); });
    }
    bool sent() const override {
      return looped_.run([&] { return exchange_->sent(); });
    }

   private:
    Result<const HttpHead*> take_head() override {
      return looped_.run([&] { return exchange_->head(); });
    }
    Result<std::string_view> take_piece() override {
      return looped_.run([&]() -> Result<std::string_view> {
        const auto piece = exchange_->read();
        if (!piece) return piece.error();
        piece_ = *piece;  // the loop goes on while the caller reads it
        return std::string_view(piece_);
      });
    }

    LoopedTransport& looped_;
    std::unique_ptr<HttpExchange> exchange_;
    std::string piece_;
  };

  /// A task of the loop, to its end.
  void run_task(const TaskLoop::Task& step) {
    std::promise<void> done;
    const auto task = [&]() -> std::optional<Wait> {
      if (auto more = step()) return more;
      done.set_value();
      return std::nullopt;
    };
    if (!loop_->post(task, [&] { return start(); })) std::terminate();
    done.get_future().get();
  }
  template <class Code>
  auto run(const Code& code) -> decltype(code()) {
    std::optional<decltype(code())> result;
    run_task([&]() -> std::optional<Wait> {
      result.emplace(code());
      return std::nullopt;
    });
    return *std::move(result);
  }

  bool start() {
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([this] { loop_->run(std::chrono::seconds(60)); });
    return true;
  }

  const std::shared_ptr<TaskLoop> loop_;
  std::thread thread_;
};

}  // namespace anthropic::internal::testing
