#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

#include "base/public_names.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// Reads the parameters of a call to STS, and keeps what AWS's model says is wrong with them.
class StsInput {
 public:
  explicit StsInput(const Json& input) : input_(input) {}

  struct Length {
    std::size_t least = 0, most = 0;
  };
  /// A text that may be absent; then it is empty. `others` are allowed beside letters, digits and `_`; null: all.
  std::string text(std::string_view name, Length length, const char* others = nullptr);
  std::string required_text(std::string_view name, Length length, const char* others = nullptr);
  /// The code of an MFA device.
  void token_code();
  /// DurationSeconds: from 15 minutes to `longest`.
  std::chrono::seconds duration(std::chrono::seconds usual, std::chrono::seconds longest);
  void list(std::string_view name, std::size_t most);
  void policy(std::size_t longest);

  /// All of it at once, as AWS says it; empty if nothing was wrong.
  std::optional<Refusal> refusal() const;

 private:
  void violates(const std::string& value, std::string_view name, const std::string& constraint);

  const Json& input_;
  std::vector<std::string> violations_;
  std::optional<Refusal> malformed_;
};

}  // namespace anthropic::internal::local
