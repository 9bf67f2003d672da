#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "base/errors.hpp"
#include "base/text/edit_distance.hpp"
#include "base/text/text.hpp"
#include "tutorial/cells/cell.hpp"
#include "tutorial/cells/variables.hpp"

namespace anthropic::internal::tutorial {
namespace {

constexpr std::size_t kMostParts = 4;
/// Directives of a cell that may send nothing.
constexpr std::array<std::string_view, 7> kWithoutPrompt = {"set",   "load",  "hint", "solution",
                                                            "reset", "model", "lang"};
constexpr std::array<std::string_view, 5> kEfforts = {"low", "medium", "high", "xhigh", "max"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Lines that are gathered into one text, without the blank ones around it.
class GatheredText {
 public:
  void add(std::string_view line, int number) {
    if (text_.empty() && trim(line).empty()) return;
    if (text_.empty()) {
      first_line_ = number;
    } else {
      text_ += '\n';
    }
    text_ += line;
  }
  LocatedText take(int line_if_empty) {
    text_.erase(text_.find_last_not_of(" \t\n") + 1);
    return {std::exchange(text_, {}), first_line_ > 0 ? std::exchange(first_line_, 0) : line_if_empty};
  }

 private:
  std::string text_;
  int first_line_ = 0;
};

/// NAME = VALUE
struct Equation {
  std::string name;
  LocatedText value;
};

/// The prompt of a part of %compare: what the part says over what is common.
PromptText merged(PromptText common, PromptText part) {
  if (part.system) common.system = std::move(part.system);
  if (!part.turns.empty()) common.turns = std::move(part.turns);
  if (part.prefill) common.prefill = std::move(part.prefill);
  if (!part.documents.empty()) common.documents = std::move(part.documents);
  if (part.max_tokens) common.max_tokens = part.max_tokens;
  if (part.temperature) common.temperature = part.temperature;
  if (!part.stop_sequences.empty()) common.stop_sequences = std::move(part.stop_sequences);
  if (!part.thinking.empty()) common.thinking = std::move(part.thinking);
  if (!part.effort.empty()) common.effort = std::move(part.effort);
  if (!part.tool_names.empty()) common.tool_names = std::move(part.tool_names);
  if (!part.tools.empty()) common.tools = std::move(part.tools);
  if (!part.tool_choice.empty()) common.tool_choice = std::move(part.tool_choice);
  if (part.schema) common.schema = std::move(part.schema);
  if (part.raw) common.raw = std::move(part.raw);
  common.is_cached = common.is_cached || part.is_cached;
  return common;
}

class CellReader {
 public:
  explicit CellReader(Language language) : language_(language) {}

  Result<Cell> read(std::string_view source) {
    while (!source.empty()) {
      ++line_;
      const std::size_t end = source.find('\n');
      std::string_view line = source.substr(0, end);
      source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (auto read = read_line(line); !read) return read.error();
    }
    if (auto ended = end_block(); !ended) return ended.error();
    if (auto ended = end_section(); !ended) return ended.error();
    return finish();
  }

 private:
  using Take = std::function<Result<void>(LocatedText)>;

  Result<void> read_line(std::string_view line) {
    if (line.starts_with("#!")) return {};
    if (line.size() > 1 && line[0] == '%' && is_letter(line[1])) return read_directive(line.substr(1));
    if (line.starts_with("%%")) line.remove_prefix(1);
    (block_ ? block_text_ : loose_text_).add(line, line_);
    return {};
  }

  Result<void> read_directive(std::string_view text) {
    if (auto ended = end_block(); !ended) return ended;
    std::size_t length = 0;
    while (length < text.size() && (is_letter(text[length]) || text[length] == '_')) ++length;
    const std::string_view name = text.substr(0, length);
    const LocatedText value = {std::string(trim(text.substr(length))), line_};
    if (name == "end") return {};
    const auto all = directives();
    const auto directive =
        std::find_if(all.begin(), all.end(), [&](const Directive& d) { return d.name == name; });
    if (directive == all.end()) return unknown(name);
    directive_ = name;
    if (std::find(kWithoutPrompt.begin(), kWithoutPrompt.end(), name) == kWithoutPrompt.end())
      cell_.needs_prompt = true;
    if (directive->value == DirectiveValue::none && !value.text.empty())
      return wrong("%%1 takes no value", "%%1 不带值", {name});
    return apply(value);
  }

  Result<void> apply(const LocatedText& value) {
    PromptText& prompt = sections_.back().prompt;
    if (directive_ == "system") return take_text(value, once(prompt.system));
    if (directive_ == "prefill") return take_text(value, once(prompt.prefill));
    if (directive_ == "raw") return take_text(value, once(prompt.raw));
    if (directive_ == "user" || directive_ == "assistant") return take_turn(value, prompt);
    if (directive_ == "document") return take_document(value, prompt);
    if (directive_ == "schema" || directive_ == "tools") return take_json_or_names(value, prompt);
    if (directive_ == "set" || directive_ == "load") return take_assignment(value);
    if (directive_ == "cache") return prompt.is_cached = true, Result<void>();
    if (directive_ == "cpp") return cell_.shows_cpp = true, Result<void>();
    if (directive_ == "compare") return begin_part(value);
    if (directive_ == "hint") return take_action(Action::Kind::hint, value);
    if (directive_ == "solution") return take_action(Action::Kind::solution, value);
    if (value.text.empty()) return wrong("%%1 needs a value", "%%1 需要一个值", {directive_});
    if (directive_ == "reset") return take_action(Action::Kind::reset, value);
    if (directive_ == "model") return take_action(Action::Kind::model, value);
    if (directive_ == "lang") return take_language(value);
    if (directive_ == "stop") return prompt.stop_sequences.push_back(value), Result<void>();
    if (directive_ == "tool_choice") return prompt.tool_choice = value.text, Result<void>();
    if (directive_ == "save") return take_save(value);
    if (directive_ == "exercise") return take_exercise(value);
    if (directive_ == "max_tokens") return take_max_tokens(value, prompt);
    if (directive_ == "temperature") return take_temperature(value, prompt);
    if (directive_ == "effort") return take_effort(value, prompt);
    return take_thinking(value, prompt);
  }

  /// Keeps a text that may stand once in a prompt.
  Take once(std::optional<LocatedText>& target) {
    return [this, &target](LocatedText text) -> Result<void> {
      if (target) return wrong("there is a second %%1", "%%1 出现了两次", {directive_});
      target = std::move(text);
      return {};
    };
  }

  /// The value of the line, else the lines of the block that begins here.
  Result<void> take_text(const LocatedText& value, Take take) {
    if (!value.text.empty()) return take(value);
    block_ = std::move(take);
    block_line_ = line_;
    return {};
  }

  /// A turn goes on behind its first line.
  Result<void> take_turn(const LocatedText& value, PromptText& prompt) {
    block_text_.add(value.text, line_);
    return take_text({}, [&prompt, is_user = directive_ == "user"](LocatedText text) -> Result<void> {
      prompt.turns.push_back({is_user, std::move(text)});
      return {};
    });
  }

  Result<void> end_block() {
    if (!block_) return {};
    const int line = std::exchange(line_, block_line_);
    const Take take = std::exchange(block_, {});
    LocatedText text = block_text_.take(block_line_);
    Result<void> taken = text.text.empty() && directive_ != "set"
                             ? wrong("%%1 is empty", "%%1 是空的", {directive_})
                             : take(std::move(text));
    line_ = line;
    return taken;
  }

  Result<void> take_document(const LocatedText& title, PromptText& prompt) {
    return take_text({}, [&prompt, title](LocatedText text) -> Result<void> {
      prompt.documents.push_back({title.text, std::move(text)});
      return {};
    });
  }

  Result<void> take_json_or_names(const LocatedText& value, PromptText& prompt) {
    const bool is_schema = directive_ == "schema";
    const bool is_json =
        is_schema || value.text.empty() || value.text.front() == '[' || value.text.front() == '{';
    if (!is_json) return take_names(value, prompt);
    return take_text(value, [this, &prompt, is_schema](const LocatedText& text) -> Result<void> {
      auto json = Json::parse(text.text);
      if (!json) return wrong("the JSON of %%1: %2", "%%1 的 JSON：%2", {directive_, json.error().message});
      if (is_schema) return prompt.schema = *std::move(json), Result<void>();
      prompt.tools = json->is_array() ? json->items() : Json::Array{*json};
      return {};
    });
  }

  Result<void> take_names(const LocatedText& value, PromptText& prompt) {
    std::string_view rest = value.text;
    while (!(rest = trim(rest)).empty()) {
      const std::size_t end = std::min(rest.find_first_of(" ,\t"), rest.size());
      if (end > 0) prompt.tool_names.push_back({std::string(rest.substr(0, end)), line_});
      rest.remove_prefix(std::max<std::size_t>(end, 1));
    }
    return {};
  }

  Result<void> take_assignment(const LocatedText& value) {
    const std::size_t equals = value.text.find('=');
    const std::string name(trim(std::string_view(value.text).substr(0, equals)));
    if (equals == std::string::npos || !is_variable_name(name)) {
      return wrong("write %%1 NAME = …; a name is capital letters, digits and _",
                   "请写 %%1 NAME = …；名字只含大写字母、数字和 _", {directive_});
    }
    const bool is_file = directive_ == "load";
    const LocatedText text = {std::string(trim(std::string_view(value.text).substr(equals + 1))), line_};
    if (is_file && text.text.empty()) return wrong("%load needs a file", "%load 需要文件名");
    return take_text(text, [this, name, is_file](LocatedText taken) -> Result<void> {
      cell_.assignments.push_back({name, std::move(taken), is_file});
      return {};
    });
  }

  Result<void> take_action(Action::Kind kind, const LocatedText& value) {
    cell_.actions.push_back({kind, value.text});
    action_line_ = line_;
    return {};
  }

  Result<void> take_language(const LocatedText& value) {
    if (!language_named(value.text)) return wrong("%lang is en or zh", "%lang 是 en 或 zh");
    return take_action(Action::Kind::language, value);
  }

  Result<void> take_save(const LocatedText& value) {
    if (!is_variable_name(value.text))
      return wrong("a name is capital letters, digits and _", "名字只含大写字母、数字和 _");
    cell_.save = value.text;
    return {};
  }

  Result<void> take_exercise(const LocatedText& value) {
    if (!cell_.exercise.empty()) return wrong("there is a second %exercise", "%exercise 出现了两次");
    cell_.exercise = value.text;
    return {};
  }

  Result<void> take_max_tokens(const LocatedText& value, PromptText& prompt) {
    const auto number = parse_integer(value.text);
    if (!number || *number < 1)
      return wrong("%max_tokens is a whole number from 1 on", "%max_tokens 是 1 以上的整数");
    prompt.max_tokens = *number;
    return {};
  }

  Result<void> take_temperature(const LocatedText& value, PromptText& prompt) {
    const auto number = Json::parse(value.text);
    const double temperature = number ? number->as_double().value_or(-1) : -1;
    if (temperature < 0 || temperature > 1)
      return wrong("%temperature is a number from 0 to 1", "%temperature 是 0 到 1 的数");
    prompt.temperature = temperature;
    return {};
  }

  Result<void> take_effort(const LocatedText& value, PromptText& prompt) {
    if (std::find(kEfforts.begin(), kEfforts.end(), value.text) == kEfforts.end())
      return wrong("%effort is low, medium, high, xhigh or max",
                   "%effort 是 low、medium、high、xhigh 或 max");
    prompt.effort = value.text;
    return {};
  }

  Result<void> take_thinking(const LocatedText& value, PromptText& prompt) {
    const bool is_budget = parse_integer(value.text).value_or(0) >= 1024;
    if (!is_budget && value.text != "adaptive" && value.text != "disabled")
      return wrong("%thinking is adaptive, disabled, or a number of tokens from 1024 on",
                   "%thinking 是 adaptive、disabled，或 1024 以上的 token 数");
    prompt.thinking = value.text;
    return {};
  }

  Result<void> begin_part(const LocatedText& label) {
    if (auto ended = end_section(); !ended) return ended;
    sections_.push_back({label.text, {}});
    return {};
  }

  Result<void> end_section() {
    PromptText& prompt = sections_.back().prompt;
    LocatedText loose = loose_text_.take(line_);
    if (!loose.text.empty()) prompt.turns.insert(prompt.turns.begin(), {true, std::move(loose)});
    if (prompt.raw && !prompt.turns.empty())
      return wrong_at(prompt.turns.front().text.line, "%raw is the whole request; this text is beside it",
                      "%raw 就是整个请求，这段文字是多余的");
    for (std::size_t i = 0; i < prompt.turns.size(); ++i) {
      if (prompt.turns[i].is_user || i == 0 || i + 1 < prompt.turns.size()) continue;
      return wrong_at(prompt.turns[i].text.line,
                      "after %assistant a %user must follow; the beginning of an answer is %prefill",
                      "%assistant 之后必须有 %user；回答的开头请用 %prefill");
    }
    if (!prompt.turns.empty() && !prompt.turns.front().is_user)
      return wrong_at(prompt.turns.front().text.line, "a conversation begins with the user",
                      "对话由用户开始");
    return {};
  }

  Result<Cell> finish() {
    const std::size_t parts = sections_.size() - 1;
    if (parts == 1 || parts > kMostParts)
      return wrong("%compare stands two to four times in a cell", "一个单元里 %compare 要出现二到四次")
          .error();
    if (parts == 0) {
      cell_.parts = std::move(sections_);
    } else {
      for (std::size_t i = 1; i < sections_.size(); ++i) {
        cell_.parts.push_back(
            {std::move(sections_[i].label), merged(sections_[0].prompt, std::move(sections_[i].prompt))});
      }
    }
    if (!cell_.actions.empty() && cell_.has_prompt())
      return wrong_at(action_line_,
                      "%hint, %solution, %reset, %model and %lang stand in a cell without a prompt",
                      "%hint、%solution、%reset、%model 和 %lang 要放在没有提示的单元里")
          .error();
    return std::move(cell_);
  }

  Result<void> unknown(std::string_view name) const {
    std::vector<std::string_view> names = {"end"};
    for (const Directive& directive : directives()) names.push_back(directive.name);
    const std::string_view near = nearest_word(name, names);
    Error error = wrong("%%1 is no directive", "没有 %%1 这个指令", {name}).error();
    error.hint = near.empty()
                     ? phrase(language_, "If it is text, write %%%1.", "如果是文字，请写 %%%1。", {name})
                     : phrase(language_, "Did you mean %%1?", "你是想写 %%1 吗？", {near});
    return error;
  }

  Result<void> wrong(std::string_view en, std::string_view zh,
                     std::initializer_list<std::string_view> values = {}) const {
    return wrong_at(line_, en, zh, values);
  }
  Result<void> wrong_at(int line, std::string_view en, std::string_view zh,
                        std::initializer_list<std::string_view> values = {}) const {
    return bad_request_error(phrase(language_, "line %1: ", "第 %1 行：", {std::to_string(line)}) +
                             phrase(language_, en, zh, values));
  }

  const Language language_;
  Cell cell_;
  std::vector<Part> sections_ = {{}};  // what is common, then the parts
  std::string directive_;              // the one that was read last
  int line_ = 0;
  int action_line_ = 0;
  Take block_;  // takes the block that is being read
  GatheredText block_text_;
  GatheredText loose_text_;
  int block_line_ = 0;
};

}  // namespace

Result<Cell> read_cell(std::string_view source, Language language) {
  return CellReader(language).read(source);
}

}  // namespace anthropic::internal::tutorial
