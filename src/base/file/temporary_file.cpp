#include "base/file/temporary_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file/paths.hpp"

namespace anthropic::internal {
namespace {

constexpr int kMostTries = 100;

std::string random_ending() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz012345";
  std::array<unsigned char, 8> bytes{};
  if (::getentropy(bytes.data(), bytes.size()) != 0) bytes.fill(static_cast<unsigned char>(::getpid()));
  std::string ending = ".";
  for (const unsigned char byte : bytes) ending += letters[byte % letters.size()];
  return ending;
}

/// 0, or errno; 0, too, on a file system that knows no modes, as that of a memory stick.
int set_mode_of(int descriptor, unsigned mode) {
  if (::fchmod(descriptor, mode) == 0 || errno == EPERM || errno == ENOTSUP) return 0;
  return errno;
}

}  // namespace

TemporaryFile::TemporaryFile(TemporaryFile&& other) noexcept
    : descriptor_(std::move(other.descriptor_)), name_(std::exchange(other.name_, {})), mode_(other.mode_) {}

TemporaryFile& TemporaryFile::operator=(TemporaryFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(name_, other.name_);
  std::swap(mode_, other.mode_);
  return *this;
}

TemporaryFile::~TemporaryFile() {
  if (!name_.empty()) ::unlink(name_.c_str());
}

TemporaryFile TemporaryFile::beside(const std::string& path, unsigned mode) {
  TemporaryFile file;
  for (int i = 0; i < kMostTries && !file.is_open(); ++i) {
    std::string name = path + random_ending();
    file.descriptor_ = Descriptor(::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (file.is_open()) file.name_ = std::move(name);
    if (!file.is_open() && errno != EEXIST) return file;
  }
  // Only now is it known what the umask leaves of the mode.
  struct stat status {};
  if (!file.is_open() || (mode & 077) == 0) return file;
  int error = ::fstat(file.descriptor(), &status) == 0 ? 0 : errno;
  if (error == 0) error = set_mode_of(file.descriptor(), 0600);
  if (error != 0) {
    file.descriptor_.close();
    errno = error;
    return file;
  }
  file.mode_ = status.st_mode & 0777;
  return file;
}

int TemporaryFile::place(const std::string& path) {
  struct stat status {};
  if (::fstat(descriptor(), &status) != 0) return errno;
  if ((status.st_mode & 07777) != mode_) {
    if (const int error = set_mode_of(descriptor(), mode_)) return error;
  }
  if (::fsync(descriptor()) != 0) return errno;
  if (std::rename(name_.c_str(), path.c_str()) != 0) return errno;
  name_.clear();
  return sync_folder(folder_of(path));
}

int TemporaryFile::give_up_name() {
  if (::unlink(name_.c_str()) != 0) return errno;
  name_.clear();
  return 0;
}

}  // namespace anthropic::internal
