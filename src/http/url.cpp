#include "http/url.hpp"

#include <curl/curl.h>
#include <memory>

#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

struct FreeHandle {
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};

std::string part_of(CURLU* handle, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(handle, part, &text, 0) != CURLUE_OK) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

/// Refuses what libcurl repairs or lets through: typing mistakes must be reported, and these characters would
/// need escaping.
bool is_plain(std::string_view text) {
  const std::size_t scheme_end = text.find("://");
  return scheme_end != std::string_view::npos && text.substr(scheme_end + 3, 1) != "/" &&
         text.find_first_of(std::string_view("\\\"<>\0", 5)) == std::string_view::npos;
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::uint16_t own_port(std::string_view scheme) {
  return scheme == "https" ? 443 : 80;
}

}  // namespace

std::string Url::host_and_port() const {
  return bracketed(host) + ":" + std::to_string(port);
}

std::string Url::authority() const {
  return port == own_port(scheme) ? bracketed(host) : host_and_port();
}

std::string Url::origin() const {
  return scheme + "://" + authority();
}

std::optional<Url> parse_url(std::string_view text) {
  if (!is_plain(text)) return std::nullopt;
  const std::unique_ptr<CURLU, FreeHandle> handle(curl_url());
  const unsigned flags = CURLU_PATH_AS_IS | CURLU_DISALLOW_USER;
  if (curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), flags) != CURLUE_OK) {
    return std::nullopt;
  }
  Url url{.scheme = part_of(handle.get(), CURLUPART_SCHEME), .host = part_of(handle.get(), CURLUPART_HOST)};
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  if (url.host.starts_with('[')) url.host = url.host.substr(1, url.host.size() - 2);
  const std::string zone = part_of(handle.get(), CURLUPART_ZONEID);
  if (!zone.empty()) url.host += "%25" + zone;
  const auto port = parse_integer(part_of(handle.get(), CURLUPART_PORT));
  if (port == 0) return std::nullopt;
  url.port = port ? static_cast<std::uint16_t>(*port) : own_port(url.scheme);
  url.path = part_of(handle.get(), CURLUPART_PATH);
  if (url.path == "/") url.path.clear();
  url.query = part_of(handle.get(), CURLUPART_QUERY);
  return url;
}

}  // namespace anthropic::internal
