#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

namespace anthropic {

/// A file that is written beside the one it replaces, piece by piece, and takes its place at once. Without
/// commit() nothing is left of it. Used by one thread. Failures are of kind `configuration` and name the
/// file.
class ReplacementFile {
 public:
  /// The folder must exist. A file that is there keeps its mode; a new one gets `mode` as the umask allows. A
  /// symbolic link stays, and what it leads to is replaced. Fails where something else than a regular file
  /// stands, or one that may not be written.
  static Result<std::unique_ptr<ReplacementFile>> begin(const std::string& path, unsigned mode = 0666);
  ~ReplacementFile();
  ReplacementFile(const ReplacementFile&) = delete;
  ReplacementFile& operator=(const ReplacementFile&) = delete;

  Result<void> write(std::string_view bytes);
  /// Brings everything to the disk and puts it in place.
  Result<void> commit();

 private:
  ReplacementFile(std::string path, std::string temporary, int descriptor);
  Error failed(int number) const;

  const std::string path_;
  const std::string temporary_;
  int descriptor_;
  bool in_place_ = false;
};

}  // namespace anthropic
