// What becomes of the files that are replaced: whose they are, who may read them, and what is left alone.
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "base/file/files.hpp"
#include "base/file/paths.hpp"
#include "base/file/replacement_file.hpp"
#include "base/file/temporary_file.hpp"
#include "support/temporary_folder.hpp"

namespace {

struct Sync {
  bool of_folder;
  std::string seen;  // what stood in the file at that time
};
std::string watched_file;
std::vector<Sync> syncs;

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

// In place of the C library's.
extern "C" int fsync(int descriptor) {
  struct stat status {};
  if (!watched_file.empty() && ::fstat(descriptor, &status) == 0)
    syncs.push_back({S_ISDIR(status.st_mode), contents(watched_file)});
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;

constexpr uid_t kOtherUser = 12345;

class ReplacedFiles : public ::testing::Test {
 protected:
  static struct stat status_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return status;
  }
  static unsigned mode_of(const std::string& path) { return status_of(path).st_mode & 07777u; }
  void write(const std::string& text, mode_t mode) const {
    std::ofstream(path, std::ios::binary) << text;
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
  }
  Result<void> replace(const std::string& where) const { return RealFiles().replace(where, "new", 0600); }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      names.push_back(entry.path().filename().string());
    return names;
  }

  testing::TemporaryFolder folder;
  std::string path = folder.file("file");
};

TEST_F(ReplacedFiles, LoseTheBitsThatGiveAwayTheirOwnersRights) {
  for (const mode_t bits : {04755u, 02755u, 06711u, 01644u}) {
    write("old", bits);
    ASSERT_TRUE(replace(path));
    EXPECT_EQ(mode_of(path), bits & 0777u);
  }
}

TEST_F(ReplacedFiles, StayTheirOwners) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs the rights of root";
  write("old", 04755);
  ASSERT_EQ(::chown(path.c_str(), kOtherUser, kOtherUser), 0);
  ASSERT_EQ(::chmod(path.c_str(), 04755), 0);
  ASSERT_TRUE(replace(path));
  EXPECT_EQ(contents(path), "new");
  EXPECT_EQ(status_of(path).st_uid, kOtherUser);
  EXPECT_EQ(status_of(path).st_gid, kOtherUser);
  EXPECT_EQ(mode_of(path), 0755u);
}

TEST_F(ReplacedFiles, AreLeftAloneWhereTheOwnerCannotBeKept) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs the rights of root";
  ASSERT_EQ(::chmod(folder.path().c_str(), 0777), 0);
  write("old", 0666);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setgid(kOtherUser) != 0 || ::setuid(kOtherUser) != 0) ::_exit(10);
    const Result<void> replaced = replace(path);
    if (replaced) ::_exit(11);
    const std::string expected = "cannot write " + path + ": it belongs to another user (uid 0)";
    ::_exit(replaced.error().message == expected && !replaced.error().hint.empty() ? 0 : 12);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(contents(path), "old");
  EXPECT_EQ(status_of(path).st_uid, 0u);
  EXPECT_EQ(names(), std::vector<std::string>{"file"});
}

TEST_F(ReplacedFiles, AreTheOwnersAloneUntilTheyAreWhole) {
  write("old", 0644);
  const mode_t before = ::umask(022);
  for (const std::string& where : {path, folder.file("new")}) {
    const auto file = ReplacementFile::begin(where);
    ASSERT_TRUE(file) << file.error().to_string();
    struct stat status {};
    ASSERT_EQ(::fstat((*file)->descriptor(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777u, 0600u);
    ASSERT_TRUE((*file)->commit());
    EXPECT_EQ(mode_of(where), 0644u);
  }
  ::umask(before);
}

TEST_F(ReplacedFiles, ANewOneHasTheModeThatTheUmaskLeaves) {
  const mode_t before = ::umask(027);
  const auto file = ReplacementFile::begin(path);
  ASSERT_TRUE(file && (*file)->commit());
  ::umask(before);
  EXPECT_EQ(mode_of(path), 0640u);
}

TEST_F(ReplacedFiles, CanBeMadeTheOwnersAlone) {
  write("old", 0664);
  const auto file = ReplacementFile::begin(path, {.mode = 0600, .for_owner_only = true});
  ASSERT_TRUE(file && (*file)->commit());
  EXPECT_EQ(mode_of(path), 0600u);
}

TEST_F(ReplacedFiles, SpecialFilesStayWhatTheyAre) {
  ASSERT_EQ(::mkfifo(path.c_str(), 0640), 0);
  const std::string link = folder.file("link");
  ASSERT_EQ(::symlink(path.c_str(), link.c_str()), 0);
  for (const std::string& where : {path, link, std::string("/dev/null")}) {
    const Result<void> replaced = replace(where);
    ASSERT_FALSE(replaced) << where;
    EXPECT_EQ(replaced.error().message, "cannot write " + where + ": not a regular file");
  }
  EXPECT_TRUE(S_ISFIFO(status_of(path).st_mode));
  EXPECT_EQ(mode_of(path), 0640u);
  EXPECT_TRUE(S_ISCHR(status_of("/dev/null").st_mode));
}

TEST_F(ReplacedFiles, ADanglingLinkStaysAndItsTargetIsMade) {
  const std::string link = folder.file("link");
  const std::string second = folder.file("second");
  ASSERT_EQ(::symlink("second", link.c_str()), 0);
  ASSERT_EQ(::symlink(path.c_str(), second.c_str()), 0);
  ASSERT_TRUE(replace(link));
  EXPECT_TRUE(S_ISLNK(status_of(link).st_mode));
  EXPECT_TRUE(S_ISLNK(status_of(second).st_mode));
  EXPECT_EQ(contents(path), "new");
  EXPECT_EQ(mode_of(path), 0600u);
}

TEST_F(ReplacedFiles, ALinkThatLeadsNowhereIsAnError) {
  const std::string loop = folder.file("loop");
  const std::string away = folder.file("away");
  ASSERT_EQ(::symlink("loop", loop.c_str()), 0);
  ASSERT_EQ(::symlink("no/such/folder", away.c_str()), 0);
  EXPECT_THAT(replace(loop).error().message, HasSubstr("Too many levels of symbolic links"));
  EXPECT_THAT(replace(away).error().message, HasSubstr("No such file or directory"));
  EXPECT_TRUE(S_ISLNK(status_of(away).st_mode));
}

TEST_F(ReplacedFiles, AreOnTheDiskBeforeTheyAreInPlaceAndTheFolderAfter) {
  write("old", 0600);
  watched_file = path;
  syncs.clear();
  ASSERT_TRUE(replace(path));
  watched_file.clear();
  ASSERT_EQ(syncs.size(), 2u);
  EXPECT_FALSE(syncs[0].of_folder);
  EXPECT_EQ(syncs[0].seen, "old");
  EXPECT_TRUE(syncs[1].of_folder);
  EXPECT_EQ(syncs[1].seen, "new");
}

TEST_F(ReplacedFiles, APipeIsWrittenToIfThatIsWantedAndSomebodyReads) {
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const ReplacementOptions options{.writes_to_devices = true};
  EXPECT_EQ(ReplacementFile::begin(path, options).error().message,
            "cannot write " + path + ": a pipe that nobody reads");
  const Descriptor reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  const auto file = ReplacementFile::begin(path, options);
  ASSERT_TRUE(file) << file.error().to_string();
  ASSERT_TRUE((*file)->write("text") && (*file)->commit());
  char buffer[10];
  EXPECT_EQ(::read(reader.get(), buffer, sizeof buffer), 4);
  EXPECT_TRUE(S_ISFIFO(status_of(path).st_mode));
}

TEST_F(ReplacedFiles, APipeWithoutANameIsWrittenToLikewise) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const Descriptor reader(ends[0]);
  const Descriptor writer(ends[1]);
  const std::string name = "/dev/fd/" + std::to_string(writer.get());
  const auto file = ReplacementFile::begin(name, {.writes_to_devices = true});
  ASSERT_TRUE(file) << file.error().to_string();
  ASSERT_TRUE((*file)->write("text") && (*file)->commit());
  char buffer[10];
  EXPECT_EQ(::read(reader.get(), buffer, sizeof buffer), 4);
  EXPECT_EQ(replace(name).error().message, "cannot write " + name + ": not a regular file");
}

TEST_F(ReplacedFiles, ATemporaryFileTakesNothingFromOthers) {
  write("mine", 0640);
  {
    TemporaryFile one = TemporaryFile::beside(path);
    TemporaryFile other = TemporaryFile::beside(path);
    ASSERT_TRUE(one.is_open() && other.is_open());
    EXPECT_EQ(names().size(), 3u);
    EXPECT_EQ(one.give_up_name(), 0);
    EXPECT_EQ(names().size(), 2u);
  }
  EXPECT_EQ(names(), std::vector<std::string>{"file"});
  EXPECT_EQ(contents(path), "mine");
  EXPECT_FALSE(TemporaryFile::beside(folder.file("none/file")).is_open());
}

TEST_F(ReplacedFiles, PathsAreComparedByWhatTheyLeadTo) {
  write("text", 0600);
  ASSERT_EQ(::symlink("file", (folder.file("link")).c_str()), 0);
  EXPECT_TRUE(is_same_file(path, folder.file("link")));
  EXPECT_FALSE(is_same_file(path, folder.path()));
  EXPECT_FALSE(is_same_file(path, folder.file("none")));
}

}  // namespace
}  // namespace anthropic::internal
