#pragma once

#include <cstddef>

#include "local/examples/keywords.hpp"

namespace anthropic::internal::local {

/// Numbers of which one should fit the bounds, best first. Each variant has others.
Json::Array number_examples(const Schemas& schemas, bool whole, std::size_t variant);

/// Whether a number is a multiple as every "multipleOf" says.
bool is_multiple(double number, const Schemas& schemas);

}  // namespace anthropic::internal::local
