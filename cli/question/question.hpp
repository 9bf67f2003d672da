#pragma once

#include <optional>
#include <string>
#include <vector>

#include <anthropic/message.hpp>

#include "question/attachments.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// What is asked: the command line's prompt with what was piped in, and what is attached.
struct Question {
  std::vector<ContentBlock> attachments = {};
  std::string prompt = {};
};

/// Reads it. "-" as the prompt stands for standard input. Fails, with a usage error, if there is no text,
/// unless `more_follows`, or a part cannot be read.
Result<Question> read_question(const std::optional<std::string>& prompt, const Attachments& attachments,
                               bool more_follows, Output& err);

/// The user's turn, with a text that goes before the prompt.
Content content_of(Question question, std::string text_before = {});

}  // namespace anthropic::internal::cli
