#include "http/head_parser.hpp"

#include <charconv>

#include "base/text.hpp"

namespace anthropic {

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
    if (fields_ > 0) head_.headers[fields_ - 1].second.append(" ").append(trim(line));
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  if (fields_ == head_.headers.size()) head_.headers.emplace_back();
  auto& [name, value] = head_.headers[fields_++];
  name = trim(line.substr(0, colon));
  value = trim(line.substr(colon + 1));
}

}  // namespace anthropic
