#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "base/files.hpp"

namespace anthropic {
namespace {

Error unwritable(const std::string& path, int number) {
  return Error{.kind = ErrorKind::configuration,
               .message = "cannot write " + path + ": " + std::generic_category().message(number)};
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// Makes a folder and those above it; errno says why it could not.
bool make_folders(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return true;
  return errno == ENOENT && make_folders(folder_of(folder)) && ::mkdir(folder.c_str(), 0700) == 0;
}

/// Where a link leads, so that the link stays and the file behind it is replaced.
std::string behind_links(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (!real) return path;
  std::string target = real;
  ::free(real);
  return target;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<void> RealFiles::replace(const std::string& given, std::string_view contents, int mode) const {
  const std::string path = behind_links(given);
  if (!make_folders(folder_of(path))) return unwritable(folder_of(path), errno);
  struct stat old {};
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) return unwritable(path, EINVAL);
  if (exists && ::access(path.c_str(), W_OK) != 0) return unwritable(path, errno);

  std::string temporary = path + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return unwritable(path, errno);
  const mode_t wanted = exists ? old.st_mode & 07777 : static_cast<mode_t>(mode);
  const bool written =
      ::fchmod(descriptor, wanted) == 0 && write_all(descriptor, contents) && ::fsync(descriptor) == 0;
  const int failure = errno;
  ::close(descriptor);
  if (written && ::rename(temporary.c_str(), path.c_str()) == 0) return {};
  const int reason = written ? errno : failure;
  ::unlink(temporary.c_str());
  return unwritable(path, reason);
}

}  // namespace anthropic
