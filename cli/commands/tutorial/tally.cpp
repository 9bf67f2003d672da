#include "commands/tutorial/tally.hpp"

#include "conversation/usage.hpp"
#include "text/price_text.hpp"
#include "text/text.hpp"
#include "tutorial/runner/model_choice.hpp"

namespace anthropic::internal::cli {

using tutorial::Language;
using tutorial::phrase;

std::string usage_text(const Usage& usage, Language language) {
  if (language == Language::en) return describe_usage(usage);
  std::string text = "输入 " + with_thousands(usage.input_tokens) + " token，输出 " +
                     with_thousands(usage.output_tokens) + " token";
  if (usage.cache_read_input_tokens.value_or(0) > 0)
    text += "，读缓存 " + with_thousands(*usage.cache_read_input_tokens);
  if (usage.cache_creation_input_tokens.value_or(0) > 0)
    text += "，写缓存 " + with_thousands(*usage.cache_creation_input_tokens);
  return text;
}

std::string cost_text(const tutorial::PartRun& part, Language language) {
  if (!part.cost) return {};
  const std::string cost = price_text(*part.cost);
  if (!part.is_recorded) return phrase(language, "; about $%1", "；约 $%1", {cost});
  return phrase(language, "; %2 would cost about $%1", "；由 %2 回答约需 $%1",
                {cost, tutorial::name_of_model(part.model)});
}

void Tally::add(const tutorial::CellRun& run) {
  for (const tutorial::PartRun& part : run.parts) {
    if (part.outcome != tutorial::Outcome::failed) ++answers_;
    add_usage(part.usage, usage_);
    cost_ += part.cost.value_or(0);
    is_recorded_ = part.is_recorded;
  }
}

std::string Tally::text(Language language) const {
  if (answers_ == 0) return phrase(language, "No answers yet.", "还没有回答。");
  const std::string answers = std::to_string(answers_);
  const std::string text = phrase(language, "Answers since you began: %1 (%2)", "开始以来的回答：%1 个（%2）",
                                  {answers, usage_text(usage_, language)});
  if (is_recorded_)
    return text +
           phrase(language,
                  "; from Claude they would have cost about $%1. They were recorded, and cost nothing.",
                  "；若由 Claude 回答约需 $%1。它们是录制的，没有花钱。", {price_text(cost_)});
  return text + phrase(language, "; about $%1.", "；约 $%1。", {price_text(cost_)});
}

}  // namespace anthropic::internal::cli
