#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/process/processes.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// Processes that do not run: each command has its scripted result.
class FakeProcesses final : public Processes {
 public:
  void answer(const std::string& command, Result<ProcessResult> result) {
    std::lock_guard lock(mutex_);
    results_.insert_or_assign(command, std::move(result));
  }
  std::vector<std::string> commands() const {
    std::lock_guard lock(mutex_);
    return commands_;
  }

  Result<ProcessResult> run_shell(const std::string& command, std::chrono::milliseconds, std::stop_token,
                                  std::string_view) override {
    std::lock_guard lock(mutex_);
    commands_.push_back(command);
    const auto found = results_.find(command);
    if (found == results_.end()) return ProcessResult{.exit_code = 127, .errors = "not scripted"};
    return found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Result<ProcessResult>> results_;
  std::vector<std::string> commands_;
};

}  // namespace anthropic::internal::testing
