#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "tutorial/small_course.hpp"

namespace anthropic::internal::tutorial {
namespace {

using internal::testing::TemporaryFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string why(const std::string& text) {
  const auto lesson = read_lesson(text, "01_One.ipynb", Language::en);
  return lesson ? "it was read" : lesson.error().message + " " + lesson.error().hint;
}

TEST(Lesson, IsRead) {
  const Lesson lesson =
      lesson_of(exercise_cell() + "," + code_cell("try", "Hello", "{}", R"(["playground"])"));
  EXPECT_EQ(lesson.id, "01");
  EXPECT_EQ(lesson.title.in(Language::zh), "一");
  ASSERT_EQ(lesson.cells.size(), 2u);
  EXPECT_EQ(lesson.cells[0].exercise->id, "1.1");
  EXPECT_EQ(lesson.cells[0].exercise->rules.size(), 2u);
  EXPECT_EQ(lesson.cells[0].replies.size(), 4u);
  EXPECT_TRUE(lesson.cells[1].is_playground);
}

TEST(Lesson, ABadNotebookIsNamedWithCellAndLine) {
  EXPECT_THAT(why("{"), HasSubstr("01_One.ipynb is no notebook: "));
  EXPECT_THAT(why("[]"), HasSubstr("nbformat 4.5"));
  EXPECT_THAT(why(R"({"nbformat": 4, "nbformat_minor": 4, "cells": []})"), HasSubstr("nbformat 4.5"));
  EXPECT_THAT(why(notebook("", R"(, "titel": "x")")),
              HasSubstr("tutorial.titel is not known Did you mean title?"));
  EXPECT_THAT(why(notebook(code_cell("a", "x") + "," + code_cell("a", "y"))),
              HasSubstr("cell a is there twice"));
  EXPECT_THAT(why(notebook(code_cell("", "x"))), HasSubstr("cell number 1 has no id"));
  EXPECT_THAT(why(notebook(code_cell("a", "hi\n%sytem x"))),
              HasSubstr("01_One.ipynb, cell a, line 2: %sytem is no directive"));
  EXPECT_THAT(why(notebook(code_cell("a", "%exercise 1.1\nx"))), HasSubstr("and none in its metadata"));
  EXPECT_THAT(why(notebook(exercise_cell("Hello"))), HasSubstr("and no %exercise"));
  EXPECT_THAT(why(notebook(code_cell("a", "x", R"({"replies": [{"txt": "x"}]})"))),
              HasSubstr("cell a.replies[0].txt is not known Did you mean text?"));
  EXPECT_THAT(why(notebook(code_cell("a", "x", R"({"replies": [{"when": {"contains": 5}, "text": "x"}]})"))),
              HasSubstr("cell a.replies[0].when.contains should be a text"));
}

TEST(Course, FindsLessonsExercisesAndCells) {
  const Course course =
      course_of(exercise_cell() + "," + code_cell("hi", "Hello", R"({"replies": [{"text": "x"}]})"));
  EXPECT_TRUE(course.find_lesson("1"));
  EXPECT_TRUE(course.find_lesson("one"));
  const auto missing = course.find_lesson("07");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message + missing.error().hint, AllOf(HasSubstr("\"07\""), HasSubstr("01")));
  const auto exercise = course.find_lesson("1.7");
  ASSERT_FALSE(exercise);
  EXPECT_EQ(exercise.error().message + "; " + exercise.error().hint,
            "there is no exercise \"1.7\"; Lesson 01 has: 1.1.");
  EXPECT_EQ(course.find_exercise("1.1").cell->id, "exercise-1-1");
  EXPECT_FALSE(course.find_exercise("9.9"));
  EXPECT_EQ(course.find_source("\nHello\n").cell->id, "hi");
  EXPECT_FALSE(course.find_source("Hello!"));
  EXPECT_EQ(course.find_cell("hi").lesson->id, "01");
}

TEST(Course, ReadsAFolderInALanguage) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.file("zh"));
  folder.write("01_One.ipynb", notebook(code_cell("hi", "Hello")));
  folder.write("10.1_Ten.ipynb", [] {
    std::string text = notebook("");
    return text.replace(text.find("\"01\""), 4, "\"10.1\"");
  }());
  folder.write("09_Nine.ipynb", [] {
    std::string text = notebook("");
    return text.replace(text.find("\"01\""), 4, "\"09\"");
  }());
  folder.write("zh/01_One.ipynb", notebook(code_cell("hi", "你好")));
  const auto course = Course::read(folder.path(), Language::zh);
  ASSERT_TRUE(course) << course.error();
  ASSERT_EQ(course->lessons().size(), 3u);
  EXPECT_EQ(course->lessons()[0].cells[0].source, "你好");
  EXPECT_EQ(course->lessons()[1].id, "09");
  EXPECT_EQ(course->lessons()[2].id, "10.1");
}

TEST(Course, ReadsOnlyTheLessonThatIsWanted) {
  const TemporaryFolder folder;
  folder.write("01_One.ipynb", notebook(exercise_cell()));
  folder.write("10.1_Ten.ipynb", "no notebook");
  for (const char* name : {"01", "1", "1.1"}) {
    const auto course = Course::read_lesson_of(name, folder.path(), Language::en);
    ASSERT_TRUE(course) << name << ": " << course.error();
    EXPECT_FALSE(course->is_whole());
    EXPECT_EQ(course->lessons().size(), 1u);
  }
  for (const char* name : {"one", "", "10.1", "10.1.1", "02", "1.9"}) {
    EXPECT_FALSE(Course::read_lesson_of(name, folder.path(), Language::en))
        << name << " needs the broken one";
  }
  std::filesystem::remove(folder.file("10.1_Ten.ipynb"));
  EXPECT_TRUE(Course::read_lesson_of("one", folder.path(), Language::en)->is_whole());
}

TEST(Course, AFolderWithoutLessonsIsAnError) {
  const TemporaryFolder folder;
  const auto course = Course::read(folder.path(), Language::en);
  ASSERT_FALSE(course);
  EXPECT_THAT(course.error().message, HasSubstr("there are no lessons in"));
}

TEST(Course, TextFilesComeFromItsFolderOnly) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.file("texts"));
  folder.write("texts/a.txt", "long");
  folder.write("01_One.ipynb", notebook(code_cell("hi", "Hello")));
  const auto course = Course::read(folder.path(), Language::en);
  ASSERT_TRUE(course);
  EXPECT_EQ(*course->read_text_file("a.txt"), "long");
  EXPECT_FALSE(course->read_text_file("../01_One.ipynb"));
  EXPECT_FALSE(course->read_text_file("b.txt"));
}

}  // namespace
}  // namespace anthropic::internal::tutorial
