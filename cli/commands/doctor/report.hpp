#pragma once

#include <string>

#include <anthropic/operations/doctor.hpp>

#include "terminal/styled_text.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// A line that sums it up, which names the first failure or else the first warning, and a line for each step; below
/// a step what is to be done about it, and what else there is to know.
StyledText diagnosis_text(const operations::Diagnosis& diagnosis, const Output& out);

/// On one line.
std::string diagnosis_json(const operations::Diagnosis& diagnosis);

}  // namespace anthropic::internal::cli
