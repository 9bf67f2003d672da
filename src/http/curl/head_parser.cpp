#include "http/curl/head_parser.hpp"

#include <charconv>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal {
namespace {

/// Request ids and error codes are shown to people and written as JSON.
void assign_text(std::string& field, std::string_view bytes) {
  unsigned char all_bits = 0;
  for (const char c : bytes) all_bits |= static_cast<unsigned char>(c);
  const bool ascii = all_bits < 0x80;
  if (ascii) {
    field = bytes;
  } else {
    field = to_valid_utf8(bytes);
  }
}

}  // namespace

void HeadParser::reset() {
  head_.status = 0;
  fields_ = 0;
  begun_ = false;
  complete_ = false;
}

void HeadParser::add_line(std::string_view line) {
  if (complete_) return;
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (!line.empty() && line.starts_with("HTTP/") && fields_ == 0) return begin(line);
  if (!line.empty()) return add_field(line);

  const bool interim = head_.status / 100 == 1;
  if (interim) {
    fields_ = 0;
    return;
  }
  head_.headers.resize(fields_);
  complete_ = true;
}

void HeadParser::begin(std::string_view status_line) {
  begun_ = true;
  const std::size_t space = status_line.find(' ');
  if (space == std::string_view::npos) return;
  const std::string_view status = trim(status_line.substr(space));
  std::from_chars(status.data(), status.data() + status.size(), head_.status);
}

void HeadParser::add_field(std::string_view line) {
  const bool folded = line.front() == ' ' || line.front() == '\t';
  if (folded) {
    if (fields_ == 0) return;
    std::string& value = head_.headers[fields_ - 1].second;
    assign_text(value, value + " " + std::string(trim(line)));
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  if (fields_ == head_.headers.size()) head_.headers.emplace_back();
  auto& [name, value] = head_.headers[fields_++];
  assign_text(name, trim(line.substr(0, colon)));
  assign_text(value, trim(line.substr(colon + 1)));
}

}  // namespace anthropic::internal
