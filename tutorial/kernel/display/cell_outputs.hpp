#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tutorial/kernel/display/cell_feed.hpp"
#include "tutorial/kernel/display/pacing.hpp"

namespace anthropic::internal::kernel {

/// Where outputs appear: the front end, or a test.
class Display {
 public:
  virtual ~Display() = default;
  virtual void show(const Shown& shown) = 0;
  /// Shows what will be replaced under that id.
  virtual void show(const Shown& shown, const std::string& id) = 0;
  virtual void replace(const Shown& shown, const std::string& id) = 0;
};

/// The outputs of a cell while it runs: of each call what is sent, the answer as it comes, and what stands below it.
class CellOutputs {
 public:
  /// `id` begins the ids of this cell's outputs.
  CellOutputs(Display& display, std::string id, tutorial::Language language)
      : display_(display), id_(std::move(id)), language_(language) {}

  /// Shows what has come, if that is due. At the end everything is.
  void show(const CellFeed& feed, Pacing::Time now, bool is_end);

  /// The plain text of all answers, for the history.
  const std::string& answers() const { return answers_; }

 private:
  struct Part {
    bool is_begun = false;
    bool is_ended = false;
    bool was_replaced = false;
  };
  void show(const PartFeed& feed, Part& part, const std::string& id, std::size_t& bytes);

  Display& display_;
  const std::string id_;
  const tutorial::Language language_;
  Pacing pacing_;
  std::size_t seen_ = 0;
  std::vector<Part> parts_;
  std::string answers_;
};

}  // namespace anthropic::internal::kernel
