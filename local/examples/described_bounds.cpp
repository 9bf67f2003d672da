#include "local/examples/described_bounds.hpp"

#include <array>
#include <string>
#include <utility>

#include "base/text/text.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kLongestDescription = 10'000;

// A keyword, and how it is written in words.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kBounds = {{
    {"minItems", "min items"},
    {"maxItems", "max items"},
    {"minLength", "min length"},
    {"maxLength", "max length"},
    {"exclusiveMinimum", "exclusive minimum"},
    {"exclusiveMaximum", "exclusive maximum"},
    {"minimum", "minimum"},
    {"maximum", "maximum"},
    {"multipleOf", "multiple of"},
}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What stands behind a word and a colon, or a space; empty if the word is not there.
std::string_view behind(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  if (at == std::string_view::npos ||
      (at > 0 && (is_letter(text[at - 1]) || text.substr(0, at).ends_with("sive "))))
    return {};
  text.remove_prefix(at + word.size());
  if (text.starts_with(':')) text.remove_prefix(1);
  return text.starts_with(' ') ? text.substr(1) : std::string_view();
}

Json number_at_front(std::string_view text) {
  std::string_view number = text.substr(0, text.find_first_not_of("+-.0123456789eE"));
  while (number.ends_with('.')) number.remove_suffix(1);
  auto read = Json::parse(number);
  return read && read->is_number() ? *std::move(read) : Json();
}

Json string_at_front(std::string_view text) {
  if (!text.starts_with('"')) return {};
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  auto read = Json::parse(text.substr(0, end + 1));
  return read ? *std::move(read) : Json();
}

}  // namespace

Json described_bounds(std::string_view description) {
  Json bounds = Json::object();
  if (description.size() > kLongestDescription) return bounds;
  for (const auto& [keyword, words] : kBounds) {
    Json number = number_at_front(behind(description, keyword));
    if (number.is_null()) number = number_at_front(behind(description, words));
    if (!number.is_null()) bounds.set(keyword, std::move(number));
  }
  Json pattern = string_at_front(behind(description, "pattern"));
  if (!pattern.is_null()) bounds.set("pattern", std::move(pattern));
  return bounds;
}

}  // namespace anthropic::internal::local
