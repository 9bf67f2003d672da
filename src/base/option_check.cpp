#include "base/option_check.hpp"

#include <cmath>
#include <string>

#include "base/errors.hpp"

namespace anthropic::internal {

OptionCheck& OptionCheck::rate(std::string_view name, double value) {
  if (!(value >= 0) || std::isinf(value))
    refuse(name, std::to_string(value), "it must be a number above 0, or 0 for no limit",
           "Leave it out for no limit.");
  return *this;
}

OptionCheck& OptionCheck::transport(const TransportOptions& options) {
  return timeout("transport.connect_timeout", options.connect_timeout)
      .timeout("transport.stream_idle_timeout", options.stream_idle_timeout)
      .size("transport.max_response_bytes", options.max_response_bytes)
      .size("transport.max_event_bytes", options.max_event_bytes);
}

void OptionCheck::refuse_timeout(std::string_view name, std::chrono::milliseconds value) {
  refuse(name, std::to_string(value.count()) + " ms", "a time-out must be more than 0",
         "Leave it out for the usual one.");
}

void OptionCheck::refuse_count(std::string_view name, long long value, std::string_view wanted) {
  refuse(name, std::to_string(value), "it must be " + std::string(wanted),
         "Leave it out for the usual number.");
}

void OptionCheck::refuse(std::string_view name, const std::string& value, const std::string& wanted,
                         std::string hint) {
  if (fault_) return;
  fault_ = configuration_error("the option " + std::string(name) + " is " + value + ": " + wanted,
                               std::move(hint));
}

}  // namespace anthropic::internal
