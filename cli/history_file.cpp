#include "history_file.hpp"

#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "conversation.hpp"

namespace anthropic::cli {
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

void make_folders_of(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
    ::mkdir(path.substr(0, slash).c_str(), 0700);
}

}  // namespace

std::vector<std::string> HistoryFile::load() {
  std::vector<std::string> entries;
  if (path_.empty()) return entries;
  std::ifstream file(path_);
  std::string line;
  while (std::getline(file, line)) entries.push_back(unescape(line));
  const bool is_long = entries.size() > 2 * kMostEntries;
  if (entries.size() > kMostEntries) {
    const auto surplus = static_cast<std::ptrdiff_t>(entries.size() - kMostEntries);
    entries.erase(entries.begin(), entries.begin() + surplus);
  }
  if (!is_long) return entries;
  std::string text;
  for (const std::string& entry : entries) text += escape(entry);
  static_cast<void>(write_file_atomically(path_, text));
  return entries;
}

void HistoryFile::add(const std::string& entry) {
  if (path_.empty()) return;
  make_folders_of(path_);
  const int fd = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  ::fchmod(fd, 0600);
  const std::string line = escape(entry);
  static_cast<void>(!::write(fd, line.data(), line.size()));
  ::close(fd);
}

}  // namespace anthropic::cli
