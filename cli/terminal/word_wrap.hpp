#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace anthropic::internal::cli {

/// Breaks lines between words, while the text still comes: lines that fit stay as they are, blanks and all. Chinese
/// and Japanese are broken between characters, but for punctuation.
class WordWrap {
 public:
  /// A width of 0 breaks nothing.
  explicit WordWrap(std::size_t width) : width_(width) {}

  /// What can be shown now. A word that may go on is kept back, and so are the blanks before it.
  std::string add(std::string_view text);
  /// What was kept back. The next text goes on behind it.
  std::string flush();

 private:
  void take(std::string_view character, std::string& out);
  void end_word(std::string& out);

  std::size_t width_;
  std::size_t column_ = 0;
  std::string blanks_ = {};
  std::string word_ = {};
  std::size_t word_width_ = 0;
  std::string bytes_ = {};  // of a character that is cut
};

/// The lines of a text, none wider than the width but those of one word.
std::vector<std::string> wrapped_lines(std::string_view text, std::size_t width);

}  // namespace anthropic::internal::cli
