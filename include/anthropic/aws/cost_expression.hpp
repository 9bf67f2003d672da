#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <string>
#include <vector>

#include <anthropic/string_list.hpp>

namespace anthropic::inline v0::aws {

/// A condition on a dimension, a tag or a cost category.
struct CostExpressionValues {
  std::string key = {};  ///< "SERVICE", "USAGE_TYPE", "REGION"; the name of a tag or cost category.
  StringList values = {};
  StringList match_options = {};  ///< Else "EQUALS" and "CASE_SENSITIVE".
};

/// A filter of costs, for Cost Explorer and Budgets. Exactly one member is set.
///
///     aws::CostExpression bedrock{.dimensions = {{.key = "SERVICE", .values = {"Amazon Bedrock"}}}};
///
/// `or_`, `and_` and `not_` are AWS's Or, And and Not; those words are C++'s own.
/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Expression.html
struct CostExpression {
  std::vector<CostExpression> or_ = {};   ///< Two or more.
  std::vector<CostExpression> and_ = {};  ///< Two or more.
  std::vector<CostExpression> not_ = {};  ///< One.
  std::optional<CostExpressionValues> dimensions = {};
  std::optional<CostExpressionValues> tags = {};
  std::optional<CostExpressionValues> cost_categories = {};
};

}  // namespace anthropic::inline v0::aws
