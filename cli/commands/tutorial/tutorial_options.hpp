#pragma once

#include <optional>
#include <string>

#include <anthropic/result.hpp>

#include "base/environment.hpp"
#include "connection/connection_options.hpp"
#include "tutorial/language/language.hpp"
#include "tutorial/notebook/course.hpp"
#include "tutorial/progress/progress.hpp"

namespace anthropic::internal::cli {

struct TutorialOptions {
  std::optional<std::string> lesson = {};  ///< A lesson, or an exercise ("1.1").
  std::optional<std::string> prompt = {};  ///< What stands in the cell instead; "-": standard input.
  std::string cell = {};
  bool list = false;
  bool json = false;
  bool hint = false;
  bool solution = false;
  bool reset = false;
  bool live = false;
  std::string model = {};
  std::string language = {};  ///< Empty: as chosen before, else English.
  std::string lessons = {};   ///< The folder.
  AwsOptions aws = {};
};

/// The options that `tutorial` and `tutorial check` share.
void declare_lessons_options(Declaration& declaration, TutorialOptions& options);

/// The language that was asked for, chosen before, or English.
tutorial::Language language_of(const TutorialOptions& options, const tutorial::ProgressState& state);

/// All lessons, or the one that the command line names.
Result<tutorial::Course> open_course(const TutorialOptions& options, tutorial::Language language);
Result<tutorial::Course> open_named_lesson(const TutorialOptions& options, tutorial::Language language);

/// What the tutorial is called with, for commands that are shown: script/tutorial says its own name.
std::string shown_command();

/// How to ask Claude.
ConnectionOptions connection_of(const TutorialOptions& options);

}  // namespace anthropic::internal::cli
