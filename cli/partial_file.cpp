#include "partial_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "report_error.hpp"

namespace anthropic::cli {
namespace {

Error cannot_write(const std::string& path, int error_number) {
  return usage_error("cannot write " + path + ": " + std::strerror(error_number));
}

// Where a symbolic link leads; the path itself if it is none.
std::string resolved(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  std::string out = real ? real : path;
  std::free(real);
  return out;
}

mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

PartialFile::PartialFile(std::string path, std::string temporary, int fd)
    : path_(std::move(path)), temporary_(std::move(temporary)), fd_(fd) {}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      fd_(std::exchange(other.fd_, -1)) {}

PartialFile::~PartialFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<PartialFile> PartialFile::create(const std::string& path) {
  const std::string place = resolved(path);
  struct stat status = {};
  const bool exists = ::stat(place.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return cannot_write(path, EISDIR);
  if (exists && !S_ISREG(status.st_mode)) {
    const int fd = ::open(place.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return cannot_write(path, errno);
    return PartialFile(place, "", fd);
  }
  std::string temporary = place + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return cannot_write(path, errno);
  ::fchmod(fd, exists ? status.st_mode & 07777 : usual_mode());
  return PartialFile(place, temporary, fd);
}

Result<void> PartialFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_write(path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> PartialFile::finish() {
  const bool is_temporary = !temporary_.empty();
  if (is_temporary && ::fsync(fd_) != 0) return cannot_write(path_, errno);
  if (::close(std::exchange(fd_, -1)) != 0) return cannot_write(path_, errno);
  if (!is_temporary) return {};
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return cannot_write(path_, errno);
  temporary_.clear();
  return {};
}

}  // namespace anthropic::cli
