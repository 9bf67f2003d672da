#pragma once

namespace anthropic::internal::cli {

/// Whether text may have more than ASCII, by LC_ALL, LC_CTYPE and LANG.
bool is_utf8_locale();

}  // namespace anthropic::internal::cli
