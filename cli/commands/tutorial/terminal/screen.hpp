#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "charts/text_style.hpp"
#include "terminal/terminal.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {

/// Says things at the terminal, in the session's language. Lines break between words.
class Screen {
 public:
  /// Both outlive this.
  Screen(Console& console, const tutorial::Session& session) : console_(console), session_(session) {}

  Console& console() { return console_; }
  tutorial::Language language() const { return session_.language(); }
  TextStyle style() const { return text_style(console_.out); }
  std::string phrase(std::string_view en, std::string_view zh,
                     std::initializer_list<std::string_view> values = {}) const {
    return tutorial::phrase(language(), en, zh, values);
  }

  void show(const StyledText& text) { console_.out.write(text); }
  void show_markdown(std::string_view text);
  void show_line(std::string_view text);
  void show_blank_line();
  void say(std::string_view en, std::string_view zh, std::initializer_list<std::string_view> values = {}) {
    show_line(phrase(en, zh, values));
  }
  /// What went wrong, and below it what to do; either on standard error.
  void complain(const std::string& message, const std::string& hint = "");
  /// Once, why progress was not saved. Nothing if it was.
  void warn(const std::string& problem);

 private:
  Console& console_;
  const tutorial::Session& session_;
  std::string warning_;  // that was said last
};

}  // namespace anthropic::internal::cli
