#include "http/curl/parsed_url.hpp"

namespace anthropic::internal {

std::string_view origin_of(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return {};
  return url.substr(0, url.find_first_of("/?#", scheme_end + 3));
}

ParsedUrl::ParsedUrl(std::string_view text)
    : text_(text), is_http_(text.starts_with("https://") || text.starts_with("http://")) {
  if (!is_http_) return;
  handle_.reset(curl_url());
  constexpr unsigned as_it_is = CURLU_PATH_AS_IS | CURLU_DISALLOW_USER;
  if (handle_ && curl_url_set(handle_.get(), CURLUPART_URL, text_.c_str(), as_it_is) != CURLUE_OK)
    handle_.reset();
}

std::string_view ParsedUrl::origin() const {
  return origin_of(text_);
}

}  // namespace anthropic::internal
