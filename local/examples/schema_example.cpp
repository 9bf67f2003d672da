#include "local/examples/schema_example.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/contains.hpp"
#include "local/examples/described_bounds.hpp"
#include "local/examples/keywords.hpp"
#include "local/examples/number_example.hpp"
#include "local/examples/string_example.hpp"
#include "wire/schema/json_schema.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostExampleSteps = 50'000;
constexpr std::size_t kLargestExampleSchema = 256 * 1024;
constexpr std::size_t kMostEnumerated = 100;
constexpr std::size_t kDeepestExample = 100;
constexpr std::size_t kMostRecursion = 3;

using Types = std::vector<std::string_view>;

/// What one value must fit.
struct Node {
  Schemas all = {};
  std::vector<const Json::Array*> alternatives = {};  // one of each list, not yet chosen
  Schemas references = {};                            // those that led here, from the root on
  std::size_t depth = 0;
  std::size_t variant = 0;  // values that must differ have different ones
};

Types types_of(const Json& type) {
  if (const auto name = type.as_string()) return {*name};
  Types types;
  for (const Json& name : type.items()) types.push_back(name.as_string().value_or(""));
  return types;
}

/// A type where none is said: what the other keywords are about.
std::string_view implied_type(const Schemas& schemas) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> hints = {{
      {"properties", "object"},
      {"required", "object"},
      {"additionalProperties", "object"},
      {"minProperties", "object"},
      {"items", "array"},
      {"prefixItems", "array"},
      {"minItems", "array"},
      {"contains", "array"},
      {"minimum", "number"},
      {"maximum", "number"},
      {"exclusiveMinimum", "number"},
      {"exclusiveMaximum", "number"},
      {"multipleOf", "number"},
  }};
  for (const auto& [keyword, type] : hints) {
    for (const Json* schema : schemas) {
      if (schema->contains(keyword)) return type;
    }
  }
  return "string";
}

/// Those that all schemas allow, in the order of the first that says any.
Types allowed_types(const Schemas& schemas) {
  Types allowed;
  bool said = false;
  for (const Json* schema : schemas) {
    if (!schema->contains("type")) continue;
    const Types types = types_of((*schema)["type"]);
    if (!std::exchange(said, true)) {
      allowed = types;
      continue;
    }
    for (std::string_view& type : allowed) {
      if (type == "number" && !contains(types, "number")) type = "integer";
    }
    std::erase_if(allowed, [&](std::string_view type) {
      return !contains(types, type) && !(type == "integer" && contains(types, "number"));
    });
  }
  if (!said) allowed.push_back(implied_type(schemas));
  return allowed;
}

void add_once(std::vector<std::string>& names, const Json& name) {
  const std::string text = name.string_or("");
  if (!contains(names, text)) names.push_back(text);
}

class ExampleMaker {
 public:
  /// `recursion` is how often a reference may lead back to where it came from; `heeds_descriptions` says whether
  /// the bounds in them hold, too.
  ExampleMaker(const Json& root, std::size_t recursion, bool heeds_descriptions, std::size_t& steps)
      : root_(root), recursion_(recursion), heeds_descriptions_(heeds_descriptions), steps_(steps) {}

  std::optional<Json> make() { return value_for({&root_}, {.references = {&root_}}); }

 private:
  std::optional<Json> value_for(const Schemas& schemas, Node node) {
    if (++node.depth > kDeepestExample || !take_step()) return std::nullopt;
    for (const Json* schema : schemas) {
      if (!add(*schema, node)) return std::nullopt;
    }
    return choose(node);
  }

  std::optional<Json> member_for(const Schemas& schemas, const Node& parent, std::size_t variant) {
    return value_for(schemas, {.references = parent.references, .depth = parent.depth, .variant = variant});
  }

  bool take_step() { return steps_ > 0 && steps_-- > 0; }

  // False if nothing fits.
  bool add(const Json& schema, Node& node) {
    if (!take_step()) return false;
    if (const auto open = schema.as_bool()) return *open;
    node.all.push_back(&schema);
    if (heeds_descriptions_) add_described(schema, node);
    if (const auto reference = schema["$ref"].as_string()) {
      const Json* target = find_schema_reference(root_, *reference);
      if (!target) return false;
      const auto seen = std::count(node.references.begin(), node.references.end(), target);
      if (static_cast<std::size_t>(seen) > recursion_) return false;
      node.references.push_back(target);
      if (!add(*target, node)) return false;
    }
    for (const char* keyword : {"anyOf", "oneOf"}) {
      if (!schema[keyword].empty()) node.alternatives.push_back(&schema[keyword].items());
    }
    return std::all_of(schema["allOf"].items().begin(), schema["allOf"].items().end(),
                       [&](const Json& part) { return add(part, node); });
  }

  void add_described(const Json& schema, Node& node) {
    const auto description = schema["description"].as_string();
    if (!description) return;
    Json bounds = described_bounds(*description);
    if (!bounds.empty()) node.all.push_back(&described_.emplace_back(std::move(bounds)));
  }

  std::optional<Json> choose(const Node& node) {
    if (node.alternatives.empty()) return from_keywords(node);
    steps_ -= std::min(steps_, node.all.size());
    for (const Json& alternative : *node.alternatives.back()) {
      Node chosen = node;
      chosen.alternatives.pop_back();
      if (!add(alternative, chosen)) continue;
      if (auto value = choose(chosen)) return value;
    }
    return std::nullopt;
  }

  bool fits(const Json& value, const Node& node) {
    const auto number = value.as_double();
    if (number && !is_multiple(*number, node.all)) return false;
    return std::all_of(node.all.begin(), node.all.end(), [&](const Json* schema) {
      if (!fits_schema(value, *schema, root_, steps_)) return false;
      const Json* excluded = schema->find("not");
      return !excluded || !fits_schema(value, *excluded, root_, steps_);
    });
  }

  std::optional<Json> first_that_fits(const Json::Array& candidates, const Node& node) {
    for (const Json& candidate : candidates) {
      if (fits(candidate, node)) return candidate;
    }
    return std::nullopt;
  }

  std::optional<Json> from_keywords(const Node& node) {
    Json::Array given;
    for (const Json* schema : node.all) {
      if (const Json* only = schema->find("const")) given.push_back(*only);
      const Json::Array& listed = (*schema)["enum"].items();
      for (std::size_t i = 0; i < std::min(listed.size(), kMostEnumerated); ++i)
        given.push_back(listed[(i + node.variant) % listed.size()]);
    }
    if (!given.empty()) return first_that_fits(given, node);
    if (node.variant == 0) {
      for (const Json* schema : node.all) {
        for (const Json& example : (*schema)["examples"].items()) given.push_back(example);
      }
      if (auto value = first_that_fits(given, node)) return value;
    }
    for (const std::string_view type : allowed_types(node.all)) {
      if (auto value = of_type(type, node)) return value;
    }
    return std::nullopt;
  }

  std::optional<Json> of_type(std::string_view type, const Node& node) {
    if (type == "object") return object_for(node);
    if (type == "array") return array_for(node);
    if (type == "string") return first_that_fits(string_examples(node.all, node.variant), node);
    if (type == "boolean") return first_that_fits({node.variant % 2 == 1, node.variant % 2 == 0}, node);
    if (type == "null") return first_that_fits({nullptr}, node);
    return first_that_fits(number_examples(node.all, type == "integer", node.variant), node);
  }

  std::optional<Json> object_for(const Node& node) {
    const std::vector<std::string> names = member_names(node.all);
    Json object = Json::object();
    for (const std::string& name : names) {
      Schemas schemas;
      for (const Json* schema : node.all) {
        const Json* own = (*schema)["properties"].find(name);
        if (!own) own = schema->find("additionalProperties");
        if (own) schemas.push_back(own);
      }
      auto value = member_for(schemas, node, node.variant);
      if (!value) return std::nullopt;
      object.set(name, *std::move(value));
    }
    return fits(object, node) ? std::optional(std::move(object)) : std::nullopt;
  }

  // What is required, what that requires, and as many more as there must be.
  static std::vector<std::string> member_names(const Schemas& schemas) {
    std::vector<std::string> names;
    for (const Json* schema : schemas) {
      for (const Json& name : (*schema)["required"].items()) add_once(names, name);
    }
    const auto least =
        static_cast<std::size_t>(std::clamp(largest(schemas, "minProperties").value_or(0), 0.0, 1e4));
    for (const Json* schema : schemas) {
      for (const Json::Member& member : (*schema)["properties"].members()) {
        if (names.size() < least) add_once(names, Json(member.name));
      }
    }
    while (names.size() < least) names.push_back("local" + std::to_string(names.size() + 1));
    for (std::size_t i = 0; i < names.size(); ++i) {
      for (const Json* schema : schemas) {
        for (const Json& name : (*schema)["dependentRequired"][names[i]].items()) add_once(names, name);
      }
    }
    return names;
  }

  std::optional<Json> array_for(const Node& node) {
    // A tuple's items are all there, though a schema rarely says that they must be.
    std::size_t count =
        static_cast<std::size_t>(std::clamp(largest(node.all, "minItems").value_or(0), 0.0, 1e6));
    std::size_t containing = 0;
    for (const Json* schema : node.all) {
      count = std::max({count, (*schema)["prefixItems"].size(), (*schema)["items"].items().size()});
      if (schema->contains("contains"))
        containing =
            std::max(containing, static_cast<std::size_t>((*schema)["minContains"].as_int64().value_or(1)));
    }
    count = std::max(count, containing);

    const bool is_unique = must_be_unique(node.all);
    Json array = Json::array();
    for (std::size_t i = 0; i < count; ++i) {
      Schemas schemas;
      for (const Json* schema : node.all) {
        const Json& items = (*schema)["items"];
        const Json& tuple = items.is_array() ? items : (*schema)["prefixItems"];
        const Json* rest = schema->find(items.is_array() ? "additionalItems" : "items");
        const Json* own = i < tuple.size() ? &tuple[i] : rest;
        if (own) schemas.push_back(own);
        if (i < containing && schema->contains("contains")) schemas.push_back(&(*schema)["contains"]);
      }
      auto item = member_for(schemas, node, is_unique ? node.variant + i : node.variant);
      if (!item) return std::nullopt;
      array.push_back(*std::move(item));
    }
    if (is_unique && repeats_itself(array)) return std::nullopt;
    return fits(array, node) ? std::optional(std::move(array)) : std::nullopt;
  }

  static bool must_be_unique(const Schemas& schemas) {
    return std::any_of(schemas.begin(), schemas.end(),
                       [](const Json* schema) { return (*schema)["uniqueItems"].as_bool().value_or(false); });
  }

  static bool repeats_itself(const Json& array) {
    std::vector<std::string> texts;
    for (const Json& item : array.items()) texts.push_back(item.dump());
    std::sort(texts.begin(), texts.end());
    return std::adjacent_find(texts.begin(), texts.end()) != texts.end();
  }

  const Json& root_;
  const std::size_t recursion_;
  const bool heeds_descriptions_;
  std::size_t& steps_;  // that are left
  std::deque<Json> described_;
};

}  // namespace

std::optional<Json> example_of(const Json& schema) {
  if (schema.dump().size() > kLargestExampleSchema) return std::nullopt;
  for (const bool heeds_descriptions : {true, false}) {
    std::size_t steps = kMostExampleSteps;
    for (std::size_t recursion = 0; recursion <= kMostRecursion; ++recursion) {
      if (auto example = ExampleMaker(schema, recursion, heeds_descriptions, steps).make()) return example;
    }
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
