#include "client/tracing/sampler.hpp"

#include <charconv>
#include <string>

namespace anthropic::internal {
namespace {

constexpr std::string_view kParentBased = "parentbased_";

std::optional<double> ratio_in(std::string_view text) {
  double ratio = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), ratio);
  if (problem != std::errc() || end != text.data() + text.size() || !(ratio >= 0 && ratio <= 1))
    return std::nullopt;
  return ratio;
}

/// The last seven bytes of a trace id, which are random.
std::uint64_t randomness_of(std::string_view trace_id) {
  const std::string_view digits = trace_id.substr(trace_id.size() - 14);
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return number;
}

std::uint64_t threshold_of(double ratio) {
  return static_cast<std::uint64_t>((1 - ratio) * static_cast<double>(std::uint64_t{1} << 56));
}

}  // namespace

Sampler::Sampler(const Environment& environment, const Log& log) {
  const auto given = environment.get("OTEL_TRACES_SAMPLER");
  if (!given) return;
  std::string_view name = *given;
  const bool parent_based = name.starts_with(kParentBased);
  if (parent_based) name.remove_prefix(kParentBased.size());
  if (name != "always_on" && name != "always_off" && name != "traceidratio") {
    log.write(LogLevel::warn,
              "OTEL_TRACES_SAMPLER is \"" + *given + "\", which is not known here: all traces are recorded");
    return;
  }
  asks_the_parent_ = parent_based;
  if (name == "always_off") threshold_ = threshold_of(0);
  if (name != "traceidratio") return;
  const auto argument = environment.get("OTEL_TRACES_SAMPLER_ARG");
  if (!argument) return;
  const auto ratio = ratio_in(*argument);
  if (ratio) {
    threshold_ = threshold_of(*ratio);
  } else {
    log.write(LogLevel::warn, "OTEL_TRACES_SAMPLER_ARG is \"" + *argument +
                                  "\", which is no number from 0 to 1: all traces are recorded");
  }
}

bool Sampler::samples(std::string_view trace_id, std::optional<bool> parent_sampled) const {
  if (asks_the_parent_ && parent_sampled) return *parent_sampled;
  return randomness_of(trace_id) >= threshold_;
}

}  // namespace anthropic::internal
