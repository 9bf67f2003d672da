#pragma once

#include <stop_token>
#include <string>

#include <anthropic/messages.hpp>

#include "tutorial/graders/grade.hpp"

namespace anthropic::internal::tutorial {

/// Asks a model whether an answer meets a rubric. `messages` and the token outlive the judge.
Judge model_judge(const Messages& messages, std::string model, Language language, std::stop_token stop);

}  // namespace anthropic::internal::tutorial
