#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>
#include <anthropic/tool.hpp>

#include "tutorial/graders/grade.hpp"
#include "tutorial/graders/rule.hpp"
#include "tutorial/language/language.hpp"

namespace anthropic::internal::tutorial {

/// What a tool answers in a lesson.
struct ToolResult {
  Json if_input = {};  ///< Members that the input has; null: any input.
  std::string text = {};
  bool is_error = false;
};

/// A tool, and who answers for it.
struct LessonTool {
  Tool tool = {};
  std::vector<ToolResult> results = {};
};

/// From the JSON of the API with `results` in it.
Result<LessonTool> read_tool(const Json& json, const std::string& where);

struct RecordedCitation {
  std::size_t document = 0;  ///< Among those of the request, from 0 on.
  std::string quote = {};
};

/// A recorded answer: practice material, not Claude.
struct RecordedReply {
  std::optional<Rule> when = {};
  int part = 0;     ///< Of %compare, from 1 on; 0: any.
  Json reply = {};  ///< As the local endpoint reads it: text, tool_use, stop_reason.
  std::string thinking = {};
  Json usage = {};  ///< Counts that stand instead of the endpoint's; null: none.
  std::vector<RecordedCitation> citations = {};
  std::vector<RecordedReply> then = {};  ///< At most one: what follows the results of its tools.
};

/// An answer that the rules are tried on.
struct Sample {
  Json material = {};  ///< Of an object, the members that differ from the solution.
  std::string answer = {};
};

struct Exercise {
  std::string id = {};
  LocalText title = {};
  LocalText explanation = {};
  std::vector<Rule> rules = {};
  std::vector<LocalText> hints = {};
  std::string solution = {};  ///< The text of a cell.
  std::vector<Sample> good = {};
  std::vector<Sample> bad = {};
};

struct LessonCell {
  std::string id = {};
  bool is_code = false;
  bool is_playground = false;
  std::string source = {};
  std::vector<RecordedReply> replies = {};
  std::optional<Exercise> exercise = {};
};

/// A notebook.
struct Lesson {
  std::string file = {};  ///< Its name, without the folder.
  Language language = Language::en;
  std::string id = {};
  LocalText title = {};
  LocalText summary = {};
  std::int64_t max_tokens = 2000;
  std::vector<LessonTool> tools = {};
  std::vector<LessonCell> cells = {};

  const LessonCell* find_cell(std::string_view cell_id) const;
  const LessonTool* find_tool(std::string_view name) const;
};

/// Reads a notebook. Failures name the file, the cell and, where there is one, the line; of
/// ErrorKind::configuration.
Result<Lesson> read_lesson(std::string_view notebook, std::string file, Language language);

}  // namespace anthropic::internal::tutorial
