#pragma once

#include <string>
#include <string_view>

#include "wire/profile/profile_section.hpp"

namespace anthropic::internal::profile_file {

/// The text of a profile file with one key of one profile set to `value`. Everything else stays to the
/// letter: comments, order, blank lines, line ends. A key that is there is replaced where the files' readers
/// take it from; a new one goes to the end of its section, a new section to the end of the file.
std::string set_value(std::string_view text, FileKind kind, std::string_view profile, std::string_view key,
                      std::string_view value);

}  // namespace anthropic::internal::profile_file
