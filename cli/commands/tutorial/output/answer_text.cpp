#include "commands/tutorial/output/answer_text.hpp"

#include <variant>

#include "conversation/usage.hpp"
#include "text/price_text.hpp"
#include "text/text.hpp"
#include "tutorial/runner/model_choice.hpp"

namespace anthropic::internal::cli {

using tutorial::phrase;

std::string usage_text(const Usage& usage, tutorial::Language language) {
  if (language == tutorial::Language::en) return describe_usage(usage);
  std::string text = "输入 " + with_thousands(usage.input_tokens) + " token，输出 " +
                     with_thousands(usage.output_tokens) + " token";
  if (usage.cache_read_input_tokens.value_or(0) > 0)
    text += "，读缓存 " + with_thousands(*usage.cache_read_input_tokens);
  if (usage.cache_creation_input_tokens.value_or(0) > 0)
    text += "，写缓存 " + with_thousands(*usage.cache_creation_input_tokens);
  return text;
}

std::string cost_text(const tutorial::PartRun& part, tutorial::Language language) {
  if (!part.cost) return {};
  const std::string cost = price_text(*part.cost);
  if (!part.is_recorded) return phrase(language, "; about $%1", "；约 $%1", {cost});
  return phrase(language, "; %2 would cost about $%1", "；由 %2 回答约需 $%1",
                {cost, tutorial::name_of_model(part.model)});
}

std::vector<std::string> citation_lines(const Message& message) {
  std::vector<std::string> lines;
  for (const ContentBlock& block : message.content) {
    const auto* text = std::get_if<TextBlock>(&block);
    if (!text) continue;
    for (const TextCitation& citation : text->citations) {
      const std::string title(citation.title());
      lines.push_back("[" + std::to_string(lines.size() + 1) + "] " + title +
                      (title.empty() ? "\"" : ": \"") + std::string(citation.cited_text()) + "\"");
    }
  }
  return lines;
}

std::string tool_line(const tutorial::ToolRun& tool, tutorial::Language language) {
  std::string line = phrase(language, "tool %1 %2", "工具 %1 %2", {tool.name, tool.input.dump()});
  if (!tool.result.empty()) line += phrase(language, ": ", "：") + tool.result;
  return line;
}

}  // namespace anthropic::internal::cli
