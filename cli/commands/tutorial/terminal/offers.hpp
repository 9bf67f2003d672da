#pragma once

#include <string>
#include <vector>

#include "charts/text_style.hpp"
#include "commands/tutorial/terminal/command.hpp"
#include "terminal/styled_text.hpp"
#include "tutorial/notebook/course.hpp"
#include "tutorial/progress/progress.hpp"

namespace anthropic::internal::cli {

/// A command that makes sense now.
struct Offer {
  TerminalCommand::Kind kind;
  std::string key = {};
  std::string text = {};
};

/// Where the learner is, as far as it says what can be done.
struct OfferContext {
  const tutorial::Course& course;
  const tutorial::ProgressState& state;
  const tutorial::Lesson* lesson = nullptr;    ///< Null in the menu.
  const tutorial::LessonCell* cell = nullptr;  ///< The code cell; null where there is none.
  bool is_last_step = false;
  bool is_answered = false;  ///< The cell ran since it was shown.
  bool can_compare = false;
};

/// What can be done next. Enter does the first.
std::vector<Offer> offers_for(const OfferContext& context);

/// "Enter: run it   e: edit   ?: help"
StyledText offers_text(const std::vector<Offer>& offers, tutorial::Language language, const TextStyle& style);

}  // namespace anthropic::internal::cli
