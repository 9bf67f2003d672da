#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace anthropic::internal {

/// The query of a URL, percent-encoded: "prefix=a%2F&max-keys=3".
class UrlQuery {
 public:
  UrlQuery() = default;
  /// Goes on with a query that is encoded already.
  explicit UrlQuery(std::string encoded) : text_(std::move(encoded)) {}

  UrlQuery& add(std::string_view name, std::string_view value);
  /// Nothing if the value is absent or empty.
  UrlQuery& add_optional(std::string_view name, const std::optional<std::string>& value);
  UrlQuery& add_optional(std::string_view name, std::optional<int> value);

  const std::string& text() const& { return text_; }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace anthropic::internal
