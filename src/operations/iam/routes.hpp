#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/iam_policy.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal {

/// How a model is called from a region.
struct ModelRoute {
  std::string region = {};
  std::string model_id = {};         ///< Without profile; empty behind an application profile.
  const ModelInfo* model = nullptr;  ///< Null if the catalogue does not know it.
  std::string profile = {};      ///< "us", "global"; empty for an application profile, and if there is none.
  std::string profile_arn = {};  ///< Empty: the model is called by itself.
};

/// "aws", "aws-us-gov" …
std::string partition_name(std::string_view region);
std::string foundation_model_arn(std::string_view partition, std::string_view region,
                                 std::string_view model_id);

/// Each model from each region, without repetitions, in the order of the needs.
Result<std::vector<ModelRoute>> find_routes(const operations::PolicyNeeds& needs);

/// Where requests go on a route, as the catalogue knows it; empty if it does not.
StringList catalog_destinations(const ModelRoute& route);

}  // namespace anthropic::internal
