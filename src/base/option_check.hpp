#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/error.hpp>
#include <anthropic/transport_options.hpp>

namespace anthropic::internal {

/// Looks for numbers in options that no call can go by, and keeps the first fault:
///
///     return OptionCheck()
///         .timeout("timeout", options.timeout)
///         .count("max_retries", options.max_retries, 0)
///         .fault();
///
/// Options that are unset are right.
class OptionCheck {
 public:
  /// More than zero.
  OptionCheck& timeout(std::string_view name, std::optional<std::chrono::milliseconds> value) {
    if (value && value->count() <= 0) refuse_timeout(name, *value);
    return *this;
  }
  /// `least` or more.
  OptionCheck& count(std::string_view name, std::optional<long long> value, long long least) {
    if (value && *value < least) refuse_count(name, *value, "at least " + std::to_string(least));
    return *this;
  }
  OptionCheck& count(std::string_view name, std::optional<long long> value, long long least, long long most) {
    if (value && (*value < least || *value > most))
      refuse_count(name, *value, "from " + std::to_string(least) + " to " + std::to_string(most));
    return *this;
  }
  /// So many bytes: more than zero.
  OptionCheck& size(std::string_view name, std::optional<std::size_t> value) {
    if (value && *value == 0) refuse_count(name, 0, "at least 1");
    return *this;
  }
  /// So many a second; zero for no limit.
  OptionCheck& rate(std::string_view name, double value);
  /// Those of a member `transport`.
  OptionCheck& transport(const TransportOptions& options);

  /// Of kind configuration.
  std::optional<Error> fault() const { return fault_; }

 private:
  void refuse_timeout(std::string_view name, std::chrono::milliseconds value);
  void refuse_count(std::string_view name, long long value, std::string_view wanted);
  void refuse(std::string_view name, const std::string& value, const std::string& wanted, std::string hint);

  std::optional<Error> fault_;
};

}  // namespace anthropic::internal
