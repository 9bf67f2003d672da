#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "base/process/child_environment.hpp"

namespace anthropic::internal {

/// What a child process did.
struct ProcessResult {
  int exit_code = 0;        ///< 128 + the signal's number if a signal ended it
  std::string output = {};  ///< its standard output
  std::string errors = {};  ///< the first part of its standard error
};

/// Child processes, replaced in tests. Thread-safe.
class Processes {
 public:
  virtual ~Processes() = default;
  /// Runs `sh -c command` with `input` as its standard input and waits. A process that is still running after
  /// `timeout`, or when asked to stop, is killed with its children: ErrorKind::timeout, user_abort. More than
  /// 1 MiB of output is an error of kind configuration.
  virtual Result<ProcessResult> run_shell(const std::string& command, std::chrono::milliseconds timeout,
                                          std::stop_token stop, std::string_view input = {}) = 0;
};

class RealProcesses final : public Processes {
 public:
  explicit RealProcesses(ChildEnvironment environment = ChildEnvironment::keep) : environment_(environment) {}

  Result<ProcessResult> run_shell(const std::string& command, std::chrono::milliseconds timeout,
                                  std::stop_token stop, std::string_view input = {}) override;

 private:
  const ChildEnvironment environment_;
};

}  // namespace anthropic::internal
