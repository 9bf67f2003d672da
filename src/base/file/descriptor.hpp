#pragma once

#include <utility>

namespace anthropic::internal {

/// Owns a file descriptor and closes it.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }

  bool is_open() const { return number_ >= 0; }
  /// -1 if there is none.
  int get() const { return number_; }
  /// Closes it now. Returns 0, or errno where what was written may not be there.
  int close();

 private:
  int number_ = -1;
};

}  // namespace anthropic::internal
