#include "base/file/files.hpp"

#include <cerrno>
#include <sys/stat.h>

#include "base/file/open_file.hpp"
#include "base/file/paths.hpp"
#include "base/file/read_write.hpp"
#include "base/file/replacement_file.hpp"

namespace anthropic::internal {
namespace {

constexpr std::size_t kLargestFile = 64u << 20;

}  // namespace

Result<std::optional<std::string>> RealFiles::read(const std::string& path) const {
  // A usual way to say "no file".
  if (path == "/dev/null") return std::optional<std::string>(std::string());

  const OpenedFile file = open_to_read(path);
  if (file.error == ENOENT || file.error == ENOTDIR) return std::optional<std::string>();
  if (!file.descriptor.is_open()) return cannot_read_file(path, file.why);
  std::string text;
  if (const int error = read_to_end(file.descriptor.get(), text, kLargestFile, file.size))
    return cannot_read_file(path, error);
  if (text.size() > kLargestFile) return cannot_read_file(path, "larger than 64 MiB");
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

Result<void> RealFiles::replace(const std::string& path, std::string_view contents, int mode) const {
  const std::string folder = folder_of(path);
  if (const int error = make_folders(folder)) return cannot_write_file(folder, error);
  const auto file = ReplacementFile::begin(path, {.mode = static_cast<unsigned>(mode)});
  if (!file) return file.error();
  if (auto written = (*file)->write(contents); !written) return written;
  return (*file)->commit();
}

}  // namespace anthropic::internal
