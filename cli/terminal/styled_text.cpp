#include "terminal/styled_text.hpp"

#include "text/text.hpp"

namespace anthropic::internal::cli {

StyledText& StyledText::plain(std::string_view text) {
  bytes_ += without_control_characters(text);
  return *this;
}

StyledText& StyledText::red(std::string_view text) {
  return add("\x1b[1;31m", text);
}

StyledText& StyledText::bold(std::string_view text) {
  return add("\x1b[1m", text);
}

StyledText& StyledText::blue(std::string_view text) {
  return add("\x1b[34m", text);
}

StyledText& StyledText::faint(std::string_view text) {
  return add("\x1b[2m", text);
}

StyledText& StyledText::green(std::string_view text) {
  return add("\x1b[32m", text);
}

StyledText& StyledText::underlined(std::string_view text) {
  return add("\x1b[4m", text);
}

StyledText& StyledText::erase_line() {
  bytes_ += "\r\x1b[K";
  return *this;
}

StyledText& StyledText::append(const StyledText& text) {
  bytes_ += text.bytes_;
  return *this;
}

StyledText& StyledText::add(std::string_view code, std::string_view text) {
  if (has_colour_) bytes_ += code;
  plain(text);
  if (has_colour_) bytes_ += "\x1b[0m";
  return *this;
}

}  // namespace anthropic::internal::cli
