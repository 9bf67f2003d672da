#include "platform/request_scan.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace anthropic {
namespace {

constexpr std::array<std::string_view, 4> kOpaque = {"input", "input_schema", "schema", "input_examples"};

/// The position behind the string that begins at `begin`.
std::size_t end_of_string(std::string_view json, std::size_t begin) {
  for (std::size_t quote = json.find('"', begin + 1); quote != json.npos; quote = json.find('"', quote + 1)) {
    std::size_t slashes = 0;
    while (json[quote - 1 - slashes] == '\\') ++slashes;
    if (slashes % 2 == 0) return quote + 1;
  }
  return json.size();
}

/// The position behind the value that begins at `begin`.
std::size_t end_of_value(std::string_view json, std::size_t begin) {
  int open = 0;
  for (std::size_t at = begin; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      at = end_of_string(json, at);
      if (open == 0) return at;
      continue;
    }
    if (open == 0 && (c == ',' || c == '}' || c == ']')) return at;
    if (c == '{' || c == '[') ++open;
    if (c == '}' || c == ']') --open;
    ++at;
    if (open == 0 && (c == '}' || c == ']')) return at;
  }
  return json.size();
}

}  // namespace

void scan_members(std::string_view json, const std::function<void(const ScannedMember&)>& visit) {
  std::vector<std::string_view> containers;  // what each object and array that is open is named after
  std::string_view name;                     // of the value that comes next
  for (std::size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      const std::size_t end = end_of_string(json, at);
      const bool is_name = end < json.size() && json[end] == ':';
      name = is_name ? json.substr(at + 1, end - at - 2) : std::string_view();
      at = end;
      if (!is_name) continue;
      ++at;
      visit({containers.empty() ? "" : containers.back(), name, containers.size(), json.substr(at)});
      if (std::find(kOpaque.begin(), kOpaque.end(), name) != kOpaque.end()) at = end_of_value(json, at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') {
      const bool inherits = name.empty() && !containers.empty();
      containers.push_back(inherits ? containers.back() : name);
      name = {};
    } else if (c == '}' || c == ']') {
      if (!containers.empty()) containers.pop_back();
      name = {};
    } else if (c == ',') {
      name = {};
    }
  }
}

}  // namespace anthropic
