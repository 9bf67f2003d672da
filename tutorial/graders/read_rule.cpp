#include <algorithm>
#include <array>
#include <utility>

#include <anthropic/json_schema.hpp>

#include "base/errors.hpp"
#include "base/text/edit_distance.hpp"
#include "tutorial/graders/rule.hpp"
#include "tutorial/notebook/fields.hpp"

namespace anthropic::internal::tutorial {
namespace {

using Kind = Rule::Kind;

struct Name {
  std::string_view name;
  Kind kind;
};

constexpr std::array<Name, 17> kNames = {{
    {"contains", Kind::contains},
    {"equals", Kind::equals},
    {"starts", Kind::starts},
    {"ends", Kind::ends},
    {"regex", Kind::regex},
    {"count", Kind::count},
    {"words", Kind::words},
    {"lines", Kind::lines},
    {"characters", Kind::characters},
    {"number", Kind::number},
    {"schema", Kind::schema},
    {"tool", Kind::tool},
    {"not", Kind::negation},
    {"all", Kind::all},
    {"any", Kind::any},
    {"each_line", Kind::each_line},
    {"model", Kind::model},
}};

constexpr std::array<std::string_view, 10> kLookedAt = {"answer", "user",    "assistant", "system", "prefill",
                                                        "prompt", "request", "thinking",  "tool",   "line"};

bool is_looked_at(std::string_view of) {
  const bool is_tag = of.size() > 2 && of.front() == '<' && of.back() == '>';
  return is_tag || std::find(kLookedAt.begin(), kLookedAt.end(), of) != kLookedAt.end();
}

Result<void> read_bounds(const Json& json, const std::string& where, Rule& rule) {
  for (const auto& [name, target] : {std::pair("min", &rule.min), std::pair("max", &rule.max)}) {
    const Json* bound = json.find(name);
    if (!bound) continue;
    *target = bound->as_double();
    if (!*target) return misfit(where + "." + name, "should be a number");
  }
  if (!rule.min && !rule.max) return misfit(where, "needs min or max");
  return {};
}

Result<void> read_texts(const Json& json, const std::string& where, Rule& rule) {
  const Json::Array items = json.is_array() ? json.items() : Json::Array{json};
  for (const Json& item : items) {
    if (!item.is_string() || item.string_or("").empty())
      return misfit(where, "should be a text or a list of texts");
    rule.texts.push_back(item.string_or(""));
  }
  if (rule.texts.empty()) return misfit(where, "is an empty list");
  return {};
}

Result<void> read_regex(const Json& json, const std::string& where, Rule& rule) {
  if (auto read = read_texts(json, where, rule); !read) return read;
  auto flags = std::regex::ECMAScript | std::regex::optimize;
  if (!rule.is_exact) flags |= std::regex::icase;
  try {
    rule.regex = std::make_shared<const std::regex>(rule.texts.front(), flags);
  } catch (const std::regex_error& error) {
    return misfit(where, std::string("is no regular expression: ") + error.what());
  }
  return {};
}

Result<void> read_inner(const Json& json, std::string_view of, const std::string& where, Rule& rule) {
  auto inner = read_rules(json, of, where);
  if (!inner) return inner.error();
  rule.rules = *std::move(inner);
  return {};
}

/// The members that a rule of a kind may have, beside its name, `say`, `of` and `case`.
std::vector<std::string_view> members_of(Kind kind) {
  if (kind == Kind::count) return {"min", "max"};
  if (kind == Kind::model) return {"offline"};
  return {};
}

Result<void> read_value(const Json& json, const Json& value, std::string_view of, const std::string& where,
                        Rule& rule) {
  switch (rule.kind) {
    case Kind::contains:
    case Kind::equals:
    case Kind::starts:
    case Kind::ends:
    case Kind::tool:
      return read_texts(value, where, rule);
    case Kind::regex:
      return read_regex(value, where, rule);
    case Kind::count:
      if (auto read = read_texts(value, where, rule); !read) return read;
      return read_bounds(json, where, rule);
    case Kind::words:
    case Kind::lines:
    case Kind::characters:
      if (auto known = check_members(value, where, {"min", "max"}); !known) return known;
      return read_bounds(value, where, rule);
    case Kind::number: {
      if (auto known = check_members(value, where, {"min", "max", "which"}); !known) return known;
      constexpr std::array<std::string_view, 4> kWhich = {"last", "first", "any", "only"};
      rule.which = value["which"].string_or("last");
      if (std::find(kWhich.begin(), kWhich.end(), rule.which) == kWhich.end())
        return misfit(where + ".which", "should be last, first, any or only");
      return read_bounds(value, where, rule);
    }
    case Kind::schema:
      rule.schema = value;
      return check_json_schema(value, where);
    case Kind::negation:
      if (!value.is_object()) return misfit(where, "should be a rule");
      return read_inner(value, of, where, rule);
    case Kind::each_line:
      if (!value.is_object()) return misfit(where, "should be a rule");
      return read_inner(value, "line", where, rule);
    case Kind::all:
    case Kind::any:
      if (!value.is_array() || value.empty()) return misfit(where, "should be a list of rules");
      return read_inner(value, of, where, rule);
    case Kind::model:
      if (auto read = read_texts(value, where, rule); !read) return read;
      if (!json["offline"].is_object())
        return misfit(where, "needs offline: a rule that decides without a model");
      return read_inner(json["offline"], of, where + ".offline", rule);
  }
  return {};
}

}  // namespace

Result<Rule> read_rule(const Json& json, std::string_view of, const std::string& where) {
  if (!json.is_object()) return misfit(where, "should be a rule");
  Rule rule;
  std::string_view name;
  for (const Json::Member& member : json.members()) {
    const auto found =
        std::find_if(kNames.begin(), kNames.end(), [&](const Name& n) { return n.name == member.name; });
    if (found == kNames.end()) continue;
    if (!name.empty()) return misfit(where, "is two rules: " + std::string(name) + " and " + member.name);
    name = found->name;
    rule.kind = found->kind;
  }
  if (name.empty()) {
    return misfit(where, "is no rule that is known" +
                             (json.empty() ? std::string() : ": " + in_quotes(json.members()[0].name)));
  }
  std::vector<std::string_view> known = {name, "say", "of", "case"};
  for (const std::string_view member : members_of(rule.kind)) known.push_back(member);
  if (auto checked = check_members(json, where, known); !checked) return checked.error();

  rule.of = json["of"].string_or(of);
  if (!is_looked_at(rule.of)) return misfit(where + ".of", in_quotes(rule.of) + " is not looked at");
  rule.is_exact = json["case"].as_bool().value_or(false);
  if (const Json* say = json.find("say")) {
    auto text = read_local_text(*say, where + ".say");
    if (!text) return text.error();
    rule.say = *std::move(text);
  }
  auto read = read_value(json, json[name], rule.of, where + "." + std::string(name), rule);
  if (!read) return configuration_error(read.error().message, read.error().hint);
  return rule;
}

Result<std::vector<Rule>> read_rules(const Json& json, std::string_view of, const std::string& where) {
  std::vector<Rule> rules;
  if (!json.is_array()) {
    auto rule = read_rule(json, of, where);
    if (!rule) return rule.error();
    rules.push_back(*std::move(rule));
    return rules;
  }
  for (std::size_t i = 0; i < json.size(); ++i) {
    auto rule = read_rule(json[i], of, where + "[" + std::to_string(i) + "]");
    if (!rule) return rule.error();
    rules.push_back(*std::move(rule));
  }
  return rules;
}

}  // namespace anthropic::internal::tutorial
