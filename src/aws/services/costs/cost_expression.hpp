#pragma once

#include <anthropic/aws/cost_expression.hpp>
#include <anthropic/json.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// As AWS writes it. Fails with bad_request if it is not exactly one thing.
Result<Json> expression_body(const CostExpression& expression);
/// What an answer holds; members that this library does not know are left out.
CostExpression expression_in(const Json& json);

}  // namespace anthropic::internal::aws
