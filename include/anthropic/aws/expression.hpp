#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <string>
#include <vector>

#include <anthropic/string_list.hpp>

namespace anthropic::aws {

/// What a dimension, a tag or a cost category is compared with.
struct ExpressionValues {
  std::string key = {};  ///< "SERVICE", "USAGE_TYPE", "REGION"; of a tag or a cost category: its name
  StringList values = {};
  StringList match_options = {};  ///< else "EQUALS" and "CASE_SENSITIVE"
};

/// Which costs are meant: Cost Explorer's and Budgets' filter. Exactly one member is set.
///
///     aws::Expression bedrock{.dimensions = {{.key = "SERVICE", .values = {"Amazon Bedrock"}}}};
///
/// `or_`, `and_` and `not_` are AWS's Or, And and Not; those words are C++'s own.
/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Expression.html
struct Expression {
  std::vector<Expression> or_ = {};   ///< two or more
  std::vector<Expression> and_ = {};  ///< two or more
  std::vector<Expression> not_ = {};  ///< one
  std::optional<ExpressionValues> dimensions = {};
  std::optional<ExpressionValues> tags = {};
  std::optional<ExpressionValues> cost_categories = {};
};

}  // namespace anthropic::aws
