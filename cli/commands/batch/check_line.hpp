#pragma once

#include "commands/batch/files/input_line.hpp"
#include "platform/platform_kind.hpp"

namespace anthropic::cli {

/// Why a line's request is bound to be refused where it is to be asked; of kind none if nothing is known. A
/// job would say so a day later.
Error check_line(const ParsedLine& line, PlatformKind platform, std::string_view region);

}  // namespace anthropic::cli
