#include "terminal/glyphs.hpp"

#include "terminal/locale.hpp"

namespace anthropic::internal::cli {

Glyphs glyphs_of_locale() {
  if (is_utf8_locale()) return {.arrow = "→", .passed = "✓", .failed = "✗", .unknown = "?", .warning = "!"};
  return {};
}

}  // namespace anthropic::internal::cli
