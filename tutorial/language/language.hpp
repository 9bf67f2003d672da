#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal::tutorial {

/// In which language the tutorial speaks.
enum class Language : std::uint8_t { en, zh };

/// "en" or "zh".
std::string_view to_string(Language language);
std::optional<Language> language_named(std::string_view name);

/// A text in both languages; `zh` may be empty.
struct LocalText {
  std::string en = {};
  std::string zh = {};

  bool empty() const { return en.empty(); }
  /// The English text where there is no other.
  const std::string& in(Language language) const { return language == Language::zh && !zh.empty() ? zh : en; }
};

/// The one of two phrases that is in the language, with the values in place of "%1", "%2" …
std::string phrase(Language language, std::string_view en, std::string_view zh,
                   std::initializer_list<std::string_view> values = {});

}  // namespace anthropic::internal::tutorial
