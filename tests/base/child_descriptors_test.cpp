#include "base/process/child_descriptors.hpp"

#include <array>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file/descriptor.hpp"
#include "base/file/read_write.hpp"
#include "base/process/processes.hpp"
#include "support/open_descriptors.hpp"

extern char** environ;

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;

/// Descriptors of this process's own that a child inherits unless they are closed for it.
class ChildDescriptors : public ::testing::Test {
 protected:
  const std::set<int> before_ = testing::open_descriptors();
  const Descriptor low_{::open("/dev/null", O_RDONLY)};
  const Descriptor high_{::fcntl(low_.get(), F_DUPFD, 200)};
};

// What the shell itself has open; `true` keeps it from becoming `ls`.
constexpr const char* kListOwn = "ls /proc/$$/fd; true";

TEST_F(ChildDescriptors, AShellInheritsTheStandardStreamsAndNothingElse) {
  ASSERT_NE(testing::inheritable_since(before_), "");
  const auto result = RealProcesses().run_shell(kListOwn, 60s, {});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->output, "0\n1\n2\n");
}

TEST_F(ChildDescriptors, ThoseThatAreOpenCanBeClosedOneByOne) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor reader(ends[0]);
  Descriptor writer(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, writer.get(), STDOUT_FILENO);
  ASSERT_EQ(close_what_is_open(actions), 0);
  std::string shell = "sh", flag = "-c", command = kListOwn;
  char* arguments[] = {shell.data(), flag.data(), command.data(), nullptr};
  pid_t child = -1;
  ASSERT_EQ(::posix_spawn(&child, "/bin/sh", &actions, nullptr, arguments, environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  writer.close();
  std::string listed;
  EXPECT_EQ(read_to_end(reader.get(), listed, 10'000), 0);
  EXPECT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_EQ(listed, "0\n1\n2\n");
}

}  // namespace
}  // namespace anthropic::internal
