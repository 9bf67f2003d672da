#pragma once

#include <string_view>

namespace anthropic::internal::cli {

/// The signs that reports use, in ASCII where the locale is not UTF-8.
struct Glyphs {
  std::string_view arrow = "->";
  std::string_view passed = "ok  ";
  std::string_view failed = "FAIL";
  std::string_view unknown = "?   ";
  std::string_view warning = "!   ";
};

/// By is_utf8_locale().
Glyphs glyphs_of_locale();

}  // namespace anthropic::internal::cli
