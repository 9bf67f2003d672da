#include "tutorial/kernel/display/cell_feed.hpp"

#include "commands/tutorial/output/answer_text.hpp"

namespace anthropic::internal::kernel {

tutorial::RunEvents CellFeed::events() {
  return {.on_begin =
              [this](const tutorial::PartRun& part) {
                const std::lock_guard lock(mutex_);
                parts_.push_back({.part = part});
                ++count_;
              },
          .on_text = [this](std::string_view text) { add(AnswerPiece::Kind::text, text); },
          .on_thinking = [this](std::string_view text) { add(AnswerPiece::Kind::thinking, text); },
          .on_tool =
              [this](const tutorial::ToolRun& tool) {
                add(AnswerPiece::Kind::tool, cli::tool_line(tool, language_));
              },
          .on_end =
              [this](const tutorial::PartRun& part) {
                const std::lock_guard lock(mutex_);
                parts_.back().part = part;
                parts_.back().has_ended = true;
                ++count_;
              }};
}

void CellFeed::add(AnswerPiece::Kind kind, std::string_view text) {
  const std::lock_guard lock(mutex_);
  std::vector<AnswerPiece>& answer = parts_.back().answer;
  const bool goes_on = !answer.empty() && answer.back().kind == kind && kind != AnswerPiece::Kind::tool;
  if (goes_on)
    answer.back().text += text;
  else
    answer.push_back({kind, std::string(text)});
  ++count_;
}

std::size_t CellFeed::count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

std::vector<PartFeed> CellFeed::parts() const {
  const std::lock_guard lock(mutex_);
  return parts_;
}

}  // namespace anthropic::internal::kernel
