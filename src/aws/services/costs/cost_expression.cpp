#include "aws/services/costs/cost_expression.hpp"

#include "aws/services/shapes.hpp"

namespace anthropic::internal::aws {
namespace {

// More is not what a person means; it would only exhaust the stack.
constexpr int kMaxDepth = 32;

Json values_body(const CostExpressionValues& values) {
  Json body = Json::object({{"Key", values.key}});
  set_list(body, "Values", values.values);
  set_list(body, "MatchOptions", values.match_options);
  return body;
}

Result<Json> body_of(const CostExpression& expression, int depth);

Result<Json> bodies_of(const std::vector<CostExpression>& expressions, int depth) {
  Json bodies = Json::array();
  for (const CostExpression& expression : expressions) {
    auto body = body_of(expression, depth);
    if (!body) return body;
    bodies.push_back(*std::move(body));
  }
  return bodies;
}

Result<Json> body_of(const CostExpression& expression, int depth) {
  if (depth > kMaxDepth) return bad_request_error("a filter expression is nested more than 32 deep");
  const int members = int{!expression.or_.empty()} + int{!expression.and_.empty()} +
                      int{!expression.not_.empty()} + int{expression.dimensions.has_value()} +
                      int{expression.tags.has_value()} + int{expression.cost_categories.has_value()};
  if (members != 1) {
    return bad_request_error(
        "a filter expression needs exactly one of or_, and_, not_, dimensions, tags, cost_categories");
  }
  if (expression.or_.size() == 1 || expression.and_.size() == 1 || expression.not_.size() > 1) {
    return bad_request_error("a filter expression's or_ and and_ need two expressions, not_ has one");
  }
  if (expression.dimensions) return Json::object({{"Dimensions", values_body(*expression.dimensions)}});
  if (expression.tags) return Json::object({{"Tags", values_body(*expression.tags)}});
  if (expression.cost_categories) {
    return Json::object({{"CostCategories", values_body(*expression.cost_categories)}});
  }
  if (!expression.not_.empty()) {
    auto body = body_of(expression.not_.front(), depth + 1);
    if (!body) return body;
    return Json::object({{"Not", *std::move(body)}});
  }
  const bool is_or = !expression.or_.empty();
  auto bodies = bodies_of(is_or ? expression.or_ : expression.and_, depth + 1);
  if (!bodies) return bodies;
  return Json::object({{is_or ? "Or" : "And", *std::move(bodies)}});
}

std::optional<CostExpressionValues> values_in(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  return CostExpressionValues{.key = json["Key"].string_or(""),
                              .values = texts_in(json["Values"]),
                              .match_options = texts_in(json["MatchOptions"])};
}

CostExpression read(const Json& json, int depth) {
  CostExpression expression{.dimensions = values_in(json["Dimensions"]),
                            .tags = values_in(json["Tags"]),
                            .cost_categories = values_in(json["CostCategories"])};
  if (depth == kMaxDepth) return expression;
  for (const Json& item : json["Or"].items()) expression.or_.push_back(read(item, depth + 1));
  for (const Json& item : json["And"].items()) expression.and_.push_back(read(item, depth + 1));
  if (json["Not"].is_object()) expression.not_.push_back(read(json["Not"], depth + 1));
  return expression;
}

}  // namespace

Result<Json> expression_body(const CostExpression& expression) {
  return body_of(expression, 0);
}

CostExpression expression_in(const Json& json) {
  return read(json, 0);
}

}  // namespace anthropic::internal::aws
