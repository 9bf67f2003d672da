#include "tutorial/check/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "tutorial/small_course.hpp"

namespace anthropic::internal::tutorial {
namespace {

using internal::testing::TemporaryFolder;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kPlayground =
    code_cell("play", "Hi", R"({"replies": [{"text": "Hi."}]})", R"(["playground"])");

std::vector<std::string> problems(const std::string& text) {
  const TemporaryFolder folder;
  folder.write("01_One.ipynb", text);
  const auto reports = check_lessons({.folder = folder.path()});
  EXPECT_EQ(reports.size(), 1u);
  return reports.empty() ? std::vector<std::string>() : reports[0].problems;
}

/// The exercise with one thing replaced.
std::vector<std::string> problems_with(const std::string& from, const std::string& to) {
  std::string cell = exercise_cell();
  const std::size_t at = cell.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  cell.replace(at, from.size(), to);
  return problems(notebook(cell + "," + kPlayground));
}

TEST(Check, AGoodLessonHasNoProblems) {
  EXPECT_THAT(problems(notebook(exercise_cell() + "," + kPlayground)), IsEmpty());
}

TEST(Check, AnExerciseThatPassesUntouchedIsFound) {
  EXPECT_THAT(problems_with("What?", "Thanks"), Contains(HasSubstr("solved as it stands")));
}

TEST(Check, ASolutionThatFailsIsFound) {
  EXPECT_THAT(problems_with("Hello, please", "Hello, you"),
              Contains(HasSubstr("the solution does not pass: it thanks")));
  EXPECT_THAT(problems_with("%exercise 1.1\\nHello, please", "Hello, please"),
              Contains(HasSubstr("should hold %exercise")));
}

TEST(Check, SamplesThatAreJudgedWronglyAreFound) {
  EXPECT_THAT(problems_with("\"THANKS!\"", "\"Cheers\""),
              Contains(HasSubstr("good[2] is refused: it thanks")));
  EXPECT_THAT(problems_with("\"no\"", "\"thanks\""), Contains(HasSubstr("bad[0] passes")));
  EXPECT_THAT(problems_with(", \"THANKS!\"", ""), Contains(HasSubstr("fewer than three good")));
}

TEST(Check, WhatIsMissingIsFound) {
  EXPECT_THAT(problems_with(", \"zh\": \"其二。\"", ""),
              Contains(HasSubstr("hints: there is no Chinese text")));
  EXPECT_THAT(problems(notebook(exercise_cell())), Contains(HasSubstr("there is no playground")));
  EXPECT_THAT(problems(notebook(code_cell("new", "Hi there") + "," + kPlayground)),
              Contains(HasSubstr("new: there is no recorded answer")));
  EXPECT_THAT(problems(notebook(code_cell("new", "Hi {THERE}") + "," + kPlayground)),
              Contains(HasSubstr("new, line 1: {THERE} is not set")));
  EXPECT_THAT(problems("{"), Contains(HasSubstr("is no notebook")));
}

TEST(Check, WhatJupyterLeavesBehindIsFound) {
  EXPECT_THAT(problems_with("\"execution_count\": null", "\"execution_count\": 3"),
              Contains(HasSubstr("outputs should be []")));
}

TEST(Check, AChineseNotebookHasTheSameCells) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.file("zh"));
  folder.write("01_One.ipynb", notebook(kPlayground));
  folder.write("zh/01_One.ipynb", notebook(exercise_cell() + "," + kPlayground));
  const auto reports = check_lessons({.folder = folder.path()});
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[1].file, "zh/01_One.ipynb");
  EXPECT_THAT(reports[1].problems, Contains(HasSubstr("are not those of the English notebook")));
}

TEST(Check, TheLessonsOfTheTutorialAreRight) {
  for (const LessonReport& report : check_lessons({.folder = LESSONS_FOLDER}))
    EXPECT_THAT(report.problems, IsEmpty()) << report.file;
}

}  // namespace
}  // namespace anthropic::internal::tutorial
