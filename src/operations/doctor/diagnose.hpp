#pragma once

#include <memory>

#include <anthropic/operations/doctor.hpp>

#include "http/world.hpp"
#include "operations/doctor/context/network_probe.hpp"

namespace anthropic::internal {

/// operations::diagnose() in `world`.
operations::Diagnosis diagnose(const operations::DiagnoseOptions& options, std::shared_ptr<const World> world,
                               std::shared_ptr<NetworkProbe> probe);

}  // namespace anthropic::internal
