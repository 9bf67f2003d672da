#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <anthropic/result.hpp>

#include "base/file/descriptor.hpp"

namespace anthropic::internal {

/// A regular file that is read piece by piece, and that notices when it changes meanwhile. Used by one thread
/// at a time. Failures are of kind `configuration` and name the file.
class InputFile {
 public:
  /// Fails if the file is missing, cannot be read, or is no regular file.
  static Result<std::unique_ptr<InputFile>> open(const std::string& path);

  /// How large it was when it was opened.
  std::uint64_t size() const { return size_; }
  /// Reads up to `capacity` bytes; 0 at the end.
  Result<std::size_t> read(char* buffer, std::size_t capacity);
  /// The next read() begins at the beginning.
  Result<void> rewind();
  /// Fails if more or less was read than the file held when it was opened, or if it was written to since.
  Result<void> check_unchanged() const;

 private:
  InputFile(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  const std::string path_;
  const Descriptor file_;
  std::uint64_t size_ = 0;
  std::uint64_t read_ = 0;
  std::int64_t changed_seconds_ = 0;
  std::int64_t changed_nanoseconds_ = 0;
};

}  // namespace anthropic::internal
