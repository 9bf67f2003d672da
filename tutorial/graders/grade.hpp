#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "tutorial/graders/rule.hpp"

namespace anthropic::internal::tutorial {

/// What rules look at: what was sent, and what was answered.
struct Material {
  std::string answer = {};
  std::string thinking = {};
  std::string user = {};       ///< All turns of the user, joined with line feeds.
  std::string assistant = {};  ///< Claude's earlier turns, as the cell writes them.
  std::string system = {};
  std::string prefill = {};
  Json request = {};  ///< As it is sent.
  Json tool = {};     ///< The first tool call, with `name` and `input`; null if there is none.
};

/// A requirement, and whether it is met.
struct Check {
  bool passed = false;
  std::string requirement = {};
  std::string where = {};  ///< Where and why it failed; empty if it passed.
};

/// What a model says of an answer.
struct Verdict {
  bool passes = false;
  std::string why = {};
};

/// Asks a model whether the text meets the rubric.
using Judge = std::function<Result<Verdict>(const std::string& rubric, const Material& material)>;

/// All checks, one for each rule. Without a judge, rules for a model are decided by their rule for offline.
std::vector<Check> grade(const std::vector<Rule>& rules, const Material& material, Language language,
                         const Judge& judge = {});

Check check(const Rule& rule, const Material& material, Language language, const Judge& judge = {});

bool all_passed(const std::vector<Check>& checks);

}  // namespace anthropic::internal::tutorial
