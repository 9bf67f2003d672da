#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file/input_file.hpp"
#include "base/file/replacement_file.hpp"

namespace anthropic {
namespace {

using ::testing::HasSubstr;

class FileStreams : public ::testing::Test {
 protected:
  FileStreams() {
    char name[] = "/tmp/file_streams_XXXXXX";
    folder = ::mkdtemp(name);
    path = folder + "/file";
  }
  ~FileStreams() override { std::filesystem::remove_all(folder); }

  static void write(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  int files_in_folder() const {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }

  std::string folder;
  std::string path;
};

TEST_F(FileStreams, ReadsPieceByPiece) {
  write(path, "hello");
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
    write(path, "hello");
    const auto file = InputFile::open(path);
    ASSERT_TRUE(file);
    write(path, later);
    char buffer[100];
    ASSERT_TRUE((*file)->read(buffer, sizeof buffer));
    const auto checked = (*file)->check_unchanged();
    ASSERT_FALSE(checked);
    EXPECT_THAT(checked.error().message, HasSubstr("changed while it was read"));
  }
}

TEST_F(FileStreams, RefusesWhatCannotBeRead) {
  EXPECT_THAT(InputFile::open(path).error().message, HasSubstr("No such file"));
  EXPECT_THAT(InputFile::open(folder).error().message, HasSubstr("Is a directory"));
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(InputFile::open(path).error().kind, ErrorKind::configuration);
}

TEST_F(FileStreams, AReplacementTakesThePlaceOnlyWhenCommitted) {
  write(path, "old");
  {
    const auto file = ReplacementFile::begin(path);
    ASSERT_TRUE(file) << file.error().to_string();
    ASSERT_TRUE((*file)->write("new"));
    EXPECT_EQ(read(path), "old");
  }
  EXPECT_EQ(read(path), "old");
  EXPECT_EQ(files_in_folder(), 1);

  const auto file = ReplacementFile::begin(path);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write("new "));
  ASSERT_TRUE((*file)->write("text"));
  ASSERT_TRUE((*file)->commit());
  EXPECT_EQ(read(path), "new text");
  EXPECT_EQ(files_in_folder(), 1);
}

TEST_F(FileStreams, AReplacementKeepsTheModeAndTheLink) {
  write(path, "old");
  ::chmod(path.c_str(), 0604);
  const std::string link = folder + "/link";
  ASSERT_EQ(::symlink(path.c_str(), link.c_str()), 0);
  const auto file = ReplacementFile::begin(link);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write("new"));
  ASSERT_TRUE((*file)->commit());
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(read(path), "new");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0604u);
}

TEST_F(FileStreams, AReplacementSaysWhereItCannotBe) {
  EXPECT_THAT(ReplacementFile::begin(folder).error().message, HasSubstr("directory"));
  EXPECT_THAT(ReplacementFile::begin(folder + "/none/file").error().message, HasSubstr("No such file"));
  EXPECT_FALSE(ReplacementFile::begin("/dev/null"));
}

TEST_F(FileStreams, NothingIsLeftOfAReplacementThatDoesNotFit) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  {
    const auto file = ReplacementFile::begin(path);
    ASSERT_TRUE(file);
    const auto written = (*file)->write(std::string(2000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(written);
    EXPECT_THAT(written.error().message, HasSubstr("cannot write " + path));
  }
  EXPECT_EQ(files_in_folder(), 0);
}

}  // namespace
}  // namespace anthropic
