#include "tutorial/language/language.hpp"

#include <cstddef>

namespace anthropic::internal::tutorial {

std::string_view to_string(Language language) {
  return language == Language::zh ? "zh" : "en";
}

std::optional<Language> language_named(std::string_view name) {
  if (name == "en") return Language::en;
  if (name == "zh") return Language::zh;
  return {};
}

std::string phrase(Language language, std::string_view en, std::string_view zh,
                   std::initializer_list<std::string_view> values) {
  const std::string_view text = language == Language::zh ? zh : en;
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t number = text[at] == '%' && at + 1 < text.size()
                                   ? static_cast<std::size_t>(text[at + 1] - '1')
                                   : values.size();
    if (number >= values.size()) {
      out += text[at];
      continue;
    }
    out += values.begin()[number];
    ++at;
  }
  return out;
}

}  // namespace anthropic::internal::tutorial
