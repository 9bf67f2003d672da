#pragma once

#include <anthropic/aws/cost_expression.hpp>
#include <anthropic/json.hpp>

namespace anthropic::aws {

/// As AWS writes it. Fails with bad_request if it is not exactly one thing.
Result<Json> expression_body(const CostExpression& expression);
/// What an answer holds; members that this library does not know are left out.
CostExpression expression_in(const Json& json);

}  // namespace anthropic::aws
