#include "prompt/history_file.hpp"

#include <algorithm>
#include <fcntl.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/file/open_file.hpp"
#include "base/file/paths.hpp"
#include "base/file/read_write.hpp"
#include "base/file/replacement_file.hpp"

namespace anthropic::internal::cli {
namespace {

std::string escape(const std::string& entry) {
  std::string out;
  for (const char c : entry) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + "\n";
}

std::string unescape(const std::string& line) {
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool is_escape = line[at] == '\\' && at + 1 < line.size();
    if (is_escape) ++at;
    out += is_escape && line[at] == 'n' ? '\n' : line[at];
  }
  return out;
}

// What may be read of a file that somebody else made large: its end.
constexpr std::uint64_t kLargestHistory = 16u << 20;

std::string end_of(const OpenedFile& file) {
  const std::uint64_t size = std::min(file.size, kLargestHistory);
  std::string text(static_cast<std::size_t>(size), '\0');
  const ssize_t count = read_at(file.descriptor.get(), text.data(), text.size(), file.size - size);
  text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  if (size < file.size) text.erase(0, text.find('\n') == std::string::npos ? 0 : text.find('\n') + 1);
  return text;
}

void replace_history(const std::string& path, const std::string& text) {
  const auto file = ReplacementFile::begin(path, {.mode = 0600, .for_owner_only = true});
  if (file && (*file)->write(text)) static_cast<void>((*file)->commit());
}

// Of one's own, and in no other place under another name.
bool may_be_made_private(const struct stat& status) {
  return status.st_nlink == 1 && status.st_uid == ::geteuid() && (status.st_mode & 0077) != 0;
}

}  // namespace

std::vector<std::string> HistoryFile::load() {
  std::vector<std::string> entries;
  if (path_.empty()) return entries;
  const OpenedFile file = open_to_read(path_);
  if (!file.is_regular) return entries;
  std::istringstream lines(end_of(file));
  std::string line;
  while (std::getline(lines, line)) entries.push_back(unescape(line));
  const bool is_long = entries.size() > 2 * kMostEntries || file.size > kLargestHistory;
  if (entries.size() > kMostEntries) {
    const auto surplus = static_cast<std::ptrdiff_t>(entries.size() - kMostEntries);
    entries.erase(entries.begin(), entries.begin() + surplus);
  }
  if (!is_long) return entries;
  std::string text;
  for (const std::string& entry : entries) text += escape(entry);
  replace_history(path_, text);
  return entries;
}

void HistoryFile::add(const std::string& entry) {
  if (path_.empty()) return;
  static_cast<void>(make_folders(folder_of(path_)));
  constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  const Descriptor file(::open(path_.c_str(), kFlags, 0600));
  struct stat status = {};
  // A link to /dev/null is the usual way to have none.
  if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (may_be_made_private(status)) static_cast<void>(::fchmod(file.get(), 0600));
  static_cast<void>(write_all(file.get(), escape(entry)));
}

}  // namespace anthropic::internal::cli
