#include "wire/aws/query_protocol.hpp"

#include "base/crypto/encoding.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal {

void QueryParams::add(std::string name, std::string_view value) {
  if (!value.empty()) params_.emplace_back(std::move(name), std::string(value));
}

void QueryParams::add(std::string name, long long value) {
  params_.emplace_back(std::move(name), std::to_string(value));
}

void QueryParams::add(std::string name, bool value) {
  params_.emplace_back(std::move(name), value ? "true" : "false");
}

void QueryParams::add_always(std::string name, std::string_view value) {
  params_.emplace_back(std::move(name), std::string(value));
}

void QueryParams::add_optional(std::string name, const std::optional<std::string>& value) {
  if (value) add_always(std::move(name), *value);
}

void QueryParams::add_optional(std::string name, std::optional<int> value) {
  if (value) add(std::move(name), static_cast<long long>(*value));
}

void QueryParams::add_optional(std::string name, std::optional<bool> value) {
  if (value) add(std::move(name), *value);
}

void QueryParams::add_list(const std::string& name, const std::vector<std::string>& values,
                           std::string_view member) {
  const std::string prefix = name + "." + (member.empty() ? std::string() : std::string(member) + ".");
  for (std::size_t i = 0; i < values.size(); ++i) {
    params_.emplace_back(prefix + std::to_string(i + 1), values[i]);
  }
}

void QueryParams::add_tags(const std::string& name, const std::map<std::string, std::string>& tags) {
  int number = 0;
  for (const auto& [key, value] : tags) {
    const std::string tag = name + ".member." + std::to_string(++number);
    add_always(tag + ".Key", key);
    add_always(tag + ".Value", value);
  }
}

const std::string* QueryParams::find_bad_text() const {
  for (const auto& [name, value] : params_) {
    if (!is_utf8(name) || !is_utf8(value)) return &name;
  }
  return nullptr;
}

std::string QueryParams::form_body(std::string_view action, std::string_view version) const {
  std::string body = "Action=" + percent_encode(action) + "&Version=" + percent_encode(version);
  for (const auto& [name, value] : params_) body += "&" + percent_encode(name) + "=" + percent_encode(value);
  return body;
}

}  // namespace anthropic::internal
