#pragma once

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/public_names.hpp"
#include "http/task_loop.hpp"

namespace anthropic::internal::testing {

/// A transport whose exchanges run as tasks of a loop, whoever asks for them: what holds for the transport
/// beneath must hold there too.
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
    Result<const HttpHead*> head() override {
      return looped_.run([&] { return exchange_->head(); });
    }
    Result<std::string_view> read() override {
      return looped_.run([&]() -> Result<std::string_view> {
        const auto piece = exchange_->read();
        if (!piece) return piece.error();
        piece_ = *piece;  // the loop goes on while the caller reads it
        return std::string_view(piece_);
      });
    }
    Result<std::string> read_all(std::size_t limit) override {
      return looped_.run([&] { return exchange_->read_all(limit); });
    }
    void leave_rest() override {
      looped_.run([&] { return (exchange_->leave_rest(), 0); });
    }
    bool sent() const override {
      return looped_.run([&] { return exchange_->sent(); });
    }

   private:
    LoopedTransport& looped_;
    std::unique_ptr<HttpExchange> exchange_;
    std::string piece_;
  };

  template <class Code>
  auto run(const Code& code) -> decltype(code()) {
    std::promise<decltype(code())> done;
    const bool begun = loop_->post([&] { done.set_value(code()); }, [&] { return start(); });
    if (!begun) std::terminate();
    return done.get_future().get();
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
