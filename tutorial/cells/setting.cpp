#include "tutorial/cells/setting.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text/text.hpp"
#include "tutorial/cells/cell.hpp"

namespace anthropic::internal::tutorial {
namespace {

constexpr std::array<std::string_view, 14> kSettings = {
    "system", "prefill",     "set", "load",     "save",   "max_tokens", "temperature",
    "stop",   "tool_choice", "cpp", "thinking", "effort", "tools",      "cache"};

struct DirectiveLine {
  std::string_view name;
  std::string_view value;
};

/// None if the line is text.
std::optional<DirectiveLine> directive_of(std::string_view line) {
  const bool is_directive =
      line.size() > 1 && line[0] == '%' && ((line[1] | 0x20) >= 'a' && (line[1] | 0x20) <= 'z');
  if (!is_directive) return {};
  const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
  return DirectiveLine{line.substr(1, end - 1), trim(line.substr(end))};
}

bool is_assignment(const DirectiveLine& line) {
  return line.name == "set" || line.name == "load";
}

std::string_view variable_of(const DirectiveLine& line) {
  return trim(line.value.substr(0, line.value.find('=')));
}

/// Whether the lines below belong to it, to the next directive.
bool begins_block(const DirectiveLine& line) {
  const auto all = directives();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Directive& d) { return d.name == line.name; });
  if (found == all.end() || found->value != DirectiveValue::block) return false;
  return line.value.empty() || (line.name == "set" && line.value.ends_with('='));
}

bool is_setting(const DirectiveLine& line) {
  return std::find(kSettings.begin(), kSettings.end(), line.name) != kSettings.end() && !begins_block(line);
}

/// Whether both cannot stand in a prompt.
bool replaces(const DirectiveLine& setting, const DirectiveLine& line) {
  if (is_assignment(setting)) return is_assignment(line) && variable_of(setting) == variable_of(line);
  return setting.name == line.name && setting.name != "stop";
}

}  // namespace

std::optional<std::string> with_setting(std::string_view prompt, std::string_view line) {
  const auto setting = directive_of(line);
  if (!setting || !is_setting(*setting)) return {};
  std::string out;
  bool is_there = false;
  bool is_common = true;  // above the first %compare
  bool is_dropped = false;
  while (!prompt.empty()) {
    const std::size_t end = std::min(prompt.find('\n'), prompt.size());
    const std::string_view read = prompt.substr(0, end);
    prompt.remove_prefix(std::min(end + 1, prompt.size()));
    const auto directive = directive_of(read);
    if (is_dropped && !directive) continue;
    const bool ends_what_is_dropped = std::exchange(is_dropped, false) && directive->name == "end";
    if (ends_what_is_dropped) continue;
    if (directive && directive->name == "raw") return {};
    if (directive && directive->name == "compare") is_common = false;
    if (!directive || !is_common || !replaces(*setting, *directive)) {
      out += std::string(read) + "\n";
      continue;
    }
    is_dropped = begins_block(*directive);
    if (!std::exchange(is_there, true)) out += std::string(line) + "\n";
  }
  if (!is_there) out.insert(0, std::string(line) + "\n");
  out.pop_back();
  return out;
}

}  // namespace anthropic::internal::tutorial
