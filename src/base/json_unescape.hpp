#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace anthropic {

/// Takes the escapes out of the texts of a JSON document.
class JsonUnescaper {
 public:
  /// No text is longer than `longest`.
  explicit JsonUnescaper(std::size_t longest) : longest_(longest) {}

  /// Reads the text that begins at `begin`, behind its quote, and is plain up to `at`; leaves `at` behind the
  /// closing quote. What is read stays until the next. False: problem() is at `at`.
  bool read(const char* begin, const char*& at, const char* end, std::string_view& text);

  const char* problem() const { return problem_; }

 private:
  bool read_escape(const char*& at, const char* end);
  bool read_unicode(const char*& at, const char* end);
  bool fail(const char* problem);

  std::size_t longest_;
  std::unique_ptr<char[]> unescaped_ = nullptr;
  char* to_ = nullptr;  ///< Where it is written on.
  const char* problem_ = "";
};

}  // namespace anthropic
