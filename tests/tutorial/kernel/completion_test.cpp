#include "tutorial/kernel/completion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tutorial/small_course.hpp"

namespace anthropic::internal::kernel {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using tutorial::code_cell;
using tutorial::course_of;
using tutorial::exercise_cell;

class CompletionTest : public ::testing::Test {
 protected:
  Completion complete(std::string_view cell) { return kernel::complete(cell, cell.size(), context_); }
  std::vector<std::string> matches(std::string_view cell) { return complete(cell).matches; }
  std::string inspected(std::string_view cell) { return inspect(cell, cell.size(), context_).text; }

  const tutorial::Course course_ = course_of(
      code_cell("set", "%set TOPIC = tides\nHello") + "," + exercise_cell(),
      R"(, "tools": [{"name": "weather", "description": "d", "input_schema": {"type": "object"}}])");
  const tutorial::Variables variables_ = {{"NAME", "Ann"}};
  tutorial::ProgressState state_ = {.exercises = {{"1.1", {.attempts = 2}}}};
  CompletionContext context_{course_, course_.lessons().front(), variables_, state_};
};

TEST_F(CompletionTest, Directives) {
  const Completion completion = complete("Hello\n%sy");
  EXPECT_THAT(completion.matches, ElementsAre("%system"));
  EXPECT_EQ(completion.begin, 6u);
  EXPECT_EQ(completion.end, 9u);
  EXPECT_THAT(matches("%"), Contains("%model"));
}

TEST_F(CompletionTest, ThePromptIsTheLearners) {
  EXPECT_THAT(matches("sy"), IsEmpty());
  EXPECT_THAT(matches("%%sy"), IsEmpty());
  EXPECT_THAT(matches(""), IsEmpty());
}

TEST_F(CompletionTest, WhatDirectivesTake) {
  EXPECT_THAT(matches("%exercise "), ElementsAre("1.1"));
  EXPECT_THAT(matches("%hint 1"), ElementsAre("1.1"));
  EXPECT_THAT(matches("%lang "), ElementsAre("en", "zh"));
  EXPECT_THAT(matches("%effort x"), ElementsAre("xhigh"));
  EXPECT_THAT(matches("%tools "), ElementsAre("weather"));
  EXPECT_THAT(matches("%tool_choice a"), ElementsAre("auto", "any"));
  EXPECT_THAT(matches("%model hai"), ElementsAre("haiku"));
  EXPECT_THAT(matches("%max_tokens "), IsEmpty());
}

TEST_F(CompletionTest, Variables) {
  const Completion completion = complete("About {");
  EXPECT_THAT(completion.matches, ElementsAre("{NAME}", "{TOPIC}"));
  EXPECT_EQ(completion.begin, 6u);
  EXPECT_THAT(matches("{X"), IsEmpty());
  const Completion closed = kernel::complete("{NA}", 3, context_);
  EXPECT_THAT(closed.matches, ElementsAre("{NAME}"));
  EXPECT_EQ(closed.end, 4u);
}

TEST_F(CompletionTest, InspectTellsWhatStandsThere) {
  EXPECT_THAT(inspected("%system"), HasSubstr("The system prompt"));
  EXPECT_THAT(inspected("{NAME}"), HasSubstr("Ann"));
  EXPECT_THAT(inspected("%set NAME"), HasSubstr("Ann"));
  EXPECT_THAT(inspected("%exercise 1.1"), HasSubstr("Tries: 2"));
  EXPECT_THAT(inspected("%nothing"), IsEmpty());
  EXPECT_THAT(inspected("Hello"), IsEmpty());
}

TEST_F(CompletionTest, WhetherACellIsComplete) {
  const auto is = [](std::string_view cell) { return completeness_of(cell, tutorial::Language::en); };
  EXPECT_EQ(is("Hello"), Completeness::complete);
  EXPECT_EQ(is(""), Completeness::complete);
  EXPECT_EQ(is("%hint 1.1"), Completeness::complete);
  EXPECT_EQ(is("%system"), Completeness::incomplete);
  EXPECT_EQ(is("%system\nYou are brief."), Completeness::incomplete);
  EXPECT_EQ(is("%system\nYou are brief.\n%end\nHello"), Completeness::complete);
  EXPECT_EQ(is("%system You are brief."), Completeness::incomplete);
  EXPECT_EQ(is("%nonsense"), Completeness::invalid);
}

TEST(BytesOf, CountsCharacters) {
  EXPECT_EQ(bytes_of("aäb", 2), 3u);
  EXPECT_EQ(bytes_of("aäb", 9), 4u);
  EXPECT_EQ(bytes_of("aäb", -1), 4u);
  EXPECT_EQ(bytes_of("\xFF\xFF", 1), 1u);
}

}  // namespace
}  // namespace anthropic::internal::kernel
