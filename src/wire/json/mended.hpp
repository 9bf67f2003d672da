#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>

namespace anthropic::internal {

/// JSON text in which characters are broken, as far as it can be read: bytes that are not UTF-8, and escapes
/// of half a surrogate pair, are U+FFFD.
struct MendedJson {
  std::string text = {};
  /// The first half of a pair, as its escape (\ud83d), that ends a string; empty if none does, or several do.
  std::string open_half = {};
  bool took_half = false;  ///< Whether `half_before` found its other half.
};

/// `half_before` is what such a half of an earlier text left open: a string that begins with the other half
/// gets it.
MendedJson mend_json(std::string_view json, std::string_view half_before = {});

/// Reads JSON as Json::parse() does, or else what can be mended of it. Fails with the error of the text as it
/// was.
Result<Json> parse_mended_json(std::string_view json);

}  // namespace anthropic::internal
