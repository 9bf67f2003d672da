#include "base/crypto/base64_groups.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace anthropic::internal {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t kNotBase64 = 1u << 24;

// Each character's six bits where they stand in a group of four: a group is the four of them in one OR.
constexpr auto kShifted = [] {
  std::array<std::array<std::uint32_t, 256>, 4> tables{};
  for (auto& table : tables) table.fill(kNotBase64);
  for (std::size_t place = 0; place < 4; ++place) {
    for (std::uint32_t value = 0; value < kAlphabet.size(); ++value)
      tables[place][static_cast<unsigned char>(kAlphabet[value])] = value << (18 - 6 * place);
  }
  return tables;
}();

std::uint32_t bits_of(const char* group, std::size_t place) {
  return kShifted[place][static_cast<unsigned char>(group[place])];
}

bool decode_by_table(std::string_view groups, char* out) {
  std::uint32_t seen = 0;
  for (const char* in = groups.data(), *end = in + groups.size(); in != end; in += 4, out += 3) {
    const std::uint32_t bits = bits_of(in, 0) | bits_of(in, 1) | bits_of(in, 2) | bits_of(in, 3);
    seen |= bits;
    out[0] = static_cast<char>(bits >> 16);
    out[1] = static_cast<char>(bits >> 8);
    out[2] = static_cast<char>(bits);
  }
  return (seen & kNotBase64) == 0;
}

#ifdef __x86_64__

constexpr std::size_t kBlock = 32;

// Eight groups at a time, as Wojciech Muła and Daniel Lemire describe it: "Faster Base64 Encoding and Decoding
// using AVX2 Instructions", https://arxiv.org/abs/1704.00605.

/// Decodes 32 characters to 24 bytes. Each bit that it adds to `wrong` stands for one that is not of the alphabet.
[[gnu::target("avx2"), gnu::always_inline]] inline void decode_block(const char* in, char* out,
                                                                     __m256i& wrong) {
  const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in));
  const __m256i slash = _mm256_set1_epi8(0x2f);
  const __m256i high = _mm256_and_si256(_mm256_srli_epi32(text, 4), slash);
  const __m256i low = _mm256_and_si256(text, slash);

  // Both tables have a bit in common where these halves of a byte together make no character of the alphabet.
  const __m256i by_low = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a));
  const __m256i by_high = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10));
  wrong = _mm256_or_si256(
      wrong, _mm256_and_si256(_mm256_shuffle_epi8(by_low, low), _mm256_shuffle_epi8(by_high, high)));

  // What to add to a character to have its value, by its upper half; '/' is an exception in its row.
  const __m256i offsets =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i row = _mm256_add_epi8(_mm256_cmpeq_epi8(text, slash), high);
  const __m256i values = _mm256_add_epi8(text, _mm256_shuffle_epi8(offsets, row));

  // Four times six bits to three bytes, and these together.
  const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
  const __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
  const __m256i order =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  const __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(fours, order),
                                                    _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm256_castsi256_si128(bytes));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out + 16), _mm256_extracti128_si256(bytes, 1));
}

[[gnu::target("avx2")]] bool decode_by_blocks(std::string_view groups, char* out) {
  __m256i wrong = _mm256_setzero_si256();
  std::size_t at = 0;
  for (; at + kBlock <= groups.size(); at += kBlock)
    decode_block(groups.data() + at, out + at / 4 * 3, wrong);
  // The last block overlaps the one before.
  const std::size_t last = groups.size() - kBlock;
  if (at != groups.size()) decode_block(groups.data() + last, out + last / 4 * 3, wrong);
  return _mm256_testz_si256(wrong, wrong) != 0;
}

bool has_blocks() {
  return __builtin_cpu_supports("avx2") != 0;
}

#endif

}  // namespace

bool base64_decode_groups(std::string_view groups, char* out) {
#ifdef __x86_64__
  if (groups.size() >= kBlock && has_blocks()) return decode_by_blocks(groups, out);
#endif
  return decode_by_table(groups, out);
}

}  // namespace anthropic::internal
