#include "local/http/playback.hpp"

#include <limits>
#include <utility>

namespace anthropic::internal::local {

Playback::Playback(Answer&& answer, bool has_body)
    : left_(answer.cut_after.value_or(std::numeric_limits<std::size_t>::max())) {
  if (!has_body) return;
  steps_ = std::move(answer.steps);
  if (!answer.streamed) steps_ = {{.bytes = std::move(answer.body)}};
  if (steps_.size() > 1) trim();
  go_on();
}

std::string_view Playback::bytes() const {
  return std::string_view(steps_[next_].bytes).substr(position_, left_);
}

void Playback::sent(std::size_t bytes) {
  position_ += bytes;
  left_ -= bytes;
  if (position_ == steps_[next_].bytes.size()) {
    steps_[next_].bytes = {};
    ++next_;
    position_ = 0;
    go_on();
  } else if (left_ == 0) {
    state_ = State::cut;
  }
}

// What is sent later is held by thousands of streams at once.
void Playback::trim() {
  for (Step& step : steps_) step.bytes.shrink_to_fit();
  steps_.shrink_to_fit();
}

void Playback::go_on() {
  while (next_ < steps_.size() && steps_[next_].bytes.empty() && steps_[next_].delay.count() == 0) ++next_;
  if (next_ == steps_.size()) {
    state_ = State::whole;
    steps_ = {};
  } else if (left_ == 0) {
    state_ = State::cut;
  } else {
    state_ = steps_[next_].delay.count() > 0 ? State::pausing : State::sending;
  }
}

}  // namespace anthropic::internal::local
