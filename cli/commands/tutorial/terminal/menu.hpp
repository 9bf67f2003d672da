#pragma once

#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"
#include "tutorial/notebook/course.hpp"
#include "tutorial/progress/progress.hpp"

namespace anthropic::internal::cli {

/// The lessons, what is solved in each and in all, and where the learner is.
StyledText menu_text(const tutorial::Course& course, const tutorial::ProgressState& state,
                     const TextStyle& style);

}  // namespace anthropic::internal::cli
