// What Claude on Bedrock has cost in the last 30 days, day by day and by model. A query for the service "Amazon
// Bedrock" alone would find next to nothing: AWS bills Claude through AWS Marketplace, as a service for each model.
#include <chrono>
#include <cstdio>
#include <map>
#include <set>
#include <string>

#include <anthropic/operations/costs.hpp>

namespace aws = anthropic::aws;
namespace operations = anthropic::operations;

// "2026-11-01" of so many days ago.
std::string day(int days_ago) {
  const auto then =
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) - std::chrono::days(days_ago);
  const std::chrono::year_month_day date(then);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

int main(int argc, char**) {
  const auto costs =
      operations::read_costs(aws::CostExplorer(), {.since = day(29), .until = day(-1), .forecast = true});
  if (!costs) {
    std::fprintf(stderr, "%s\n%s\n", costs.error().to_string().c_str(), costs.error().hint.c_str());
    return 1;
  }
  if (argc > 1) {  // with amounts, which are others every day
    for (const auto& row : costs->rows) {
      std::printf("%s %s: %s %s%s\n", row.time.c_str(), row.name.c_str(), row.amount.c_str(),
                  costs->currency.c_str(), row.is_whole ? "" : " (not complete yet)");
    }
    std::printf("total: %s %s\n", costs->total.c_str(), costs->currency.c_str());
  }
  // What was paid for.
  std::map<std::string, std::set<std::string>> usage;
  for (const auto& row : costs->rows) {
    for (const auto& [kind, quantities] : row.usage) usage[row.name].insert(std::string(to_string(kind)));
  }
  for (const auto& [model, kinds] : usage) {
    std::printf("%s:", model.c_str());
    for (const std::string& kind : kinds)
      std::printf(" %s%s", kind.c_str(), kind == *kinds.rbegin() ? "\n" : ",");
  }
  // Days of which costs may still be missing are left out of comparisons.
  if (costs->comparison)
    std::printf("the last %d whole days are compared with those before\n", costs->comparison->days);
  if (costs->forecast) std::printf("there is a forecast in %s\n", costs->forecast->total.unit.c_str());
  if (costs->no_forecast) std::printf("no forecast: %s\n", costs->no_forecast->message.c_str());
  // AWS charges for each request.
  std::printf("%d requests to Cost Explorer\n", costs->requests);
}
