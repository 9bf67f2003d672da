#include "terminal/locale.hpp"

#include <cstdlib>
#include <string_view>

namespace anthropic::internal::cli {

bool is_utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    const std::string_view locale = value;
    for (const std::string_view utf8 : {"UTF-8", "utf-8", "UTF8", "utf8"}) {
      if (locale.find(utf8) != std::string_view::npos) return true;
    }
    return false;
  }
  return false;
}

}  // namespace anthropic::internal::cli
