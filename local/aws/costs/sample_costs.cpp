#include "local/aws/costs/sample_costs.hpp"

#include <algorithm>
#include <set>

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostFilterValues = 100;
constexpr int kDeepest = 8;
constexpr int kHistoryDays = 14;
constexpr std::string_view kMarketplace = "AWS Marketplace";
constexpr std::string_view kOpus = "Claude Opus 5.5 (Amazon Bedrock Edition)";
constexpr std::string_view kSonnet = "Claude 4.6 Sonnet (Amazon Bedrock Edition)";
constexpr std::string_view kHaiku = "Claude Haiku 5.5 (Amazon Bedrock Edition)";
constexpr std::string_view kFable = "Claude Fable 5.2 (Amazon Bedrock Edition)";
constexpr std::string_view kBedrock = "Amazon Bedrock";
constexpr std::string_view kSample = "Amazon Bedrock (sample data of claude-bedrock local)";
constexpr std::string_view kTokens = "1M tokens";

struct Line {
  std::string_view service, usage_type, unit, region, team;
  int thousandths;  // of the unit, a day
  int price;        // thousandths of a US dollar for a unit
  int days_in_use = 400;
  std::string_view record_type = "Usage";
};

constexpr Line kLines[] = {
    {kOpus, "USE1-MP:USE1_input_tokens_standard-Units", kTokens, "us-east-1", "search", 1'500, 4'400},
    {kOpus, "USE1-MP:USE1_output_tokens_standard-Units", kTokens, "us-east-1", "search", 300, 22'000},
    {kOpus, "USE1-MP:USE1_cache_read_tokens_standard-Units", kTokens, "us-east-1", "search", 6'000, 220},
    {kOpus, "USE1-MP:USE1_cache_write_tokens_standard-Units", kTokens, "us-east-1", "search", 500, 5'500},
    {kSonnet, "EUC1-MP:EUC1_InputTokenCount_Global-Units", kTokens, "eu-central-1", "support", 900, 3'000},
    {kSonnet, "EUC1-MP:EUC1_OutputTokenCount_Global-Units", kTokens, "eu-central-1", "support", 120, 15'000},
    {kHaiku, "USE1-MP:USE1_input_tokens_global_standard-Units", kTokens, "us-east-1", "", 12'000, 100},
    {kHaiku, "USE1-MP:USE1_output_tokens_global_standard-Units", kTokens, "us-east-1", "", 2'500, 500},
    {kFable, "USE1-MP:USE1_output_tokens_standard-Units", kTokens, "us-east-1", "search", 100, 44'000, 3},
    {kBedrock, "USE1-Guardrail-ContentPolicyUnitsConsumed", "TextUnits", "us-east-1", "", 40'000, 1},
    {kSample, "USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units", "Units", "us-east-1", "", 1'000, 50},
    {kOpus, "USE1-MP:USE1_input_tokens_standard-Units", kTokens, "us-east-1", "search", 1'000, -500, 400,
     "Credit"},
    {"Amazon Simple Storage Service", "TimedStorage-ByteHrs", "GB-Mo", "us-east-1", "", 2'000, 23},
};

/// Tenths of a usual day: less at weekends, and no two days of a week alike.
int busy(sys_days day, sys_days today) {
  const auto number = day.time_since_epoch().count();
  const auto weekday = std::chrono::weekday(day).c_encoding();
  const bool is_weekend = weekday == 0 || weekday == 6;
  const int tenths = (is_weekend ? 3 : 10) + static_cast<int>(number % 4);
  return day == today ? tenths / 3 : tenths;
}

Decimal units(long long number, int places) {
  return Decimal::of(std::to_string(number) + "E-" + std::to_string(places));
}

const Json* condition(const Json& filter, const char* name) {
  const Json* found = filter.find(name);
  return found && !found->is_null() ? found : nullptr;
}

bool is_one_of(std::string_view value, const Json& condition) {
  const Json::Array& values = condition["Values"].items();
  return std::any_of(values.begin(), values.end(),
                     [&](const Json& allowed) { return allowed.as_string() == value; });
}

std::optional<Refusal> check_expression(const Json& filter, std::string_view code, int depth) {
  const auto refuse = [&](const std::string& message) {
    return Refusal{.code = std::string(code), .message = message};
  };
  if (!filter.is_object() || filter.size() != 1 || depth > kDeepest)
    return refuse("Expression must have exactly one root operator");
  const auto& [name, content] = filter.members().front();
  if (name == "And" || name == "Or") {
    if (content.size() < 2) return refuse("At least two sub-expressions are required for " + name);
    for (const Json& part : content.items()) {
      if (auto refusal = check_expression(part, code, depth + 1)) return refusal;
    }
    return std::nullopt;
  }
  if (name == "Not") return check_expression(content, code, depth + 1);
  if (name != "Dimensions" && name != "Tags") return refuse("The local endpoint has no " + name);
  const std::string key = content["Key"].string_or("");
  if (key.empty() || content["Values"].empty()) return refuse("Key and Values must not be empty");
  if (content["Values"].size() > kMostFilterValues) return refuse("A filter has at most 100 values");
  if (name == "Dimensions" && !SampleCost().dimension(key))
    return refuse("Dimension " + key + " is not played by the local endpoint");
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> SampleCost::dimension(std::string_view name) const {
  if (name == "SERVICE") return service;
  if (name == "USAGE_TYPE") return usage_type;
  if (name == "REGION") return region;
  if (name == "RECORD_TYPE") return record_type;
  if (name == "BILLING_ENTITY") return billing_entity;
  return std::nullopt;
}

std::vector<SampleCost> sample_costs(sys_days since, sys_days until, SystemTime now) {
  const sys_days today = day_of(now);
  until = std::min(until, today + std::chrono::days(1));
  std::vector<SampleCost> costs;
  for (sys_days day = since; day < until; day += std::chrono::days(1)) {
    for (const Line& line : kLines) {
      if (day + std::chrono::days(line.days_in_use) <= today) continue;
      const long long quantity = static_cast<long long>(line.thousandths) * busy(day, today);  // 1e-4
      costs.push_back({.day = day,
                       .service = line.service,
                       .usage_type = line.usage_type,
                       .unit = line.unit,
                       .region = line.region,
                       .team = line.team,
                       .billing_entity = line.unit == kTokens ? kMarketplace : "AWS",
                       .record_type = line.record_type,
                       .amount = units(quantity * line.price, 7),
                       .quantity = units(quantity, 4)});
    }
  }
  return costs;
}

bool passes(const SampleCost& cost, const Json& filter) {
  const auto part_passes = [&](const Json& part) { return passes(cost, part); };
  if (const Json* all = condition(filter, "And"))
    return std::all_of(all->items().begin(), all->items().end(), part_passes);
  if (const Json* any = condition(filter, "Or"))
    return std::any_of(any->items().begin(), any->items().end(), part_passes);
  if (const Json* part = condition(filter, "Not")) return !passes(cost, *part);
  if (const Json* dimension = condition(filter, "Dimensions"))
    return is_one_of(cost.dimension((*dimension)["Key"].string_or("")).value_or(""), *dimension);
  if (const Json* tag = condition(filter, "Tags"))
    return (*tag)["Key"].as_string() == "team" && is_one_of(cost.team, *tag);
  return true;
}

std::optional<double> usual_day(const Json& filter, SystemTime now) {
  const sys_days today = day_of(now);
  std::set<sys_days> days;
  double sum = 0;
  for (const SampleCost& cost : sample_costs(today - std::chrono::days(kHistoryDays), today, now)) {
    if (!passes(cost, filter)) continue;
    days.insert(cost.day);
    sum += cost.amount.value();
  }
  if (days.size() < kHistoryDays) return std::nullopt;
  return sum / kHistoryDays;
}

std::optional<Refusal> check_cost_filter(const Json& filter, std::string_view code) {
  if (filter.is_null()) return std::nullopt;
  return check_expression(filter, code, 0);
}

}  // namespace anthropic::internal::local
