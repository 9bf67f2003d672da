#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "tutorial/kernel/display/cell_text.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::kernel {

/// What a call has said so far.
struct PartFeed {
  tutorial::PartRun part = {};  ///< As it began; once it has ended, as it ended.
  std::vector<AnswerPiece> answer = {};
  bool has_ended = false;
};

/// Hands what a running cell says from the thread that runs it to the one that speaks with the front end: only that one
/// may use the sockets.
class CellFeed {
 public:
  explicit CellFeed(tutorial::Language language) : language_(language) {}
  CellFeed(const CellFeed&) = delete;
  CellFeed& operator=(const CellFeed&) = delete;

  /// For the thread that runs the cell. Valid as long as this is.
  tutorial::RunEvents events();

  /// How much was said: it grows with each piece.
  std::size_t count() const;
  /// A copy of what each call has said so far.
  std::vector<PartFeed> parts() const;

 private:
  void add(AnswerPiece::Kind kind, std::string_view text);

  const tutorial::Language language_;
  mutable std::mutex mutex_;
  std::vector<PartFeed> parts_;
  std::size_t count_ = 0;
};

}  // namespace anthropic::internal::kernel
