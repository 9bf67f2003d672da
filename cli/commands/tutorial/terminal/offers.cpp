#include "commands/tutorial/terminal/offers.hpp"

#include <cstddef>
#include <string_view>

#include "terminal/width.hpp"

namespace anthropic::internal::cli {
namespace {

using Kind = TerminalCommand::Kind;
using tutorial::phrase;

constexpr std::string_view kBetweenOffers = "   ";

std::vector<Offer> offers_of_menu(const OfferContext& context) {
  const tutorial::Language language = context.course.language();
  const std::string& last = context.state.lesson;
  const bool is_begun = !last.empty() && context.course.find_lesson(last);
  const std::string go_on = is_begun ? phrase(language, "go on with lesson %1", "继续第 %1 课", {last})
                                     : phrase(language, "begin with lesson %1", "从第 %1 课开始",
                                              {context.course.lessons().front().id});
  return {{Kind::next, "", go_on},
          {Kind::place, "02, 2.1", phrase(language, "a lesson, an exercise", "某一课、某个练习")},
          {Kind::search, phrase(language, "/WORD", "/词"), phrase(language, "search", "搜索")}};
}

std::vector<Offer> offers_of_cell(const OfferContext& context) {
  const tutorial::Language language = context.course.language();
  const Offer next{
      Kind::next, "n",
      context.is_last_step ? phrase(language, "next lesson", "下一课") : phrase(language, "next", "下一步")};
  if (!context.cell) return {next};
  const Offer run{Kind::run, "r", phrase(language, "run it", "运行")};
  const Offer edit{Kind::edit, "e", phrase(language, "edit", "编辑")};
  const Offer text{Kind::prompt, phrase(language, "TEXT", "文字"), phrase(language, "try it", "试一试")};
  if (!context.cell->exercise)
    return context.is_answered ? std::vector{next, edit, run, text} : std::vector{run, edit, next, text};
  const tutorial::ExerciseProgress progress = context.state.exercise(context.cell->exercise->id);
  if (progress.is_solved()) return {next, edit, run, text};
  std::vector<Offer> offers = {edit, run};
  if (progress.open_hints() > 0) offers.push_back({Kind::hint, "h", phrase(language, "hint", "提示")});
  if (progress.is_solution_open())
    offers.push_back({Kind::solution, "s", phrase(language, "solution", "答案")});
  offers.push_back(next);
  offers.push_back(text);
  return offers;
}

}  // namespace

std::vector<Offer> offers_for(const OfferContext& context) {
  const tutorial::Language language = context.course.language();
  std::vector<Offer> offers = context.lesson ? offers_of_cell(context) : offers_of_menu(context);
  if (context.can_compare) offers.push_back({Kind::compare, "c", phrase(language, "compare", "比较")});
  if (context.lesson) offers.push_back({Kind::menu, "m", phrase(language, "menu", "目录")});
  offers.push_back({Kind::help, "?", phrase(language, "help", "帮助")});
  offers.push_back({Kind::quit, "q", phrase(language, "quit", "退出")});
  return offers;
}

StyledText offers_text(const std::vector<Offer>& offers, tutorial::Language language,
                       const TextStyle& style) {
  StyledText out(style.has_colour);
  std::size_t column = 0;
  for (const Offer& offer : offers) {
    const bool is_first = &offer == &offers.front();
    const std::string key = is_first ? phrase(language, "Enter", "回车") : offer.key;
    const std::string text = phrase(language, ": ", "：") + offer.text;
    const std::size_t width = display_width(key) + display_width(text);
    const bool fits = column + kBetweenOffers.size() + width <= style.width;
    if (!is_first) out.plain(fits ? kBetweenOffers : "\n");
    column = is_first || !fits ? width : column + kBetweenOffers.size() + width;
    out.bold(key).plain(text);
  }
  return out.plain("\n");
}

}  // namespace anthropic::internal::cli
