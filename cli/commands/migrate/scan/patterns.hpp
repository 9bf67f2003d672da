#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "commands/migrate/scan/finding.hpp"
#include "commands/migrate/scan/language.hpp"
#include "platform/requests/platform_support.hpp"

namespace anthropic::internal::cli {

/// Where a pattern's text must stand to count.
enum class Place : std::uint8_t {
  anywhere,
  word,           ///< not in the middle of a name, on neither side; what ends with "(" may go on
  word_or_after,  ///< the same, but a longer name may end with it (VITE_ANTHROPIC_API_KEY)
  line_begin,     ///< first on its line, blanks and quotes aside, and then a word
  quoted,         ///< a whole quoted text
  dated,          ///< followed by a date: "web_search_2" and then a digit
};

/// A fixed text that stands for something of Anthropic's own API.
struct Pattern {
  FindingKind kind;
  unsigned languages;
  Place place;
  std::string_view text;
  std::string_view what;
  std::string_view equivalent;          ///< Empty where `feature` is set: its alternative.
  std::optional<Feature> feature = {};  ///< what Bedrock's InvokeModel lacks
  std::string_view unless = {};         ///< No finding in a file that holds this.
  std::string_view unless_near = {};    ///< No finding if this stands in the 300 bytes behind it.
  bool only_with_mention = false;       ///< Only in files that mention Anthropic or Claude: too common else.
};

std::span<const Pattern> patterns();

/// What to use instead of a feature that Bedrock lacks; empty if it has it.
std::string bedrock_equivalent(const Pattern& pattern);

}  // namespace anthropic::internal::cli
