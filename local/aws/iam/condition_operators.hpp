#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anthropic::internal::local {

/// Whether an ARN is one that a pattern means. Each of the six parts has a pattern of its own: a '*' does not
/// reach over a colon, but in the last one.
bool matches_arn(std::string_view pattern, std::string_view arn);

/// An operator of a policy's Condition: "StringEquals", "ForAnyValue:ArnLikeIfExists".
class ConditionOperator {
 public:
  using Matches = bool (*)(const std::string& wanted, const std::string& value);
  enum class Set { none, any_value, all_values };

  /// Whether it holds. `values` are those of the request, null if it has none.
  bool holds(const std::vector<std::string>* values, const std::vector<std::string>& wanted) const;

  Matches matches = nullptr;  ///< Null: the operator "Null".
  bool is_negated = false;    ///< "StringNotEquals": none of the wanted values matches.
  bool if_exists = false;     ///< It holds for a request without that key.
  Set set = Set::none;
};

/// Empty if IAM has no such operator.
std::optional<ConditionOperator> find_operator(std::string_view name);

}  // namespace anthropic::internal::local
