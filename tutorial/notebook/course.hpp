#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/result.hpp>

#include "base/environment.hpp"
#include "tutorial/notebook/lesson.hpp"

namespace anthropic::internal::tutorial {

/// A cell of a lesson. Both live as long as the course.
struct CellPlace {
  const Lesson* lesson = nullptr;
  const LessonCell* cell = nullptr;

  explicit operator bool() const { return cell != nullptr; }
};

/// The lessons of a folder, in the order of their ids. A value; what it hands out points into it.
class Course {
 public:
  /// Reads all notebooks of the folder, in a language: those of its folder `zh` where they are there. One that
  /// cannot be read fails for all.
  static Result<Course> read(const std::string& folder, Language language);
  /// Reads only the lesson of that name, or of the exercise of that name ("01", "1.1"), as the names of the files tell; all
  /// if none does.
  static Result<Course> read_lesson_of(const std::string& name, const std::string& folder, Language language);

  /// Of lessons that were read already, in this order.
  static Course of(std::string folder, Language language, std::vector<Lesson> lessons);

  /// Where the lessons are: `given`, else CLAUDE_BEDROCK_LESSONS, else beside the program.
  static std::string folder(const std::string& given, const Environment& environment);
  /// The files of the notebooks of a folder, sorted; empty if it cannot be read.
  static std::vector<std::string> notebooks(const std::string& folder);

  const std::string& folder() const { return folder_; }
  Language language() const { return language_; }
  const std::vector<Lesson>& lessons() const { return lessons_; }
  /// False if only one lesson of the folder was read.
  bool is_whole() const { return is_whole_; }

  /// By id ("01", "1") or by the beginning of the file's name. Fails and says what there is.
  Result<const Lesson*> find_lesson(std::string_view name) const;
  CellPlace find_exercise(std::string_view id) const;
  /// The first code cell that says the same, but for blanks at the ends; in `near`, if that is given, before all others.
  CellPlace find_source(std::string_view source, const Lesson* near = nullptr) const;
  /// By the cell's id, as front ends of notebooks may send it.
  CellPlace find_cell(std::string_view id) const;
  /// A file of the folder's `texts`, for %load.
  Result<std::string> read_text_file(std::string_view name) const;

 private:
  static Result<Course> read_files(const std::vector<std::string>& names, const std::string& folder,
                                   Language language);
  std::optional<Error> missing_exercise(std::string_view name) const;

  std::string folder_;
  Language language_ = Language::en;
  std::vector<Lesson> lessons_;
  bool is_whole_ = true;
};

}  // namespace anthropic::internal::tutorial
