#pragma once

#include <CLI/Error.hpp>
#include <CLI/Validators.hpp>
#include <cstdint>

namespace anthropic::cli {

/// For an option's `transform`: takes a decimal number in the range, and nothing else: no blanks around it,
/// no other base, no infinity. Zeros before it mean nothing. The error names the range.
::CLI::Validator whole_number_in(std::int64_t least, std::int64_t most);
/// The same with or without a fraction or an exponent.
::CLI::Validator number_in(double least, double most);

}  // namespace anthropic::cli
