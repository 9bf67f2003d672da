#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace anthropic::internal::tutorial {

/// What becomes of white space.
enum class Spaces { stay, are_joined };

/// The text as rules compare it: small letters, plain quotes and dashes, ASCII for full-width letters, no
/// asterisks and backquotes, and runs of white space as one blank.
std::string plain_text(std::string_view text, Spaces spaces = Spaces::are_joined);

/// Without punctuation, quotes and white space around it.
std::string_view without_edges(std::string_view text);

/// Words are what stands between white space; each character of Chinese or Japanese is one. Punctuation alone
/// is none.
std::size_t count_words(std::string_view text);

/// Lines, without their ends, in order; the blank ones, too.
std::vector<std::string_view> split_lines(std::string_view text);

/// "line 3: “…”" needs a short one.
std::string excerpt(std::string_view line);

}  // namespace anthropic::internal::tutorial
