#include "base/file/open_file.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <system_error>
#include <unistd.h>

namespace anthropic::internal {
namespace {

constexpr long kPipeFileSystem = 0x50495045;  // PIPEFS_MAGIC

std::string text_of(int error_number) {
  return std::generic_category().message(error_number);
}

/// A pipe from pipe() has no name; all its writers are there before it is opened.
bool is_in_a_folder(int pipe) {
  struct statfs system {};
  return ::fstatfs(pipe, &system) == 0 && system.f_type != kPipeFileSystem;
}

/// Whether somebody writes to the pipe, or has written what was not read.
bool is_written_to(int pipe) {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return true;  // It will be seen.
  const Descriptor out(ends[0]);
  const Descriptor in(ends[1]);
  return ::tee(pipe, in.get(), 1, SPLICE_F_NONBLOCK) != 0;
}

bool has_writer(int pipe, std::chrono::milliseconds patience) {
  if (!is_in_a_folder(pipe) || is_written_to(pipe)) return true;
  pollfd comes = {pipe, POLLIN, 0};
  ::poll(&comes, 1, static_cast<int>(patience.count()));
  return is_written_to(pipe);
}

OpenedFile not_opened(int error_number) {
  return {.error = error_number, .why = text_of(error_number)};
}

}  // namespace

OpenedFile open_to_read(const std::string& path, Readable readable, std::chrono::milliseconds patience) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) return not_opened(errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return not_opened(errno);
  if (S_ISREG(status.st_mode)) {
    return {.descriptor = std::move(file),
            .size = static_cast<std::uint64_t>(status.st_size),
            .is_regular = true};
  }
  if (S_ISDIR(status.st_mode)) return not_opened(EISDIR);
  if (readable == Readable::files) return {.why = "not a regular file"};
  if (!S_ISFIFO(status.st_mode)) return {.why = "neither a regular file nor a pipe"};
  if (!has_writer(file.get(), patience)) return {.why = "a pipe that nobody writes to"};
  ::fcntl(file.get(), F_SETFL, ::fcntl(file.get(), F_GETFL) & ~O_NONBLOCK);
  return {.descriptor = std::move(file)};
}

Error cannot_read_file(const std::string& path, const std::string& why) {
  return Error{.kind = ErrorKind::configuration, .message = "cannot read " + path + ": " + why};
}

Error cannot_read_file(const std::string& path, int error_number) {
  return cannot_read_file(path, text_of(error_number));
}

Error cannot_write_file(const std::string& path, int error_number) {
  return Error{.kind = ErrorKind::configuration,
               .message = "cannot write " + path + ": " + text_of(error_number)};
}

}  // namespace anthropic::internal
