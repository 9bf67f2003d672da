#include "base/file/replacement_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "base/file/open_file.hpp"
#include "base/file/paths.hpp"
#include "base/file/read_write.hpp"

namespace anthropic::internal {
namespace {

Error refused(const std::string& path, const std::string& why, std::string hint = {}) {
  return Error{.kind = ErrorKind::configuration,
               .message = "cannot write " + path + ": " + why,
               .hint = std::move(hint)};
}

}  // namespace

Result<std::unique_ptr<ReplacementFile>> ReplacementFile::begin(const std::string& given,
                                                                const ReplacementOptions& options) {
  struct stat old {};
  const bool exists = ::stat(given.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) return cannot_write_file(given, EISDIR);
  const bool is_pipe = exists && S_ISFIFO(old.st_mode);
  const bool is_device = exists && (S_ISCHR(old.st_mode) || S_ISBLK(old.st_mode));
  const bool is_written_to = options.writes_to_devices && (is_pipe || is_device);
  if (exists && !S_ISREG(old.st_mode) && !is_written_to) return refused(given, "not a regular file");
  // A pipe behind /dev/stdout has no other path.
  const std::string path = is_written_to ? given : followed(given);
  if (path.empty()) return cannot_write_file(given, errno);
  std::unique_ptr<ReplacementFile> replacement(new ReplacementFile(given, path));
  if (is_written_to) {
    if (auto opened = replacement->open_device(is_pipe); !opened) return opened.error();
    return replacement;
  }
  if (exists && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0)
    return cannot_write_file(given, errno);
  replacement->file_ = TemporaryFile::beside(path, exists ? 0600 : options.mode);
  if (!replacement->file_.is_open()) return cannot_write_file(given, errno);
  if (!exists) return replacement;
  if (auto kept = replacement->keep_owner_of(old); !kept) return kept.error();
  if (options.for_owner_only) replacement->file_.set_mode(old.st_mode & 0700u);
  return replacement;
}

Result<void> ReplacementFile::open_device(bool is_pipe) {
  device_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (device_.is_open()) return {};
  if (is_pipe && errno == ENXIO) return refused(given_, "a pipe that nobody reads");
  return cannot_write_file(given_, errno);
}

/// The new file is its owner's and its group's who had the old one. What the group might do, another may not.
Result<void> ReplacementFile::keep_owner_of(const struct stat& old) {
  struct stat made {};
  if (::fstat(file_.descriptor(), &made) != 0) return cannot_write_file(given_, errno);
  if (made.st_uid != old.st_uid && ::fchown(file_.descriptor(), old.st_uid, static_cast<gid_t>(-1)) != 0) {
    return refused(given_, "it belongs to another user (uid " + std::to_string(old.st_uid) + ")",
                   "The new file would be yours: write to another path, or remove this one first.");
  }
  unsigned mode = old.st_mode & 0777u;
  if (made.st_gid != old.st_gid && ::fchown(file_.descriptor(), static_cast<uid_t>(-1), old.st_gid) != 0)
    mode = (mode & ~070u) | ((mode & 07u) << 3);
  file_.set_mode(mode);
  return {};
}

Result<void> ReplacementFile::write(std::string_view bytes) {
  const int error = write_all(descriptor(), bytes);
  return error == 0 ? Result<void>() : cannot_write_file(given_, error);
}

Result<void> ReplacementFile::commit() {
  const int error = file_.is_open() ? file_.place(path_) : device_.close();
  return error == 0 ? Result<void>() : cannot_write_file(given_, error);
}

}  // namespace anthropic::internal
