#pragma once

#include <map>
#include <string>
#include <vector>

#include <anthropic/aws/cloudwatch.hpp>
#include <anthropic/model_catalog.hpp>

#include "base/public_names.hpp"
#include "operations/metrics/metric_names.hpp"

namespace anthropic::internal {

/// What CloudWatch has of one id by which a model was called.
struct FoundId {
  std::string id = {};
  const ModelInfo* model = nullptr;                                     ///< Null: the table does not have it.
  operations::QuotaScope quota = operations::QuotaScope::cross_region;  ///< Which one its calls take from.
  /// By the metric's name: the metrics to add up.
  std::map<std::string, std::vector<aws::CloudWatchMetric>, std::less<>> metrics = {};
};

/// The ids in a list of an endpoint's metrics. A metric may be there once for the id alone and again for the id
/// with other dimensions, which would count it twice: those with the fewest dimensions are taken.
std::vector<FoundId> found_ids(const MetricNames& names, const std::vector<aws::CloudWatchMetric>& listed);

/// Which quota calls of these models take from: those of an application inference profile.
operations::QuotaScope quota_of_profile(const std::vector<std::string>& model_arns);

/// Whether an id may be an application inference profile, which only Bedrock can tell: its ARN, or the last
/// part of that.
bool may_be_application_profile(std::string_view id);

}  // namespace anthropic::internal
