#include "tutorial/kernel/display/cell_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tutorial/small_course.hpp"

namespace anthropic::internal::kernel {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using tutorial::code_cell;
using tutorial::course_of;
using tutorial::exercise_cell;
using tutorial::Language;

tutorial::CellRun run(const std::string& cells, std::string_view source) {
  tutorial::Session session(course_of(cells), {});
  auto result = session.run(source, {});
  EXPECT_TRUE(result) << result.error();
  return result ? *result : tutorial::CellRun{.parts = {{}}};
}

tutorial::PartRun part_of(std::string_view source) {
  return run(code_cell("hi", "Hello", R"({"replies": [{"text": "Hi."}]})"), source).parts.at(0);
}

TEST(RequestShown, IsAllThatIsSentFoldedAway) {
  const Shown shown =
      request_shown(part_of("%system Be <brief>.\n%stop END\n%temperature 0\nHello"), Language::en);
  EXPECT_THAT(shown.markdown, AllOf(HasSubstr("<details><summary>What is sent to Claude "),
                                    HasSubstr("```text\nBe <brief>.\n```"), HasSubstr("```text\nHello\n```"),
                                    HasSubstr("stop\\_sequences: `[\"END\"]`"), HasSubstr("</details>")));
  EXPECT_THAT(shown.text, AllOf(HasSubstr("== system\nBe <brief>.\n"), HasSubstr("== prompt\nHello\n"),
                                Not(HasSubstr("details"))));
}

TEST(AnswerShown, SaysWhatIsNotClaude) {
  tutorial::PartRun part{.model = "claude-haiku-4-5", .is_recorded = true};
  const std::vector<AnswerPiece> pieces = {{AnswerPiece::Kind::thinking, "Hm <1>\nso"},
                                           {AnswerPiece::Kind::tool, "tool weather {}: rain"},
                                           {AnswerPiece::Kind::text, "It <b>rains</b>."}};
  const Shown recorded = answer_shown(part, pieces, Language::en);
  EXPECT_THAT(recorded.markdown,
              AllOf(HasSubstr("recorded practice material, not Claude"), HasSubstr("> Hm &lt;1>\n> so"),
                    HasSubstr("`tool weather {}: rain`"), HasSubstr("It &lt;b>rains&lt;/b>.")));
  EXPECT_THAT(recorded.text, HasSubstr("It <b>rains</b>."));
  part.is_recorded = false;
  EXPECT_THAT(answer_shown(part, pieces, Language::en).text, HasSubstr("answer of Claude Haiku 4.5"));
}

TEST(EndShown, TellsTokensAndCost) {
  EXPECT_THAT(end_shown(part_of("Hello"), Language::en).text,
              AllOf(HasSubstr("input tokens"), HasSubstr("would cost about $")));
}

TEST(EndShown, TellsHowItEnded) {
  tutorial::PartRun part{.outcome = tutorial::Outcome::refused};
  EXPECT_THAT(end_shown(part, Language::en).text, HasSubstr("declined"));
  part.outcome = tutorial::Outcome::failed;
  part.error = Error{.kind = ErrorKind::rate_limit, .message = "too <many>", .hint = "Wait."};
  const Shown shown = end_shown(part, Language::en);
  EXPECT_THAT(shown.text, AllOf(HasSubstr("too <many>"), HasSubstr("Wait.")));
  EXPECT_THAT(shown.markdown, HasSubstr("too &lt;many>"));
}

TEST(ExerciseShown, HasTicksAndCrosses) {
  const auto failed = run(exercise_cell(), "%exercise 1.1\nHello");
  ASSERT_TRUE(failed.exercise);
  const Shown shown = exercise_shown(*failed.exercise, Language::en);
  EXPECT_THAT(shown.text, AllOf(HasSubstr("\xE2\x9C\x97 it thanks"), HasSubstr("Not yet. Tries: 1."),
                                HasSubstr("A hint is open: %hint 1.1")));
  const auto solved = run(exercise_cell(), "%exercise 1.1\nHello, please");
  ASSERT_TRUE(solved.exercise);
  EXPECT_THAT(exercise_shown(*solved.exercise, Language::en).text,
              AllOf(HasSubstr("\xE2\x9C\x93 it thanks"), HasSubstr("Solved.")));
  EXPECT_THAT(exercise_shown(*solved.exercise, Language::zh).markdown, HasSubstr("完成了"));
}

TEST(WordsShown, AreWhatDirectivesSay) {
  const std::string cells = exercise_cell();
  EXPECT_THAT(words_shown(run(cells, "%hint 1.1")).text, HasSubstr("Try exercise 1.1 first"));
  EXPECT_THAT(words_shown(run(cells, "%cpp\nHello")).markdown, HasSubstr("```cpp\n#include <"));
}

}  // namespace
}  // namespace anthropic::internal::kernel
