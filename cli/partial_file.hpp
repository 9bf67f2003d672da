#pragma once

#include <string>
#include <string_view>

#include <anthropic/result.hpp>

namespace anthropic::cli {

/// A file that is there whole or not at all: written beside its place, and put there at the end. Where
/// something stands that is no file (a pipe, /dev/null), that is written to directly.
class PartialFile {
 public:
  /// Fails, as everything here, with a usage error.
  static Result<PartialFile> create(const std::string& path);

  PartialFile(PartialFile&& other) noexcept;
  ~PartialFile();  ///< Without finish(), takes away what was written.

  Result<void> write(std::string_view bytes);
  Result<void> finish();

 private:
  PartialFile(std::string path, std::string temporary, int fd);

  std::string path_;
  std::string temporary_;  ///< empty where the path itself is written to
  int fd_;
};

}  // namespace anthropic::cli
