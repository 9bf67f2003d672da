#include "tutorial/runner/cpp_program.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

#include "tutorial/runner/request.hpp"
#include "tutorial/small_course.hpp"

namespace anthropic::internal::tutorial {
namespace {

// sample_program.txt is compiled and run as a test of its own.
TEST(CppProgram, IsTheSampleThatIsCompiled) {
  const Lesson lesson = lesson_of(code_cell("hi", "Hello"));
  const auto cell = read_cell(
      "%system\nYou are \"brief\".\nAnd kind.\n%user A \\ and a ?\n%assistant Yes.\n%user Then )\" this\nin "
      "two "
      "lines\n%document Notes\nIt rained.\n%stop END\n%max_tokens 300\n%effort low\n%thinking "
      "adaptive\n%tools "
      "[{\"name\": \"weather\", \"description\": \"d\"}]\n%tool_choice none\n",
      Language::en);
  ASSERT_TRUE(cell) << cell.error();
  const auto request = build_request(cell->parts[0].prompt, {lesson, {}, "claude-opus-4-6", Language::en});
  ASSERT_TRUE(request) << request.error();
  std::ifstream file(SAMPLE_PROGRAM);
  const std::string sample(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(cpp_program(request->params), sample);
}

}  // namespace
}  // namespace anthropic::internal::tutorial
