#include "wire/json/sink.hpp"

#include <algorithm>
#include <utility>

#include "base/json/write.hpp"
#include "base/text/utf8.hpp"
#include "wire/json/response_only.hpp"

namespace anthropic::internal {

void TextSink::separate() {
  if (needs_comma_) out_.push_back(',');
  needs_comma_ = true;
}
void TextSink::begin_object() {
  separate();
  out_.push_back('{');
  needs_comma_ = false;
}
void TextSink::end_object() {
  out_.push_back('}');
  needs_comma_ = true;
}
void TextSink::begin_array() {
  separate();
  out_.push_back('[');
  needs_comma_ = false;
}
void TextSink::end_array() {
  out_.push_back(']');
  needs_comma_ = true;
}
void TextSink::name(std::string_view text) {
  separate();
  write_json_string(text, out_);
  out_.push_back(':');
  needs_comma_ = false;
}
void TextSink::string(std::string_view text) {
  separate();
  write_json_string(text, out_);
}
void TextSink::value(const Json& json) {
  separate();
  json.dump_to(out_);
}

void TreeSink::add(Json json) {
  if (open_.empty()) {
    done_ = std::move(json);
  } else if (open_.back().value.is_object()) {
    open_.back().value.set(open_.back().name, std::move(json));
  } else {
    open_.back().value.push_back(std::move(json));
  }
}
void TreeSink::close() {
  Json json = std::move(open_.back().value);
  open_.pop_back();
  add(std::move(json));
}
void TreeSink::begin_object() {
  open_.push_back({Json::object(), {}});
}
void TreeSink::end_object() {
  close();
}
void TreeSink::begin_array() {
  open_.push_back({Json::array(), {}});
}
void TreeSink::end_array() {
  close();
}
void TreeSink::name(std::string_view text) {
  open_.back().name = text;
}
void TreeSink::string(std::string_view text) {
  add(Json(text));
}
void TreeSink::value(const Json& json) {
  add(json);
}

void SizeSink::value(const Json& json) {
  if (json.is_object()) {
    begin_object();
    for (const Json::Member& member : json.members()) {
      name(member.name);
      value(member.value);
    }
  } else if (json.is_array()) {
    begin_array();
    for (const Json& item : json.items()) value(item);
  } else if (const auto text = json.as_string()) {
    string(*text);
  } else {
    size_ += json.is_number() ? json.number_text().size() + 1 : 6;
  }
}

void Utf8Sink::string(std::string_view text) {
  is_utf8_ = is_utf8_ && internal::is_utf8(text);
}
void Utf8Sink::value(const Json& json) {
  for (const Json::Member& member : json.members()) {
    name(member.name);
    value(member.value);
  }
  for (const Json& item : json.items()) value(item);
  if (const auto text = json.as_string()) string(*text);
}

bool says_nothing(const Json& json) {
  if (const auto text = json.as_string()) return text->empty();
  return json.is_null() || ((json.is_array() || json.is_object()) && json.empty());
}

ObjectWriter::ObjectWriter(JsonSink& sink, const Json& extra, std::string_view type)
    : sink_(sink), extra_(extra), type_(type.empty() ? extra["type"].as_string().value_or("") : type) {
  sink_.begin_object();
  if (!type.empty()) string("type", type);
}

bool ObjectWriter::begin(std::string_view name) {
  if (const Json* other = extra_.find(name)) {
    if (!says_nothing(*other)) return false;
    replaced_.push_back(name);
  }
  sink_.name(name);
  return true;
}

void ObjectWriter::string(std::string_view name, std::string_view value) {
  if (begin(name)) sink_.string(value);
}

void ObjectWriter::value(std::string_view name, const Json& value) {
  if (begin(name)) sink_.value(value);
}

void ObjectWriter::strings(std::string_view name, const std::vector<std::string>& values) {
  if (!begin(name)) return;
  sink_.begin_array();
  for (const std::string& value : values) sink_.string(value);
  sink_.end_array();
}

bool ObjectWriter::is_replaced(const Json::Member& member) const {
  return std::find(replaced_.begin(), replaced_.end(), member.name) != replaced_.end();
}

void ObjectWriter::end() {
  for (const Json::Member& member : extra_.members()) {
    if (is_replaced(member)) continue;
    if (sink_.audience() == Audience::strict_server && is_response_only(type_, member)) continue;
    sink_.name(member.name);
    sink_.value(member.value);
  }
  sink_.end_object();
}

}  // namespace anthropic::internal
