#pragma once

#include <curl/curl.h>
#include <functional>
#include <string>
#include <string_view>

#include <anthropic/headers.hpp>

namespace bench {

/// The bound: one libcurl easy handle that keeps its connection, sends the bytes it is given and hands over
/// what comes. It signs, decodes and parses nothing.
class BareCurl {
 public:
  using OnBody = std::function<void(std::string_view)>;

  BareCurl(const std::string& url, const anthropic::Headers& headers, std::string body);
  ~BareCurl();
  BareCurl(const BareCurl&) = delete;
  BareCurl& operator=(const BareCurl&) = delete;

  /// Sends the request once more; ends the program if that fails.
  void perform(const OnBody& on_body);

 private:
  CURL* easy_ = curl_easy_init();
  curl_slist* headers_ = nullptr;
  std::string body_;
};

}  // namespace bench
