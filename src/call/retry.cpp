#include "call/retry.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal {
namespace {

constexpr int kTransientCost = 14;
constexpr int kThrottlingCost = 5;
constexpr int kSuccessWithoutRetry = 1;

// "1500" or "1500.5"; empty for anything else, and beyond a day.
std::optional<std::chrono::milliseconds> parse_delay(std::string_view text, double milliseconds_each) {
  text = trim(text);
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  const double milliseconds = value * milliseconds_each;
  if (!(milliseconds >= 0 && milliseconds <= 86'400'000)) return std::nullopt;
  return std::chrono::milliseconds(std::llround(milliseconds));
}

std::optional<std::chrono::milliseconds> parse_delay_until(std::string_view text, const Headers& headers,
                                                           SystemTime now) {
  const std::optional<SystemTime> then = parse_http_date(trim(text));
  if (!then) return std::nullopt;
  const std::string* date = find_header(headers, "date");
  const SystemTime from = date ? parse_http_date(*date).value_or(now) : now;
  const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(*then - from);
  if (delay > std::chrono::hours(24)) return std::nullopt;
  return std::max(delay, std::chrono::milliseconds(0));
}

}  // namespace

RetryKind retry_kind_of_status(int status) {
  switch (status) {
    case 429:
      return RetryKind::throttling;
    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
    case 529:
      return RetryKind::transient;
    default:
      return RetryKind::none;
  }
}

std::optional<std::chrono::milliseconds> retry_after(const Headers& headers, SystemTime now) {
  for (const std::string_view name : {"x-amz-retry-after", "retry-after-ms"}) {
    const std::string* value = find_header(headers, name);
    if (!value) continue;
    if (const auto delay = parse_delay(*value, 1)) return delay;
  }
  const std::string* value = find_header(headers, "retry-after");
  if (!value) return std::nullopt;
  if (const auto delay = parse_delay(*value, 1000)) return delay;
  return parse_delay_until(*value, headers, now);
}

class RetryQuota {
 public:
  explicit RetryQuota(int tokens) : capacity_(tokens), tokens_(tokens) {}

  bool take(int cost) {
    int tokens = tokens_.load(std::memory_order_relaxed);
    while (tokens >= cost) {
      if (tokens_.compare_exchange_weak(tokens, tokens - cost, std::memory_order_relaxed)) return true;
    }
    return false;
  }
  void give(int amount) {
    int tokens = tokens_.load(std::memory_order_relaxed);
    while (tokens < capacity_) {
      const int more = std::min(tokens + amount, capacity_);
      if (tokens_.compare_exchange_weak(tokens, more, std::memory_order_relaxed)) return;
    }
  }
  int tokens() const { return tokens_.load(std::memory_order_relaxed); }

 private:
  const int capacity_;
  std::atomic<int> tokens_;
};

std::shared_ptr<RetryQuota> make_retry_quota(int tokens) {
  return std::make_shared<RetryQuota>(tokens);
}

int available(const RetryQuota& quota) {
  return quota.tokens();
}

RetrySession::RetrySession(RetryPolicy policy, std::shared_ptr<RetryQuota> quota, Random& random)
    : policy_(policy), quota_(std::move(quota)), random_(random) {}

std::optional<std::chrono::milliseconds> RetrySession::next_delay(
    RetryKind kind, std::optional<std::chrono::milliseconds> retry_after) {
  if (kind == RetryKind::none || attempts_ >= policy_.max_attempts) return std::nullopt;
  const bool throttled = kind == RetryKind::throttling;
  const int cost = throttled ? kThrottlingCost : kTransientCost;
  if (!quota_->take(cost)) return std::nullopt;
  last_cost_ = cost;

  const auto base = throttled ? policy_.throttling_delay : policy_.transient_delay;
  const double ceiling = std::min(std::ldexp(static_cast<double>(base.count()), attempts_ - 1),
                                  static_cast<double>(policy_.longest_delay.count()));
  const std::chrono::milliseconds own(std::llround(random_.uniform() * ceiling));
  ++attempts_;
  if (!retry_after) return own;
  return std::clamp(*retry_after, own, own + policy_.server_may_add);
}

void RetrySession::give_up() {
  quota_->give(std::exchange(last_cost_, 0));
  --attempts_;
}

void RetrySession::succeeded() {
  quota_->give(last_cost_ > 0 ? last_cost_ : kSuccessWithoutRetry);
}

}  // namespace anthropic::internal
