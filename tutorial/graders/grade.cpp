#include "tutorial/graders/grade.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <anthropic/json_schema.hpp>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "tutorial/graders/plain_text.hpp"

namespace anthropic::internal::tutorial {
namespace {

using Kind = Rule::Kind;

/// Regular expressions begin anew behind so many bytes of a line, and stop after so many times: std::regex takes
/// stack for each byte, and time for each pair of them.
constexpr std::size_t kRegexBytes = 500;
constexpr std::size_t kRegexPieces = 3;

/// All that stands between <tag> and </tag>; empty if there is none.
std::optional<std::string> within_tag(std::string_view text, std::string_view tag) {
  const std::string end = "</" + std::string(tag.substr(1));
  std::optional<std::string> found;
  while (true) {
    const std::size_t begins = text.find(tag);
    if (begins == std::string_view::npos) return found;
    text.remove_prefix(begins + tag.size());
    const std::size_t ends = text.find(end);
    if (ends == std::string_view::npos) return found;
    if (found) *found += '\n';
    found = found.value_or("") + std::string(text.substr(0, ends));
    text.remove_prefix(ends + end.size());
  }
}

std::optional<std::string> looked_at(std::string_view of, const Material& material) {
  if (of == "user") return material.user;
  if (of == "assistant") return material.assistant;
  if (of == "system") return material.system;
  if (of == "prefill") return material.prefill;
  if (of == "prompt") return material.system + "\n" + material.user + "\n" + material.prefill;
  if (of == "request") return material.request.dump();
  if (of == "thinking") return material.thinking;
  if (of == "tool") return material.tool.is_null() ? std::string() : material.tool.dump();
  if (of.starts_with('<')) return within_tag(material.answer, of);
  return material.answer;
}

std::string comparable(const Rule& rule, std::string_view text) {
  return rule.is_exact ? std::string(text) : plain_text(text);
}

/// The JSON in an answer, which may stand in a fence: from behind its first line to its end.
std::string_view without_fence(std::string_view text) {
  text = trim(text);
  const std::size_t fence = text.find("```");
  if (fence == std::string_view::npos) return text;
  const std::size_t begins = text.find('\n', fence);
  const std::size_t ends = text.find("```", fence + 3);
  if (begins == std::string_view::npos || ends == std::string_view::npos || ends < begins) return text;
  return trim(text.substr(begins, ends - begins));
}

/// Of digits, with a sign and a fraction if there is one.
double number_of(std::string_view digits) {
  const bool is_negative = digits.starts_with('-');
  if (is_negative) digits.remove_prefix(1);
  while (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') digits.remove_prefix(1);
  const double value = Json::number(std::string(digits)).as_double().value_or(0);
  return is_negative ? -value : value;
}

/// The numbers in a text, with commas between thousands.
std::vector<double> numbers_in(std::string_view text) {
  const auto is_digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  std::vector<double> numbers;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(at)) {
      ++at;
      continue;
    }
    const bool is_negative =
        at > 0 && text[at - 1] == '-' && (at == 1 || text[at - 2] == ' ' || text[at - 2] == '(');
    std::string digits = is_negative ? "-" : "";
    while (is_digit(at) || (at < text.size() && text[at] == ',' && is_digit(at + 1) && is_digit(at + 2) &&
                            is_digit(at + 3) && !is_digit(at + 4))) {
      if (text[at] != ',') digits += text[at];
      ++at;
    }
    if (at < text.size() && text[at] == '.' && is_digit(at + 1)) {
      do digits += text[at++];
      while (is_digit(at));
    }
    numbers.push_back(number_of(digits));
  }
  return numbers;
}

bool is_within(const Rule& rule, double value) {
  return (!rule.min || value >= *rule.min) && (!rule.max || value <= *rule.max);
}

/// Whether there is nothing where something is needed.
bool is_missing(const Rule& rule, std::string_view text) {
  return rule.min.value_or(0) > 0 && trim(text).empty();
}

std::string number_text(double number) {
  return Json(number).number_text();
}

bool regex_finds(const Rule& rule, std::string_view line) {
  for (std::size_t i = 0; i < kRegexPieces; ++i) {
    const std::string_view piece = line.substr(0, kRegexBytes);
    auto flags = std::regex_constants::match_default;
    if (i > 0) flags |= std::regex_constants::match_prev_avail;
    if (piece.size() < line.size()) flags |= std::regex_constants::match_not_eol;
    try {
      if (std::regex_search(piece.begin(), piece.end(), *rule.regex, flags)) return true;
    } catch (const std::regex_error&) {
      return false;  // too much for it: not found
    }
    line.remove_prefix(piece.size());
    if (line.empty()) return false;
  }
  return false;
}

class Grader {
 public:
  Grader(const Material& material, Language language, const Judge& judge)
      : material_(material), language_(language), judge_(judge) {}

  Check check(const Rule& rule) const {
    Check result{.requirement = requirement(rule, language_)};
    std::string where = why_failed(rule);
    result.passed = where.empty();
    result.where = std::move(where);
    return result;
  }

 private:
  std::string say(std::string_view en, std::string_view zh,
                  std::initializer_list<std::string_view> values = {}) const {
    return phrase(language_, en, zh, values);
  }

  /// Empty if the rule holds.
  std::string why_failed(const Rule& rule) const {
    switch (rule.kind) {
      case Kind::negation:
        return why_not_absent(rule.rules.front());
      case Kind::all:
        for (const Rule& inner : rule.rules) {
          const Check result = check(inner);
          if (!result.passed) return result.requirement + ": " + result.where;
        }
        return {};
      case Kind::any:
        return why_none(rule);
      case Kind::model:
        return why_judged(rule);
      case Kind::tool:
        return why_no_tool(rule);
      default:
        break;
    }
    const std::optional<std::string> text = text_of(rule);
    if (!text)
      return say("there is no %1 … </%2 in the answer", "回答里没有 %1 … </%2", {rule.of, rule.of.substr(1)});
    switch (rule.kind) {
      case Kind::contains:
      case Kind::equals:
      case Kind::starts:
      case Kind::ends:
        return why_no_text(rule, *text);
      case Kind::regex:
        return find_line(rule, *text) ? "" : say("no line of it fits", "没有一行符合");
      case Kind::count:
        return why_outside(rule, static_cast<double>(occurrences(rule, *text)), "%1 times", "%1 次");
      case Kind::words:
        if (is_missing(rule, *text)) return say("it is empty", "是空的");
        return why_outside(rule, static_cast<double>(count_words(*text)), "%1 words", "%1 个词");
      case Kind::characters:
        if (is_missing(rule, *text)) return say("it is empty", "是空的");
        return why_outside(rule, static_cast<double>(count_characters(trim(*text))), "%1 characters",
                           "%1 个字符");
      case Kind::lines: {
        if (is_missing(rule, *text)) return say("it is empty", "是空的");
        const std::vector<std::string_view> lines = split_lines(*text);
        const auto count =
            std::count_if(lines.begin(), lines.end(), [](std::string_view l) { return !trim(l).empty(); });
        return why_outside(rule, static_cast<double>(count), "%1 lines", "%1 行");
      }
      case Kind::number:
        return why_no_number(rule, *text);
      case Kind::each_line:
        return why_not_each(rule.rules.front(), *text);
      default:
        return why_no_fit(rule, *text);
    }
  }

  std::optional<std::string> text_of(const Rule& rule) const {
    return rule.of == "line" ? std::string(line_) : looked_at(rule.of, material_);
  }

  std::string why_no_text(const Rule& rule, const std::string& text) const {
    const std::string whole = comparable(rule, text);
    const std::string_view trimmed = without_edges(whole);
    for (const std::string& wanted_text : rule.texts) {
      const std::string wanted = comparable(rule, wanted_text);
      const std::string_view bare = rule.is_exact ? std::string_view(wanted) : without_edges(wanted);
      const std::string_view seen = rule.is_exact ? trim(whole) : trimmed;
      if (rule.kind == Kind::contains && whole.find(wanted) != std::string::npos) return {};
      if (rule.kind == Kind::equals && seen == bare) return {};
      if (rule.kind == Kind::starts && (trim(whole).starts_with(wanted) || seen.starts_with(wanted)))
        return {};
      if (rule.kind == Kind::ends && (trim(whole).ends_with(wanted) || seen.ends_with(wanted))) return {};
    }
    if (trim(text).empty()) return say("it is empty", "是空的");
    const std::vector<std::string_view> lines = split_lines(trim(text));
    if (rule.kind == Kind::contains) return say("it is nowhere in it", "里面找不到");
    if (rule.kind == Kind::ends)
      return say("line %1: %2", "第 %1 行：%2", {std::to_string(lines.size()), excerpt(lines.back())});
    return say("line %1: %2", "第 %1 行：%2", {"1", excerpt(lines.front())});
  }

  /// The line, from 1 on, in which a rule that looks for something finds it.
  std::optional<std::size_t> find_line(const Rule& rule, std::string_view text) const {
    const std::vector<std::string_view> lines = split_lines(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string line = rule.is_exact ? std::string(lines[i]) : plain_text(lines[i], Spaces::stay);
      if (rule.kind == Kind::regex && regex_finds(rule, line)) return i + 1;
      if (rule.kind != Kind::contains) continue;
      for (const std::string& wanted : rule.texts) {
        if (comparable(rule, lines[i]).find(comparable(rule, wanted)) != std::string::npos) return i + 1;
      }
    }
    return {};
  }

  std::size_t occurrences(const Rule& rule, const std::string& text) const {
    const std::string whole = comparable(rule, text);
    const std::string wanted = comparable(rule, rule.texts.front());
    std::size_t count = 0;
    for (std::size_t at = whole.find(wanted); at != std::string::npos;
         at = whole.find(wanted, at + wanted.size()))
      ++count;
    return count;
  }

  std::string why_outside(const Rule& rule, double value, std::string_view en, std::string_view zh) const {
    if (is_within(rule, value)) return {};
    const std::string what = say(en, zh, {number_text(value)});
    if (rule.min && value < *rule.min)
      return say("%1; at least %2 are needed", "%1；至少要 %2", {what, number_text(*rule.min)});
    return say("%1; at most %2 are allowed", "%1；最多 %2", {what, number_text(*rule.max)});
  }

  std::string why_no_number(const Rule& rule, const std::string& text) const {
    const std::vector<double> numbers = numbers_in(plain_text(text));
    if (numbers.empty()) return say("there is no number in it", "里面没有数字");
    if (rule.which == "only" && numbers.size() > 1)
      return say("there are %1 numbers in it", "里面有 %1 个数字", {std::to_string(numbers.size())});
    if (rule.which == "any") {
      const bool is_there =
          std::any_of(numbers.begin(), numbers.end(), [&](double n) { return is_within(rule, n); });
      return is_there ? "" : say("no number in it is", "没有一个数字符合");
    }
    const double number = rule.which == "first" ? numbers.front() : numbers.back();
    return is_within(rule, number) ? "" : say("the number is %1", "数字是 %1", {number_text(number)});
  }

  std::string why_no_fit(const Rule& rule, const std::string& text) const {
    const auto json = Json::parse(without_fence(text));
    if (!json) return say("it is no JSON: %1", "不是 JSON：%1", {json.error().message});
    return find_schema_mismatch(*json, rule.schema).value_or("");
  }

  std::string why_no_tool(const Rule& rule) const {
    const std::string name = material_.tool["name"].string_or("");
    if (name.empty()) return say("no tool was called", "没有调用工具");
    if (std::find(rule.texts.begin(), rule.texts.end(), name) != rule.texts.end()) return {};
    return say("it called %1", "它调用了 %1", {name});
  }

  std::string why_not_absent(const Rule& inner) const {
    if (!why_failed(inner).empty()) return {};
    const std::string text = text_of(inner).value_or("");
    if (const auto line = find_line(inner, text))
      return say("line %1: %2", "第 %1 行：%2",
                 {std::to_string(*line), excerpt(split_lines(text)[*line - 1])});
    return say("it does", "现在正是这样");
  }

  std::string why_not_each(const Rule& inner, std::string_view text) const {
    const std::vector<std::string_view> lines = split_lines(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (trim(lines[i]).empty()) continue;
      Grader grader = *this;
      grader.line_ = lines[i];
      const std::string why = grader.why_failed(inner);
      if (!why.empty())
        return say("line %1: %2 (%3)", "第 %1 行：%2（%3）", {std::to_string(i + 1), excerpt(lines[i]), why});
    }
    return {};
  }

  std::string why_none(const Rule& rule) const {
    std::string why;
    for (const Rule& inner : rule.rules) {
      const Check result = check(inner);
      if (result.passed) return {};
      if (!why.empty()) why += "; ";
      why += result.requirement + ": " + result.where;
    }
    return why;
  }

  std::string why_judged(const Rule& rule) const {
    if (!judge_) return why_failed(rule.rules.front());
    const Result<Verdict> verdict = judge_(rule.texts.front(), material_);
    if (!verdict) return say("the model could not judge: %1", "模型未能评判：%1", {verdict.error().message});
    if (verdict->passes) return {};
    return verdict->why.empty() ? say("the model says no", "模型认为没有达到") : verdict->why;
  }

  const Material& material_;
  const Language language_;
  const Judge& judge_;
  std::string_view line_;  // that each_line looks at
};

}  // namespace

Check check(const Rule& rule, const Material& material, Language language, const Judge& judge) {
  return Grader(material, language, judge).check(rule);
}

std::vector<Check> grade(const std::vector<Rule>& rules, const Material& material, Language language,
                         const Judge& judge) {
  std::vector<Check> checks;
  for (const Rule& rule : rules) checks.push_back(check(rule, material, language, judge));
  return checks;
}

bool all_passed(const std::vector<Check>& checks) {
  return std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.passed; });
}

}  // namespace anthropic::internal::tutorial
