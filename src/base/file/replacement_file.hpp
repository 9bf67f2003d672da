#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <utility>

#include <anthropic/result.hpp>

#include "base/file/descriptor.hpp"
#include "base/file/temporary_file.hpp"

namespace anthropic::internal {

struct ReplacementOptions {
  unsigned mode = 0666;         ///< Of a new file, as the umask allows.
  bool for_owner_only = false;  ///< A file that is there is not left to others either.
  /// A device or a pipe is written to, rather than refused. A pipe must have a reader.
  bool writes_to_devices = false;
};

/// A file that is written beside the one it replaces, piece by piece, and takes its place at once. Without
/// commit() nothing is left of it. Used by one thread. Failures are of kind `configuration` and name the
/// file.
class ReplacementFile {
 public:
  /// The folder must exist. A file that is there keeps its owner, its group and its mode, but no setuid or
  /// setgid bit; where the owner cannot be kept it is left alone and this fails. A symbolic link stays, and
  /// what it leads to is replaced, or made. Fails where something other than a regular file stands, or one
  /// that may not be written.
  static Result<std::unique_ptr<ReplacementFile>> begin(const std::string& given,
                                                        const ReplacementOptions& options = {});

  Result<void> write(std::string_view bytes);
  /// Brings everything to the disk and puts it in place.
  Result<void> commit();

  /// Where it is written until commit().
  int descriptor() const { return file_.is_open() ? file_.descriptor() : device_.get(); }
  /// After commit(): the file in its place, to go on with.
  Descriptor take_descriptor() { return file_.take_descriptor(); }

 private:
  ReplacementFile(std::string given, std::string path) : given_(std::move(given)), path_(std::move(path)) {}
  Result<void> open_device(bool is_pipe);
  Result<void> keep_owner_of(const struct stat& old);

  const std::string given_;
  const std::string path_;  // behind the links
  TemporaryFile file_;
  Descriptor device_;  // written to in place of a file
};

}  // namespace anthropic::internal
