#include "aws/services/cloudwatch/log_batches.hpp"

#include <algorithm>
#include <numeric>

#include "aws/services/shapes.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr std::size_t kMostEvents = 10'000;
constexpr std::size_t kMostBytes = 1'048'576;
constexpr std::size_t kBytesBesideMessage = 26;
constexpr auto kLongestSpan = std::chrono::hours(24);

Result<void> check(const InputLogEvent& event, std::size_t index) {
  const std::string name = "log event " + std::to_string(index);
  if (event.message.empty()) return bad_request_error(name + " has no message");
  if (event.message.size() > kMostBytes - kBytesBesideMessage) {
    return bad_request_error(name + " has " + std::to_string(event.message.size()) +
                             " bytes; CloudWatch Logs takes at most 1048550");
  }
  if (!is_utf8(event.message)) return bad_request_error(name + " is not UTF-8");
  if (event.timestamp < SystemTime()) return bad_request_error(name + " is from before 1970");
  return {};
}

}  // namespace

Result<std::vector<LogBatch>> log_batches(const std::vector<InputLogEvent>& events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (auto checked = check(events[i], i); !checked) return checked.error();
  }
  LogBatch order(events.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return events[a].timestamp < events[b].timestamp; });

  std::vector<LogBatch> batches;
  std::size_t bytes = 0;
  for (const std::size_t index : order) {
    const InputLogEvent& event = events[index];
    const std::size_t size = event.message.size() + kBytesBesideMessage;
    const bool full = batches.empty() || batches.back().size() == kMostEvents || bytes + size > kMostBytes ||
                      event.timestamp - events[batches.back().front()].timestamp >= kLongestSpan;
    if (full) {
      batches.emplace_back();
      bytes = 0;
    }
    batches.back().push_back(index);
    bytes += size;
  }
  return batches;
}

}  // namespace anthropic::internal::aws
