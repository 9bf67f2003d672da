#include "local/guardrails/pattern.hpp"

#include <algorithm>
#include <re2/re2.h>
#include <string>
#include <utility>

#include "base/text/utf8.hpp"

namespace anthropic::internal::local {
namespace {

Error wrong_pattern(std::string what) {
  return {.kind = ErrorKind::configuration, .message = std::move(what)};
}

// RE2 quotes the part of the pattern that it cannot read, except where that is all of it.
std::string problem_of(const re2::RE2& regex) {
  std::string problem = "is no regular expression: " + regex.error();
  if (regex.error_code() == re2::RE2::ErrorBadPerlOp) problem += "; there are no lookarounds";
  if (regex.error_code() == re2::RE2::ErrorBadEscape) problem += "; there are no back references";
  return problem;
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view regex) {
  if (regex.empty()) return wrong_pattern("is empty");
  if (count_characters(regex) > kLongest)
    return wrong_pattern("is longer than " + std::to_string(kLongest) + " characters");
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_shared<const re2::RE2>(re2::StringPiece(regex.data(), regex.size()), options);
  if (!compiled->ok()) return wrong_pattern(problem_of(*compiled));
  Pattern pattern;
  pattern.regex_ = std::move(compiled);
  return pattern;
}

std::optional<Pattern::Match> Pattern::find(std::string_view text, std::size_t from) const {
  const re2::StringPiece whole(text.data(), text.size());
  while (from < text.size()) {
    re2::StringPiece found;
    if (!regex_->Match(whole, from, text.size(), re2::RE2::UNANCHORED, &found, 1)) return std::nullopt;
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    if (!found.empty()) return Match{begin, begin + found.size()};
    if (begin == text.size()) break;
    from = begin + std::max<std::size_t>(utf8_length(text.substr(begin)), 1);
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
