#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <anthropic/result.hpp>

#include "base/file/descriptor.hpp"

namespace anthropic::internal {

/// What may be opened to be read.
enum class Readable {
  files,            ///< Regular files.
  files_and_pipes,  ///< Named pipes and `<(process substitution)`, too.
};

/// A file that was opened to be read, or why it was not.
struct OpenedFile {
  Descriptor descriptor = {};
  std::uint64_t size = 0;  ///< Of a regular file.
  bool is_regular = false;
  int error = 0;         ///< errno where it could not be opened; 0 where it is of the wrong sort.
  std::string why = {};  ///< "No such file or directory", "not a regular file" …
};

/// Opens it, and never waits for it: devices are not opened for long, a pipe that has a writer is read as it
/// comes. A pipe that nobody writes to is given `patience` for a writer, who may be on the way.
OpenedFile open_to_read(const std::string& path, Readable readable = Readable::files,
                        std::chrono::milliseconds patience = std::chrono::seconds(2));

/// "cannot read PATH: WHY", of kind `configuration`.
Error cannot_read_file(const std::string& path, const std::string& why);
Error cannot_read_file(const std::string& path, int error_number);
/// "cannot write PATH: WHY", of kind `configuration`.
Error cannot_write_file(const std::string& path, int error_number);

}  // namespace anthropic::internal
