#include "base/files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace anthropic {
namespace {

constexpr std::size_t largest_file = 64u << 20;

Error unreadable(const std::string& path, const std::string& why) {
  Error error;
  error.kind = ErrorKind::configuration;
  error.message = "cannot read " + path + ": " + why;
  return error;
}

std::string reason(int number) {
  return std::generic_category().message(number);
}

class OpenFile {
 public:
  // Does not block on a pipe that nobody writes to.
  explicit OpenFile(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

Result<std::optional<std::string>> RealFiles::read(const std::string& path) const {
  // A usual way to say "no file".
  if (path == "/dev/null") return std::optional<std::string>(std::string());

  const OpenFile file(path);
  if (file.descriptor() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<std::string>();
    return unreadable(path, reason(errno));
  }
  struct stat status {};
  if (::fstat(file.descriptor(), &status) != 0) return unreadable(path, reason(errno));
  if (!S_ISREG(status.st_mode)) return unreadable(path, "not a regular file");

  std::string text;
  std::size_t filled = 0;
  text.resize(static_cast<std::size_t>(status.st_size) < largest_file ? status.st_size + 1
                                                                      : largest_file + 1);
  for (;;) {
    const ssize_t count = ::read(file.descriptor(), text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path, reason(errno));
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
    if (filled > largest_file) return unreadable(path, "larger than 64 MiB");
    if (filled == text.size()) text.resize(text.size() * 2);
  }
  text.resize(filled);
  return std::optional<std::string>(std::move(text));
}

std::int64_t RealFiles::stamp(const std::string& path) const {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return 0;
  // Size and inode tell apart two writes within one tick of the file system's clock.
  std::uint64_t stamp = 0;
  for (const std::uint64_t part :
       {static_cast<std::uint64_t>(status.st_mtim.tv_sec), static_cast<std::uint64_t>(status.st_mtim.tv_nsec),
        static_cast<std::uint64_t>(status.st_size), static_cast<std::uint64_t>(status.st_ino)}) {
    stamp = (stamp ^ part) * 0x9e3779b97f4a7c15u;
    stamp ^= stamp >> 29;
  }
  return stamp == 0 ? 1 : static_cast<std::int64_t>(stamp);
}

}  // namespace anthropic
