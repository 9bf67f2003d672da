#include "question/question.hpp"

#include <utility>

#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

// The prompt of the command line, then what was piped in, unless that is attached.
Result<std::string> read_prompt(const std::optional<std::string>& given, bool is_attached, bool more_follows,
                                Output& err) {
  const bool from_stdin_only = given == "-";
  std::string prompt = from_stdin_only ? "" : given.value_or("");
  if (const auto at = find_invalid_utf8(prompt))
    return usage_error("the prompt is not UTF-8: byte " + std::to_string(*at + 1) + " cannot be read");
  const bool is_piped = has_piped_input() && !is_attached;
  if (from_stdin_only || is_piped) {
    Result<std::string> piped = read_standard_input(err, !prompt.empty() || more_follows);
    if (!piped) return piped;
    if (!prompt.empty() && !is_blank(*piped)) prompt += "\n\n";
    if (!is_blank(*piped)) prompt += *piped;
  }
  if (!is_blank(prompt) || more_follows) return prompt;
  const bool is_missing = !given && !is_piped;
  return usage_error(is_missing ? "there is no prompt" : "the prompt is empty",
                     "give one (claude-bedrock ask \"Why is the sky blue?\") or pipe text in");
}

}  // namespace

Result<Question> read_question(const std::optional<std::string>& prompt_option,
                               const Attachments& attachments, bool more_follows, Output& err) {
  const std::size_t inputs = attachments.inputs();
  if (inputs > 1 || (inputs == 1 && prompt_option == kStandardInput))
    return usage_error("- stands for standard input, which can be read once only",
                       "give it as one attachment or as the prompt, and the rest by name");
  Question question;
  Result<std::vector<ContentBlock>> blocks = read_attachments(attachments);
  if (!blocks) return blocks.error();
  question.attachments = *std::move(blocks);
  Result<std::string> prompt = read_prompt(prompt_option, inputs == 1, more_follows, err);
  if (!prompt) return prompt.error();
  question.prompt = *std::move(prompt);
  return question;
}

Content content_of(Question question, std::string text) {
  if (is_blank(text)) text.clear();
  if (!text.empty() && !is_blank(question.prompt)) text += "\n\n";
  text += question.prompt;
  if (question.attachments.empty()) return Content(std::move(text));
  question.attachments.push_back(TextBlock{std::move(text)});
  return Content(std::move(question.attachments));
}

}  // namespace anthropic::internal::cli
