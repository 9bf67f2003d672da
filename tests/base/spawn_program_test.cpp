#include "base/process/spawn_program.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process/child_environment.hpp"

namespace anthropic::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::StartsWith;

struct Ran {
  int failed = 0;
  int exit_code = -1;
  std::string output = {};
};

Ran run(std::vector<std::string> words, std::vector<std::string> variables = {}) {
  std::array<int, 2> ends = {};
  EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  ProgramStart start{.program = words.front(), .arguments = words};
  for (std::string& variable : variables) start.variables.push_back(variable.data());
  start.variables.push_back(nullptr);
  sigfillset(&start.default_signals);
  pid_t pid = -1;
  Ran ran{.failed = spawn_program(actions, std::move(start), pid)};
  ::close(ends[1]);
  char byte = 0;
  while (::read(ends[0], &byte, 1) == 1) ran.output += byte;
  ::close(ends[0]);
  int status = 0;
  if (ran.failed == 0 && ::waitpid(pid, &status, 0) == pid) ran.exit_code = exit_code_of(status);
  return ran;
}

TEST(SpawnProgram, GivesEachWordAsItIs) {
  const Ran ran = run({"printf", "<%s>", "a b", "$HOME", "", "*", "'"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.output, "<a b><$HOME><><*><'>");
}

TEST(SpawnProgram, TellsHowItEnded) {
  EXPECT_EQ(run({"sh", "-c", "exit 3"}).exit_code, 3);
  EXPECT_EQ(run({"sh", "-c", "kill -TERM $$"}).exit_code, 128 + SIGTERM);
}

TEST(SpawnProgram, SaysWhyItCannotStart) {
  EXPECT_EQ(run({"no-such-command-at-all"}).failed, ENOENT);
  EXPECT_EQ(run({"/dev/null"}).failed, EACCES);
}

TEST(SpawnProgram, GivesTheVariablesAndNoOthers) {
  EXPECT_EQ(run({"env"}, {"A=1", "B=x y"}).output, "A=1\nB=x y\n");
}

TEST(ChangedVariables, ReplaceAddAndRemove) {
  ASSERT_EQ(::setenv("VARIABLE_OF_TEST", "old", 1), 0);
  const auto of_test = [](const std::vector<VariableChange>& changes) {
    std::vector<std::string> found;
    for (const std::string& variable : changed_variables(changes)) {
      if (variable.starts_with("VARIABLE_OF_")) found.push_back(variable);
    }
    return found;
  };
  EXPECT_THAT(of_test({}), ElementsAre("VARIABLE_OF_TEST=old"));
  EXPECT_THAT(of_test({{"VARIABLE_OF_TEST", "new"}, {"VARIABLE_OF_OTHERS", ""}}),
              ElementsAre("VARIABLE_OF_TEST=new", "VARIABLE_OF_OTHERS="));
  EXPECT_THAT(of_test({{"VARIABLE_OF_TEST", std::nullopt}}), ElementsAre());
  EXPECT_THAT(of_test({{"VARIABLE_OF", "longer names stay"}}), ElementsAre("VARIABLE_OF_TEST=old"));
  EXPECT_THAT(changed_variables({}), Contains(StartsWith("PATH=")));
  ASSERT_EQ(::unsetenv("VARIABLE_OF_TEST"), 0);
}

}  // namespace
}  // namespace anthropic::internal
