#include <cerrno>
#include <sys/stat.h>
#include <system_error>

#include "base/files.hpp"
#include "base/replacement_file.hpp"

namespace anthropic {
namespace {

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

}  // namespace

Result<void> RealFiles::replace(const std::string& path, std::string_view contents, int mode) const {
  const std::string folder = folder_of(path);
  if (!make_folders(folder)) {
    return Error{.kind = ErrorKind::configuration,
                 .message = "cannot write " + folder + ": " + std::generic_category().message(errno)};
  }
  const auto file = ReplacementFile::begin(path, static_cast<unsigned>(mode));
  if (!file) return file.error();
  if (auto written = (*file)->write(contents); !written) return written;
  return (*file)->commit();
}

}  // namespace anthropic
