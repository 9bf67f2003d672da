#include <algorithm>

#include "base/text/text.hpp"
#include "tutorial/graders/rule.hpp"

namespace anthropic::internal::tutorial {
namespace {

using Kind = Rule::Kind;

std::string what_is_looked_at(std::string_view of, Language language) {
  if (of == "user") return phrase(language, "your prompt", "你的提示");
  if (of == "assistant") return phrase(language, "Claude's earlier turn", "Claude 先前的一轮");
  if (of == "system") return phrase(language, "the system prompt", "系统提示");
  if (of == "prefill") return phrase(language, "the prefill", "预填");
  if (of == "prompt") return phrase(language, "your prompt", "你的提示");
  if (of == "request") return phrase(language, "the request", "请求");
  if (of == "line") return phrase(language, "it", "它");
  if (of == "thinking") return phrase(language, "the thinking", "思考");
  if (of == "tool") return phrase(language, "the tool call", "工具调用");
  if (of.starts_with('<')) return std::string(of);
  return phrase(language, "the answer", "回答");
}

std::string one_of(const std::vector<std::string>& texts, Language language) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += phrase(language, " or ", " 或 ");
    out += in_quotes(text);
  }
  return out;
}

std::string range(const Rule& rule, Language language) {
  const auto number = [](double value) { return Json(value).number_text(); };
  if (rule.min && rule.max)
    return *rule.min == *rule.max
               ? number(*rule.min)
               : phrase(language, "%1 to %2", "%1 到 %2", {number(*rule.min), number(*rule.max)});
  if (rule.min) return phrase(language, "at least %1", "至少 %1", {number(*rule.min)});
  return phrase(language, "at most %1", "至多 %1", {number(*rule.max)});
}

std::string joined(const std::vector<Rule>& rules, std::string_view between, Language language) {
  std::string out;
  for (const Rule& rule : rules) {
    if (!out.empty()) out += between;
    out += requirement(rule, language);
  }
  return out;
}

}  // namespace

std::string requirement(const Rule& rule, Language language) {
  if (!rule.say.empty()) return rule.say.in(language);
  const std::string what = what_is_looked_at(rule.of, language);
  const auto say = [&](std::string_view en, std::string_view zh, std::string_view value) {
    return phrase(language, en, zh, {what, value});
  };
  switch (rule.kind) {
    case Kind::contains:
      return say("%1 contains %2", "%1包含 %2", one_of(rule.texts, language));
    case Kind::equals:
      return say("%1 is %2 and nothing else", "%1就是 %2，没有别的", one_of(rule.texts, language));
    case Kind::starts:
      return say("%1 begins with %2", "%1以 %2 开头", one_of(rule.texts, language));
    case Kind::ends:
      return say("%1 ends with %2", "%1以 %2 结尾", one_of(rule.texts, language));
    case Kind::regex:
      return say("a line of %1 fits %2", "%1里有一行符合 %2", rule.texts.front());
    case Kind::count:
      return phrase(language, "%1 contains %2 so often: %3", "%1里 %2 出现的次数：%3",
                    {what, in_quotes(rule.texts.front()), range(rule, language)});
    case Kind::words:
      return say("%1 has %2 words", "%1的词数：%2", range(rule, language));
    case Kind::lines:
      return say("%1 has %2 lines", "%1的行数：%2", range(rule, language));
    case Kind::characters:
      return say("%1 has %2 characters", "%1的字符数：%2", range(rule, language));
    case Kind::number:
      return say("a number in %1 is %2", "%1里的数字：%2", range(rule, language));
    case Kind::schema:
      return say("%1 is JSON that fits the schema", "%1是符合 schema 的 JSON", "");
    case Kind::tool:
      return phrase(language, "Claude calls the tool %1", "Claude 调用工具 %1",
                    {one_of(rule.texts, language)});
    case Kind::negation:
      return phrase(language, "it is not so that %1", "不能是：%1",
                    {requirement(rule.rules.front(), language)});
    case Kind::all:
      return joined(rule.rules, phrase(language, " and ", "，并且"), language);
    case Kind::any:
      return joined(rule.rules, phrase(language, " or ", "，或者"), language);
    case Kind::each_line:
      return say("in each line of %1: %2", "%1的每一行：%2", requirement(rule.rules.front(), language));
    case Kind::model:
      return rule.texts.front();
  }
  return {};
}

}  // namespace anthropic::internal::tutorial
