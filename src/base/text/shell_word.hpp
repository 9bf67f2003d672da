#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// The text as one word of a shell's command line, in quotes only where it needs them: my-work, 'my work'.
std::string shell_word(std::string_view text);
/// The same, always in single quotes.
std::string shell_quoted(std::string_view text);
/// What a shell takes for one word: quotes and backslashes are taken off. Empty if the text is no word, more
/// than one, or ends within quotes.
std::optional<std::string> read_shell_word(std::string_view text);

}  // namespace anthropic::internal
