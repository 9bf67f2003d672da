#include "base/file/files.hpp"

#include <filesystem>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "support/temporary_folder.hpp"

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;

class FilesTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.file(name); }
  std::string write(const std::string& name, const std::string& text) const {
    return folder_.write(name, text);
  }

  RealFiles files_;
  testing::TemporaryFolder folder_;
};

TEST_F(FilesTest, ReadsAWholeFile) {
  const std::string text = "one\n" + std::string("\0two", 4) + std::string(100'000, 'x');
  const auto read = files_.read(write("file", text));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, text);
}

TEST_F(FilesTest, ReadsAnEmptyFile) {
  const auto read = files_.read(write("empty", ""));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, "");
}

TEST_F(FilesTest, FollowsLinks) {
  std::filesystem::create_symlink(write("target", "text"), path("link"));
  const auto read = files_.read(path("link"));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, "text");
}

TEST_F(FilesTest, AFileWhoseSizeIsUnknownIsReadToItsEnd) {
  const auto read = files_.read("/proc/self/status");
  ASSERT_TRUE(read);
  ASSERT_TRUE(*read);
  EXPECT_THAT(**read, HasSubstr("Name:"));
}

TEST_F(FilesTest, NoFileIsNoError) {
  for (const std::string& absent : {path("absent"), path("absent/file"), write("file", "") + "/below"}) {
    const auto read = files_.read(absent);
    ASSERT_TRUE(read) << absent;
    EXPECT_FALSE(*read) << absent;
    EXPECT_EQ(files_.stamp(absent), 0);
  }
}

TEST_F(FilesTest, TheNullDeviceIsAnEmptyFile) {
  const auto read = files_.read("/dev/null");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, "");
}

TEST_F(FilesTest, RefusesWhatIsNoFile) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  for (const std::string& odd : {folder_.path(), path("pipe"), std::string("/dev/zero")}) {
    const auto read = files_.read(odd);
    ASSERT_FALSE(read) << odd;
    EXPECT_EQ(read.error().kind, ErrorKind::configuration);
    EXPECT_THAT(read.error().message, HasSubstr(odd)) << read.error().message;
  }
}

TEST_F(FilesTest, RefusesAHugeFile) {
  const std::string huge = write("huge", "");
  std::filesystem::resize_file(huge, (64u << 20) + 1);
  const auto read = files_.read(huge);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::configuration);
  EXPECT_THAT(read.error().message, HasSubstr("64 MiB")) << read.error().message;
}

// Neither can be read by anybody, not even by root.
TEST_F(FilesTest, SaysWhenAFileCannotBeRead) {
  std::filesystem::create_symlink(path("loop"), path("loop"));
  for (const std::string& broken : {path("loop"), std::string("/proc/self/mem")}) {
    const auto read = files_.read(broken);
    ASSERT_FALSE(read) << broken;
    EXPECT_EQ(read.error().kind, ErrorKind::configuration);
    EXPECT_THAT(read.error().message, HasSubstr(broken)) << read.error().message;
  }
}

TEST_F(FilesTest, TheStampChangesWithTheFile) {
  const std::string file = write("file", "one");
  const std::int64_t first = files_.stamp(file);
  EXPECT_NE(first, 0);
  EXPECT_EQ(files_.stamp(file), first);
  write("file", "longer");
  EXPECT_NE(files_.stamp(file), first);
}

}  // namespace
}  // namespace anthropic::internal
