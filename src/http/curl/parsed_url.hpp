#pragma once

#include <curl/curl.h>
#include <memory>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// A URL as libcurl has read it, for all the requests that are sent there: to read it again and to write it
/// out, as libcurl does for each, costs a sixth of a request. One thread at a time.
class ParsedUrl {
 public:
  explicit ParsedUrl(std::string_view text);

  const std::string& text() const { return text_; }
  /// scheme://authority, as it is written.
  std::string_view origin() const;
  bool is_http() const { return is_http_; }
  /// Null if libcurl does not take the URL. It says why if it is given the text.
  CURLU* handle() const { return handle_.get(); }

 private:
  struct Free {
    void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
  };

  const std::string text_;
  const bool is_http_;
  std::unique_ptr<CURLU, Free> handle_;
};

/// scheme://authority of a URL, as it is written.
std::string_view origin_of(std::string_view url);

}  // namespace anthropic::internal
