#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

/// The body of an answer as it is sent: in pieces, with pauses, perhaps cut off.
class Playback {
 public:
  enum class State : std::uint8_t {
    pausing,  ///< For pause(); then resume() is called.
    sending,  ///< bytes() may be sent.
    whole,    ///< That was all.
    cut,      ///< What follows is never sent: the message has no proper end.
  };

  Playback() = default;
  /// Of an answer without its body, that to a HEAD, nothing is sent.
  Playback(Answer&& answer, bool has_body);

  State state() const { return state_; }
  std::chrono::milliseconds pause() const { return steps_[next_].delay; }
  void resume() { state_ = State::sending; }
  std::string_view bytes() const;
  void sent(std::size_t bytes);

 private:
  void go_on();
  void trim();

  std::vector<Step> steps_;
  std::size_t next_ = 0;
  std::size_t position_ = 0;  // in the bytes of the next step
  std::size_t left_ = 0;      // until the cut
  State state_ = State::whole;
};

}  // namespace anthropic::internal::local
