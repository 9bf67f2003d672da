// An Authorization header is taken apart without loss or refused; and a canonical request is canonical.

#include "fuzz_support.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal {
namespace {

std::string written(const sigv4::Authorization& parts) {
  std::string out = "AWS4-HMAC-SHA256 Credential=" + parts.access_key_id + "/" + parts.date + "/" +
                    parts.region + "/" + parts.service + "/aws4_request, SignedHeaders=";
  for (std::size_t i = 0; i < parts.signed_headers.size(); ++i) {
    out += (i > 0 ? ";" : "") + parts.signed_headers[i];
  }
  return out + ", Signature=" + parts.signature;
}

void check_authorization(std::string_view text) {
  const auto parts = sigv4::parse_authorization(text);
  if (!parts) return;
  const auto again = sigv4::parse_authorization(written(*parts));
  fuzz::check(again.has_value(), "what was taken apart can be put together");
  fuzz::check(written(*again) == written(*parts), "nothing is lost on the way");
}

/// The third line of a canonical request.
std::string canonical_query(std::string_view query) {
  const Headers headers = {{"Host", "h"}};
  std::string signed_headers;
  const std::string text = sigv4::canonical_request({"GET", "/", query, &headers, ""}, {}, signed_headers);
  return text.substr(6, text.find('\n', 6) - 6);
}

void check_canonical(std::string_view text) {
  const std::string query = canonical_query(text);
  fuzz::check(canonical_query(query) == query, "a canonical query stays as it is");

  const Headers headers = {{"Host", "h"}, {"X-Any", std::string(text)}, {"x-any", "2"}};
  std::string signed_headers;
  const std::string canonical = sigv4::canonical_request({"GET", text, "", &headers, ""}, {}, signed_headers);
  fuzz::check(signed_headers == "host;x-any", "no value adds a header");
  std::size_t lines = 0;
  for (const char c : canonical) lines += c == '\n';
  fuzz::check(lines == 7, "no value adds a line");
}

}  // namespace
}  // namespace anthropic::internal

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = anthropic::internal::fuzz::text_of(data, size);
  anthropic::internal::check_authorization(text);
  anthropic::internal::check_canonical(text);
  return 0;
}
