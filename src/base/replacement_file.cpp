#include "base/replacement_file.hpp"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace anthropic {
namespace {

constexpr int most_names = 1000;

Error unwritable(const std::string& path, int number) {
  return Error{.kind = ErrorKind::configuration,
               .message = "cannot write " + path + ": " + std::generic_category().message(number)};
}

std::string behind_links(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (!real) return path;
  std::string target = real;
  ::free(real);
  return target;
}

/// A name beside `path` that nobody has; the open file's descriptor, or -1 with errno.
int create_beside(const std::string& path, unsigned mode, std::string& name) {
  static std::atomic<unsigned> counter = 0;
  int descriptor = -1;
  for (int i = 0; descriptor < 0 && i < most_names; ++i) {
    name = path + "." + std::to_string(::getpid()) + "-" + std::to_string(++counter) + ".part";
    descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0 && errno != EEXIST) return -1;
  }
  return descriptor;
}

}  // namespace

ReplacementFile::ReplacementFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

ReplacementFile::~ReplacementFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!in_place_) ::unlink(temporary_.c_str());
}

Result<std::unique_ptr<ReplacementFile>> ReplacementFile::begin(const std::string& given, unsigned mode) {
  const std::string path = behind_links(given);
  struct stat old {};
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) return unwritable(path, EISDIR);
  if (exists && !S_ISREG(old.st_mode)) return unwritable(path, EINVAL);
  if (exists && ::access(path.c_str(), W_OK) != 0) return unwritable(path, errno);
  std::string temporary;
  const int descriptor = create_beside(path, mode, temporary);
  if (descriptor < 0) return unwritable(path, errno);
  std::unique_ptr<ReplacementFile> file(new ReplacementFile(path, std::move(temporary), descriptor));
  if (exists && ::fchmod(descriptor, old.st_mode & 07777) != 0) return file->failed(errno);
  return file;
}

Result<void> ReplacementFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> ReplacementFile::commit() {
  if (::fsync(descriptor_) != 0) return failed(errno);
  const int closed = ::close(descriptor_);
  descriptor_ = -1;
  if (closed != 0) return failed(errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failed(errno);
  in_place_ = true;
  return {};
}

Error ReplacementFile::failed(int number) const {
  return unwritable(path_, number);
}

}  // namespace anthropic
