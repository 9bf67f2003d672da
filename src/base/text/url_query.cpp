#include "base/text/url_query.hpp"

#include "base/crypto/encoding.hpp"

namespace anthropic::internal {

UrlQuery& UrlQuery::add(std::string_view name, std::string_view value) {
  if (!text_.empty()) text_ += '&';
  text_ += percent_encode(name) + "=" + percent_encode(value);
  return *this;
}

UrlQuery& UrlQuery::add_optional(std::string_view name, const std::optional<std::string>& value) {
  return value && !value->empty() ? add(name, *value) : *this;
}

UrlQuery& UrlQuery::add_optional(std::string_view name, std::optional<int> value) {
  return value ? add(name, std::to_string(*value)) : *this;
}

}  // namespace anthropic::internal
