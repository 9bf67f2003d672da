#include <memory>
#include <utility>
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <anthropic/json.hpp>

#include "base/json_text.hpp"
#include "base/json_unescape.hpp"

namespace anthropic {
namespace {

// Every level takes stack, here and where values are copied and destroyed, and the threads that a client
// starts have 1 MB of it.
constexpr int max_depth = 256;
constexpr std::size_t usual_size = 4;

/// For a value that is null: cheaper than an assignment.
template <class Value>
void put(Value&& value, Json& out) {
  std::destroy_at(&out);
  std::construct_at(&out, std::forward<Value>(value));
}

/// Reads RFC 8259's grammar straight into values, without a tree in between. Each function begins where its
/// part does and ends behind it; false: problem() is at place().
class Parser {
 public:
  explicit Parser(std::string_view document)
      : at_(document.data()), end_(at_ + document.size()), texts_(document.size()) {}

  bool document(Json& out) {
    skip_space();
    if (at_ == end_) return fail("it is empty");
    if (!value(out, 0)) return false;
    skip_space();
    return at_ == end_ || fail("something follows the value");
  }

  const char* place() const { return at_; }
  const char* problem() const { return problem_; }

 private:
  bool fail(const char* problem) {
    problem_ = problem;
    return false;
  }

  bool is_at(char c) const { return at_ != end_ && *at_ == c; }

  bool take(char c) {
    if (!is_at(c)) return false;
    ++at_;
    return true;
  }

  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }

  bool value(Json& out, int depth) {
    if (at_ == end_) return fail("a value is missing");
    switch (*at_) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"':
        return text(out);
      case 't':
        put(true, out);
        return word("true");
      case 'f':
        put(false, out);
        return word("false");
      case 'n':
        return word("null");
      default:
        return number(out);
    }
  }

  bool word(std::string_view expected) {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(expected))
      return fail("a value is missing");
    at_ += expected.size();
    return true;
  }

  bool object(Json& out, int depth) {
    if (depth == max_depth) return fail("it is nested too deeply");
    ++at_;
    Json::Object read;
    skip_space();
    if (!take('}') && !members(read, depth + 1)) return false;
    put(std::move(read), out);
    return true;
  }

  bool members(Json::Object& out, int depth) {
    out.reserve(usual_size);
    do {
      skip_space();
      if (!is_at('"')) return fail("a name in quotes is missing");
      std::string_view name;
      if (!text(name)) return false;
      Json::Member& member = out.emplace_back();
      member.name.assign(name);
      skip_space();
      if (!take(':')) return fail("a colon is missing");
      skip_space();
      if (!value(member.value, depth)) return false;
      skip_space();
    } while (take(','));
    return take('}') || fail("a comma or a closing brace is missing");
  }

  bool array(Json& out, int depth) {
    if (depth == max_depth) return fail("it is nested too deeply");
    ++at_;
    Json::Array read;
    skip_space();
    if (!take(']') && !items(read, depth + 1)) return false;
    put(std::move(read), out);
    return true;
  }

  bool items(Json::Array& out, int depth) {
    out.reserve(usual_size);
    do {
      skip_space();
      if (!value(out.emplace_back(), depth)) return false;
      skip_space();
    } while (take(','));
    return take(']') || fail("a comma or a closing bracket is missing");
  }

  bool text(Json& out) {
    std::string_view read;
    if (!text(read)) return false;
    put(read, out);
    return true;
  }

  bool text(std::string_view& out) {
    const char* begin = ++at_;
    at_ = skip_plain(at_, end_);
    if (is_at('"')) {
      out = {begin, static_cast<std::size_t>(at_++ - begin)};
      return true;
    }
    return texts_.read(begin, at_, end_, out) || fail(texts_.problem());
  }

  bool digits() {
    const char* begin = at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    return at_ != begin;
  }

  bool number(Json& out) {
    const char* begin = at_;
    take('-');
    if (!take('0') && !digits()) return fail("a value is missing");
    if (take('.') && !digits()) return fail("a digit is missing");
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return fail("a digit is missing");
    }
    out = Json::number(std::string(begin, at_));
    return true;
  }

  const char* at_;
  const char* end_;
  const char* problem_ = "";
  JsonUnescaper texts_;
};

Error parse_error(std::string_view text, std::string_view what, std::size_t offset) {
  std::size_t line = 1, column = 1;
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') ++line, column = 0;
    ++column;
  }
  return Error{.kind = ErrorKind::response_validation,
               .message = "not valid JSON: " + std::string(what) + " (line " + std::to_string(line) +
                          ", column " + std::to_string(column) + ")"};
}

bool is_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

Error utf8_error(std::string_view text) {
  std::size_t line_begin = 0;
  for (;;) {
    const std::size_t line_end = text.find('\n', line_begin);
    if (line_end == std::string_view::npos || !is_utf8(text.substr(line_begin, line_end - line_begin)))
      return parse_error(text, "it is not UTF-8", line_begin);
    line_begin = line_end + 1;
  }
}

}  // namespace

Result<Json> Json::parse(std::string_view text) {
  if (!is_utf8(text)) return utf8_error(text);
  Parser parser(text);
  Json json;
  if (!parser.document(json))
    return parse_error(text, parser.problem(), static_cast<std::size_t>(parser.place() - text.data()));
  return json;
}

}  // namespace anthropic
