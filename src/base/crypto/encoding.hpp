#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// Lower case, two digits a byte.
std::string hex_encode(std::string_view bytes);

/// Standard alphabet, padded (RFC 4648 §4).
std::string base64_encode(std::string_view bytes);
void base64_encode_to(std::string_view bytes, std::string& out);
/// Standard alphabet, padding required. Empty if the text is anything else.
std::optional<std::string> base64_decode(std::string_view text);
/// The most bytes that `length` characters decode to.
constexpr std::size_t base64_decoded_capacity(std::size_t length) {
  return length / 4 * 3 + 3;
}
/// Decodes into `out`, which has room for base64_decoded_capacity(text.size()); how many bytes, or empty.
std::optional<std::size_t> base64_decode_into(std::string_view text, char* out);

/// Percent-encodes every byte but A-Z a-z 0-9 - . _ ~ and those in `keep`; hexadecimal in upper case.
std::string percent_encode(std::string_view text, std::string_view keep = "");
/// Malformed escapes stay as they are; `+` stays a plus.
std::string percent_decode(std::string_view text);

}  // namespace anthropic::internal
