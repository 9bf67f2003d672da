#include "base/json/write.hpp"

#include <charconv>
#include <cstdint>

#include <anthropic/json.hpp>

#include "base/json/scan.hpp"

namespace anthropic::internal {

void write_json_string(std::string_view text, std::string& out) {
  static constexpr char digits[] = "0123456789abcdef";
  out.push_back('"');
  const char* const end = text.data() + text.size();
  for (const char* begin = text.data();;) {
    const char* at = find_json_escape(begin, end);
    out.append(begin, at);
    if (at == end) break;
    const auto byte = static_cast<unsigned char>(*at);
    const char escape = kJsonEscapes[byte];
    begin = at + 1;
    out.push_back('\\');
    out.push_back(escape);
    if (escape != 'u') continue;
    out.append("00");
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
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
