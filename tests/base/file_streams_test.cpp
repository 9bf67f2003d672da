#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file/input_file.hpp"
#include "base/file/replacement_file.hpp"
#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;

class FileStreams : public ::testing::Test {
 protected:
  testing::TemporaryFolder folder;
  std::string path = folder.file("file");
};

TEST_F(FileStreams, ReadsPieceByPiece) {
  folder.write("file", "hello");
  const auto file = InputFile::open(path);
  ASSERT_TRUE(file) << file.error().to_string();
  EXPECT_EQ((*file)->size(), 5u);
  char buffer[3];
  EXPECT_EQ((*file)->read(buffer, 3).value(), 3u);
  EXPECT_EQ((*file)->read(buffer, 3).value(), 2u);
  EXPECT_EQ((*file)->read(buffer, 3).value(), 0u);
  EXPECT_TRUE((*file)->check_unchanged());
}

TEST_F(FileStreams, NoticesAFileThatGrowsOrShrinksMeanwhile) {
  for (const char* later : {"hello and more", "hi"}) {
    folder.write("file", "hello");
    const auto file = InputFile::open(path);
    ASSERT_TRUE(file);
    folder.write("file", later);
    char buffer[100];
    ASSERT_TRUE((*file)->read(buffer, sizeof buffer));
    const auto checked = (*file)->check_unchanged();
    ASSERT_FALSE(checked);
    EXPECT_THAT(checked.error().message, HasSubstr("changed while it was read"));
  }
}

TEST_F(FileStreams, RefusesWhatCannotBeRead) {
  EXPECT_THAT(InputFile::open(path).error().message, HasSubstr("No such file"));
  EXPECT_THAT(InputFile::open(folder.path()).error().message, HasSubstr("Is a directory"));
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(InputFile::open(path).error().kind, ErrorKind::configuration);
}

TEST_F(FileStreams, AReplacementTakesThePlaceOnlyWhenCommitted) {
  folder.write("file", "old");
  {
    const auto file = ReplacementFile::begin(path);
    ASSERT_TRUE(file) << file.error().to_string();
    ASSERT_TRUE((*file)->write("new"));
    EXPECT_EQ(folder.read("file"), "old");
  }
  EXPECT_EQ(folder.read("file"), "old");
  EXPECT_EQ(folder.entries(), 1);

  const auto file = ReplacementFile::begin(path);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write("new "));
  ASSERT_TRUE((*file)->write("text"));
  ASSERT_TRUE((*file)->commit());
  EXPECT_EQ(folder.read("file"), "new text");
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(FileStreams, AReplacementKeepsTheModeAndTheLink) {
  folder.write("file", "old");
  ::chmod(path.c_str(), 0604);
  const std::string link = folder.file("link");
  ASSERT_EQ(::symlink(path.c_str(), link.c_str()), 0);
  const auto file = ReplacementFile::begin(link);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write("new"));
  ASSERT_TRUE((*file)->commit());
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(folder.read("file"), "new");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0604u);
}

TEST_F(FileStreams, AReplacementSaysWhereItCannotBe) {
  EXPECT_THAT(ReplacementFile::begin(folder.path()).error().message, HasSubstr("directory"));
  EXPECT_THAT(ReplacementFile::begin(folder.file("none/file")).error().message, HasSubstr("No such file"));
  EXPECT_FALSE(ReplacementFile::begin("/dev/null"));
}

TEST_F(FileStreams, NothingIsLeftOfAReplacementThatDoesNotFit) {
  {
    const testing::FileSizeLimit limit(1000);
    const auto file = ReplacementFile::begin(path);
    ASSERT_TRUE(file);
    const auto written = (*file)->write(std::string(2000, 'x'));
    ASSERT_FALSE(written);
    EXPECT_THAT(written.error().message, HasSubstr("cannot write " + path));
  }
  EXPECT_EQ(folder.entries(), 0);
}

}  // namespace
}  // namespace anthropic::internal
