#pragma once

#include <string>
#include <string_view>

namespace anthropic::internal::cli {

/// Text for people in which this program's own colours stand: the only text of which a terminal obeys
/// anything. What is added is cleaned (without_control_characters()), whoever wrote it.
class StyledText {
 public:
  /// As Output::styled() makes it: with colours where the terminal shows them.
  explicit StyledText(bool has_colour) : has_colour_(has_colour) {}

  StyledText& plain(std::string_view text);
  StyledText& red(std::string_view text);
  StyledText& bold(std::string_view text);
  StyledText& blue(std::string_view text);
  StyledText& faint(std::string_view text);
  StyledText& green(std::string_view text);
  StyledText& underlined(std::string_view text);
  /// Takes away what stands on the terminal's line, to write over it.
  StyledText& erase_line();
  StyledText& append(const StyledText& text);

  const std::string& bytes() const { return bytes_; }

 private:
  StyledText& add(std::string_view code, std::string_view text);

  bool has_colour_;
  std::string bytes_;
};

}  // namespace anthropic::internal::cli
