#include "base/input_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace anthropic {
namespace {

Error unreadable(const std::string& path, const std::string& why) {
  return Error{.kind = ErrorKind::configuration, .message = "cannot read " + path + ": " + why};
}

Error unreadable(const std::string& path, int number) {
  return unreadable(path, std::generic_category().message(number));
}

}  // namespace

InputFile::InputFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

InputFile::~InputFile() {
  ::close(descriptor_);
}

Result<std::unique_ptr<InputFile>> InputFile::open(const std::string& path) {
  // Does not block on a pipe that nobody writes to.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return unreadable(path, errno);
  std::unique_ptr<InputFile> file(new InputFile(path, descriptor));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return unreadable(path, errno);
  if (!S_ISREG(status.st_mode)) return unreadable(path, "not a regular file");
  file->size_ = static_cast<std::uint64_t>(status.st_size);
  file->changed_seconds_ = status.st_mtim.tv_sec;
  file->changed_nanoseconds_ = status.st_mtim.tv_nsec;
  return file;
}

Result<std::size_t> InputFile::read(char* buffer, std::size_t capacity) {
  while (true) {
    const ssize_t count = ::read(descriptor_, buffer, capacity);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path_, errno);
    read_ += static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
  }
}

Result<void> InputFile::check_unchanged() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) return unreadable(path_, errno);
  const bool same = static_cast<std::uint64_t>(status.st_size) == size_ && read_ == size_ &&
                    status.st_mtim.tv_sec == changed_seconds_ &&
                    status.st_mtim.tv_nsec == changed_nanoseconds_;
  if (same) return {};
  return Error{.kind = ErrorKind::configuration, .message = path_ + " changed while it was read"};
}

}  // namespace anthropic
