#include "operations/metrics/found_metrics.hpp"

#include <algorithm>

namespace anthropic::internal {
namespace {

const std::string* find_dimension(const aws::CloudWatchMetric& metric, std::string_view name) {
  for (const aws::MetricDimension& dimension : metric.dimensions) {
    if (dimension.name == name) return &dimension.value;
  }
  return nullptr;
}

bool is_wanted(const MetricNames& names, std::string_view metric) {
  return std::any_of(names.sums.begin(), names.sums.end(),
                     [&](const SummedMetric& sum) { return sum.metric == metric; });
}

void add(aws::CloudWatchMetric metric, std::vector<aws::CloudWatchMetric>& metrics) {
  if (!metrics.empty() && metric.dimensions.size() > metrics.front().dimensions.size()) return;
  if (!metrics.empty() && metric.dimensions.size() < metrics.front().dimensions.size()) metrics.clear();
  metrics.push_back(std::move(metric));
}

}  // namespace

std::vector<FoundId> found_ids(const MetricNames& names, const std::vector<aws::CloudWatchMetric>& listed) {
  std::map<std::string, FoundId> ids;
  for (const aws::CloudWatchMetric& metric : listed) {
    const std::string* id = find_dimension(metric, names.dimension);
    if (!id || !is_wanted(names, metric.metric_name)) continue;
    FoundId& found = ids[*id];
    found.id = *id;
    found.model = find_model(*id);
    add(metric, found.metrics[metric.metric_name]);
  }
  std::vector<FoundId> all;
  for (auto& [id, found] : ids) all.push_back(std::move(found));
  return all;
}

bool may_be_application_profile(std::string_view id) {
  if (id.find(":application-inference-profile/") != std::string_view::npos) return true;
  return !id.empty() &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
}

}  // namespace anthropic::internal
