#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text/text.hpp"
#include "local/aws/costs/sample_costs.hpp"
#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kPage = 500;  // groups, or values
constexpr int kOldestMonths = 13;
constexpr std::array<std::string_view, 7> kMetrics = {
    "AmortizedCost", "BlendedCost",           "NetAmortizedCost", "NetUnblendedCost",
    "UnblendedCost", "NormalizedUsageAmount", "UsageQuantity"};
constexpr std::array<std::string_view, 5> kForecastMetrics = {
    "UNBLENDED_COST", "BLENDED_COST", "AMORTIZED_COST", "NET_UNBLENDED_COST", "NET_AMORTIZED_COST"};

Refusal invalid_query(std::string message) {
  return {.code = "ValidationException", .message = std::move(message)};
}

template <std::size_t count>
bool is_known(const std::array<std::string_view, count>& names, const Json& name) {
  const auto text = name.as_string();
  return text && std::find(names.begin(), names.end(), *text) != names.end();
}

struct Period {
  sys_days start = {};
  sys_days end = {};
};

std::variant<Period, Refusal> period_of(const ServiceCall& call) {
  const auto start = parse_day(call.input["TimePeriod"]["Start"].string_or(""));
  const auto end = parse_day(call.input["TimePeriod"]["End"].string_or(""));
  if (!start || !end) return invalid_query("TimePeriod needs a Start and an End, written yyyy-MM-dd");
  if (*start >= *end) return invalid_query("Start date (and hour) should be before end date (and hour)");
  return Period{*start, *end};
}

/// What is past, and not too long.
std::variant<Period, Refusal> past_period_of(const ServiceCall& call) {
  const auto period = period_of(call);
  if (std::holds_alternative<Refusal>(period)) return period;
  const auto& [start, end] = *std::get_if<Period>(&period);
  const sys_days today = day_of(call.now);
  if (end > first_of_month(today, 1)) return invalid_query("end date past the beginning of next month");
  if (start < first_of_month(today, -kOldestMonths))
    return invalid_query("You haven't enabled historical data beyond 14 months");
  return period;
}

std::variant<std::size_t, Refusal> page_begin(const ServiceCall& call) {
  const Json* token = call.input.find("NextPageToken");
  if (!token) return std::size_t{0};
  const auto begin = parse_integer(token->string_or(""));
  if (!begin || *begin <= 0)
    return Refusal{.code = "InvalidNextTokenException", .message = "Invalid next page token"};
  return static_cast<std::size_t>(*begin);
}

std::vector<SampleCost> costs_that_pass(const ServiceCall& call, Period period) {
  std::vector<SampleCost> costs = sample_costs(period.start, period.end, call.now);
  std::erase_if(costs, [&](const SampleCost& cost) { return !passes(cost, call.input["Filter"]); });
  return costs;
}

struct Sum {
  Decimal amount = {};
  Decimal quantity = {};
  std::string_view unit = {};
};

Json metrics_of(const Sum& sum, const Json& metrics) {
  Json values = Json::object();
  for (const Json& metric : metrics.items()) {
    const bool is_cost = icontains(metric.string_or(""), "cost");
    values.set(metric.string_or(""), Json::object({{"Amount", (is_cost ? sum.amount : sum.quantity).text()},
                                                   {"Unit", is_cost ? "USD" : sum.unit}}));
  }
  return values;
}

std::string key_of(const SampleCost& cost, const Json& group) {
  const std::string key = group["Key"].string_or("");
  if (group["Type"].as_string() == "TAG") return key + "$" + std::string(key == "team" ? cost.team : "");
  return std::string(cost.dimension(key).value_or(""));
}

std::optional<Refusal> check_groups(const Json& groups) {
  if (groups.size() > 2) return invalid_query("GroupBy is restricted to 2 values");
  for (const Json& group : groups.items()) {
    const std::string type = group["Type"].string_or("");
    const std::string key = group["Key"].string_or("");
    if (type != "DIMENSION" && type != "TAG")
      return invalid_query("The local endpoint groups by DIMENSION and TAG");
    if (key.empty() || (type == "DIMENSION" && !SampleCost().dimension(key)))
      return invalid_query("The dimension " + key + " is not supported for grouping");
  }
  return std::nullopt;
}

std::optional<Refusal> check_usage(const ServiceCall& call) {
  const Json& granularity = call.input["Granularity"];
  if (granularity.as_string() != "DAILY" && granularity.as_string() != "MONTHLY")
    return invalid_query("Granularity must be DAILY or MONTHLY; the local endpoint has no HOURLY");
  if (call.input["Metrics"].empty()) return invalid_query("Metrics must not be empty");
  for (const Json& metric : call.input["Metrics"].items()) {
    if (!is_known(kMetrics, metric)) return invalid_query("Invalid metric: " + metric.string_or(""));
  }
  if (auto refusal = check_groups(call.input["GroupBy"])) return refusal;
  return check_cost_filter(call.input["Filter"], "ValidationException");
}

ServiceOutcome get_cost_and_usage(const ServiceCall& call) {
  const auto checked = past_period_of(call);
  if (const auto* refusal = std::get_if<Refusal>(&checked)) return *refusal;
  const Period period = *std::get_if<Period>(&checked);
  if (const auto refusal = check_usage(call)) return *refusal;
  const auto begin = page_begin(call);
  if (const auto* refusal = std::get_if<Refusal>(&begin)) return *refusal;

  const bool is_monthly = call.input["Granularity"].as_string() == "MONTHLY";
  const auto start_of = [&](sys_days day) {
    return is_monthly ? std::max(first_of_month(day), period.start) : day;
  };
  const auto end_of = [&](sys_days day) {
    return is_monthly ? std::min(first_of_month(day, 1), period.end) : day + std::chrono::days(1);
  };
  std::map<sys_days, std::map<std::vector<std::string>, Sum>> sums;
  for (sys_days day = period.start; day < period.end; day = end_of(day)) sums[start_of(day)];
  for (const SampleCost& cost : costs_that_pass(call, period)) {
    std::vector<std::string> keys;
    for (const Json& group : call.input["GroupBy"].items()) keys.push_back(key_of(cost, group));
    Sum& sum = sums[start_of(cost.day)][keys];
    sum.unit = sum.unit.empty() || sum.unit == cost.unit ? cost.unit : "N/A";
    sum.amount += cost.amount;
    sum.quantity += cost.quantity;
  }

  Json results = Json::array();
  std::size_t place = 0;
  const std::size_t first = *std::get_if<std::size_t>(&begin);
  const bool is_grouped = !call.input["GroupBy"].empty();
  for (const auto& [start, groups] : sums) {
    const std::size_t before = place;
    place += std::max<std::size_t>(groups.size(), 1);
    if (place <= first || before >= first + kPage) continue;
    Json written = Json::array();
    Json total = Json::object();
    std::size_t at = before;
    for (const auto& [keys, sum] : groups) {
      const std::size_t here = at++;
      if (here < first || here >= first + kPage) continue;
      if (!is_grouped) {
        total = metrics_of(sum, call.input["Metrics"]);
        continue;
      }
      Json names = Json::array();
      for (const std::string& key : keys) names.push_back(key);
      written.push_back(
          Json::object({{"Keys", std::move(names)}, {"Metrics", metrics_of(sum, call.input["Metrics"])}}));
    }
    if (!is_grouped && total.empty()) total = metrics_of(Sum{.unit = "N/A"}, call.input["Metrics"]);
    results.push_back(Json::object(
        {{"TimePeriod", Json::object({{"Start", day_text(start)}, {"End", day_text(end_of(start))}})},
         {"Total", std::move(total)},
         {"Groups", std::move(written)},
         {"Estimated", end_of(start) > first_of_month(day_of(call.now))}}));
  }
  Json answer = Json::object({{"ResultsByTime", std::move(results)}});
  if (is_grouped) answer.set("GroupDefinitions", call.input["GroupBy"]);
  if (first + kPage < place) answer.set("NextPageToken", std::to_string(first + kPage));
  return answer;
}

ServiceOutcome get_cost_forecast(const ServiceCall& call) {
  const auto checked = period_of(call);
  if (const auto* refusal = std::get_if<Refusal>(&checked)) return *refusal;
  const auto& [start, end] = *std::get_if<Period>(&checked);
  const sys_days today = day_of(call.now);
  const bool is_monthly = call.input["Granularity"].as_string() == "MONTHLY";
  if (!is_monthly && call.input["Granularity"].as_string() != "DAILY")
    return invalid_query("Granularity must be DAILY or MONTHLY");
  if (start < today) return invalid_query("Start date must not be before the current date");
  if (end > first_of_month(today, is_monthly ? 13 : 4))
    return invalid_query("End date is too far in the future");
  if (!is_known(kForecastMetrics, call.input["Metric"]))
    return invalid_query("Invalid metric for a forecast: " + call.input["Metric"].string_or(""));
  if (auto refusal = check_cost_filter(call.input["Filter"], "ValidationException")) return *refusal;

  const auto a_day = usual_day(call.input["Filter"], call.now);
  if (!a_day)
    return Refusal{
        .code = "DataUnavailableException",
        .message = "Insufficient amount of historical data to generate forecast. Please try after few days"};
  const auto text = [](double dollars) { return Decimal::of(std::to_string(dollars)).text(); };
  Json results = Json::array();
  double total = 0;
  for (sys_days day = start; day < end;) {
    const sys_days next = std::min(end, is_monthly ? first_of_month(day, 1) : day + std::chrono::days(1));
    const double mean = *a_day * static_cast<double>((next - day).count());
    total += mean;
    results.push_back(
        Json::object({{"TimePeriod", Json::object({{"Start", day_text(day)}, {"End", day_text(next)}})},
                      {"MeanValue", text(mean)},
                      {"PredictionIntervalLowerBound", text(mean * 0.9)},
                      {"PredictionIntervalUpperBound", text(mean * 1.2)}}));
    day = next;
  }
  return Json::object({{"Total", Json::object({{"Amount", text(total)}, {"Unit", "USD"}})},
                       {"ForecastResultsByTime", std::move(results)}});
}

/// A page of what the costs of a time have of something.
template <class ValueOf, class Write>
ServiceOutcome list_values(const ServiceCall& call, const char* member, const ValueOf& value_of,
                           const Write& write) {
  const auto checked = past_period_of(call);
  if (const auto* refusal = std::get_if<Refusal>(&checked)) return *refusal;
  if (auto refusal = check_cost_filter(call.input["Filter"], "ValidationException")) return *refusal;
  const auto begin = page_begin(call);
  if (const auto* refusal = std::get_if<Refusal>(&begin)) return *refusal;
  const std::string search = call.input["SearchString"].string_or("");
  std::set<std::string> values;
  for (const SampleCost& cost : costs_that_pass(call, *std::get_if<Period>(&checked))) {
    std::string value(value_of(cost));
    if (icontains(value, search)) values.insert(std::move(value));
  }
  const std::size_t first = *std::get_if<std::size_t>(&begin);
  Json written = Json::array();
  std::size_t place = 0;
  for (const std::string& value : values) {
    const std::size_t here = place++;
    if (here >= first && here < first + kPage) written.push_back(write(value));
  }
  Json answer = Json::object({{"ReturnSize", written.size()}, {"TotalSize", values.size()}});
  answer.set(member, std::move(written));
  if (first + kPage < values.size()) answer.set("NextPageToken", std::to_string(first + kPage));
  return answer;
}

ServiceOutcome get_dimension_values(const ServiceCall& call) {
  const std::string dimension = call.input["Dimension"].string_or("");
  if (!SampleCost().dimension(dimension))
    return invalid_query("Dimension " + dimension + " is not played by the local endpoint");
  return list_values(
      call, "DimensionValues", [&](const SampleCost& cost) { return cost.dimension(dimension).value_or(""); },
      [](const std::string& value) {
        return Json::object({{"Value", value}, {"Attributes", Json::object()}});
      });
}

ServiceOutcome get_tags(const ServiceCall& call) {
  const Json* key = call.input.find("TagKey");
  return list_values(
      call, "Tags",
      [&](const SampleCost& cost) {
        if (!key) return std::string_view("team");
        return key->as_string() == "team" ? cost.team : std::string_view();
      },
      [](const std::string& value) { return Json(value); });
}

}  // namespace

// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Cost_Explorer_Service.html
ServiceHandler cost_explorer() {
  return [](const ServiceCall& call) -> ServiceOutcome {
    if (call.operation == "GetCostAndUsage") return get_cost_and_usage(call);
    if (call.operation == "GetCostForecast") return get_cost_forecast(call);
    if (call.operation == "GetDimensionValues") return get_dimension_values(call);
    if (call.operation == "GetTags") return get_tags(call);
    return unknown_operation(call);
  };
}

}  // namespace anthropic::internal::local
