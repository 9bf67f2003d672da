#include "base/file/input_file.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file/open_file.hpp"
#include "base/file/read_write.hpp"

namespace anthropic::internal {

Result<std::unique_ptr<InputFile>> InputFile::open(const std::string& path) {
  OpenedFile opened = open_to_read(path);
  if (!opened.descriptor.is_open()) return cannot_read_file(path, opened.why);
  std::unique_ptr<InputFile> file(new InputFile(path, std::move(opened.descriptor)));
  struct stat status {};
  if (::fstat(file->file_.get(), &status) != 0) return cannot_read_file(path, errno);
  file->size_ = static_cast<std::uint64_t>(status.st_size);
  file->changed_seconds_ = status.st_mtim.tv_sec;
  file->changed_nanoseconds_ = status.st_mtim.tv_nsec;
  return file;
}

Result<std::size_t> InputFile::read(char* buffer, std::size_t capacity) {
  const ssize_t count = read_some(file_.get(), buffer, capacity);
  if (count < 0) return cannot_read_file(path_, errno);
  read_ += static_cast<std::uint64_t>(count);
  return static_cast<std::size_t>(count);
}

Result<void> InputFile::rewind() {
  if (::lseek(file_.get(), 0, SEEK_SET) != 0) return cannot_read_file(path_, errno);
  read_ = 0;
  return {};
}

Result<void> InputFile::check_unchanged() const {
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0) return cannot_read_file(path_, errno);
  const bool same = static_cast<std::uint64_t>(status.st_size) == size_ && read_ == size_ &&
                    status.st_mtim.tv_sec == changed_seconds_ &&
                    status.st_mtim.tv_nsec == changed_nanoseconds_;
  if (same) return {};
  return Error{.kind = ErrorKind::configuration, .message = path_ + " changed while it was read"};
}

}  // namespace anthropic::internal
