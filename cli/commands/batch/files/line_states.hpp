#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace anthropic::internal::cli {

/// What is known of a line of the input.
enum class LineState : std::uint8_t { open, succeeded, failed };

/// What a batch remembers of each line: under nine bytes.
class LineStates {
 public:
  /// For lines 1 to `lines`.
  explicit LineStates(std::uint64_t lines);

  std::uint64_t lines() const { return lines_; }
  LineState state(std::uint64_t line) const;
  void set_state(std::uint64_t line, LineState state);

  /// Digests take a quarter of the memory, and only while earlier results are compared with the input: there
  /// are none until the first is set, nor after forget_digests().
  void set_digest(std::uint64_t line, std::uint64_t digest);
  bool has_digest(std::uint64_t line, std::uint64_t digest) const;
  void forget_digests();

  /// False if the name is there already. Names are told apart by 48 bits of their digests.
  bool add_name(std::uint64_t digest);

 private:
  /// A number of 48 bits.
  class Name {
   public:
    std::uint64_t value() const {
      return parts_[0] | std::uint64_t{parts_[1]} << 16U | std::uint64_t{parts_[2]} << 32U;
    }
    void set(std::uint64_t value) {
      for (std::size_t i = 0; i < parts_.size(); ++i)
        parts_[i] = static_cast<std::uint16_t>(value >> (16 * i));
    }

   private:
    std::array<std::uint16_t, 3> parts_ = {};
  };

  std::uint64_t lines_;
  std::vector<unsigned char> states_;  // four lines a byte
  std::vector<std::uint16_t> digests_;
  std::vector<Name> names_;  // a hash table; zero: free
};

}  // namespace anthropic::internal::cli
