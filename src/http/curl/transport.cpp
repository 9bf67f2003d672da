#include "http/curl/transport.hpp"

#include <optional>
#include <utility>

#include "base/process/process_end.hpp"
#include "base/process/process_errors.hpp"
#include "http/curl/failure.hpp"
#include "http/curl/library.hpp"
#include "http/curl/loop.hpp"
#include "http/deadline.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::milliseconds;

class CurlExchange final : public HttpExchange {
 public:
  CurlExchange(std::shared_ptr<CurlTransferPool> pool, const HttpRequest& request)
      : pool_(std::move(pool)),
        transfer_(pool_->take(origin_of(request.url))),
        request_(request),
        attempt_{"request", request.timeout, deadline_after(request.timeout)},
        call_{"call's", request.call_timeout,
              request.time_left ? deadline_after(*request.time_left) : SteadyTime::max()} {
    if (process_is_ending()) {
      fail(process_ends());
      return;
    }
    if (request_.stop.stop_possible()) waker_.emplace(request_.stop, Wake{transfer_.get()});
    if (request_.stop.stop_requested()) {
      fail({.kind = ErrorKind::user_abort, .message = "cancelled before the request was sent"});
      return;
    }
    if (auto started = transfer_->start(request_, pool_->network()); !started)
      fail(std::move(started).error());
  }

  ~CurlExchange() override {
    waker_.reset();
    if (pool_->is_of_this_process()) {
      pool_->give_back(std::move(transfer_));
    } else {
      abandon(transfer_.release());  // To close the connection would be to end the parent's.
    }
  }

  std::optional<Wait> poll_head() override {
    return poll(earlier(attempt_, call_), [this] { return transfer_->head().complete(); });
  }

  std::optional<Wait> poll_body() override {
    if (auto more = poll_head()) return more;
    transfer_->drop_body(std::exchange(handed_out_, 0));
    check_limits_of_reader();
    if (is_body_there()) return std::nullopt;
    if (silence_.end == SteadyTime::max()) silence_.end = deadline_after(silence_.timeout);
    return poll(earlier(whole_body_wanted_ ? attempt_ : silence_, call_), [this] { return is_body_there(); });
  }

  void wait(SteadyTime until) override { transfer_->wait(until); }

  void want_whole_body() override { whole_body_wanted_ = true; }

  void leave_rest() override {
    if (!failure_ && pool_->is_of_this_process()) transfer_->leave_rest();
    handed_out_ = 0;
  }

  bool sent() const override { return transfer_->request_sent(); }

 private:
  struct Limit {
    std::string_view which;
    milliseconds timeout;
    SteadyTime end;
  };
  void fail(Error error) { failure_ = std::make_unique<const Error>(std::move(error)); }
  static const Limit& earlier(const Limit& a, const Limit& b) { return a.end <= b.end ? a : b; }

  struct Wake {
    CurlTransfer* transfer;
    void operator()() const noexcept { transfer->wake(); }
  };

  Result<const HttpHead*> take_head() override {
    if (!transfer_->head().complete()) return *failure_;
    return &transfer_->head().head();
  }

  Result<std::string_view> take_piece() override {
    if (failure_) return *failure_;
    silence_.end = SteadyTime::max();
    handed_out_ = transfer_->body().size();
    return transfer_->body();
  }

  bool give_piece(std::string& storage) override {
    handed_out_ = 0;
    storage = transfer_->take_body();
    return true;
  }

  /// A piece of it or its end.
  bool is_body_there() const { return !transfer_->body().empty() || transfer_->result() == CURLE_OK; }

  /// What poll() looks at only when it has to wait, which it need not while a body pours in.
  void check_limits_of_reader() {
    if (failure_ || transfer_->result()) return;
    if (request_.stop.stop_requested()) {
      return fail(describe_abort(*transfer_, request_));
    }
    const Limit& limit = whole_body_wanted_ ? earlier(attempt_, call_) : call_;
    if (limit.end != SteadyTime::max() && std::chrono::steady_clock::now() >= limit.end)
      fail(describe_timeout(*transfer_, request_, limit.which, limit.timeout));
  }

  /// Moves on until that is there, or failure_ is set; what to wait for if neither goes without.
  template <class IsThere>
  std::optional<Wait> poll(const Limit& limit, IsThere is_there) {
    if (failure_ || is_there()) return std::nullopt;
    transfer_->woken().take();
    while (!failure_ && !is_there()) {
      if (!pool_->is_of_this_process()) {
        fail(of_another_process("call"));
      } else if (const auto result = transfer_->result()) {
        const Error* why = transfer_->body_error();
        fail(why ? *why : describe_curl_failure(*transfer_, request_, pool_->network().trust, *result));
      } else if (request_.stop.stop_requested()) {
        fail(describe_abort(*transfer_, request_));
      } else if (!transfer_->waiting()) {
        transfer_->pump();
      } else if (std::chrono::steady_clock::now() >= limit.end) {
        fail(describe_timeout(*transfer_, request_, limit.which, limit.timeout));
      } else {
        return Wait{.flag = &transfer_->woken(), .until = limit.end, .exchange = this};
      }
    }
    return std::nullopt;
  }

  const std::shared_ptr<CurlTransferPool> pool_;
  std::unique_ptr<CurlTransfer> transfer_;
  const HttpRequest request_;
  const Limit attempt_;
  const Limit call_;
  Limit silence_ = {"idle", request_.idle_timeout, SteadyTime::max()};  // since the reader began to wait
  std::optional<std::stop_callback<Wake>> waker_;
  std::unique_ptr<const Error> failure_;
  std::size_t handed_out_ = 0;  // of what body() shows, the reader holds so much
  bool whole_body_wanted_ = false;
};

NetworkSettings read_network_settings(const Environment& environment) {
  return {.trust = curl_is_ready() ? find_system_trust(environment) : SystemTrust(),
          .proxies = read_proxy_variables(environment)};
}

std::shared_ptr<CurlTransferPool> make_pool(const CurlLimits& limits, NetworkSettings network) {
  return CurlTransferPool::share(
      [limits, network = std::move(network)] { return std::make_unique<CurlTransferPool>(limits, network); });
}

}  // namespace

CurlTransport::CurlTransport(const Environment& environment, const CurlLimits& limits)
    : pool_(make_pool(limits, read_network_settings(environment))) {}

std::unique_ptr<HttpExchange> CurlTransport::open(const HttpRequest& request) {
  return std::make_unique<CurlExchange>(in_this_process(pool_), request);
}

std::shared_ptr<TaskLoop> CurlTransport::make_loop() {
  auto loop = std::make_shared<CurlLoop>(pool_->limits(), pool_->network());
  if (!loop->usable()) return nullptr;
  return loop;
}

std::shared_ptr<Transport> make_curl_transport(const Environment& environment) {
  return std::make_shared<CurlTransport>(environment);
}

}  // namespace anthropic::internal
