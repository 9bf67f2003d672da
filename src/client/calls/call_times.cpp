#include "client/calls/call_times.hpp"

#include "base/option_check.hpp"

namespace anthropic {

std::optional<std::chrono::milliseconds> call_timeout(const MessagesBackend& backend,
                                                      const RequestOptions& options) {
  return options.timeout ? options.timeout : backend.timeouts.call;
}

std::chrono::milliseconds attempt_timeout(const MessagesBackend& backend, const RequestOptions& options) {
  if (options.attempt_timeout) return *options.attempt_timeout;
  if (backend.timeouts.attempt) return *backend.timeouts.attempt;
  return call_timeout(backend, options).value_or(std::chrono::minutes(10));
}

std::optional<CallDeadline> call_deadline(const MessagesBackend& backend, const RequestOptions& options) {
  return CallDeadline::from_now(call_timeout(backend, options), *backend.world->clock);
}

std::optional<Error> find_fault(const MessagesBackend& backend, const RequestOptions& options) {
  if (backend.fault) return backend.fault;
  return OptionCheck()
      .timeout("timeout", options.timeout)
      .timeout("attempt_timeout", options.attempt_timeout)
      .count("max_retries", options.max_retries, 0)
      .fault();
}

}  // namespace anthropic
