// The tutorial at a terminal, typed by a script: what is offered, shown, run, compared, found and remembered.
#include "cli/commands/tutorial/terminal/tutorial_terminal.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file/descriptor.hpp"
#include "base/file/files.hpp"
#include "cli/commands/tutorial/output/lesson_list.hpp"
#include "cli/scripted_lines.hpp"
#include "support/fake_environment.hpp"
#include "support/temporary_folder.hpp"
#include "tutorial/small_course.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::FakeEnvironment;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;
using Outcome = LineSource::Outcome;
using tutorial::code_cell;
using tutorial::course_of;
using tutorial::exercise_cell;
using tutorial::Session;
using tutorial::SessionOptions;

std::string text_cell(std::string_view id, std::string_view text) {
  return R"({"cell_type": "markdown", "id": ")" + std::string(id) + R"(", "metadata": {}, "source": )" +
         Json(text).dump() + "}";
}

std::string small_lesson() {
  return text_cell("about", "# One\n\nSay **hello**.") + "," +
         code_cell("hello", "Hello", R"({"replies": [{"when": {"contains": "again"}, "text": "Once more."},
                                                      {"text": "Good morning!"}]})") +
         "," + text_cell("more", "Now thank.") + "," + exercise_cell() + "," +
         text_cell("end", "That is all.");
}

tutorial::Course small_course() {
  return course_of(small_lesson());
}

class TutorialAtTerminal : public ::testing::Test {
 protected:
  TutorialAtTerminal()
      : file_(::memfd_create("terminal", MFD_CLOEXEC)), console_{Output(file_.get()), Output(file_.get())} {}

  /// All that is shown while these lines are typed.
  std::string type(const std::vector<std::string>& lines, const std::string& cell = "",
                   Outcome end = Outcome::end) {
    ScriptedLines typed(lines, end);
    environment_.set("TMPDIR", folder_.path());
    const ExternalEditor editor(environment_);
    TutorialTerminal terminal(session(), typed, editor, console_);
    exit_code_ = terminal.run(cell.empty() ? "" : "01", cell);
    prompts_ = typed.prompts();
    edited_ = typed.edited();
    std::string shown = read_all();
    EXPECT_EQ(::ftruncate(file_.get(), 0), 0);
    ::lseek(file_.get(), 0, SEEK_SET);
    return shown;
  }

  Session& session() {
    if (!session_) session_.emplace(small_course(), options_);
    return *session_;
  }

  std::string read_all() const {
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0;
         (count = ::pread(file_.get(), buffer, sizeof buffer, static_cast<off_t>(text.size()))) > 0;)
      text.append(buffer, static_cast<std::size_t>(count));
    return text;
  }

  const TemporaryFolder folder_;
  const RealFiles files_;
  FakeEnvironment environment_;
  SessionOptions options_;
  std::optional<Session> session_;
  std::vector<std::string> prompts_;
  std::vector<std::string> edited_;
  int exit_code_ = -1;

 private:
  Descriptor file_;
  Console console_;
};

TEST_F(TutorialAtTerminal, BeginsWithTheMenuAndSaysWhoAnswers) {
  EXPECT_THAT(type({}),
              AllOf(HasSubstr("recorded practice material, not Claude"), HasSubstr("--live asks Claude"),
                    HasSubstr("  01    One"), HasSubstr("0 of 1 exercises solved"),
                    HasSubstr("\nEnter: begin with lesson 01   "), HasSubstr("q: quit\n"),
                    HasSubstr("Where you are is remembered")));
  EXPECT_EQ(exit_code_, 0);
  EXPECT_THAT(prompts_, ElementsAre("tutorial> "));
}

TEST_F(TutorialAtTerminal, EnterGoesThroughALesson) {
  const std::string shown = type({"", "", "", "", "Hello, please", ".", "", "q"});
  EXPECT_THAT(shown, AllOf(HasSubstr("-- 01 One · 1/3 ---"),
                           HasSubstr("\n# One\n\nSay **hello**.\n\nhello\n    Hello\n"),
                           HasSubstr("Enter: run it   e: edit   n: next"), HasSubstr("Good morning!"),
                           HasSubstr("Enter: next   e: edit   r: run it"), HasSubstr("2/3"),
                           HasSubstr("Exercise 1.1: T (not tried yet)"), HasSubstr("Enter: edit   r: run it"),
                           HasSubstr("✓ it thanks")));
  EXPECT_THAT(shown, AllOf(HasSubstr("Solved."), HasSubstr("That is all."), HasSubstr("Enter: next lesson")));
  EXPECT_THAT(prompts_, ElementsAre("tutorial> ", "01> ", "01> ", "1.1> ", "1| ", "2| ", "1.1> ", "01> "));
}

TEST_F(TutorialAtTerminal, AfterAWrongAnswerAHintOpensThenTheSolution) {
  const std::string shown = type({"h", "r", "h", "r", "h", "s", "r", "s"}, "exercise-1-1");
  EXPECT_THAT(
      shown, AllOf(HasSubstr("Try exercise 1.1 first"), HasSubstr("✗ it thanks — "), HasSubstr("Tries: 1."),
                   HasSubstr("Enter: edit   r: run it   h: hint   n: next"), HasSubstr("Hint 1 of 2: First."),
                   HasSubstr("Hint 2 of 2: Second."), HasSubstr("opens after three tries; so far: 2."),
                   HasSubstr("s: solution"), HasSubstr("    %exercise 1.1\n    Hello, please\n")));
  EXPECT_THAT(shown, Not(HasSubstr("claude-bedrock tutorial 1.1")));
}

TEST_F(TutorialAtTerminal, APromptIsChangedInPlaceAndRun) {
  EXPECT_THAT(type({"e", "Hello, please", "."}, "exercise-1-1"),
              AllOf(HasSubstr("A line with only a ."), HasSubstr("Solved."), HasSubstr("Enter: next")));
  EXPECT_THAT(edited_, ElementsAre("Hello"));
  EXPECT_EQ(session().state().exercise("1.1").source, "%exercise 1.1\nHello, please");
  type({"e", "x", "."}, "exercise-1-1");
  EXPECT_EQ(edited_[0], "Hello, please") << "it is there when one comes back";
}

TEST_F(TutorialAtTerminal, SeveralWordsAreTheNewPrompt) {
  EXPECT_THAT(type({"Hello and please"}, "exercise-1-1"), HasSubstr("Solved."));
  EXPECT_THAT(type({"rnu", "zzzzzz"}, "hello"),
              AllOf(HasSubstr("there is no command \"rnu\""), HasSubstr("Did you mean run?"),
                    HasSubstr("? lists them.")));
  EXPECT_THAT(type({"some words here"}), HasSubstr("there is no prompt here"));
}

TEST_F(TutorialAtTerminal, WhatIsTypedAndCannotRunChangesNothing) {
  EXPECT_THAT(
      type({"%sytem x", "a"}, "exercise-1-1"),
      AllOf(HasSubstr("exercise-1-1, line 1: %sytem is no directive"), HasSubstr("    Hello\n\nEnter")));
  EXPECT_THAT(
      type({"Hello " + std::string(200'000, 'x'), "a"}, "exercise-1-1"),
      AllOf(HasSubstr("has 200006 bytes; at most 100000 are taken"), HasSubstr("    Hello\n\nEnter")));
  EXPECT_EQ(session().state().exercise("1.1").attempts, 0);
}

TEST_F(TutorialAtTerminal, ADirectiveIsAddedToThePrompt) {
  EXPECT_THAT(type({"%system Say please.", "a"}, "hello"),
              AllOf(HasSubstr("== system\nSay please.\n== prompt\nHello\n"),
                    HasSubstr("    %system Say please.\n    Hello\n")));
  EXPECT_THAT(type({"%system Be brief.", "a"}, "hello"),
              AllOf(HasSubstr("    %system Be brief.\n    Hello\n"), Not(HasSubstr("please"))));
}

TEST_F(TutorialAtTerminal, TheLessonsPromptComesBack) {
  EXPECT_THAT(type({"Hello once again", "x"}, "hello"),
              HasSubstr("-\n\n# One\n\nSay **hello**.\n\nhello\n    Hello\n"));
}

TEST_F(TutorialAtTerminal, TheWordsOfAnOfferTakeIt) {
  EXPECT_THAT(type({"Begin with lesson 01", "run it"}), AllOf(HasSubstr("1/3"), HasSubstr("Good morning!")));
}

TEST_F(TutorialAtTerminal, OneWordIsNoPromptAndThatIsSaid) {
  EXPECT_THAT(type({"Hi!"}, "hello"),
              HasSubstr("A prompt that is typed has more than one word; e takes any."));
  EXPECT_THAT(type({"Hi!"}), Not(HasSubstr("e takes any")));
}

TEST_F(TutorialAtTerminal, AnEmptiedPromptStays) {
  EXPECT_THAT(type({"e", "", ".", "a"}, "hello"),
              AllOf(HasSubstr("Nothing is left of the prompt; it is as it was."), HasSubstr("    Hello\n")));
  environment_.set("EDITOR", "rm");
  EXPECT_THAT(type({"E", "a"}, "hello"),
              AllOf(HasSubstr("Nothing is left of the prompt"), HasSubstr("    Hello\n")));
}

TEST_F(TutorialAtTerminal, AnotherLanguageSaysTheWayBack) {
  EXPECT_THAT(type({"l de"}), HasSubstr("There are: en, zh."));
  folder_.write("01_One.ipynb", tutorial::notebook(small_lesson()));
  session_.emplace(*tutorial::Course::read(folder_.path(), tutorial::Language::en), options_);
  EXPECT_THAT(type({"l", "l"}), AllOf(HasSubstr("l en: English"), HasSubstr("speaks English now")));
}

TEST_F(TutorialAtTerminal, TheEditorOfOnesOwnRunsWhatItSaves) {
  environment_.set("EDITOR",
                   "sh " + folder_.write("editor.sh", "printf '%%exercise 1.1\\nplease\\n' >\"$1\""));
  EXPECT_THAT(type({"E"}, "exercise-1-1"), AllOf(HasSubstr("runs when you save"), HasSubstr("Solved.")));
  EXPECT_EQ(folder_.entries(), 1);
  environment_.set("EDITOR", "true");
  EXPECT_THAT(type({"editor"}, "exercise-1-1"), HasSubstr("Nothing was changed"));
}

TEST_F(TutorialAtTerminal, AnEditorThatFailsChangesNothing) {
  environment_.set("EDITOR", "sh " + folder_.write("editor.sh", "printf 'lost please' >\"$1\"; exit 1"));
  environment_.set("VISUAL", "");
  EXPECT_THAT(type({"E", "a"}, "exercise-1-1"),
              AllOf(HasSubstr("failed with exit code 1"), HasSubstr("    Hello\n")));
  environment_.set("EDITOR", "/nowhere/editor");
  EXPECT_THAT(type({"E"}, "exercise-1-1"),
              AllOf(HasSubstr("there is no editor \"/nowhere/editor\""), HasSubstr("EDITOR")));
}

TEST_F(TutorialAtTerminal, TwoPromptsAreCompared) {
  EXPECT_THAT(type({"c"}, "hello"), HasSubstr("two prompts are compared; so many ran here: 0"));
  EXPECT_THAT(
      type({"r", "c Hello once again", "c"}, "hello"),
      AllOf(HasSubstr("before\n== prompt\nHello\n== answer (recorded, not Claude)\nGood morning!"),
            HasSubstr("last\n== prompt\nHello once again\n== answer (recorded, not Claude)\nOnce more."),
            HasSubstr("c: compare")));
}

TEST_F(TutorialAtTerminal, FindsInAllLessons) {
  EXPECT_THAT(type({"/hello."}), HasSubstr("#1   01    Say hello.\n"));
  EXPECT_THAT(type({"/THANK", "#1", "/nothing like it", "/", "#7"}),
              AllOf(HasSubstr("#1   01    Now thank."), HasSubstr("2/3"),
                    HasSubstr("No lesson holds \"nothing like it\"."),
                    HasSubstr("what is to be searched for?"), HasSubstr("there is no result #7")));
}

TEST_F(TutorialAtTerminal, GoesToLessonsAndExercises) {
  EXPECT_THAT(type({"1.1", "p", "p", "m", "01", "9"}),
              AllOf(HasSubstr("Exercise 1.1"), HasSubstr("1/3"), HasSubstr("> 01    One"),
                    HasSubstr("there is no lesson \"9\""), HasSubstr("There are: 01.")));
}

TEST_F(TutorialAtTerminal, AnExerciseBelowItsDataShowsItsTask) {
  session_.emplace(
      course_of(text_cell("task", "Task.") + "," + code_cell("data", "%set A = 1") + "," + exercise_cell()),
      options_);
  EXPECT_THAT(type({}, "exercise-1-1"), HasSubstr("2/2 ---"));
  EXPECT_THAT(type({}, "exercise-1-1"), HasSubstr("\n\nTask.\n\nExercise 1.1: T"));
  EXPECT_THAT(type({}, "task"), AllOf(HasSubstr("1/2 ---"), HasSubstr("\n\nTask.\n\ndata\n")));
}

TEST_F(TutorialAtTerminal, AnExerciseIsReset) {
  EXPECT_THAT(type({"Hello please", "x", "n", "x", "y", "x"}, "exercise-1-1"),
              AllOf(HasSubstr("Nothing was forgotten."), HasSubstr("(not tried yet)")));
  EXPECT_EQ(session().state().exercise("1.1").attempts, 0);
  EXPECT_THAT(type({"x"}, "hello"), HasSubstr("    Hello\n"));
  EXPECT_THAT(type({"h"}, "hello"), HasSubstr("this is no exercise"));
}

TEST_F(TutorialAtTerminal, AddsUpTokensAndCost) {
  EXPECT_THAT(type({"t", "r", "t"}, "hello"),
              AllOf(HasSubstr("No answers yet."), HasSubstr("Answers since you began: 1 ("),
                    HasSubstr(" output tokens); from Claude they\nwould have cost about $")));
}

TEST_F(TutorialAtTerminal, GoesOnWhereTheLearnerWas) {
  const tutorial::Progress progress(folder_.file("state/tutorial.json"), files_);
  options_.progress = &progress;
  type({}, "exercise-1-1");
  session_.reset();
  EXPECT_THAT(type({""}), AllOf(HasSubstr("> 01    One"), HasSubstr("Enter: go on with lesson 01"),
                                HasSubstr("Exercise 1.1")));
}

TEST_F(TutorialAtTerminal, ProgressThatCannotBeSavedIsSaidOnce) {
  folder_.write("file", "");
  const tutorial::Progress progress(folder_.file("file/tutorial.json"), files_);
  options_.progress = &progress;
  const std::string shown = type({"r", "n"}, "hello");
  const std::size_t first = shown.find("warning: progress was not saved: ");
  ASSERT_NE(first, std::string::npos) << shown;
  EXPECT_EQ(shown.find("warning: ", first + 1), std::string::npos) << shown;
  EXPECT_THAT(shown, AllOf(HasSubstr("The tutorial goes on"), HasSubstr("Good morning!"), HasSubstr("2/3")));
}

TEST_F(TutorialAtTerminal, CtrlCAtThePromptEndsItTheSecondTime) {
  EXPECT_THAT(type({}, "hello", Outcome::interrupted), HasSubstr("Ctrl-C again, or q, ends the tutorial."));
  EXPECT_EQ(exit_code_, 130);
}

TEST_F(TutorialAtTerminal, HelpListsTheCommandsInBothLanguages) {
  EXPECT_THAT(type({"?"}), AllOf(HasSubstr("  r, run                run the prompt"), HasSubstr("  /WORD ")));
  EXPECT_THAT(command_help(tutorial::Language::zh),
              AllOf(HasSubstr("  r, 运行"), HasSubstr("在所有课程中搜索")));
}

TEST_F(TutorialAtTerminal, SpeaksChinese) {
  tutorial::Lesson lesson = tutorial::lesson_of(exercise_cell(), "", tutorial::Language::zh);
  session_.emplace(tutorial::Course::of("/nowhere", tutorial::Language::zh, {lesson}), options_);
  EXPECT_THAT(
      type({"", "运行", "提示", "rnu", "q"}),
      AllOf(HasSubstr("不是 Claude"), HasSubstr("已完成 0 / 1 个练习"), HasSubstr("回车：从第 01 课开始"),
            HasSubstr("练习 1.1：题（还没有尝试）"), HasSubstr("✗ 致谢"),
            HasSubstr("提示 1（共 2 个）：其一。"), HasSubstr("没有命令 \"rnu\"")));
}

TEST(ReadCommand, KnowsLettersAndWords) {
  using Kind = TerminalCommand::Kind;
  const auto kind = [](std::string_view line) { return read_command(line).kind; };
  EXPECT_EQ(kind(""), Kind::go_on);
  EXPECT_EQ(kind(" r "), Kind::run);
  EXPECT_EQ(kind("e"), Kind::edit);
  EXPECT_EQ(kind("E"), Kind::editor);
  EXPECT_EQ(kind("Quit"), Kind::quit);
  EXPECT_EQ(kind("Q"), Kind::quit);
  EXPECT_EQ(kind("exit"), Kind::quit);
  EXPECT_EQ(kind("10.2"), Kind::place);
  EXPECT_EQ(kind("#12"), Kind::result);
  EXPECT_EQ(kind("run to the hills"), Kind::prompt) << "run takes nothing";
  EXPECT_EQ(kind("%system x"), Kind::prompt);
  EXPECT_EQ(kind("数到三"), Kind::prompt);
  EXPECT_EQ(kind("答案"), Kind::solution);
  EXPECT_EQ(kind("word"), Kind::unknown);
  EXPECT_EQ(read_command("c two words").argument, "two words");
  EXPECT_EQ(read_command("/ two words").argument, "two words");
  EXPECT_EQ(read_command("lang zh").argument, "zh");
}

TEST(CompareView, HasColumnsWhereTheyFit) {
  const std::vector<ComparedPrompt> prompts = {{"left", {{"answer", "one two"}, {"tokens", "3"}}},
                                               {"right", {{"answer", "three"}}}};
  EXPECT_TRUE(fit_side_by_side(2, 93));
  EXPECT_FALSE(fit_side_by_side(2, 80));
  const std::string wide = compare_view(prompts, {.width = 101}).bytes();
  const std::string gap(45, ' ');
  EXPECT_THAT(wide, AllOf(HasSubstr("left" + gap + " | right\n"),
                          HasSubstr("one two" + gap.substr(3) + " | three\n")));
  EXPECT_EQ(compare_view(prompts, {.width = 80}).bytes(),
            "left\n== answer\none two\n== tokens\n3\n\nright\n== answer\nthree\n");
}

TEST(SearchLessons, CutsTheLineAroundWhatWasFound) {
  const tutorial::Course course =
      course_of(text_cell("a", "first\n" + std::string(100, 'x') + " needle " + std::string(100, 'y')));
  const auto found = search_lessons(course, "NEEDLE");
  ASSERT_EQ(found.size(), 1u);
  const std::string line = found_text(found, 6, {.width = 60}).bytes();
  EXPECT_THAT(line, AllOf(HasSubstr("#1   01    …xx"), HasSubstr(" needle yy"), HasSubstr("y…\n")));
  EXPECT_LE(line.size(), 66u);
}

TEST(TutorialMenu, ShowsSummariesWhereThereIsRoom) {
  const tutorial::Course course = small_course();
  EXPECT_THAT(menu_text(course, {}, {.width = 80}).bytes(), HasSubstr("  01    One  0/1"));
  tutorial::Lesson lesson = tutorial::lesson_of(small_lesson());
  lesson.title.en = "A long title that does not fit";
  const tutorial::Course long_title = tutorial::Course::of("/nowhere", tutorial::Language::en, {lesson});
  EXPECT_THAT(menu_text(long_title, {}, {.width = 40}).bytes(),
              HasSubstr("  01    A long title that do…  0/1\n"));
  tutorial::ProgressState state;
  state.lesson = "01";
  state.exercises["1.1"].solved = "2026-11-30T12:00:00Z";
  EXPECT_THAT(menu_text(course, state, {.width = 80}).bytes(),
              AllOf(HasSubstr("> 01    One  1/1 ✓"), HasSubstr("1 of 1")));
}

}  // namespace
}  // namespace anthropic::internal::cli
