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
      failure_ = process_ends();
      return;
    }
    if (request_.stop.stop_possible()) waker_.emplace(request_.stop, Wake{transfer_.get()});
    if (request_.stop.stop_requested()) {
      failure_ = Error{.kind = ErrorKind::user_abort, .message = "cancelled before the request was sent"};
      return;
    }
    if (auto started = transfer_->start(request_, pool_->network()); !started)
      failure_ = std::move(started).error();
  }

  ~CurlExchange() override {
    waker_.reset();
    if (pool_->is_of_this_process()) {
      pool_->give_back(std::move(transfer_));
    } else {
      abandon(transfer_.release());  // To close the connection would be to end the parent's.
    }
  }

  Result<const HttpHead*> head() override {
    while (!transfer_->head().complete()) {
      if (failure_) return *failure_;
      advance(earlier(attempt_, call_));
    }
    return &transfer_->head().head();
  }

  Result<std::string_view> read() override {
    if (Result<const HttpHead*> arrived = head(); !arrived) return std::move(arrived).error();
    transfer_->drop_body(std::exchange(handed_out_, 0));
    check_limits_of_reader();

    const Limit silence{"idle", request_.idle_timeout,
                        transfer_->body().empty() ? deadline_after(request_.idle_timeout) : attempt_.end};
    const Limit limit = earlier(whole_body_wanted_ ? attempt_ : silence, call_);
    while (!failure_) {
      if (!transfer_->body().empty()) {
        handed_out_ = transfer_->body().size();
        return transfer_->body();
      }
      if (transfer_->result() == CURLE_OK) return std::string_view();
      advance(limit);
    }
    return *failure_;
  }

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
  static const Limit& earlier(const Limit& a, const Limit& b) { return a.end <= b.end ? a : b; }

  struct Wake {
    CurlTransfer* transfer;
    void operator()() const noexcept { transfer->wake(); }
  };

  void whole_body_wanted() override { whole_body_wanted_ = true; }

  /// What advance() looks at only when it has to wait, which it need not while a body pours in.
  void check_limits_of_reader() {
    if (failure_ || transfer_->result()) return;
    if (request_.stop.stop_requested()) {
      failure_ = describe_abort(*transfer_, request_);
      return;
    }
    const Limit& limit = whole_body_wanted_ ? earlier(attempt_, call_) : call_;
    if (limit.end != SteadyTime::max() && std::chrono::steady_clock::now() >= limit.end)
      failure_ = describe_timeout(*transfer_, request_, limit.which, limit.timeout);
  }

  /// One step towards the next thing to hand out, waiting if there is none; or failure_ is set.
  void advance(const Limit& limit) {
    if (!pool_->is_of_this_process()) {
      failure_ = of_another_process("call");
      return;
    }
    if (const auto result = transfer_->result()) {
      if (const Error* why = transfer_->body_error()) {
        failure_ = *why;
        return;
      }
      failure_ = describe_curl_failure(*transfer_, request_, pool_->network().trust, *result);
      return;
    }
    if (transfer_->waiting()) {
      const auto left = std::chrono::ceil<milliseconds>(limit.end - std::chrono::steady_clock::now());
      if (left <= milliseconds::zero()) {
        failure_ = describe_timeout(*transfer_, request_, limit.which, limit.timeout);
        return;
      }
      transfer_->wait(left);
    }
    if (request_.stop.stop_requested()) {
      failure_ = describe_abort(*transfer_, request_);
      return;
    }
    transfer_->pump();
  }

  const std::shared_ptr<CurlTransferPool> pool_;
  std::unique_ptr<CurlTransfer> transfer_;
  const HttpRequest request_;
  const Limit attempt_;
  const Limit call_;
  std::optional<std::stop_callback<Wake>> waker_;
  std::optional<Error> failure_;
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
  return std::make_shared<CurlLoop>(pool_->limits(), pool_->network());
}

std::shared_ptr<Transport> make_curl_transport(const Environment& environment) {
  return std::make_shared<CurlTransport>(environment);
}

}  // namespace anthropic::internal
