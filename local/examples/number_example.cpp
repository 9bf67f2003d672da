#include "local/examples/number_example.hpp"

#include <cmath>
#include <limits>

namespace anthropic::internal::local {
namespace {

constexpr double kLargestWhole = 9007199254740992;  // 2^53
constexpr double kNone = std::numeric_limits<double>::infinity();

Json number(double value) {
  if (std::floor(value) == value) return static_cast<std::int64_t>(value);
  return value;
}

// Bounds as they were written, of which a double may not have every digit.
void add_bounds(const Schemas& schemas, Json::Array& out) {
  for (const Json* schema : schemas) {
    for (const char* keyword : {"minimum", "maximum"}) {
      if ((*schema)[keyword].is_number()) out.push_back((*schema)[keyword]);
    }
  }
}

}  // namespace

bool is_multiple(double number, const Schemas& schemas) {
  for (const Json* schema : schemas) {
    const auto step = (*schema)["multipleOf"].as_double();
    if (!step || *step <= 0) continue;
    const double quotient = number / *step;
    if (std::floor(quotient) != quotient) return false;
  }
  return true;
}

Json::Array number_examples(const Schemas& schemas, bool whole, std::size_t variant) {
  const double low = std::max(largest(schemas, "minimum").value_or(-kNone),
                              largest(schemas, "exclusiveMinimum").value_or(-kNone));
  const double high = std::min(smallest(schemas, "maximum").value_or(kNone),
                               smallest(schemas, "exclusiveMaximum").value_or(kNone));
  const double multiple = largest(schemas, "multipleOf").value_or(0);
  const double step = multiple > 0 ? multiple : whole ? 1 : 0.5;
  const double offset = static_cast<double>(variant);

  std::vector<double> values = {1 + offset, offset};
  if (std::isfinite(low)) {
    const double first = std::ceil(low / step) * step;
    for (int i = 0; i < 3; ++i) values.push_back(first + (offset + i) * step);
    if (std::isfinite(high)) values.push_back(low + (high - low) / (2 + offset));
  }
  if (std::isfinite(high)) {
    const double last = std::floor(high / step) * step;
    for (int i = 0; i < 3; ++i) values.push_back(last - (offset + i) * step);
  }
  if (multiple > 0) values.push_back(multiple * (1 + offset));

  Json::Array out;
  for (const double value : values) {
    if (std::abs(value) < kLargestWhole && !(whole && std::floor(value) != value))
      out.push_back(number(value));
  }
  add_bounds(schemas, out);
  return out;
}

}  // namespace anthropic::internal::local
