#pragma once

#include <string>

#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {

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
