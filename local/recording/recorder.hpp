#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <anthropic/result.hpp>

#include "base/file/descriptor.hpp"
#include "base/time/clock.hpp"
#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

/// Appends what was asked and answered to a file, a line of JSON each. Thread-safe.
class Recorder {
 public:
  /// Makes the file, readable by its owner alone, or goes on behind what it has. `secrets` are never written, wherever
  /// they stand. Fails with ErrorKind::configuration.
  static Result<std::unique_ptr<Recorder>> open(const std::string& path, std::vector<std::string> secrets);

  /// Each line is written at once: who reads sees all of it or none.
  Result<void> add(const Request& request, const Answer& answer, SystemTime now);

 private:
  Recorder(std::string path, Descriptor file, std::vector<std::string> secrets)
      : path_(std::move(path)), file_(std::move(file)), secrets_(std::move(secrets)) {}

  const std::string path_;
  const Descriptor file_;
  const std::vector<std::string> secrets_;
  std::mutex mutex_;
};

}  // namespace anthropic::internal::local
