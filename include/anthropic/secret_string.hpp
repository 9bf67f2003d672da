#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace anthropic::inline v0 {

/// A std::string for a key or a token: what it holds is overwritten when it is destroyed, assigned to or
/// moved from. Use it like any std::string. Appending to it, and copies of other types, may leave traces
/// (docs/security.md). Never print it.
class SecretString : public std::string {
 public:
  SecretString() = default;
  SecretString(std::string text) noexcept : std::string(std::move(text)) {}
  SecretString(std::string_view text) : std::string(text) {}
  SecretString(const char* text) : std::string(text) {}
  SecretString(const SecretString&) = default;
  SecretString(SecretString&& other) noexcept : std::string(static_cast<std::string&&>(other)) {
    other.wipe();
  }
  SecretString& operator=(SecretString other) noexcept {
    swap(other);
    return *this;
  }
  ~SecretString() { wipe(); }

 private:
  void wipe() noexcept;  // a moved-from string may still hold a short text
};

}  // namespace anthropic::inline v0
