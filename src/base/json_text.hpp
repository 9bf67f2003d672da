#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace anthropic {

/// Whether a JSON text holds the byte as it is: it is no control character, no quote and no backslash.
inline bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// Sixteen bytes of a text, looked at together.
class TextBlock {
 public:
  static constexpr std::ptrdiff_t size = 16;

  explicit TextBlock(const char* from) { std::memcpy(&bytes_, from, size); }

  void copy_to(char* to) const { std::memcpy(to, &bytes_, size); }

  /// How many bytes are plain before one that is not; `size` if all are.
  std::ptrdiff_t plain() const {
    const auto marks = (bytes_ == '"') | (bytes_ == '\\') | (bytes_ < 0x20);
    std::uint64_t halves[2];
    static_assert(sizeof halves == sizeof marks);
    std::memcpy(halves, &marks, sizeof marks);
    if (halves[0] != 0) return first_byte(halves[0]);
    if (halves[1] != 0) return 8 + first_byte(halves[1]);
    return size;
  }

 private:
  static std::ptrdiff_t first_byte(std::uint64_t marks) {
    const bool is_lowest_first = std::endian::native == std::endian::little;
    return (is_lowest_first ? std::countr_zero(marks) : std::countl_zero(marks)) / 8;
  }

  // A vector of g++ and clang: each machine's own instructions for it.
  using Bytes = unsigned char __attribute__((vector_size(size)));
  Bytes bytes_;
};

/// The first byte from `at` on that is not plain; `end` if all are.
inline const char* skip_plain(const char* at, const char* end) {
  while (end - at >= TextBlock::size) {
    const std::ptrdiff_t plain = TextBlock(at).plain();
    at += plain;
    if (plain < TextBlock::size) return at;
  }
  while (at != end && is_plain(*at)) ++at;
  return at;
}

}  // namespace anthropic
