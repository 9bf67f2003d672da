#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>

#include "tutorial/notebook/course.hpp"

namespace anthropic::internal::tutorial {

/// A notebook around cells, which are JSON.
inline std::string notebook(std::string_view cells, std::string_view more = "") {
  return R"({"nbformat": 4, "nbformat_minor": 5, "metadata": {
    "kernelspec": {"name": "claude-prompt", "display_name": "Claude prompts", "language": "claude-prompt"},
    "tutorial": {"id": "01", "title": {"en": "One", "zh": "一"}, "summary": {"en": "S", "zh": "摘要"})" +
         std::string(more) + R"(}},
    "cells": [)" +
         std::string(cells) + "]}";
}

inline std::string code_cell(std::string_view id, std::string_view source, std::string_view tutorial = "{}",
                             std::string_view tags = "[]") {
  return R"({"cell_type": "code", "id": ")" + std::string(id) + R"(", "execution_count": null, "outputs": [],
    "metadata": {"tags": )" +
         std::string(tags) + R"(, "tutorial": )" + std::string(tutorial) + R"(}, "source": )" +
         Json(source).dump() + "}";
}

/// An exercise: say "please".
inline std::string exercise_cell(std::string_view source = "%exercise 1.1\nHello") {
  return code_cell("exercise-1-1", source, R"({
    "exercise": {
      "title": {"en": "T", "zh": "题"},
      "grade": [{"contains": "thank", "say": {"en": "it thanks", "zh": "致谢"}}, {"words": {"max": 5}}],
      "hints": [{"en": "First.", "zh": "其一。"}, {"en": "Second.", "zh": "其二。"}],
      "solution": "%exercise 1.1\nHello, please",
      "good": ["thanks", "Thank you", "THANKS!"], "bad": ["no", "", "thanks thanks thanks thanks thanks thanks"]},
    "replies": [
      {"when": {"contains": "please"}, "text": "Thank you!"},
      {"when": {"contains": "decline"}, "text": "I cannot help with that.", "stop_reason": "refusal"},
      {"when": {"contains": "empty"}, "text": " "},
      {"text": "What?"}]})");
}

inline Lesson lesson_of(std::string_view cells, std::string_view more = "",
                        Language language = Language::en) {
  auto lesson = read_lesson(notebook(cells, more), "01_One.ipynb", language);
  if (!lesson) lesson.error().raise();
  return *std::move(lesson);
}

inline Course course_of(std::string_view cells, std::string_view more = "") {
  return Course::of("/nowhere", Language::en, {lesson_of(cells, more)});
}

}  // namespace anthropic::internal::tutorial
