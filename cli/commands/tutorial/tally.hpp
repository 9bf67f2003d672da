#pragma once

#include <string>

#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {

/// "12 input tokens, 34 output tokens", with what was cached if anything was.
std::string usage_text(const Usage& usage, tutorial::Language language);

/// What goes on behind that: what the answer cost, or would have. Empty if nobody knows.
std::string cost_text(const tutorial::PartRun& part, tutorial::Language language);

/// The tokens and the cost of all answers together.
class Tally {
 public:
  void add(const tutorial::CellRun& run);
  std::string text(tutorial::Language language) const;

 private:
  int answers_ = 0;
  Usage usage_ = {};
  double cost_ = 0;
  bool is_recorded_ = false;
};

}  // namespace anthropic::internal::cli
