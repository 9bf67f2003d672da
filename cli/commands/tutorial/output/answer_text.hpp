#pragma once

#include <string>
#include <vector>

#include "tutorial/runner/session.hpp"

// What is told of an answer in the terminal and in Jupyter alike.

namespace anthropic::internal::cli {

/// "12 input tokens, 34 output tokens", with what was cached if anything was.
std::string usage_text(const Usage& usage, tutorial::Language language);

/// What follows that: what the answer cost, or would have. Empty if nobody knows.
std::string cost_text(const tutorial::PartRun& part, tutorial::Language language);

/// The passages that it cites, numbered from 1: `[1] Handbook: "Boats are due at six."`
std::vector<std::string> citation_lines(const Message& message);

/// `tool weather {"city":"Bonn"}: 12 °C, rain`
std::string tool_line(const tutorial::ToolRun& tool, tutorial::Language language);

}  // namespace anthropic::internal::cli
