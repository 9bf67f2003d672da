#pragma once

#include <cstddef>

#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// How charts are drawn in text.
struct TextStyle {
  std::size_t width = 80;
  bool has_colour = false;
  bool has_blocks = false;  ///< Blocks and lines of Unicode rather than ASCII.
  bool is_cut = false;      ///< Lines of tables are cut at `width`.
};

/// As wide as the terminal, with the colours it shows, and with blocks if the locale has them. For a pipe: 80
/// wide, in ASCII, and nothing is cut, so that the same figures give the same text everywhere.
TextStyle text_style(const Output& output);

}  // namespace anthropic::internal::cli
