#include "cli/history_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/temporary_folder.hpp"

namespace anthropic::cli {
namespace {

TEST(HistoryFile, KeepsLinesBetweenSessions) {
  const TemporaryFolder folder;
  const std::string path = folder.file("state/claude-bedrock/history");
  HistoryFile(path).add("first");
  HistoryFile(path).add("two\nlines and a \\ backslash");
  EXPECT_EQ(HistoryFile(path).load(), (std::vector<std::string>{"first", "two\nlines and a \\ backslash"}));
  struct stat status = {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(HistoryFile, ForgetsTheOldest) {
  const TemporaryFolder folder;
  std::string text;
  for (std::size_t i = 0; i <= 2 * HistoryFile::kMostEntries; ++i) text += std::to_string(i) + "\n";
  HistoryFile history(folder.write("history", text));
  const std::vector<std::string> entries = history.load();
  ASSERT_EQ(entries.size(), HistoryFile::kMostEntries);
  EXPECT_EQ(entries.back(), std::to_string(2 * HistoryFile::kMostEntries));
  EXPECT_EQ(history.load(), entries);
  EXPECT_LT(folder.read("history").size(), text.size());
}

TEST(HistoryFile, IsEmptyWithoutAFile) {
  const TemporaryFolder folder;
  EXPECT_TRUE(HistoryFile(folder.file("none")).load().empty());
  HistoryFile nowhere("");
  nowhere.add("lost");
  EXPECT_TRUE(nowhere.load().empty());
}

}  // namespace
}  // namespace anthropic::cli
