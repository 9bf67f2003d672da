#pragma once

#include <memory>
#include <vector>

#include <anthropic/operations/regions.hpp>

#include "base/public_names.hpp"
#include "operations/doctor/context/network_probe.hpp"

namespace anthropic::internal {

/// operations::measure_regions() over `network`, with the session's clock and transport.
Result<std::vector<operations::RegionMeasurement>> measure_regions(const aws::Session& session,
                                                                   const operations::MeasureOptions& options,
                                                                   std::shared_ptr<NetworkProbe> network);

}  // namespace anthropic::internal
