#include "wire/json/cursor.hpp"

#include <anthropic/json.hpp>

namespace anthropic::internal {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool ends_scalar(char c) {
  return c == ',' || c == ':' || c == ']' || c == '}' || is_space(c);
}

}  // namespace

char JsonCursor::first() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

std::string_view JsonCursor::value() {
  const char begins = first();
  const std::size_t begin = at_;
  if (begins == '"') {
    at_ = end_of_string(at_);
  } else if (begins == '{' || begins == '[') {
    at_ = end_of_nested(at_);
  } else if (at_ < text_.size()) {
    ++at_;  // so that what is no JSON comes to an end as well
    while (at_ < text_.size() && !ends_scalar(text_[at_])) ++at_;
  }
  return text_.substr(begin, at_ - begin);
}

std::string_view JsonCursor::string() {
  const bool is_string = first() == '"';
  const std::string_view text = value();
  return is_string && text.size() >= 2 ? text.substr(1, text.size() - 2) : std::string_view();
}

std::string JsonCursor::text() {
  const std::string_view written = string();
  if (written.find('\\') == std::string_view::npos) return std::string(written);
  return Json::parse('"' + std::string(written) + '"').value_or(Json()).string_or("");
}

/// The position behind the string that begins at `begin`.
std::size_t JsonCursor::end_of_string(std::size_t begin) const {
  for (std::size_t quote = text_.find('"', begin + 1); quote != std::string_view::npos;
       quote = text_.find('"', quote + 1)) {
    std::size_t slashes = 0;
    while (text_[quote - 1 - slashes] == '\\') ++slashes;
    if (slashes % 2 == 0) return quote + 1;
  }
  return text_.size();
}

/// The position behind the object or array that begins at `begin`.
std::size_t JsonCursor::end_of_nested(std::size_t begin) const {
  std::size_t open = 0;
  for (std::size_t at = begin; at < text_.size();) {
    const char c = text_[at];
    if (c == '"') {
      at = end_of_string(at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++open;
    if ((c == '}' || c == ']') && --open == 0) return at;
  }
  return text_.size();
}

}  // namespace anthropic::internal
