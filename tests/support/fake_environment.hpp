#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/environment.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::testing {

class FakeEnvironment final : public Environment {
 public:
  void set(const std::string& name, std::string value) {
    std::lock_guard lock(mutex_);
    variables_[name] = std::move(value);
  }
  void unset(const std::string& name) {
    std::lock_guard lock(mutex_);
    variables_.erase(name);
  }

 private:
  std::optional<std::string> raw(const char* name) const override {
    std::lock_guard lock(mutex_);
    const auto found = variables_.find(name);
    if (found == variables_.end()) return std::nullopt;
    return found->second;
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::string> variables_;
};

}  // namespace anthropic::internal::testing
