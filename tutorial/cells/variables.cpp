#include "tutorial/cells/variables.hpp"

#include <algorithm>
#include <vector>

#include "base/errors.hpp"
#include "base/text/edit_distance.hpp"

namespace anthropic::internal::tutorial {
namespace {

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool may_follow(char c) {
  return is_capital(c) || (c >= '0' && c <= '9') || c == '_';
}

/// The name at the front of a text that is closed by `end`; empty if there is none.
std::string_view closed_name(std::string_view text, std::string_view end) {
  std::size_t length = 0;
  while (length < text.size() && may_follow(text[length])) ++length;
  const std::string_view name = text.substr(0, length);
  return is_variable_name(name) && text.substr(length).starts_with(end) ? name : std::string_view();
}

Error missing(std::string_view name, int line, const Variables& variables, Language language) {
  std::vector<std::string_view> names;
  for (const auto& [known, value] : variables) names.push_back(known);
  const std::string_view near = nearest_word(name, names);
  Error error = bad_request_error(
      phrase(language, "line %1: {%2} is not set", "第 %1 行：{%2} 没有设置", {std::to_string(line), name}));
  error.hint = near.empty() ? phrase(language, "Write above it: %set %1 = …; for the text itself: {{%1}}",
                                     "请在上面写：%set %1 = …；如果只是文字，请写 {{%1}}", {name})
                            : phrase(language, "Did you mean {%1}?", "你是想写 {%1} 吗？", {near});
  return error;
}

}  // namespace

bool is_variable_name(std::string_view name) {
  return !name.empty() && is_capital(name.front()) && std::all_of(name.begin(), name.end(), may_follow);
}

Result<std::string> substitute(const LocatedText& text, const Variables& variables, Language language) {
  std::string out;
  int line = text.line;
  std::string_view rest = text.text;
  while (!rest.empty()) {
    if (rest.front() == '\n') ++line;
    if (rest.front() != '{') {
      out += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    if (const std::string_view name = closed_name(rest.substr(1), "}"); !name.empty()) {
      const auto found = variables.find(std::string(name));
      if (found == variables.end()) return missing(name, line, variables, language);
      out += found->second;
      rest.remove_prefix(name.size() + 2);
      continue;
    }
    const std::string_view literal =
        rest.starts_with("{{") ? closed_name(rest.substr(2), "}}") : std::string_view();
    if (!literal.empty()) {
      out.append("{").append(literal).append("}");
      rest.remove_prefix(literal.size() + 4);
      continue;
    }
    out += '{';
    rest.remove_prefix(1);
  }
  return out;
}

}  // namespace anthropic::internal::tutorial
