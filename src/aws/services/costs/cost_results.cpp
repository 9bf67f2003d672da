#include "aws/services/costs/cost_results.hpp"

#include <utility>

#include <anthropic/json.hpp>

#include "aws/services/shapes.hpp"
#include "wire/json/cursor.hpp"

namespace anthropic::internal::aws {
namespace {

/// AWS sends text; what comes as a number keeps its digits too.
std::string decimal_in(JsonCursor& cursor) {
  if (cursor.first() == '"') return cursor.text();
  const Json value = Json::parse(cursor.value()).value_or(Json());
  return value.is_number() ? value.number_text() : "";
}

DateInterval interval_in(JsonCursor& cursor) {
  DateInterval interval;
  cursor.members([&](std::string_view name) {
    if (name == "Start") interval.start = cursor.text();
    if (name == "End") interval.end = cursor.text();
  });
  return interval;
}

std::map<std::string, CostMetricValue> metrics_in(JsonCursor& cursor) {
  std::map<std::string, CostMetricValue> metrics;
  cursor.members([&](std::string_view metric) {
    CostMetricValue& value = metrics[std::string(metric)];
    cursor.members([&](std::string_view name) {
      if (name == "Amount") value.amount = decimal_in(cursor);
      if (name == "Unit") value.unit = cursor.text();
    });
  });
  return metrics;
}

CostGroup group_in(JsonCursor& cursor) {
  CostGroup group;
  cursor.members([&](std::string_view name) {
    if (name == "Keys") cursor.items([&](std::size_t) { group.keys.push_back(cursor.text()); });
    if (name == "Metrics") group.metrics = metrics_in(cursor);
  });
  return group;
}

CostGroupDefinition definition_in(JsonCursor& cursor) {
  CostGroupDefinition definition;
  cursor.members([&](std::string_view name) {
    if (name == "Type") definition.type = cursor.text();
    if (name == "Key") definition.key = cursor.text();
  });
  return definition;
}

}  // namespace

Result<GetCostAndUsageOutput> cost_and_usage_in(
    std::string_view text, const std::function<void(CostResultByTime& result, CostGroup group)>& on_group) {
  GetCostAndUsageOutput output;
  bool has_results = false;
  JsonCursor cursor(text);
  const auto read_result = [&](std::size_t) {
    CostResultByTime& result = output.results_by_time.emplace_back();
    std::string_view groups;  // their result may be told after them
    cursor.members([&](std::string_view name) {
      if (name == "TimePeriod") result.time_period = interval_in(cursor);
      if (name == "Total") result.total = metrics_in(cursor);
      if (name == "Estimated") result.estimated = cursor.value() == "true";
      if (name == "Groups") groups = cursor.value();
    });
    JsonCursor each(groups);
    each.items([&](std::size_t) { on_group(result, group_in(each)); });
  };
  cursor.members([&](std::string_view name) {
    if (name == "NextPageToken" && cursor.first() == '"') output.next_page_token = cursor.text();
    if (name == "GroupDefinitions")
      cursor.items([&](std::size_t) { output.group_definitions.push_back(definition_in(cursor)); });
    if (name != "ResultsByTime") return;
    has_results = true;
    cursor.items(read_result);
  });
  if (!has_results) return incomplete_answer("GetCostAndUsage", "ResultsByTime");
  return output;
}

}  // namespace anthropic::internal::aws
