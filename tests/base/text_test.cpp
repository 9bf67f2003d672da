#include "base/text/text.hpp"

#include <gtest/gtest.h>

namespace anthropic {
namespace {

TEST(Text, TrimsWhiteSpace) {
  EXPECT_EQ(trim(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(trim("   "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Text, LowersAsciiOnly) {
  EXPECT_EQ(ascii_lower("AZ[@`az\xc3\x84"), "az[@`az\xc3\x84");
  EXPECT_TRUE(iequals("X-Amz-Date", "x-amz-DATE"));
  EXPECT_FALSE(iequals("a", "ab"));
  EXPECT_FALSE(iequals("@", "`"));
  EXPECT_FALSE(iequals("[", "{"));
}

TEST(Text, PutsQuotesAround) {
  EXPECT_EQ(in_quotes("eu-west-1"), "\"eu-west-1\"");
  EXPECT_EQ(in_quotes(""), "\"\"");
}

TEST(Text, FindsAndSetsHeaders) {
  Headers headers = {{"A", "1"}, {"b", "2"}, {"a", "3"}};
  EXPECT_EQ(*find_header(headers, "a"), "1");
  EXPECT_EQ(find_header(headers, "c"), nullptr);

  set_header(headers, "a", "4");
  EXPECT_EQ(headers, (Headers{{"A", "4"}, {"b", "2"}}));
  set_header(headers, "C", "5");
  EXPECT_EQ(headers, (Headers{{"A", "4"}, {"b", "2"}, {"C", "5"}}));
  set_header(headers, "B", "");
  EXPECT_EQ(headers, (Headers{{"A", "4"}, {"C", "5"}}));
  set_header(headers, "absent", "");
  EXPECT_EQ(headers.size(), 2u);
}

TEST(Text, ParsesWholeNumbers) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("9223372036854775807"), 9223372036854775807LL);
  for (const char* wrong : {"", " 1", "1 ", "+1", "1.0", "0x1", "9223372036854775808", "--1", "-"}) {
    EXPECT_FALSE(parse_integer(wrong)) << wrong;
  }
}

TEST(Url, IsSplit) {
  const auto url = parse_url("HTTPS://Example.com:8443/a%2Fb/c?x=1&y=/?#top");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->authority, "Example.com:8443");
  EXPECT_EQ(url->host(), "Example.com");
  EXPECT_EQ(url->path, "/a%2Fb/c");
  EXPECT_EQ(url->query, "x=1&y=/?");
}

TEST(Url, LosesThePortOfItsScheme) {
  EXPECT_EQ(parse_url("https://a:443/")->authority, "a");
  EXPECT_EQ(parse_url("http://a:80")->authority, "a");
  EXPECT_EQ(parse_url("http://a:443")->authority, "a:443");
}

TEST(Url, MayLackPathAndQuery) {
  const auto url = parse_url("http://127.0.0.1:9000");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->path, "");
  EXPECT_EQ(url->query, "");
  EXPECT_EQ(url->host(), "127.0.0.1");
  EXPECT_EQ(parse_url("http://a?x")->query, "x");
  EXPECT_EQ(parse_url("http://a?x")->path, "");
  EXPECT_EQ(parse_url("http://a#x")->authority, "a");
}

TEST(Url, KnowsIpv6) {
  const auto url = parse_url("http://[fd00:ec2::254]:8080/latest");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->authority, "[fd00:ec2::254]:8080");
  EXPECT_EQ(url->host(), "fd00:ec2::254");
  EXPECT_EQ(parse_url("http://[::1]")->authority, "[::1]");
  EXPECT_EQ(parse_url("http://[::1]:80")->authority, "[::1]");
}

TEST(Url, RefusesAnythingElse) {
  for (const char* wrong : {"",
                            "example.com",
                            "//example.com",
                            "ftp://a",
                            "http:/a",
                            "http://",
                            "http:///path",
                            "http://a:",
                            "http://a:0",
                            "http://a:65536",
                            "http://a:x",
                            "http://a:-1",
                            "http://[::1",
                            "http://[]",
                            "http://[::1]x",
                            "http://user:secret@a",
                            "http://a b",
                            "http://a\n",
                            "http://a/\x7f",
                            "http://a\\b",
                            " http://a",
                            "http://:80",
                            "file:///etc/passwd"}) {
    EXPECT_FALSE(parse_url(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace anthropic
