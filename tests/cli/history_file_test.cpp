#include "cli/prompt/history_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temporary_folder.hpp"

namespace anthropic::internal::cli {
namespace {

using testing::TemporaryFolder;
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

TEST(HistoryFile, LeavesAloneWhatIsNoFile) {
  const TemporaryFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  ASSERT_EQ(::chmod(pipe.c_str(), 0666), 0);
  std::filesystem::create_symlink("pipe", folder.file("history"));
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  HistoryFile history(folder.file("history"));
  history.add("lost");
  EXPECT_TRUE(history.load().empty());
  ::close(reader);
  history.add("lost, too, and not waited for");
  EXPECT_TRUE(history.load().empty());
  struct stat status = {};
  ASSERT_EQ(::stat(pipe.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0666u);

  HistoryFile none(folder.file("none"));
  std::filesystem::create_symlink("/dev/null", folder.file("none"));
  none.add("lost");
  EXPECT_TRUE(none.load().empty());
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("none")));
}

TEST(HistoryFile, LeavesTheModeOfAFileThatHasAnotherName) {
  const TemporaryFolder folder;
  const std::string other = folder.write("other", "");
  ASSERT_EQ(::chmod(other.c_str(), 0644), 0);
  ASSERT_EQ(::link(other.c_str(), folder.file("history").c_str()), 0);
  HistoryFile(folder.file("history")).add("typed");
  struct stat status = {};
  ASSERT_EQ(::stat(other.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0644u);
  EXPECT_EQ(folder.read("other"), "typed\n");
}

TEST(HistoryFile, ReadsTheEndOfAHugeFile) {
  const TemporaryFolder folder;
  const std::string path = folder.write("history", "the first\n");
  std::filesystem::resize_file(path, 100u << 20);
  HistoryFile history(path);
  history.add("ends the huge line");
  history.add("two\nlines");
  EXPECT_EQ(history.load(), std::vector<std::string>{"two\nlines"});
  EXPECT_LT(std::filesystem::file_size(path), 20u << 20) << "it was shortened";
}

TEST(HistoryFile, IsEmptyWithoutAFile) {
  const TemporaryFolder folder;
  EXPECT_TRUE(HistoryFile(folder.file("none")).load().empty());
  HistoryFile nowhere("");
  nowhere.add("lost");
  EXPECT_TRUE(nowhere.load().empty());
}

}  // namespace
}  // namespace anthropic::internal::cli
