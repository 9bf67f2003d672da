#include "http/url.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

TEST(Url, IsSplit) {
  const auto url = parse_url("HTTPS://Example.com:8443/a%2Fb/../c?x=1&y=/?#top");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "Example.com");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/a%2Fb/../c");
  EXPECT_EQ(url->query, "x=1&y=/?");
  EXPECT_EQ(url->authority(), "Example.com:8443");
  EXPECT_EQ(url->origin(), "https://Example.com:8443");
}

TEST(Url, ItsAuthorityLacksThePortOfItsScheme) {
  EXPECT_EQ(parse_url("https://a:443/")->authority(), "a");
  EXPECT_EQ(parse_url("http://a:80")->authority(), "a");
  EXPECT_EQ(parse_url("http://a:443")->authority(), "a:443");
  EXPECT_EQ(parse_url("http://a:")->authority(), "a");
  EXPECT_EQ(parse_url("http://a")->host_and_port(), "a:80");
  EXPECT_EQ(parse_url("https://[::1]/")->host_and_port(), "[::1]:443");
}

TEST(Url, MayLackPathAndQuery) {
  const auto url = parse_url("http://127.0.0.1:9000");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->path, "");
  EXPECT_EQ(url->query, "");
  EXPECT_EQ(url->host, "127.0.0.1");
  EXPECT_EQ(parse_url("http://a/")->path, "");
  EXPECT_EQ(parse_url("http://a//")->path, "//");
  EXPECT_EQ(parse_url("http://a?x")->query, "x");
  EXPECT_EQ(parse_url("http://a?x")->path, "");
  EXPECT_EQ(parse_url("http://a#x")->authority(), "a");
}

TEST(Url, KnowsIpv6) {
  const auto url = parse_url("http://[fd00:ec2::254]:8080/latest");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->authority(), "[fd00:ec2::254]:8080");
  EXPECT_EQ(url->host, "fd00:ec2::254");
  EXPECT_EQ(parse_url("http://[::1]")->authority(), "[::1]");
  EXPECT_EQ(parse_url("http://[::1]:80")->authority(), "[::1]");
  EXPECT_EQ(parse_url("http://[fe80::1%25eth0]")->authority(), "[fe80::1%25eth0]");
}

// What libcurl would connect to is what is looked at, whatever was written.
TEST(Url, NamesAnAddressInOneWay) {
  for (const char* spelling :
       {"http://127.0.0.1", "http://127.1", "http://0x7f000001", "http://2130706433"}) {
    EXPECT_EQ(parse_url(spelling)->host, "127.0.0.1") << spelling;
  }
  EXPECT_EQ(parse_url("http://[0:0:0:0:0:0:0:1]")->host, "::1");
  EXPECT_EQ(parse_url("http://%6c%6fcalhost")->host, "localhost");
}

TEST(Url, RefusesAnythingElse) {
  for (const char* wrong : {"",
                            "example.com",
                            "//example.com",
                            "ftp://a",
                            "http:/a",
                            "http://",
                            "http:///path",
                            "http://a:0",
                            "http://a:65536",
                            "http://a:x",
                            "http://a:-1",
                            "http://[::1",
                            "http://[]",
                            "http://[::1]x",
                            "http://user:secret@a",
                            "http://a b",
                            "http://a/b c",
                            "http://a\n",
                            "http://a/\x7f",
                            "http://a\\b",
                            "http://a/\\b",
                            "http://a/\"b\"",
                            "http://127.0.0.1%2f.evil.example",
                            " http://a",
                            "http://:80",
                            "file:///etc/passwd"}) {
    EXPECT_FALSE(parse_url(wrong)) << wrong;
  }
  EXPECT_FALSE(parse_url(std::string_view("http://a\0.evil.example", 22)));
}

}  // namespace
}  // namespace anthropic::internal
