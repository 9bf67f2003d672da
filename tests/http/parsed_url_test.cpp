#include "http/curl/parsed_url.hpp"

#include <gtest/gtest.h>

#include "base/public_names.hpp"
#include "http/curl/multi.hpp"

namespace anthropic::internal::testing {
namespace {

std::string part_of(const ParsedUrl& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.handle(), part, &text, 0) != CURLUE_OK) return "none";
  std::string copy = text;
  curl_free(text);
  return copy;
}

TEST(ParsedUrl, KeepsThePathAsItIsWritten) {
  const ParsedUrl url("https://bedrock.test:8443/model/../a/./b//c%2Fd%3a0?z=1&a=%20b#x");
  EXPECT_TRUE(url.is_http());
  EXPECT_EQ(url.origin(), "https://bedrock.test:8443");
  EXPECT_EQ(part_of(url, CURLUPART_PATH), "/model/../a/./b//c%2Fd%3a0");
  EXPECT_EQ(part_of(url, CURLUPART_QUERY), "z=1&a=%20b");
}

TEST(ParsedUrl, HasNoHandleWhereLibcurlRefusesIt) {
  EXPECT_EQ(ParsedUrl("http://user@bedrock.test/").handle(), nullptr);
  EXPECT_EQ(ParsedUrl("http://bedrock.test:port/").handle(), nullptr);
  const ParsedUrl other("ftp://bedrock.test/");
  EXPECT_FALSE(other.is_http());
  EXPECT_EQ(other.handle(), nullptr);
}

TEST(ParsedUrl, IsReadOnceForRequestsInARow) {
  CurlMulti multi;
  const auto first = multi.parse("http://a.test/x");
  EXPECT_EQ(multi.parse("http://a.test/x"), first);
  EXPECT_EQ(multi.parse("http://a.test/y")->text(), "http://a.test/y");
  EXPECT_EQ(first->text(), "http://a.test/x");
}

}  // namespace
}  // namespace anthropic::internal::testing
