#include "tutorial/notebook/fields.hpp"

#include <algorithm>

#include "base/errors.hpp"
#include "base/text/edit_distance.hpp"

namespace anthropic::internal::tutorial {

Error misfit(const std::string& where, const std::string& what) {
  return configuration_error(where + " " + what, "docs/tutorial.md describes the format.");
}

Result<void> check_members(const Json& json, const std::string& where,
                           const std::vector<std::string_view>& known) {
  if (!json.is_object()) return misfit(where, "should be an object");
  for (const Json::Member& member : json.members()) {
    if (std::find(known.begin(), known.end(), member.name) != known.end()) continue;
    Error error = misfit(where + "." + member.name, "is not known");
    if (const std::string_view near = nearest_word(member.name, known); !near.empty())
      error.hint = "Did you mean " + std::string(near) + "?";
    return error;
  }
  return {};
}

Result<std::string> read_text(const Json& json, const std::string& where) {
  if (json.is_string()) return json.string_or("");
  if (!json.is_array()) return misfit(where, "should be a text or a list of lines");
  std::string text;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (!json[i].is_string()) return misfit(where + "[" + std::to_string(i) + "]", "should be a line");
    if (i > 0) text += '\n';
    text += json[i].string_or("");
  }
  return text;
}

Result<LocalText> read_local_text(const Json& json, const std::string& where) {
  LocalText local;
  if (!json.is_object()) {
    auto text = read_text(json, where);
    if (!text) return text.error();
    local.en = *std::move(text);
    return local;
  }
  if (auto known = check_members(json, where, {"en", "zh"}); !known) return known.error();
  auto en = read_text(json["en"], where + ".en");
  if (!en) return en.error();
  local.en = *std::move(en);
  if (const Json* zh = json.find("zh")) {
    auto text = read_text(*zh, where + ".zh");
    if (!text) return text.error();
    local.zh = *std::move(text);
  }
  return local;
}

}  // namespace anthropic::internal::tutorial
