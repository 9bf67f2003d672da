#include "http/curl/header_list.hpp"

#include <algorithm>
#include <cstring>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

// A name and a colon without a value keeps libcurl from sending the header.
constexpr std::string_view kCurlsOwn[] = {"Accept:", "Content-Type:", "Expect:", "User-Agent:"};

bool has_line_break(std::string_view text) {
  // find_first_of() would call memchr() for each character.
  return std::any_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool is_given(std::string_view name_and_colon, const Headers& headers) {
  const std::string_view name = name_and_colon.substr(0, name_and_colon.size() - 1);
  return find_header(headers, name) != nullptr;
}

}  // namespace

std::string problem_with(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (name.empty()) return "a request header has no name";
    if (has_line_break(name)) return "the name of a request header holds a line break";
    if (has_line_break(value)) return "the value of the request header \"" + name + "\" holds a line break";
  }
  return "a request header cannot be sent";
}

bool CurlHeaderList::assign(const Headers& headers) {
  text_.clear();
  nodes_.clear();

  std::size_t size = 0;
  for (const auto& [name, value] : headers) {
    if (name.empty()) return false;
    size += name.size() + value.size() + 3;
  }
  for (const std::string_view own : kCurlsOwn) size += own.size() + 1;

  // Both are sized before, so that the pointers into them stay.
  text_.reserve(size);
  nodes_.reserve(headers.size() + std::size(kCurlsOwn));
  for (const auto& [name, value] : headers) {
    nodes_.push_back({text_.data() + text_.size(), nullptr});
    text_.append(name);
    if (value.empty()) {
      text_.append(";");  // libcurl's way of saying "send it without a value"
    } else {
      text_.append(": ").append(value);
    }
    text_.push_back('\0');
    const char* const end = text_.data() + text_.size() - 1;
    if (nodes_.back().data + std::strlen(nodes_.back().data) != end) return false;
  }
  // The whole text at once, not each field: this is done for each request.
  if (text_.find('\r') != std::string::npos || text_.find('\n') != std::string::npos) return false;
  for (const std::string_view own : kCurlsOwn) {
    if (is_given(own, headers)) continue;
    nodes_.push_back({text_.data() + text_.size(), nullptr});
    text_.append(own).push_back('\0');
  }
  for (std::size_t i = 1; i < nodes_.size(); ++i) nodes_[i - 1].next = &nodes_[i];
  return true;
}

}  // namespace anthropic::internal
