#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {

struct ComparedSection {
  std::string heading = {};
  std::string text = {};
};

/// A prompt and what came of it, as one of the columns.
struct ComparedPrompt {
  std::string title = {};
  std::vector<ComparedSection> sections = {};
};

/// A run of a cell: the prompt, the answer, ticks and crosses, tokens.
ComparedPrompt compared_run(std::string title, const std::string& source, const tutorial::CellRun& run,
                            tutorial::Language language);
/// Each part of a cell with %compare.
std::vector<ComparedPrompt> compared_parts(const tutorial::CellRun& run, tutorial::Language language);

/// Whether each column is wide enough to be read.
bool fit_side_by_side(std::size_t prompts, std::size_t width);

/// The prompts in columns, section beside section, where they fit; else one below the other.
StyledText compare_view(const std::vector<ComparedPrompt>& prompts, const TextStyle& style);

}  // namespace anthropic::internal::cli
