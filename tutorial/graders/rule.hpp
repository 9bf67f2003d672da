#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "tutorial/language/language.hpp"

namespace anthropic::internal::tutorial {

/// What an answer, or a prompt, must be like.
struct Rule {
  enum class Kind : std::uint8_t {
    contains,
    equals,
    starts,
    ends,
    regex,
    count,
    words,
    lines,
    characters,
    number,
    schema,
    tool,
    negation,  ///< "not"
    all,
    any,
    each_line,
    model,
  };

  Kind kind = Kind::contains;
  /// "answer", "user", "assistant", "system", "prefill", "prompt", "request", "thinking", "tool", "<tag>", or,
  /// within `each_line`, "line".
  std::string of = {};
  bool is_exact = false;
  LocalText say = {};                   ///< The requirement in the author's words; empty: made from the rule.
  std::vector<std::string> texts = {};  ///< What to compare with; of `regex`, `tool` and `model` one.
  std::shared_ptr<const std::regex> regex = {};
  std::optional<double> min = {};
  std::optional<double> max = {};
  std::string which = {};  ///< Of `number`: "last", "first", "any" or "only".
  Json schema = {};
  std::vector<Rule> rules =
      {};  ///< Of `all` and `any`; one of `not` and `each_line`; of `model` the one for offline.
};

/// Reads a rule. `of` is what it looks at unless it says; `where` names it in the message of a failure, which is
/// of ErrorKind::configuration.
Result<Rule> read_rule(const Json& json, std::string_view of, const std::string& where);
/// A rule, or a list of them.
Result<std::vector<Rule>> read_rules(const Json& json, std::string_view of, const std::string& where);

/// A rule's requirement, for the learner.
std::string requirement(const Rule& rule, Language language);

}  // namespace anthropic::internal::tutorial
