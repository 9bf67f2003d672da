#include "commands/tutorial/output/tally.hpp"

#include "commands/tutorial/output/answer_text.hpp"
#include "conversation/usage.hpp"
#include "text/price_text.hpp"

namespace anthropic::internal::cli {

using tutorial::phrase;

void Tally::add(const tutorial::CellRun& run) {
  for (const tutorial::PartRun& part : run.parts) {
    if (part.outcome != tutorial::Outcome::failed) ++answers_;
    add_usage(part.usage, usage_);
    cost_ += part.cost.value_or(0);
    is_recorded_ = part.is_recorded;
  }
}

std::string Tally::text(tutorial::Language language) const {
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
