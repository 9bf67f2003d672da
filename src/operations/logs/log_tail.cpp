#include <algorithm>

#include <anthropic/operations/logs.hpp>

#include "base/time/clock.hpp"

namespace anthropic::inline v0::operations {

using namespace internal;
namespace {

constexpr auto kLateness = std::chrono::minutes(1);

}  // namespace

LogTail::LogTail(const aws::Session& session, LogTailOptions options)
    : logs_(session, options.client), options_(std::move(options)) {}

Result<std::vector<aws::FilteredLogEvent>> LogTail::read(const aws::CallOptions& call) {
  const SystemTime begin = newest_ ? std::max(options_.since, *newest_ - kLateness) : options_.since;
  aws::FilterLogEventsInput input{.log_group_name = options_.log_group, .start_time = begin};
  if (!options_.filter_pattern.empty()) input.filter_pattern = options_.filter_pattern;
  std::vector<aws::FilteredLogEvent> events;
  auto found = logs_.filter_log_events_all(input, call);
  while (const aws::FilteredLogEvent* event = found.next()) {
    const SystemTime time = event->timestamp.value_or(begin);
    if (!seen_.emplace(time, event->event_id).second) continue;
    newest_ = std::max(newest_.value_or(time), time);
    events.push_back(*event);
  }
  if (found.error()) return *found.error();
  std::stable_sort(events.begin(), events.end(),
                   [](const auto& a, const auto& b) { return a.timestamp < b.timestamp; });
  if (newest_) seen_.erase(seen_.begin(), seen_.lower_bound({*newest_ - kLateness, std::string()}));
  return events;
}

}  // namespace anthropic::inline v0::operations
