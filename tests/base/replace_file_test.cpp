#include <filesystem>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file/files.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;

class ReplaceFile : public ::testing::Test {
 protected:
  static unsigned mode_of(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777u : 0;
  }

  testing::TemporaryFolder folder;
  RealFiles files;
};

TEST_F(ReplaceFile, MakesFoldersAndKeepsSecretsToTheOwner) {
  const std::string path = folder.file("a/b/credentials");
  ASSERT_TRUE(files.replace(path, "secret", 0600));
  EXPECT_EQ(**files.read(path), "secret");
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_EQ(mode_of(folder.file("a")), 0700u);
}

TEST_F(ReplaceFile, KeepsTheModeOfAFileThatIsThere) {
  const std::string path = folder.file("config");
  ASSERT_TRUE(files.replace(path, "1", 0600));
  ::chmod(path.c_str(), 0640);
  ASSERT_TRUE(files.replace(path, "2", 0600));
  EXPECT_EQ(mode_of(path), 0640u);
  EXPECT_EQ(**files.read(path), "2");
}

TEST_F(ReplaceFile, FollowsLinks) {
  const std::string path = folder.file("link");
  ASSERT_TRUE(files.replace(folder.file("target"), "old", 0600));
  ASSERT_EQ(::symlink((folder.file("target")).c_str(), path.c_str()), 0);
  ASSERT_TRUE(files.replace(path, "new", 0600));
  EXPECT_TRUE(std::filesystem::is_symlink(path));
  EXPECT_EQ(**files.read(folder.file("target")), "new");
}

TEST_F(ReplaceFile, FailsClearlyAndLeavesNothingBehind) {
  std::filesystem::create_directory(folder.file("config"));
  const auto replaced = files.replace(folder.file("config"), "x", 0600);
  EXPECT_EQ(replaced.error().kind, ErrorKind::configuration);
  EXPECT_THAT(replaced.error().message, HasSubstr(folder.file("config")));
  ASSERT_TRUE(files.replace(folder.file("file"), "x", 0600));
  EXPECT_FALSE(files.replace(folder.file("file/below"), "x", 0600));
  EXPECT_EQ(folder.entries(), 2);
}

}  // namespace
}  // namespace anthropic::internal
