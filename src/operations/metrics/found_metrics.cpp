#include "operations/metrics/found_metrics.hpp"

#include <algorithm>

namespace anthropic::internal {
namespace {

using operations::QuotaScope;

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

/// An id, or the last part of an ARN: a model, or a profile with the prefix of its geography.
QuotaScope quota_of(std::string_view id) {
  const std::string_view name = id.substr(id.rfind('/') + 1);
  if (name.starts_with("global.")) return QuotaScope::global;
  return name.starts_with("anthropic.") ? QuotaScope::on_demand : QuotaScope::cross_region;
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
    found.quota = quota_of(*id);
    add(metric, found.metrics[metric.metric_name]);
  }
  std::vector<FoundId> all;
  all.reserve(ids.size());
  for (auto& [id, found] : ids) all.push_back(std::move(found));
  return all;
}

QuotaScope quota_of_profile(const std::vector<std::string>& model_arns) {
  const auto is_global = [](std::string_view arn) {
    return arn.find(":bedrock:::") != std::string_view::npos;
  };
  if (std::any_of(model_arns.begin(), model_arns.end(), is_global)) return QuotaScope::global;
  return model_arns.size() > 1 ? QuotaScope::cross_region : QuotaScope::on_demand;
}

bool may_be_application_profile(std::string_view id) {
  if (id.find(":application-inference-profile/") != std::string_view::npos) return true;
  return !id.empty() &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
}

}  // namespace anthropic::internal
