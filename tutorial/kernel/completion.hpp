#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tutorial/cells/variables.hpp"
#include "tutorial/kernel/display/cell_text.hpp"
#include "tutorial/notebook/course.hpp"
#include "tutorial/progress/progress.hpp"

namespace anthropic::internal::kernel {

/// What a learner may mean while a cell is written.
struct CompletionContext {
  const tutorial::Course& course;
  const tutorial::Lesson& lesson;        ///< The one of the cell, as far as that is known.
  const tutorial::Variables& variables;  ///< Those that are set.
  const tutorial::ProgressState& state;
};

/// What can stand between `begin` and `end` of the text, in bytes.
struct Completion {
  std::vector<std::string> matches = {};
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Completes directives, what they take (models, exercises, tools …) and {VARIABLES}. `cursor` is in bytes.
Completion complete(std::string_view cell, std::size_t cursor, const CompletionContext& context);

/// What a directive takes, the value of a variable, the state of an exercise; empty if nothing is known of what stands
/// at the cursor.
Shown inspect(std::string_view cell, std::size_t cursor, const CompletionContext& context);

/// Whether a cell that is typed line by line can be run.
enum class Completeness { complete, incomplete, invalid };
Completeness completeness_of(std::string_view cell, tutorial::Language language);

// Front ends count characters.

/// Where in the text that character begins, in bytes; the end if there are fewer, or if it is negative.
std::size_t bytes_of(std::string_view text, long long characters);

}  // namespace anthropic::internal::kernel
