#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <anthropic/bedrock.hpp>
#include <anthropic/result.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "tutorial/notebook/lesson.hpp"
#include "tutorial/runner/request.hpp"

namespace anthropic::internal::tutorial {

/// The recorded answers of a call, one for each of its turns.
struct Recording {
  std::vector<RecordedReply> turns = {};
  bool is_there = false;  ///< False: `turns` say that nothing was recorded.
};

/// The first recorded answer of the cell that fits the prompt. `part` counts from 1 on. `cell` may be null.
/// `is_untouched`: the cell says what the lesson says.
Recording find_recording(const LessonCell* cell, bool is_untouched, int part, const BuiltRequest& request,
                         Language language);

/// Adds to an answer what was recorded and the local endpoint does not send: citations and counts of tokens.
void complete(const RecordedReply& turn, const Json& request, Message& message);

/// A local endpoint that gives the recorded answers over real HTTP, and a client of it.
class RecordedBedrock {
 public:
  static Result<RecordedBedrock> start(const Recording& recording, const std::string& region);

  const Messages& messages() const { return client_->messages; }

 private:
  // The client goes first.
  std::unique_ptr<testing::LocalBedrock> endpoint_;
  std::unique_ptr<AnthropicBedrock> client_;
};

}  // namespace anthropic::internal::tutorial
