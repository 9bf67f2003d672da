#pragma once

#include <string>
#include <vector>

namespace anthropic::internal::cli {

/// The lines that were typed, one a line, with \n and \\ for line feeds and backslashes. Several programs may
/// add to one file. Failures are silent: a history is a comfort. What is no regular file, like /dev/null
/// behind a link, keeps nothing and stays as it is.
class HistoryFile {
 public:
  static constexpr std::size_t kMostEntries = 1000;

  /// An empty path keeps nothing.
  explicit HistoryFile(std::string path) : path_(std::move(path)) {}

  /// The latest entries, the oldest first. Shortens the file if it has grown to twice what is kept.
  std::vector<std::string> load();
  /// Creates the file, mode 0600, and the folders it lies in, mode 0700.
  void add(const std::string& entry);

 private:
  std::string path_;
};

}  // namespace anthropic::internal::cli
