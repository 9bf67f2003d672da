#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/tracing.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// Keeps the spans that it is told, in their order.
class Spans {
 public:
  SpanObserver observer() {
    return [this](const Span& span) {
      std::lock_guard lock(mutex_);
      spans_.push_back(span);
    };
  }
  std::vector<Span> all() const {
    std::lock_guard lock(mutex_);
    return spans_;
  }
  /// The only one.
  Span one() const {
    const auto spans = all();
    return spans.size() == 1 ? spans[0] : Span{.name = std::to_string(spans.size()) + " spans"};
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Span> spans_;
};

/// An attribute's value as JSON has it; empty if there is none.
inline std::string attribute(const Span& span, std::string_view name) {
  const SpanValue* value = span.find(name);
  if (!value) return {};
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  if (const auto* flag = std::get_if<bool>(value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(value)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(value)) return Json(*number).dump();
  Json list = Json::array();
  for (const std::string& text : std::get<std::vector<std::string>>(*value)) list.push_back(text);
  return list.dump();
}

inline std::map<std::string, std::string> attributes(const Span& span) {
  std::map<std::string, std::string> all;
  for (const auto& [name, value] : span.attributes) all[name] = attribute(span, name);
  return all;
}

}  // namespace anthropic::internal::testing
