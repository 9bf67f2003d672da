#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/migrate/scan/finding.hpp"
#include "commands/migrate/scan/language.hpp"

namespace anthropic::internal::cli {

/// Where Anthropic's own API stands in a text, from its beginning to its end. Model ids become those of
/// `region`, or those that hold everywhere if it is empty.
std::vector<Finding> scan_source(std::string_view text, Language language, const std::string& region);

/// The text with everything of a key of Anthropic's behind "sk-ant-" left out.
std::string without_keys(std::string_view text);

}  // namespace anthropic::internal::cli
