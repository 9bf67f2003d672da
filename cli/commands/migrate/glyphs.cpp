#include "commands/migrate/glyphs.hpp"

#include "text/locale.hpp"

namespace anthropic::internal::cli {

Glyphs glyphs_of_locale() {
  if (is_utf8_locale()) return {.arrow = "→", .passed = "✓", .failed = "✗", .unknown = "?"};
  return {};
}

}  // namespace anthropic::internal::cli
