#include "base/json/write.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

#include <anthropic/json.hpp>

namespace anthropic::internal {

// For each byte: 0 if it stands for itself, else what follows the backslash ('u' for \u00XX).
static constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> table{};
  for (int c = 0; c < 0x20; ++c) table[static_cast<std::size_t>(c)] = 'u';
  table['\b'] = 'b', table['\f'] = 'f', table['\n'] = 'n', table['\r'] = 'r', table['\t'] = 't';
  table['"'] = '"', table['\\'] = '\\';
  return table;
}();

/// Whether one of the eight bytes from `at` on needs an escape: one below 0x20, a quote or a backslash.
static bool is_any_escaped(const char* at) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  const std::uint64_t quotes = bytes ^ (ones * '"');
  const std::uint64_t backslashes = bytes ^ (ones * '\\');
  const std::uint64_t found =
      ((bytes - ones * 0x20) & ~bytes) | ((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes);
  return (found & (ones * 0x80)) != 0;
}

void write_json_string(std::string_view text, std::string& out) {
  static constexpr char digits[] = "0123456789abcdef";
  out.push_back('"');
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    while (text.size() - i >= 8 && !is_any_escaped(text.data() + i)) i += 8;
    if (i == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[i]);
    const char escape = kEscapes[byte];
    if (escape == 0) continue;
    out.append(text, begin, i - begin);
    begin = i + 1;
    out.push_back('\\');
    out.push_back(escape);
    if (escape != 'u') continue;
    out.append("00");
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  out.append(text, begin, text.size() - begin);
  out.push_back('"');
}

void write_json_integer(std::int64_t value, std::string& out) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

namespace {

/// Writes compactly, or indented if `indent` is not negative.
class Writer {
 public:
  Writer(std::string& out, int indent) : out_(out), indent_(indent) {}

  void write(const Json& json) {
    switch (json.type()) {
      case Json::Type::null:
        out_ += "null";
        return;
      case Json::Type::boolean:
        out_ += *json.as_bool() ? "true" : "false";
        return;
      case Json::Type::number:
        write_number(json);
        return;
      case Json::Type::string:
        write_json_string(*json.as_string(), out_);
        return;
      case Json::Type::array:
        write_array(json.items());
        return;
      case Json::Type::object:
        write_object(json.members());
        return;
    }
  }

 private:
  void write_number(const Json& json) { out_ += json.number_text(); }

  void write_array(const Json::Array& items) {
    out_.push_back('[');
    ++depth_;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i) out_.push_back(',');
      new_line();
      write(items[i]);
    }
    close(']', items.empty());
  }

  void write_object(const Json::Object& members) {
    out_.push_back('{');
    ++depth_;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (i) out_.push_back(',');
      new_line();
      write_json_string(members[i].name, out_);
      out_ += indent_ < 0 ? ":" : ": ";
      write(members[i].value);
    }
    close('}', members.empty());
  }

  void close(char bracket, bool empty) {
    --depth_;
    if (!empty) new_line();
    out_.push_back(bracket);
  }

  void new_line() {
    if (indent_ < 0) return;
    out_.push_back('\n');
    out_.append(static_cast<std::size_t>(depth_) * static_cast<std::size_t>(indent_), ' ');
  }

  std::string& out_;
  int indent_;
  int depth_ = 0;
};

}  // namespace

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

void Json::dump_to(std::string& out) const {
  Writer(out, -1).write(*this);
}

std::string Json::dump() const {
  std::string out;
  dump_to(out);
  return out;
}

std::string Json::pretty(int indent) const {
  std::string out;
  Writer(out, indent < 0 ? 0 : indent).write(*this);
  return out;
}

}  // namespace anthropic::inline v0
