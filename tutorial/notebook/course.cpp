#include "tutorial/notebook/course.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/errors.hpp"
#include "base/file/files.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal::tutorial {
namespace {

/// "10.2" after "09": by the numbers in it.
std::vector<int> order_of(std::string_view id) {
  std::vector<int> numbers = {0};
  for (const char c : id) {
    if (c == '.') {
      numbers.push_back(0);
    } else if (c >= '0' && c <= '9') {
      numbers.back() = std::min(numbers.back(), 10'000) * 10 + (c - '0');
    }
  }
  return numbers;
}

bool is_number(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// Of the lesson that has that number, or the exercise with it: by the file's name; empty if none has.
std::string notebook_of(std::string_view number, const std::vector<std::string>& files) {
  for (const std::string_view wanted : {number, number.substr(0, number.rfind('.'))}) {
    for (const std::string& file : files) {
      if (order_of(file.substr(0, file.find('_'))) == order_of(wanted)) return file;
    }
  }
  return {};
}

std::string read_file_or_empty(const std::string& path) {
  const auto bytes = RealFiles().read(path);
  return bytes && *bytes ? **bytes : std::string();
}

std::string program_folder() {
  std::error_code failed;
  return std::filesystem::read_symlink("/proc/self/exe", failed).parent_path().string();
}

}  // namespace

std::string Course::folder(const std::string& given, const Environment& environment) {
  if (!given.empty()) return given;
  if (const auto named = environment.get("CLAUDE_BEDROCK_LESSONS")) return *named;
  return program_folder() + "/" + CLAUDE_BEDROCK_LESSONS_BESIDE_PROGRAM;
}

std::vector<std::string> Course::notebooks(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".ipynb") && !name.starts_with(".")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<Course> Course::read(const std::string& folder, Language language) {
  return read_files(notebooks(folder), folder, language);
}

Result<Course> Course::read_lesson_of(const std::string& name, const std::string& folder, Language language) {
  const std::vector<std::string> files = notebooks(folder);
  const std::string file = is_number(name) ? notebook_of(name, files) : "";
  if (file.empty()) return read_files(files, folder, language);
  auto course = read_files({file}, folder, language);
  if (course && !course->find_exercise(name) && !course->find_lesson(name))
    return read_files(files, folder, language);
  if (course) course->is_whole_ = false;
  return course;
}

Result<Course> Course::read_files(const std::vector<std::string>& names, const std::string& folder,
                                  Language language) {
  Course course;
  course.folder_ = folder;
  course.language_ = language;
  for (const std::string& name : names) {
    std::string bytes = language == Language::zh ? read_file_or_empty(folder + "/zh/" + name) : "";
    if (bytes.empty()) {
      auto read = RealFiles().read(folder + "/" + name);
      if (!read) return read.error();
      bytes = read->value_or("");
    }
    auto lesson = read_lesson(bytes, name, language);
    if (!lesson) return lesson.error();
    course.lessons_.push_back(*std::move(lesson));
  }
  if (course.lessons_.empty())
    return configuration_error("there are no lessons in " + folder,
                               "Name their folder with --lessons, or in CLAUDE_BEDROCK_LESSONS.");
  std::stable_sort(course.lessons_.begin(), course.lessons_.end(),
                   [](const Lesson& a, const Lesson& b) { return order_of(a.id) < order_of(b.id); });
  return course;
}

Course Course::of(std::string folder, Language language, std::vector<Lesson> lessons) {
  Course course;
  course.folder_ = std::move(folder);
  course.language_ = language;
  course.lessons_ = std::move(lessons);
  return course;
}

Result<const Lesson*> Course::find_lesson(std::string_view name) const {
  for (const Lesson& lesson : lessons_) {
    if (lesson.id == name || (is_number(name) && order_of(lesson.id) == order_of(name))) return &lesson;
    if (!is_number(name) && !name.empty() && icontains(lesson.file, name)) return &lesson;
  }
  if (auto missing = missing_exercise(name)) return *std::move(missing);
  std::string ids;
  for (const Lesson& lesson : lessons_) ids += (ids.empty() ? "" : ", ") + lesson.id;
  return configuration_error(phrase(language_, "there is no lesson %1", "没有第 %1 课", {in_quotes(name)}),
                             phrase(language_, "There are: %1.", "有：%1。", {ids}));
}

/// What to say of the number of an exercise that the lesson does not have: "1.9".
std::optional<Error> Course::missing_exercise(std::string_view name) const {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || !is_number(name)) return {};
  for (const Lesson& lesson : lessons_) {
    if (order_of(lesson.id) != order_of(name.substr(0, dot))) continue;
    std::string ids;
    for (const LessonCell& cell : lesson.cells) {
      if (cell.exercise) ids += (ids.empty() ? "" : ", ") + cell.exercise->id;
    }
    if (ids.empty()) return {};
    return configuration_error(phrase(language_, "there is no exercise %1", "没有练习 %1", {in_quotes(name)}),
                               phrase(language_, "Lesson %1 has: %2.", "第 %1 课有：%2。", {lesson.id, ids}));
  }
  return {};
}

CellPlace Course::find_exercise(std::string_view id) const {
  for (const Lesson& lesson : lessons_) {
    for (const LessonCell& cell : lesson.cells) {
      if (cell.exercise && cell.exercise->id == id) return {&lesson, &cell};
    }
  }
  return {};
}

CellPlace Course::find_source(std::string_view source, const Lesson* near) const {
  const auto find_in = [&](const Lesson& lesson) -> CellPlace {
    for (const LessonCell& cell : lesson.cells) {
      if (cell.is_code && trim(cell.source) == trim(source) && !cell.replies.empty()) return {&lesson, &cell};
    }
    return {};
  };
  if (near) {
    if (const CellPlace place = find_in(*near)) return place;
  }
  for (const Lesson& lesson : lessons_) {
    if (const CellPlace place = find_in(lesson)) return place;
  }
  return {};
}

CellPlace Course::find_cell(std::string_view id) const {
  for (const Lesson& lesson : lessons_) {
    if (const LessonCell* cell = lesson.find_cell(id)) return {&lesson, cell};
  }
  return {};
}

Result<std::string> Course::read_text_file(std::string_view name) const {
  if (name.find("..") != std::string_view::npos || name.starts_with('/'))
    return configuration_error("only files in " + folder_ + "/texts can be loaded");
  const std::string path = folder_ + "/texts/" + std::string(name);
  auto bytes = RealFiles().read(path);
  if (!bytes) return bytes.error();
  if (!*bytes) return configuration_error("there is no file " + path);
  return **std::move(bytes);
}

}  // namespace anthropic::internal::tutorial
