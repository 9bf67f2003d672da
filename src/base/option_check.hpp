#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include <anthropic/error.hpp>

namespace anthropic {

/// Looks for numbers in options that no call can go by, and keeps the first fault:
///
///     return OptionCheck().timeout("timeout", options.timeout).count("max_retries", options.max_retries,
///     0).fault();
class OptionCheck {
 public:
  /// More than zero, where it is set.
  OptionCheck& timeout(std::string_view name, std::optional<std::chrono::milliseconds> value) {
    if (value && value->count() <= 0) refuse_timeout(name, *value);
    return *this;
  }
  /// `least` or more, where it is set.
  OptionCheck& count(std::string_view name, std::optional<long long> value, long long least) {
    if (value && *value < least) refuse_count(name, *value, least);
    return *this;
  }
  /// So many a second; zero for no limit.
  OptionCheck& rate(std::string_view name, double value);

  /// Of kind configuration.
  std::optional<Error> fault() const { return fault_; }

 private:
  void refuse_timeout(std::string_view name, std::chrono::milliseconds value);
  void refuse_count(std::string_view name, long long value, long long least);
  void refuse(std::string_view name, std::string value, std::string wanted, std::string hint);

  std::optional<Error> fault_;
};

}  // namespace anthropic
