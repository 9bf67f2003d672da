#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/environment.hpp"
#include "base/logging.hpp"

namespace anthropic::internal {

/// OTEL_TRACES_SAMPLER: which traces are recorded.
class Sampler {
 public:
  Sampler() = default;
  /// What cannot be understood is logged, and counts as unset.
  Sampler(const Environment& environment, const Log& log);

  /// `parent_sampled` is empty for the first span of a trace.
  bool samples(std::string_view trace_id, std::optional<bool> parent_sampled) const;

 private:
  bool asks_the_parent_ = true;
  std::uint64_t threshold_ = 0;  // of the random part of a trace id: less is not recorded
};

}  // namespace anthropic::internal
