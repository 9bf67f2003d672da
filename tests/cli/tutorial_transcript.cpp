// The tutorial in a pipe: an exercise from a wrong answer to a right one, lists, checks, and what is said of mistakes.
#include <gmock/gmock.h>

#include <anthropic/json.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Tutorial : public ::testing::Test {
 protected:
  Outcome tutorial(std::vector<std::string> arguments, std::string_view input = {}) const {
    arguments.insert(arguments.begin(), {"tutorial"});
    return run(arguments, {{"XDG_STATE_HOME", state_.path()}}, input);
  }

  TemporaryFolder state_;
};

TEST_F(Tutorial, ListsItsLessonsAndSaysWhatComesNext) {
  const Outcome outcome = run({"tutorial", "--list"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, AllOf(StartsWith("00 "), HasSubstr("01    Basic prompt structure"),
                                 HasSubstr("0 of 3 solved"), HasSubstr("not Claude; --live asks Claude."),
                                 HasSubstr("> claude-bedrock tutorial 1.1 ")));
}

TEST_F(Tutorial, AnExerciseIsSolvedAfterAWrongAnswerAndAHint) {
  const Outcome early = tutorial({"1.1", "--hint"});
  EXPECT_THAT(early.out, HasSubstr("Try exercise 1.1 first"));
  const Outcome wrong = tutorial({"1.1", "Count!"});
  EXPECT_EQ(wrong.exit_code, 24);
  EXPECT_THAT(wrong.out, AllOf(HasSubstr("recorded practice material, not Claude"),
                               HasSubstr("✓ the answer counts one"), HasSubstr("✗ it stops there — line 1: "),
                               HasSubstr("Tries: 1."), HasSubstr("> claude-bedrock tutorial 1.1 --hint")));
  EXPECT_THAT(tutorial({"1.1", "--hint"}).out, HasSubstr("Hint 1 of 2: "));
  const Outcome right = tutorial({"1.1", "-"}, "Count from one to three.");
  EXPECT_EQ(right.exit_code, 0);
  EXPECT_THAT(right.out, AllOf(HasSubstr("Solved."), HasSubstr("> claude-bedrock tutorial 1.2 ")));
  EXPECT_THAT(tutorial({}).out, HasSubstr("1 of 3 solved"));
  const auto json = Json::parse(tutorial({"--list", "--json"}).out);
  ASSERT_TRUE(json) << json.error();
  EXPECT_THAT(json->dump(), HasSubstr(R"("id":"1.1","title":"Count to three","attempts":2,"hints":1)"));
  EXPECT_EQ(tutorial({"1.1", "--reset"}).exit_code, 0);
  EXPECT_THAT(tutorial({}).out, HasSubstr("0 of 3 solved"));
}

TEST_F(Tutorial, TheNextExerciseMayBeOfAnotherLesson) {
  tutorial({"1.1", "-"}, "Count from one to three.");
  tutorial({"1.2", "-"},
           "%system You are the captain of an old sailing ship, and you talk like one.\n"
           "Why does the moon change its shape?");
  const Outcome last =
      tutorial({"1.3", "-"}, "%user What is the capital of Peru?\n%assistant Lima\n%user And of Portugal?");
  EXPECT_EQ(last.exit_code, 0) << last.out;
  EXPECT_THAT(last.out, HasSubstr("> claude-bedrock tutorial 2.1 "));
}

TEST_F(Tutorial, SpeaksChinese) {
  const Outcome outcome = tutorial({"1.1", "请从一数到三。", "--lang", "zh"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("不是 Claude"), HasSubstr("✓ 数到三就停"), HasSubstr("完成了。")));
}

TEST_F(Tutorial, ALessonIsReadAndItsCellsRun) {
  EXPECT_THAT(tutorial({"01"}).out, AllOf(HasSubstr("# 01 What a request is made of"),
                                          HasSubstr("> claude-bedrock tutorial 01 --cell first-prompt")));
  const Outcome outcome = tutorial({"01", "--cell", "cut-off"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("The answer was cut off"));
  const Outcome cpp = tutorial({"00", "--cell", "as-a-program"});
  EXPECT_THAT(cpp.out, HasSubstr("#include <anthropic/bedrock.hpp>"));
  EXPECT_THAT(tutorial({"05", "--cell", "data-of-exercises"}).out,
              AllOf(StartsWith("Set: {"), HasSubstr("}.\n> claude-bedrock tutorial ")));
  EXPECT_THAT(tutorial({"10.1", "--cell", "chain-review"}).out, HasSubstr("== answer"));
}

TEST_F(Tutorial, AllThatIsSentIsShown) {
  const Outcome schema = tutorial({"05", "--cell", "facts-as-json", "--model", "sonnet"});
  EXPECT_THAT(schema.out,
              HasSubstr("\n\nAnswer with JSON alone, without a fence, that fits this JSON Schema:\n{"));
  const Outcome document = tutorial({"08", "--cell", "cited-answer"});
  EXPECT_THAT(document.out,
              AllOf(HasSubstr("== document Minutes of the allotment society, 3 May\nThe society"),
                    HasSubstr("== prompt\nWho pays")));
  const Outcome tool = tutorial({"05", "--cell", "label-by-tool"});
  EXPECT_THAT(tool.out, AllOf(HasSubstr("\ntool: {\"name\":\"file_message\""), HasSubstr("\ntool_choice: {"),
                              HasSubstr("\ntool file_message {\"tray\":\"delivery\"}\n")));
}

TEST_F(Tutorial, ThinkingStandsApartFromTheAnswer) {
  const Outcome outcome = tutorial({"06", "--cell", "puzzle-with-thinking"});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("\n== thinking\n"),
                    HasSubstr(".\n== answer (recorded practice material, not Claude)\nMonday: Dee")));
}

TEST_F(Tutorial, MistakesAreNamed) {
  const Outcome lesson = tutorial({"77"});
  EXPECT_EQ(lesson.exit_code, 2);
  EXPECT_THAT(lesson.err, AllOf(HasSubstr("there is no lesson \"77\""), HasSubstr("There are: 00, 01")));
  EXPECT_THAT(tutorial({"01", "--cell", "nothing"}).err, HasSubstr("has no code cell nothing"));
  EXPECT_THAT(tutorial({"1.1", "%sytem x"}).err, HasSubstr("%sytem is no directive"));
  const Outcome prompt = tutorial({"02", "some prompt"});
  EXPECT_EQ(prompt.exit_code, 2);
  EXPECT_THAT(prompt.err,
              AllOf(HasSubstr("a prompt is tried in an exercise or a cell"), HasSubstr("--cell ID")));
  EXPECT_THAT(tutorial({"01", "--hint"}).err, HasSubstr("belong to an exercise"));
  EXPECT_THAT(tutorial({"1.9"}).err,
              AllOf(HasSubstr("there is no exercise \"1.9\""), HasSubstr("Lesson 01 has: 1.1, 1.2, 1.3.")));
  EXPECT_THAT(tutorial({"1.1", "count", "to", "three"}).err,
              HasSubstr("put it in quotes: claude-bedrock tutorial '1.1' 'count to three'"));
  EXPECT_THAT(tutorial({"check", "77"}).err, HasSubstr("there is no lesson \"77\""));
  EXPECT_THAT(tutorial({"1.1", " "}).err, HasSubstr("the prompt is empty"));
  EXPECT_THAT(tutorial({"--lessons", "/nowhere"}).err, HasSubstr("there are no lessons in /nowhere"));
}

TEST_F(Tutorial, NoOptionIsLeftUnheard) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{"--hint"}, "belong to an exercise"},
      {{"1.1", "--hint", "--solution"}, "exclude each other"},
      {{"1.1", "x", "--reset"}, "take no prompt"},
      {{"--cell", "first-prompt"}, "--cell needs the lesson"},
      {{"1.1", "--cell", "first-prompt"}, "1.1 is an exercise"},
      {{"1.1", "--json"}, "--json is about all lessons"},
      {{"01", "--list"}, "--list is about all lessons"}};
  for (const auto& [arguments, message] : wrong) {
    const Outcome outcome = tutorial(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << message;
    EXPECT_THAT(outcome.err, HasSubstr(message));
    EXPECT_EQ(outcome.out, "") << message;
  }
}

TEST_F(Tutorial, ShowsCommandsAsItWasCalled) {
  const Outcome outcome =
      run({"tutorial", "1.1", "Count from one to three."},
          {{"XDG_STATE_HOME", state_.path()}, {"CLAUDE_BEDROCK_TUTORIAL", "script/tutorial"}});
  EXPECT_THAT(outcome.out, HasSubstr("\n> script/tutorial 1.2 \"…\"\n"));
}

TEST_F(Tutorial, ACallThatFailedIsNoTry) {
  const Outcome outcome = tutorial({"1.1", "Count to three.", "--model", "no-such-model"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("BadRequestError"), Not(HasSubstr("== exercise"))));
}

TEST_F(Tutorial, ABrokenProgressFileIsSaidAndKept) {
  const TemporaryFolder home;
  std::filesystem::create_directory(state_.file("claude-bedrock"));
  state_.write("claude-bedrock/tutorial.json", "not json");
  const Outcome outcome = tutorial({"1.1", "Count from one to three."});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("is no progress of the tutorial"), HasSubstr("progress was not saved")));
  EXPECT_EQ(state_.read("claude-bedrock/tutorial.json"), "not json");
}

TEST_F(Tutorial, LiveItAsksClaude) {
  const LocalEndpoint endpoint(R"({"rules": [{"reply": {"text": "1, 2, 3"}}]})");
  Variables variables = endpoint.variables();
  variables["XDG_STATE_HOME"] = state_.path();
  const Outcome outcome = run({"tutorial", "1.1", "Do it", "--live"}, variables);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("answer of Claude "), HasSubstr("Solved."), Not(HasSubstr("recorded"))));
}

TEST_F(Tutorial, CheckProvesTheLessons) {
  const Outcome outcome = tutorial({"check"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("ok    01_Basic_Prompt_Structure.ipynb"), Not(HasSubstr("WRONG"))));
  const TemporaryFolder folder;
  folder.write("01_Broken.ipynb", "{");
  const Outcome broken = tutorial({"check", "--lessons", folder.path(), "--json"});
  EXPECT_EQ(broken.exit_code, 24);
  EXPECT_THAT(broken.out, HasSubstr("01_Broken.ipynb is no notebook"));
}

}  // namespace
}  // namespace anthropic::internal::cli
