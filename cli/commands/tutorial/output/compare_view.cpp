#include "commands/tutorial/output/compare_view.hpp"

#include <algorithm>
#include <utility>

#include "commands/tutorial/output/answer_text.hpp"
#include "terminal/width.hpp"
#include "terminal/word_wrap.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using tutorial::PartRun;
using tutorial::phrase;

constexpr std::size_t kNarrowestColumn = 45;
constexpr std::string_view kBetweenColumns = "   ";

ComparedSection answer_of(const PartRun& part, tutorial::Language language) {
  std::string text = part.request.prefill + part.message.text();
  if (part.outcome == tutorial::Outcome::failed)
    text = part.error->to_string() + (part.error->hint.empty() ? "" : "\n" + part.error->hint);
  for (const tutorial::ToolRun& tool : part.tools)
    text += (text.empty() ? "" : "\n") +
            phrase(language, "tool %1 %2", "工具 %1 %2", {tool.name, tool.input.dump()});
  const std::string outcome = describe(part.outcome, language);
  if (!outcome.empty()) text += (text.empty() ? "" : "\n") + outcome;
  return {part.is_recorded ? phrase(language, "answer (recorded, not Claude)", "回答（录制的，不是 Claude）")
                           : phrase(language, "answer", "回答"),
          text};
}

ComparedSection usage_of(const PartRun& part, tutorial::Language language) {
  return {phrase(language, "tokens", "用量"), usage_text(part.usage, language) + cost_text(part, language)};
}

/// A line of each column, padded.
class ColumnRows {
 public:
  ColumnRows(std::size_t count, const TextStyle& style)
      : width_((style.width - kBetweenColumns.size() * (count - 1)) / count),
        bar_(style.has_blocks ? " │ " : " | "),
        out_(style.has_colour) {}

  void add_rows(const std::vector<std::vector<std::string>>& cells, bool is_heading) {
    std::size_t height = 0;
    for (const auto& lines : cells) height = std::max(height, lines.size());
    for (std::size_t row = 0; row < height; ++row) {
      for (std::size_t column = 0; column < cells.size(); ++column) {
        const std::string line =
            row < cells[column].size() ? fit_to_width(cells[column][row], width_, "…") : "";
        const bool is_last = column + 1 == cells.size();
        const std::string cell = is_last ? line : pad_right(line, width_);
        if (is_heading) {
          out_.bold(cell);
        } else {
          out_.plain(cell);
        }
        if (!is_last) out_.faint(bar_);
      }
      out_.plain("\n");
    }
  }

  std::vector<std::string> wrapped(const std::string& text) const {
    return wrapped_lines(without_control_characters(text, Joiners::are_replaced), width_);
  }
  StyledText take() { return std::move(out_); }

 private:
  const std::size_t width_;
  const std::string_view bar_;
  StyledText out_;
};

StyledText side_by_side(const std::vector<ComparedPrompt>& prompts, const TextStyle& style) {
  ColumnRows columns(prompts.size(), style);
  std::vector<std::vector<std::string>> titles;
  std::size_t sections = 0;
  for (const ComparedPrompt& prompt : prompts) {
    titles.push_back(columns.wrapped(prompt.title));
    sections = std::max(sections, prompt.sections.size());
  }
  columns.add_rows(titles, true);
  for (std::size_t section = 0; section < sections; ++section) {
    std::vector<std::vector<std::string>> headings, texts;
    for (const ComparedPrompt& prompt : prompts) {
      const ComparedSection shown =
          section < prompt.sections.size() ? prompt.sections[section] : ComparedSection();
      headings.push_back(columns.wrapped(shown.heading.empty() ? "" : "== " + shown.heading));
      texts.push_back(columns.wrapped(shown.text));
    }
    columns.add_rows(headings, true);
    columns.add_rows(texts, false);
  }
  return columns.take();
}

StyledText one_below_the_other(const std::vector<ComparedPrompt>& prompts, const TextStyle& style) {
  StyledText out(style.has_colour);
  for (const ComparedPrompt& prompt : prompts) {
    if (&prompt != &prompts.front()) out.plain("\n");
    out.bold(prompt.title).plain("\n");
    for (const ComparedSection& section : prompt.sections) {
      out.bold("== " + section.heading).plain("\n");
      for (const std::string& line : wrapped_lines(section.text, style.width)) out.plain(line).plain("\n");
    }
  }
  return out;
}

}  // namespace

ComparedPrompt compared_run(std::string title, const std::string& source, const tutorial::CellRun& run,
                            tutorial::Language language) {
  ComparedPrompt prompt{.title = std::move(title)};
  prompt.sections.push_back({phrase(language, "prompt", "提示"), source});
  for (const PartRun& part : run.parts) {
    prompt.sections.push_back(answer_of(part, language));
    prompt.sections.push_back(usage_of(part, language));
  }
  if (!run.exercise) return prompt;
  std::string checks;
  for (const tutorial::Check& check : run.exercise->checks) {
    checks += (checks.empty() ? "" : "\n") + std::string(check.passed ? "✓ " : "✗ ") + check.requirement;
    if (!check.passed) checks += " — " + check.where;
  }
  prompt.sections.push_back({phrase(language, "requirements", "要求"), checks});
  return prompt;
}

std::vector<ComparedPrompt> compared_parts(const tutorial::CellRun& run, tutorial::Language language) {
  std::vector<ComparedPrompt> prompts;
  for (const PartRun& part : run.parts) {
    ComparedPrompt& prompt = prompts.emplace_back(ComparedPrompt{.title = part.label});
    const std::string& system = part.material.system;
    prompt.sections = {{phrase(language, "system", "系统提示"),
                        system.empty() ? phrase(language, "(none)", "（无）") : system},
                       {phrase(language, "prompt", "提示"), part.material.user},
                       answer_of(part, language),
                       usage_of(part, language)};
  }
  return prompts;
}

bool fit_side_by_side(std::size_t prompts, std::size_t width) {
  return prompts > 1 && width >= prompts * kNarrowestColumn + (prompts - 1) * kBetweenColumns.size();
}

StyledText compare_view(const std::vector<ComparedPrompt>& prompts, const TextStyle& style) {
  return fit_side_by_side(prompts.size(), style.width) ? side_by_side(prompts, style)
                                                       : one_below_the_other(prompts, style);
}

}  // namespace anthropic::internal::cli
