#include "client/calls/call_times.hpp"

#include "base/option_check.hpp"

namespace anthropic::internal {

std::optional<std::chrono::milliseconds> call_timeout(const ClientCore& core, const RequestOptions& options) {
  return options.timeout ? options.timeout : core.timeouts.call;
}

std::chrono::milliseconds attempt_timeout(const ClientCore& core, const RequestOptions& options) {
  if (options.attempt_timeout) return *options.attempt_timeout;
  if (core.timeouts.attempt) return *core.timeouts.attempt;
  return call_timeout(core, options).value_or(std::chrono::minutes(10));
}

std::optional<CallDeadline> call_deadline(const ClientCore& core, const RequestOptions& options) {
  return CallDeadline::from_now(call_timeout(core, options), *core.world->clock);
}

std::optional<Error> find_fault(const ClientCore& core, const RequestOptions& options) {
  if (core.fault) return core.fault;
  return OptionCheck()
      .timeout("timeout", options.timeout)
      .timeout("attempt_timeout", options.attempt_timeout)
      .count("max_retries", options.max_retries, 0)
      .fault();
}

}  // namespace anthropic::internal
