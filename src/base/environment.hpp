#pragma once

#include <optional>
#include <string>

namespace anthropic::internal {

/// Environment variables, replaced in tests. Thread-safe as long as nobody calls setenv.
class Environment {
 public:
  virtual ~Environment() = default;
  /// Trimmed of white space; a blank variable is as good as none.
  std::optional<std::string> get(const char* name) const;
  /// Whether it is set and blank. Other programs may take that for a value.
  bool is_blank(const char* name) const;

 protected:
  virtual std::optional<std::string> raw(const char* name) const = 0;
};

class RealEnvironment final : public Environment {
  std::optional<std::string> raw(const char* name) const override;
};

}  // namespace anthropic::internal
