#include "tutorial/kernel/completion.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>

#include <anthropic/model_catalog.hpp>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "tutorial/kernel/display/markdown.hpp"

namespace anthropic::internal::kernel {
namespace {

using tutorial::Directive;
using tutorial::DirectiveValue;
using tutorial::Language;
using tutorial::phrase;

/// The line of the cursor, and where it begins.
struct Line {
  std::string_view text = {};
  std::size_t begin = 0;
};

Line line_at(std::string_view cell, std::size_t cursor) {
  const std::size_t before = cursor == 0 ? std::string_view::npos : cell.rfind('\n', cursor - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return {cell.substr(begin, std::min(cell.find('\n', begin), cell.size()) - begin), begin};
}

/// The name of the directive that the line begins with; empty if it is none.
std::string_view directive_name(std::string_view line) {
  if (!line.starts_with('%')) return {};
  std::size_t end = 1;
  while (end < line.size() && (is_letter_or_digit(line[end]) || line[end] == '_')) ++end;
  return line.substr(1, end - 1);
}

const Directive* find_directive(std::string_view name) {
  for (const Directive& directive : tutorial::directives()) {
    if (directive.name == name) return &directive;
  }
  return nullptr;
}

/// All variables of a lesson: those that are set, and those that its cells set.
std::set<std::string> variable_names(const CompletionContext& context) {
  std::set<std::string> names;
  for (const auto& [name, value] : context.variables) names.insert(name);
  for (const tutorial::LessonCell& source : context.lesson.cells) {
    if (!source.is_code) continue;
    const auto cell = tutorial::read_cell(source.source, context.course.language());
    if (!cell) continue;
    for (const tutorial::Assignment& assignment : cell->assignments) names.insert(assignment.name);
    if (!cell->save.empty()) names.insert(cell->save);
  }
  return names;
}

std::vector<std::string> exercise_ids(const tutorial::Course& course) {
  std::vector<std::string> ids;
  for (const tutorial::Lesson& lesson : course.lessons()) {
    for (const tutorial::LessonCell& cell : lesson.cells) {
      if (cell.exercise) ids.push_back(cell.exercise->id);
    }
  }
  return ids;
}

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const ModelInfo& model : model_catalog()) {
    if (model.state == ModelState::retired) continue;
    if (!model.alias.empty()) names.emplace_back(model.alias);
    names.emplace_back(model.first_party_id);
  }
  return names;
}

std::vector<std::string> tool_names(const tutorial::Lesson& lesson) {
  std::vector<std::string> names;
  for (const tutorial::LessonTool& tool : lesson.tools) names.push_back(tool.tool.name);
  return names;
}

std::vector<std::string> text_files(const tutorial::Course& course) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(course.folder() + "/texts", failed))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// What a directive may take.
std::vector<std::string> values_of(std::string_view directive, const CompletionContext& context) {
  if (directive == "model") return model_names();
  if (directive == "lang") return {"en", "zh"};
  if (directive == "thinking") return {"adaptive", "disabled"};
  if (directive == "effort") return {"low", "medium", "high", "xhigh", "max"};
  if (directive == "tools") return tool_names(context.lesson);
  if (directive == "load") return text_files(context.course);
  if (directive == "exercise" || directive == "hint" || directive == "solution" || directive == "reset")
    return exercise_ids(context.course);
  if (directive == "tool_choice") {
    std::vector<std::string> values = tool_names(context.lesson);
    values.insert(values.begin(), {"auto", "any", "none"});
    return values;
  }
  if (directive == "set" || directive == "save") {
    const std::set<std::string> names = variable_names(context);
    return {names.begin(), names.end()};
  }
  return {};
}

/// Where the word before the cursor begins.
std::size_t word_begin(std::string_view text, std::size_t cursor) {
  while (cursor > 0 && text[cursor - 1] != ' ' && text[cursor - 1] != '\n' && text[cursor - 1] != '=')
    --cursor;
  return cursor;
}

bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

/// Where the '{' of the variable stands that is written at the cursor; none if there is none.
std::optional<std::size_t> variable_begin(std::string_view text, std::size_t cursor) {
  while (cursor > 0 && is_name_character(text[cursor - 1])) --cursor;
  if (cursor == 0 || text[cursor - 1] != '{') return {};
  return cursor - 1;
}

Shown variable_shown(const std::string& name, const CompletionContext& context) {
  const auto found = context.variables.find(name);
  if (found != context.variables.end())
    return {"`{" + name + "}`\n\n" + code_block(found->second), "{" + name + "}\n" + found->second};
  if (!variable_names(context).contains(name)) return {};
  const std::string text =
      phrase(context.course.language(), "{%1} is not set yet.", "{%1} 还没有设置。", {name});
  return {markdown_text(text), text};
}

Shown exercise_shown(std::string_view id, const CompletionContext& context) {
  const tutorial::CellPlace place = context.course.find_exercise(id);
  if (!place) return {};
  const Language language = context.course.language();
  const tutorial::ExerciseProgress progress = context.state.exercise(std::string(id));
  const std::string state = progress.is_solved()
                                ? phrase(language, "Solved.", "完成了。")
                                : phrase(language, "Not yet. Tries: %1.", "还没有。尝试次数：%1。",
                                         {std::to_string(progress.attempts)});
  const std::string text = std::string(id) + " " + place.cell->exercise->title.in(language) + "\n" + state;
  return {markdown_text(text), text};
}

}  // namespace

Completion complete(std::string_view cell, std::size_t cursor, const CompletionContext& context) {
  cursor = std::min(cursor, cell.size());
  Completion completion{.begin = cursor, .end = cursor};
  const auto offer = [&](const std::string& value) {
    if (value.starts_with(cell.substr(completion.begin, cursor - completion.begin)))
      completion.matches.push_back(value);
  };
  if (const auto brace = variable_begin(cell, cursor)) {
    completion.begin = *brace;
    for (const std::string& name : variable_names(context)) offer("{" + name + "}");
    if (cursor < cell.size() && cell[cursor] == '}') ++completion.end;
    return completion;
  }
  const Line line = line_at(cell, cursor);
  const std::string_view name = directive_name(line.text);
  if (!line.text.starts_with('%') || line.text.starts_with("%%")) return completion;
  if (cursor <= line.begin + 1 + name.size()) {
    completion.begin = line.begin;
    if (cursor == line.begin) return completion;
    for (const Directive& directive : tutorial::directives()) offer("%" + std::string(directive.name));
    return completion;
  }
  completion.begin = word_begin(cell, cursor);
  for (const std::string& value : values_of(name, context)) offer(value);
  return completion;
}

Shown inspect(std::string_view cell, std::size_t cursor, const CompletionContext& context) {
  cursor = std::min(cursor, cell.size());
  std::size_t inside = cursor;
  if (inside > 0 && cell[inside - 1] == '}') --inside;
  if (const auto brace = variable_begin(cell, inside)) {
    std::size_t end = *brace + 1;
    while (end < cell.size() && is_name_character(cell[end])) ++end;
    return variable_shown(std::string(cell.substr(*brace + 1, end - *brace - 1)), context);
  }
  const Line line = line_at(cell, cursor);
  const Directive* directive = find_directive(directive_name(line.text));
  if (!directive) return {};
  const std::string_view value = trim(line.text.substr(1 + directive->name.size()));
  if (cursor > line.begin + 1 + directive->name.size()) {
    const bool sets = directive->name == "set" || directive->name == "load" || directive->name == "save";
    Shown shown = sets ? variable_shown(std::string(trim(value.substr(0, value.find('=')))), context)
                       : exercise_shown(value, context);
    if (!shown.empty()) return shown;
  }
  const std::string_view about =
      context.course.language() == Language::zh ? directive->about_zh : directive->about_en;
  return {code_span(directive->usage) + "\n\n" + markdown_text(about) + "\n",
          std::string(directive->usage) + "\n" + std::string(about) + "\n"};
}

Completeness completeness_of(std::string_view cell, Language language) {
  bool is_in_block = false;
  for (std::size_t begin = 0; begin < cell.size();) {
    const Line line = line_at(cell, begin);
    const std::string_view name = directive_name(line.text);
    if (const Directive* directive = find_directive(name))
      is_in_block =
          directive->value == DirectiveValue::block && trim(line.text.substr(1 + name.size())).empty();
    if (name == "end") is_in_block = false;
    begin += line.text.size() + 1;
  }
  if (is_in_block && !cell.ends_with('\n')) return Completeness::incomplete;
  const auto read = tutorial::read_cell(cell, language);
  if (!read) return Completeness::invalid;
  return read->needs_prompt && !read->has_prompt() ? Completeness::incomplete : Completeness::complete;
}

std::size_t bytes_of(std::string_view text, long long characters) {
  if (characters < 0) return text.size();
  std::size_t at = 0;
  for (; at < text.size() && characters > 0; --characters)
    at += std::max<std::size_t>(1, utf8_length(text.substr(at)));
  return std::min(at, text.size());
}

}  // namespace anthropic::internal::kernel
