#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"
#include "tutorial/notebook/course.hpp"

namespace anthropic::internal::cli {

/// A cell that holds what was searched for, and its first line that does.
struct FoundCell {
  std::string lesson = {};
  std::string cell = {};
  std::string line = {};
  std::size_t begin = 0;  ///< Of what was searched for, in the line.
};

/// Every cell of every lesson that holds the text, in upper or lower case.
std::vector<FoundCell> search_lessons(const tutorial::Course& course, std::string_view text);

/// A numbered line for each, cut around what was found, which has `length` bytes.
StyledText found_text(const std::vector<FoundCell>& found, std::size_t length, const TextStyle& style);

}  // namespace anthropic::internal::cli
