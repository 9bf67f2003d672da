#include "bare_curl.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace bench {

static std::size_t on_body(char* data, std::size_t, std::size_t size, void* handler) {
  (*static_cast<const BareCurl::OnBody*>(handler))({data, size});
  return size;
}

BareCurl::BareCurl(const std::string& url, const anthropic::Headers& headers, std::string body)
    : body_(std::move(body)) {
  for (const auto& [name, value] : headers)
    headers_ = curl_slist_append(headers_, (name + ": " + value).c_str());
  curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body_.size()));
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body_.c_str());
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_PROXY, "");
}

BareCurl::~BareCurl() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(headers_);
}

void BareCurl::perform(const OnBody& on_body) {
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, &on_body);
  const CURLcode result = curl_easy_perform(easy_);
  if (result == CURLE_OK) return;
  std::fprintf(stderr, "bare libcurl: %s\n", curl_easy_strerror(result));
  std::exit(1);
}

}  // namespace bench
