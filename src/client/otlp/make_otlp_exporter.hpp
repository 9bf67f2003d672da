#pragma once

#include <memory>

#include <anthropic/otlp_exporter.hpp>

#include "base/access.hpp"
#include "http/world.hpp"

namespace anthropic::internal {

/// What an exporter shares with its observers; in the real world if `world` is null.
std::shared_ptr<OtlpExporterState> share_otlp_exporter(OtlpExporterOptions options,
                                                       std::shared_ptr<const World> world = {});

/// An exporter in `world`, for tests.
inline OtlpExporter make_otlp_exporter(OtlpExporterOptions options, std::shared_ptr<const World> world) {
  return Access::make<OtlpExporter>(share_otlp_exporter(std::move(options), std::move(world)));
}

}  // namespace anthropic::internal
