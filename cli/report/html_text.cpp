#include "report/html_text.hpp"

#include "text/text.hpp"

namespace anthropic::internal::cli {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string html_text(std::string_view text) {
  return escaped(on_one_line(text));
}

std::string html_lines(std::string_view text) {
  return escaped(without_control_characters(text));
}

}  // namespace anthropic::internal::cli
