#include "commands/migrate/scan/source_tree.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <utility>

#include "base/file/input_file.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::uint64_t kLargestSource = 5'000'000;

using FileId = std::pair<dev_t, ino_t>;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::string why(int number) {
  return std::generic_category().message(number);
}

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string within(const std::string& folder, std::string_view name) {
  if (folder == ".") return std::string(name);
  std::string path = folder;
  if (!path.ends_with('/')) path += '/';
  return path.append(name);
}

class Lister {
 public:
  void add(const std::string& path, const struct stat& status, bool is_named) {
    if (S_ISDIR(status.st_mode)) return add_folder(path, status);
    if (!S_ISREG(status.st_mode)) return;
    const std::optional<Language> language = language_of(name_of(path));
    if (!language && !is_named) {
      ++tree.other_files;
      return;
    }
    if (!seen_.insert({status.st_dev, status.st_ino}).second) return;
    tree.files.push_back({path, language.value_or(Language::json)});
  }

  SourceTree tree;

 private:
  void add_folder(const std::string& path, const struct stat& status) {
    if (!seen_.insert({status.st_dev, status.st_ino}).second) return;
    const std::unique_ptr<DIR, CloseFolder> folder(::opendir(path.c_str()));
    if (!folder) {
      tree.failures.push_back(
          {.kind = ErrorKind::configuration, .message = "cannot read " + path + ": " + why(errno)});
      return;
    }
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(folder.get())) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) add_entry(within(path, name), name);
  }

  void add_entry(const std::string& path, std::string_view name) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return;  // gone since
    if (S_ISLNK(status.st_mode)) {
      ++tree.links;
      return;
    }
    if (S_ISDIR(status.st_mode) && (name == ".git" || name == "node_modules")) {
      tree.folders.push_back(path);
      return;
    }
    add(path, status, false);
  }

  std::set<FileId> seen_;
};

}  // namespace

Result<SourceTree> list_sources(const std::vector<std::string>& paths) {
  Lister lister;
  for (const std::string& path : paths) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return usage_error("cannot read " + path + ": " + why(errno));
    if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode))
      return usage_error("cannot read " + path + ": neither a file nor a folder");
    lister.add(path, status, true);
  }
  return std::move(lister.tree);
}

Result<SourceText> read_source(const std::string& path) {
  const auto file = InputFile::open(path);
  if (!file) return file.error();
  if ((*file)->size() > kLargestSource) return SourceText{.skipped_because = "it is larger than 5 MB"};
  SourceText source;
  char buffer[64 * 1024];
  while (true) {
    const Result<std::size_t> count = (*file)->read(buffer, sizeof buffer);
    if (!count) return count.error();
    if (*count == 0) break;
    source.text.append(buffer, *count);
    if (source.text.size() > kLargestSource) return SourceText{.skipped_because = "it is larger than 5 MB"};
  }
  if (source.text.find('\0') != std::string::npos) return SourceText{.skipped_because = "it is binary"};
  return source;
}

}  // namespace anthropic::internal::cli
