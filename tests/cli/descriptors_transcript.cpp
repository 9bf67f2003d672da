// What the program's own programs get of it, and what it makes of descriptors that it is not given.
#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kReplies = R"({"rules": [
  {"match": {"user_equals": "What is open?"}, "reply": {"tool_use": {"name": "list", "input": {}}}},
  {"match": {"user_contains": "a text in a pipe"}, "reply": {"text": "It came."}},
  {"reply": {"text": "Done."}}
]})";

/// Runs `claude-bedrock COMMAND` in a shell, with these variables. Its exit code.
int run_in_shell(const std::string& before, const std::string& command, Variables variables,
                 const TemporaryFolder& home) {
  variables["HOME"] = home.path();
  variables["AWS_EC2_METADATA_DISABLED"] = "true";
  std::string line = before + "env";
  for (const auto& [name, value] : variables) line += " " + name + "='" + value + "'";
  line += " " + std::string(tested_program()) + " " + command;
  const int status = std::system(line.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Descriptors, AToolGetsTheStandardStreamsAndNoOthers) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const std::string tool =
      folder.write("tool.json", R"({"name": "list", "description": "Lists",
    "input_schema": {"type": "object"}, "command": "exec > )" +
                                    folder.file("listed") + R"(; ls /proc/$$/fd; true"})");
  const Outcome outcome = run({"ask", "--tool", tool, "--yes", "What is open?"}, endpoint.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Done.\n");
  EXPECT_EQ(folder.read("listed"), "0\n1\n2\n");
}

TEST(Descriptors, ClosedStreamsAreNotTakenByFiles) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  folder.write("in.jsonl", "{\"prompt\": \"one\"}\n");
  const std::string batch =
      "batch " + folder.file("in.jsonl") + " -o " + folder.file("out.jsonl") + " --debug";
  EXPECT_EQ(run_in_shell("", batch + " 0<&- 1>&- 2>&-", endpoint.variables(), folder), 0);
  const std::string results = folder.read("out.jsonl");
  EXPECT_THAT(results, ::testing::StartsWith("{\"line\":1,"));
  EXPECT_EQ(std::count(results.begin(), results.end(), '\n'), 1) << results;
  EXPECT_EQ(run_in_shell("", batch + " 2>/dev/null", endpoint.variables(), folder), 0)
      << "it is taken up again";
}

TEST(Descriptors, AnAnswerThatCannotBeWrittenIsStillAnError) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const std::string errors = folder.file("errors");
  EXPECT_EQ(run_in_shell("", "ask hello >&- 2>" + errors, endpoint.variables(), folder), 1);
  EXPECT_THAT(folder.read("errors"), HasSubstr("cannot write to standard output"));
}

TEST(Descriptors, AFileMayBeAPipeThatSomebodyWritesTo) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const std::string ask = "ask --file /dev/fd/3 'What is this?' 3<&0 </dev/null >" + folder.file("out");
  EXPECT_EQ(run_in_shell("echo a text in a pipe | ", ask, endpoint.variables(), folder), 0);
  EXPECT_EQ(folder.read("out"), "It came.\n");
}

TEST(Descriptors, AChatWaitsForNoPipeAndReplacesNone) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0640), 0);
  const std::string why = pipe + ": not a regular file\n";
  const Outcome outcome =
      run({"chat"}, endpoint.variables(),
          "/load " + pipe + "\n/image " + pipe + "\n/document " + pipe + "\n/save " + pipe + "\nhello\n");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "Done.\n");
  EXPECT_THAT(outcome.err, HasSubstr("cannot load " + why));
  EXPECT_THAT(outcome.err, HasSubstr("cannot read " + why));
  EXPECT_THAT(outcome.err, HasSubstr("cannot write " + why));
  EXPECT_EQ(run({"chat", "--load", pipe}, endpoint.variables(), "hello\n").exit_code, 2);
  struct stat status = {};
  ASSERT_EQ(::stat(pipe.c_str(), &status), 0);
  EXPECT_TRUE(S_ISFIFO(status.st_mode));
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

}  // namespace
}  // namespace anthropic::internal::cli
