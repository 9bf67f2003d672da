#include <cstring>
#include <memory>
#include <optional>
#define SIMDJSON_EXCEPTIONS 0  // so that an unchecked conversion does not compile
#include <simdjson.h>

#include <anthropic/json.hpp>

#include "base/json/escape.hpp"
#include "base/process/libraries.hpp"
#include "base/text/text.hpp"
#include "base/threads/of_thread.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

using simdjson::error_code;
namespace ondemand = simdjson::ondemand;

// Every level takes stack, here and where values are copied and destroyed, and the threads that a client
// starts have 1 MB of it.
constexpr int kMaxDepth = 256;
constexpr std::size_t kUsualMembers = 4;
constexpr std::size_t kLargestUsualDocument = 64u << 10;

/// RFC 8259 §6. simdjson checks numbers when it converts them; ours are kept as text, so it is done here.
bool is_json_number(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i > begin;
  };
  const std::size_t whole = i;
  if (!digits()) return false;
  if (text[whole] == '0' && i > whole + 1) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

error_code read_number(std::string_view token, Json& out) {
  token = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
  if (!is_json_number(token)) return simdjson::NUMBER_ERROR;
  out = Json::number(std::string(token));
  return simdjson::SUCCESS;
}

error_code read_value(ondemand::value source, Json& out, int depth);

error_code read_array(ondemand::array array, Json& out, int depth) {
  Json::Array items;
  for (auto element : array) {
    ondemand::value value;
    if (const error_code error = element.get(value)) return error;
    if (const error_code error = read_value(value, items.emplace_back(), depth)) return error;
  }
  out = Json(std::move(items));
  return simdjson::SUCCESS;
}

error_code read_object(ondemand::object object, Json& out, int depth) {
  Json::Object members;
  members.reserve(kUsualMembers);
  for (auto element : object) {
    ondemand::field field;
    if (const error_code error = std::move(element).get(field)) return error;
    std::string_view name;
    if (const error_code error = field.unescaped_key().get(name)) return error;
    Json::Member& member = members.emplace_back();
    member.name.assign(name);
    if (const error_code error = read_value(field.value(), member.value, depth)) return error;
  }
  out = Json(std::move(members));
  return simdjson::SUCCESS;
}

error_code read_value(ondemand::value source, Json& out, int depth) {
  if (depth >= kMaxDepth) return simdjson::DEPTH_ERROR;
  ondemand::json_type type;
  if (const error_code error = source.type().get(type)) return error;
  switch (type) {
    case ondemand::json_type::array: {
      ondemand::array array;
      if (const error_code error = source.get_array().get(array)) return error;
      return read_array(array, out, depth + 1);
    }
    case ondemand::json_type::object: {
      ondemand::object object;
      if (const error_code error = source.get_object().get(object)) return error;
      return read_object(object, out, depth + 1);
    }
    case ondemand::json_type::string: {
      std::string_view text;
      if (const error_code error = source.get_string().get(text)) return error;
      out.mutable_string().assign(text);
      return simdjson::SUCCESS;
    }
    case ondemand::json_type::boolean: {
      bool value = false;
      if (const error_code error = source.get_bool().get(value)) return error;
      out = Json(value);
      return simdjson::SUCCESS;
    }
    case ondemand::json_type::number:
      return read_number(source.raw_json_token(), out);
    case ondemand::json_type::null: {
      bool is_null = false;
      if (const error_code error = source.is_null().get(is_null)) return error;
      if (!is_null) return simdjson::N_ATOM_ERROR;
      out = Json(nullptr);
      return simdjson::SUCCESS;
    }
  }
  return simdjson::INCORRECT_TYPE;
}

error_code read_root(ondemand::document& document, Json& out) {
  ondemand::value root;
  if (const error_code error = document.get_value().get(root)) return error;
  return read_value(root, out, 0);
}

/// Where an escape is one half of a character beyond U+FFFF, and the other half does not follow.
std::optional<std::size_t> find_lone_surrogate(std::string_view text) {
  for (std::size_t i = text.find('\\'); i < text.size(); i = text.find('\\', i)) {
    const auto unit = json_escaped_unit(text.substr(i));
    const bool is_pair =
        is_first_half(unit) && is_second_half(json_escaped_unit(text.substr(i + kJsonEscapeLength)));
    if (!is_pair && (is_first_half(unit) || is_second_half(unit))) return i;
    i += is_pair ? 2 * kJsonEscapeLength : 2;
  }
  return std::nullopt;
}

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

std::string_view reason(error_code error) {
  if (error == simdjson::TAPE_ERROR)
    return "a comma, a bracket, a quote or a name is missing, or one too many";
  // simdjson goes by the first letter: "no" is not the null that it takes it for.
  if (error == simdjson::INCORRECT_TYPE) return "a word that is not true, false or null";
  return simdjson::error_message(error);
}

}  // namespace

Result<Json> Json::parse(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return parse_error(text, "it is empty", text.size());
  if (text[first] != '{' && text[first] != '[') {
    // simdjson does not see what follows a lone scalar; inside of brackets it does.
    auto wrapped = parse("[" + std::string(text) + "]");
    if (wrapped && wrapped->size() != 1) return parse_error(text, "more than one value", text.size());
    if (!wrapped) return wrapped;
    return Json(wrapped->items().front());
  }

  keep_libraries_until_the_end();
  const simdjson::padded_string padded(text);
  // The buffers for usual documents stay with the thread.
  ondemand::parser own_parser;
  ondemand::parser& parser =
      padded.size() > kLargestUsualDocument ? own_parser : OfThread<ondemand::parser>::get();
  ondemand::document document;
  error_code error = simdjson::SUCCESS;
  if (parser.capacity() < padded.size()) error = parser.allocate(padded.size(), kMaxDepth + 8);
  if (!error) error = parser.iterate(padded).get(document);
  if (error) {
    return parse_error(text, reason(error), text.size());
  }
  Json json;
  error = read_root(document, json);
  const char* location = nullptr;
  const bool at_end = document.current_location().get(location) != simdjson::SUCCESS;
  if (!error && !at_end) error = simdjson::TRAILING_CONTENT;
  if (!error) return json;

  if (error == simdjson::STRING_ERROR) {
    if (const auto at = find_lone_surrogate(text)) {
      const std::string escape(text.substr(*at, 6));
      return parse_error(text, "the escape " + escape + " is half of a character, without its other half",
                         *at);
    }
  }
  const bool known = !at_end && location >= padded.data() && location <= padded.data() + text.size();
  return parse_error(text, reason(error),
                     known ? static_cast<std::size_t>(location - padded.data()) : text.size());
}

}  // namespace anthropic::inline v0
