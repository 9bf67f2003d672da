#include "base/crypto/encoding.hpp"

#include <array>
#include <cstdint>

#include "base/crypto/base64_groups.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kBase64Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr unsigned char kInvalid = 0xff;

constexpr std::array<unsigned char, 256> kBase64Values = [] {
  std::array<unsigned char, 256> values{};
  values.fill(kInvalid);
  for (std::size_t i = 0; i < kBase64Alphabet.size(); ++i) {
    values[static_cast<unsigned char>(kBase64Alphabet[i])] = static_cast<unsigned char>(i);
  }
  return values;
}();

constexpr std::array<unsigned char, 256> kHexValues = [] {
  std::array<unsigned char, 256> values{};
  values.fill(kInvalid);
  for (unsigned char i = 0; i < 10; ++i) values['0' + i] = i;
  for (unsigned char i = 0; i < 6; ++i) {
    values['a' + i] = static_cast<unsigned char>(10 + i);
    values['A' + i] = static_cast<unsigned char>(10 + i);
  }
  return values;
}();

constexpr std::array<bool, 256> kUnreserved = [] {
  std::array<bool, 256> table{};
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  for (char c : {'-', '.', '_', '~'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

unsigned char hex_value(char c) {
  return kHexValues[static_cast<unsigned char>(c)];
}
std::uint32_t base64_value(char c) {
  return kBase64Values[static_cast<unsigned char>(c)];
}
// The last group holds one or two '='. Its unused bits must be zero, so that each text has one meaning.
std::optional<std::size_t> decode_last_group(const char* in, char* out) {
  const std::uint32_t a = base64_value(in[0]), b = base64_value(in[1]);
  if ((a | b) & 0x80) return std::nullopt;
  if (in[2] == '=') {
    if (b & 0x0f) return std::nullopt;
    out[0] = static_cast<char>(a << 2 | b >> 4);
    return 1;
  }
  const std::uint32_t c = base64_value(in[2]);
  if (c & 0x83) return std::nullopt;
  out[0] = static_cast<char>(a << 2 | b >> 4);
  out[1] = static_cast<char>(b << 4 | c >> 2);
  return 2;
}

}  // namespace

std::string hex_encode(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out(bytes.size() * 2, '\0');
  char* to = out.data();
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 15];
  }
  return out;
}

std::string base64_encode(std::string_view bytes) {
  std::string out;
  base64_encode_to(bytes, out);
  return out;
}

void base64_encode_to(std::string_view bytes, std::string& out) {
  const std::size_t start = out.size();
  out.resize(start + (bytes.size() + 2) / 3 * 4);
  char* to = out.data() + start;
  const auto* in = reinterpret_cast<const unsigned char*>(bytes.data());
  const char* digits = kBase64Alphabet.data();
  std::size_t left = bytes.size();
  for (; left >= 3; left -= 3, in += 3, to += 4) {
    to[0] = digits[in[0] >> 2];
    to[1] = digits[(in[0] & 3) << 4 | in[1] >> 4];
    to[2] = digits[(in[1] & 15) << 2 | in[2] >> 6];
    to[3] = digits[in[2] & 63];
  }
  if (left == 0) return;
  to[0] = digits[in[0] >> 2];
  to[1] = digits[(in[0] & 3) << 4 | (left == 2 ? in[1] >> 4 : 0)];
  to[2] = left == 2 ? digits[(in[1] & 15) << 2] : '=';
  to[3] = '=';
}

std::optional<std::string> base64_decode(std::string_view text) {
  std::string out(base64_decoded_capacity(text.size()), '\0');
  const std::optional<std::size_t> size = base64_decode_into(text, out.data());
  if (!size) return std::nullopt;
  out.resize(*size);
  return out;
}

std::optional<std::size_t> base64_decode_into(std::string_view text, char* out) {
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.empty()) return 0;
  const bool padded = text.back() == '=';
  const std::string_view groups = text.substr(0, text.size() - (padded ? 4 : 0));
  if (!base64_decode_groups(groups, out)) return std::nullopt;
  const std::size_t size = groups.size() / 4 * 3;
  if (!padded) return size;
  const std::optional<std::size_t> last = decode_last_group(text.data() + groups.size(), out + size);
  if (!last) return std::nullopt;
  return size + *last;
}

std::string percent_encode(std::string_view text, std::string_view keep) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved[byte] || keep.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const unsigned char high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high != kInvalid && low != kInvalid) {
        out += static_cast<char>(high << 4 | low);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

}  // namespace anthropic::internal
