#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

namespace anthropic::internal {

/// The file system, replaced in tests. Thread-safe.
class Files {
 public:
  virtual ~Files() = default;
  /// The whole file; empty if there is none. Fails with ErrorKind::configuration if it is there and cannot be
  /// read.
  virtual Result<std::optional<std::string>> read(const std::string& path) const = 0;
  /// A stamp that changes when the file does; 0 if there is none.
  virtual std::int64_t stamp(const std::string& path) const = 0;
  /// Writes the whole file at once: a reader sees the old contents or the new ones, also after a crash. Makes
  /// missing folders, with mode 0700; an existing file keeps its owner and mode, as ReplacementFile says, a
  /// new one gets `mode`. ErrorKind::configuration.
  virtual Result<void> replace(const std::string& path, std::string_view contents, int mode = 0600) const = 0;
};

class RealFiles final : public Files {
 public:
  Result<std::optional<std::string>> read(const std::string& path) const override;
  std::int64_t stamp(const std::string& path) const override;
  Result<void> replace(const std::string& path, std::string_view contents, int mode) const override;
};

}  // namespace anthropic::internal
