#include "charts/text_style.hpp"

#include "terminal/locale.hpp"

namespace anthropic::internal::cli {

TextStyle text_style(const Output& output) {
  if (!output.is_terminal()) return {};
  return {.width = output.columns(),
          .has_colour = output.has_colour(),
          .has_blocks = is_utf8_locale(),
          .is_cut = true};
}

}  // namespace anthropic::internal::cli
