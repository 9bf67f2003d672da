#pragma once

#include <string>
#include <utility>

#include "base/file/descriptor.hpp"

namespace anthropic::internal {

/// A new file beside another one, under a name that nobody had; open to read and to write, for its owner
/// only. It is removed with this, unless it got its place or its name was given up.
class TemporaryFile {
 public:
  /// None.
  TemporaryFile() = default;
  /// `mode` is what place() gives it, as the umask allows. It is not open, and errno is set, where it cannot
  /// be made.
  static TemporaryFile beside(const std::string& path, unsigned mode = 0600);
  TemporaryFile(TemporaryFile&& other) noexcept;
  TemporaryFile& operator=(TemporaryFile&& other) noexcept;
  ~TemporaryFile();

  bool is_open() const { return descriptor_.is_open(); }
  int descriptor() const { return descriptor_.get(); }
  /// What place() gives it.
  void set_mode(unsigned mode) { mode_ = mode; }
  /// Brings it to the disk, gives it its mode, and puts it at that path, in place of what is there; then
  /// brings the folder to the disk. 0, or errno.
  int place(const std::string& path);
  /// Takes its name away: it is gone with the descriptor, whatever ends the program.
  int give_up_name();
  /// The descriptor, to go on with.
  Descriptor take_descriptor() { return std::move(descriptor_); }

 private:
  Descriptor descriptor_;
  std::string name_;  // empty where there is none to remove
  unsigned mode_ = 0600;
};

}  // namespace anthropic::internal
