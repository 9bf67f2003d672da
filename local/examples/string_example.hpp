#pragma once

#include <cstddef>

#include "local/examples/keywords.hpp"

namespace anthropic::internal::local {

/// Texts of which one should fit the format, the pattern and the lengths, best first. Each variant has others.
Json::Array string_examples(const Schemas& schemas, std::size_t variant);

}  // namespace anthropic::internal::local
