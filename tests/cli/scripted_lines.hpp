#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "cli/prompt/line_editor.hpp"

namespace anthropic::internal::cli {

/// Somebody who types these lines, and then ends the input, or presses Ctrl-C for ever.
class ScriptedLines final : public LineSource {
 public:
  explicit ScriptedLines(std::vector<std::string> lines, Outcome end = Outcome::end)
      : lines_(std::move(lines)), end_(end) {}

  Line read(const std::string& prompt) override {
    prompts_.push_back(prompt);
    if (next_ == lines_.size()) return {end_, {}};
    return {Outcome::line, lines_[next_++]};
  }
  Line edit(const std::string& prompt, const std::string& text) override {
    edited_.push_back(text);
    return read(prompt);
  }
  void remember(const std::string&) override {}

  const std::vector<std::string>& prompts() const { return prompts_; }
  /// What stood in the lines that were edited.
  const std::vector<std::string>& edited() const { return edited_; }

 private:
  std::vector<std::string> lines_;
  Outcome end_;
  std::size_t next_ = 0;
  std::vector<std::string> prompts_;
  std::vector<std::string> edited_;
};

}  // namespace anthropic::internal::cli
