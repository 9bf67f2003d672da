#pragma once

#include <optional>
#include <string>
#include <vector>

#include <anthropic/message_create_params.hpp>

#include "tutorial/cells/cell.hpp"
#include "tutorial/cells/variables.hpp"
#include "tutorial/graders/grade.hpp"
#include "tutorial/notebook/lesson.hpp"

namespace anthropic::internal::tutorial {

/// What a prompt is made a request with.
struct RequestContext {
  const Lesson& lesson;
  const Variables& variables;
  std::string model;
  Language language = Language::en;
};

/// A request, and what was changed so that the model takes it.
struct BuiltRequest {
  MessageCreateParams params = {};
  Material sent = {};  ///< The prompt as the cell writes it, variables replaced.
  /// What the model does not take, and what was done instead; for the learner.
  std::vector<std::string> notes = {};
  std::string prefill = {};  ///< What the answer goes on from; empty if the model takes none.
  std::optional<Json> schema = {};
  std::vector<LessonTool> tools = {};
  bool is_raw = false;
};

/// Replaces the variables and leaves out, or says in words, what the model does not take. Fails with bad_request
/// on what the cell has wrong.
Result<BuiltRequest> build_request(const PromptText& prompt, const RequestContext& context);

}  // namespace anthropic::internal::tutorial
