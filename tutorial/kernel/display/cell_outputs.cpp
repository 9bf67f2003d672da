#include "tutorial/kernel/display/cell_outputs.hpp"

namespace anthropic::internal::kernel {

void CellOutputs::show(const CellFeed& feed, Pacing::Time now, bool is_end) {
  if (const std::size_t count = feed.count(); count != seen_) {
    seen_ = count;
    pacing_.grow();
  }
  if (!pacing_.is_due(now) && !(is_end && pacing_.has_grown())) return;
  const std::vector<PartFeed> parts = feed.parts();
  parts_.resize(parts.size());
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < parts.size(); ++i)
    show(parts[i], parts_[i], id_ + "-" + std::to_string(i + 1), bytes);
  pacing_.show(now, bytes);
}

void CellOutputs::show(const PartFeed& feed, Part& part, const std::string& id, std::size_t& bytes) {
  if (part.is_ended) return;
  Shown answer = answer_shown(feed.part, feed.answer, language_);
  bytes += answer.markdown.size() + answer.text.size();
  if (!part.is_begun) {
    display_.show(request_shown(feed.part, language_));
    part.is_begun = true;
    if (feed.has_ended) {
      display_.show(answer);
    } else {
      // A front end that replaces nothing shows this for good, and the whole text at the end.
      const std::string heading = answer.text.substr(0, answer.text.find('\n') + 1);
      display_.show({answer.markdown, heading}, id);
      part.was_replaced = true;
    }
  } else {
    display_.replace(answer, id);
  }
  if (!feed.has_ended) return;
  part.is_ended = true;
  answers_ += feed.part.material.answer;
  Shown end = end_shown(feed.part, language_);
  if (part.was_replaced) end.text = answer.text.substr(answer.text.find('\n') + 1) + end.text;
  if (!end.empty()) display_.show(end);
}

}  // namespace anthropic::internal::kernel
