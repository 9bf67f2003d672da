// `claude-bedrock tutorial` on a terminal: a whole lesson with a wrong answer, a hint and a right one, at both widths and on
// terminals that show little.
#include <filesystem>
#include <gmock/gmock.h>
#include <signal.h>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Through = RunningProgram::Through;

constexpr std::string_view kNeverEnds =
    R"({"rules": [{"reply": {"text": ["begun ", "never ended"], "pace_ms": 20000}}]})";

class TutorialTerminalProgram : public ::testing::Test {
 protected:
  Variables variables(const Variables& more = {}) const {
    Variables all = {{"XDG_STATE_HOME", state_.path()}, {"TERM", "xterm"}, {"LANG", "C.UTF-8"}};
    for (const auto& [name, value] : more) all[name] = value;
    return all;
  }

  /// Types a line once the prompt stands there.
  static void type(RunningProgram& program, std::string_view prompt, std::string_view line) {
    ASSERT_TRUE(program.read_until(prompt)) << program.output();
    program.write(std::string(line) + "\r");
  }

  /// Lesson 01: runs its first prompts, then exercise 1.1, wrong, with a hint, and right.
  void go_through(RunningProgram& program) const {
    type(program, "tutorial> ", "01");
    type(program, "01> ", "");
    ASSERT_TRUE(program.read_until("answer (recorded practice material, not Claude)"));
    type(program, "01> ", "");
    ASSERT_TRUE(program.read_until("missing-role"));
    type(program, "01> ", "1.1");
    type(program, "1.1> ", "Count for me!");
    ASSERT_TRUE(program.read_until("✗ "));
    ASSERT_TRUE(program.read_until("Tries: 1."));
    type(program, "1.1> ", "h");
    ASSERT_TRUE(program.read_until("Hint 1 of 2: "));
    type(program, "1.1> ", "Count from one to three.");
    ASSERT_TRUE(program.read_until("Solved."));
    type(program, "1.1> ", "c");
    ASSERT_TRUE(program.read_until("before"));
    type(program, "1.1> ", "/system prompt");
    ASSERT_TRUE(program.read_until("#1"));
    type(program, "1.1> ", "");
    ASSERT_TRUE(program.read_until("Exercise 1.2"));
    type(program, "1.2> ", "q");
  }

  const TemporaryFolder state_;
};

/// What is seen, without the sequences that steer.
std::string seen(const std::string& bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\r') continue;
    if (bytes[at] != '\x1b') {
      text += bytes[at];
      continue;
    }
    at = std::min(bytes.find_first_of("ABCDEFGHJKLMPSTXhlmr=>", at + 1), bytes.size());
  }
  return text;
}

TEST_F(TutorialTerminalProgram, GoesThroughALessonAt200Columns) {
  RunningProgram program({"tutorial"}, variables(), Through::terminal);
  go_through(program);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  const std::string text = seen(outcome.out);
  EXPECT_THAT(text, AllOf(HasSubstr("not Claude. With credentials for Amazon Bedrock, --live asks Claude."),
                          ::testing::ContainsRegex("before +│ last"), HasSubstr(" exercises solved")));
  EXPECT_THAT(outcome.out, HasSubstr("\x1b[1m"));
}

TEST_F(TutorialTerminalProgram, GoesThroughALessonAt80Columns) {
  RunningProgram program({"tutorial"}, variables({{"NO_COLOR", "1"}}), Through::narrow_terminal);
  go_through(program);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b[1m")));
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b[2m")));
  EXPECT_THAT(seen(outcome.out),
              AllOf(HasSubstr("before\n== prompt\n"), HasSubstr("# 01 What a request is made of")));
}

TEST_F(TutorialTerminalProgram, ATerminalThatKnowsOnlyLinesIsEnough) {
  RunningProgram program({"tutorial"}, variables({{"TERM", "dumb"}}), Through::narrow_terminal);
  go_through(program);
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
}

TEST_F(TutorialTerminalProgram, GoesOnWhereOneWas) {
  {
    RunningProgram program({"tutorial", "1.2"}, variables(), Through::terminal);
    type(program, "1.2> ", "\x04");
    EXPECT_EQ(program.finish().exit_code, 0);
  }
  RunningProgram program({"tutorial"}, variables(), Through::terminal);
  ASSERT_TRUE(program.read_until("go on with lesson 01"));
  type(program, "tutorial> ", "");
  ASSERT_TRUE(program.read_until("Exercise 1.2"));
  type(program, "1.2> ", "q");
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST_F(TutorialTerminalProgram, APromptIsChangedInTheLine) {
  RunningProgram program({"tutorial", "1.1"}, variables(), Through::terminal);
  type(program, "1.1> ", "e");
  type(program, "1| ",
       "\x15"
       "Count from one to three.");  // Ctrl-U empties the line
  type(program, "2| ", ".");
  EXPECT_TRUE(program.read_until("Solved.")) << program.output();
  type(program, "1.1> ", "q");
  EXPECT_EQ(program.finish().exit_code, 0);
  EXPECT_THAT(state_.read("claude-bedrock/tutorial.json"), HasSubstr("Count from one to three."));
}

TEST_F(TutorialTerminalProgram, CtrlZChangesNothingWhereThereIsNoShell) {
  RunningProgram program({"tutorial", "1.1"}, variables(), Through::terminal);
  type(program, "1.1> ",
       "to three.\x1a\x01"
       "Count from one ");  // Ctrl-Z, then Ctrl-A to the line's beginning
  EXPECT_TRUE(program.read_until("Solved.")) << program.output();
  type(program, "1.1> ", "q");
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST_F(TutorialTerminalProgram, CtrlCStopsTheAnswerNotTheTutorial) {
  const LocalEndpoint endpoint(kNeverEnds);
  RunningProgram program({"tutorial", "01", "--live"}, variables(endpoint.variables()), Through::terminal);
  type(program, "01> ", "r");
  ASSERT_TRUE(program.read_until("answer of Claude"));
  ASSERT_TRUE(program.read_until("begun"));
  program.write("\x03");
  ASSERT_TRUE(program.read_until("Stopped."));
  ASSERT_TRUE(program.read_until("Enter\x1b[0m: run it"));
  type(program, "01> ", "t");
  ASSERT_TRUE(program.read_until("Answers since you began: 1"));
  type(program, "01> ", "q");
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST_F(TutorialTerminalProgram, SIGTERMEndsItWhileAnAnswerComes) {
  const LocalEndpoint endpoint(kNeverEnds);
  RunningProgram program({"tutorial", "01", "--live"}, variables(endpoint.variables()), Through::terminal);
  type(program, "01> ", "r");
  ASSERT_TRUE(program.read_until("begun"));
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.finish().exit_code, 128 + SIGTERM);
}

TEST_F(TutorialTerminalProgram, PartsOfACellStandInColumns) {
  RunningProgram program({"tutorial", "05"}, variables(), Through::terminal);
  type(program, "05> ", "r");
  type(program, "05> ", "q");
  const Outcome outcome = program.finish();
  EXPECT_THAT(seen(outcome.out), ::testing::ContainsRegex("\nfreely +│ as rows\n== system +│ == system\n"));
}

TEST_F(TutorialTerminalProgram, TheEditorRunsWhatItSaves) {
  const TemporaryFolder folder;
  const std::string script = folder.write("editor.sh", "printf 'Count from one to three.\\n' >\"$1\"\n");
  RunningProgram program({"tutorial", "1.1"},
                         variables({{"VISUAL", "sh " + script}, {"TMPDIR", folder.path()}}),
                         Through::terminal);
  type(program, "1.1> ", "E");
  EXPECT_TRUE(program.read_until("Solved.")) << program.output();
  type(program, "1.1> ", "q");
  EXPECT_EQ(program.finish().exit_code, 0);
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(TutorialTerminalProgram, SIGTERMLeavesNoFileOfTheEditorBehind) {
  const TemporaryFolder folder;
  const std::string script = folder.write("editor.sh", "echo is open\nexec sleep 1000\n");
  RunningProgram program({"tutorial", "1.1"},
                         variables({{"EDITOR", "sh " + script}, {"TMPDIR", folder.path()}}),
                         Through::terminal);
  type(program, "1.1> ", "E");
  ASSERT_TRUE(program.read_until("is open"));
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.finish().exit_code, 128 + SIGTERM);
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(TutorialTerminalProgram, AFullDiskIsSaidAndTheLessonGoesOn) {
  std::filesystem::create_directory(state_.file("claude-bedrock"));
  std::filesystem::create_symlink("/dev/full", state_.file("claude-bedrock/tutorial.json"));
  RunningProgram program({"tutorial", "1.1"}, variables(), Through::terminal);
  ASSERT_TRUE(program.read_until("warning: progress was not saved: ")) << program.output();
  type(program, "1.1> ", "Count from one to three.");
  EXPECT_TRUE(program.read_until("Solved.")) << program.output();
  type(program, "1.1> ", "q");
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST_F(TutorialTerminalProgram, SpeaksChinese) {
  RunningProgram program({"tutorial", "--lang", "zh"}, variables(), Through::narrow_terminal);
  ASSERT_TRUE(program.read_until("不是 Claude"));
  ASSERT_TRUE(program.read_until("回车"));
  type(program, "tutorial> ", "1.1");
  ASSERT_TRUE(program.read_until("练习 1.1："));
  type(program, "1.1> ", "lang en");
  ASSERT_TRUE(program.read_until("The tutorial speaks English now."));
  ASSERT_TRUE(program.read_until("Exercise 1.1: "));
  type(program, "1.1> ", "q");
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST_F(TutorialTerminalProgram, OneThingIsDoneAsInAPipe) {
  RunningProgram list({"tutorial", "--list"}, variables(), Through::terminal);
  EXPECT_THAT(list.finish().out, HasSubstr("> claude-bedrock tutorial 1.1 "));
  RunningProgram one({"tutorial", "1.1", "Count from one to three."}, variables(), Through::terminal);
  const Outcome outcome = one.finish();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Solved."));
}

}  // namespace
}  // namespace anthropic::internal::cli
