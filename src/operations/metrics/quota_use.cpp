#include <algorithm>

#include <anthropic/operations/metrics.hpp>

namespace anthropic::inline v0::operations {

std::optional<double> QuotaUse::share(double tokens_per_minute) const {
  if (!quota || quota->value <= 0) return std::nullopt;
  return tokens_per_minute / quota->value;
}

std::vector<QuotaUse> quota_use(const ModelMetrics& model, const std::vector<aws::ServiceQuota>& quotas) {
  const std::vector<ModelQuota> of_model = quotas_of_model(quotas, model.model);
  std::vector<QuotaUse> uses;
  for (const QuotaPeak& peak : model.quota_peaks) {
    const auto bounds = std::find_if(of_model.begin(), of_model.end(), [&](const ModelQuota& quota) {
      return quota.scope == peak.scope && quota.unit == QuotaUnit::tokens_per_minute && !quota.long_prompts;
    });
    uses.push_back({.peak = peak});
    if (bounds != of_model.end()) uses.back().quota = *bounds;
  }
  return uses;
}

}  // namespace anthropic::inline v0::operations
