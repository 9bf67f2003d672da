#include <gtest/gtest.h>

#include "http/network/proxy.hpp"
#include "support/fake_world.hpp"

namespace anthropic::internal::testing {
namespace {

class ProxyChoiceTest : public ::testing::Test {
 protected:
  ProxyChoice choose(std::string_view url, const ConnectionSettings& settings = {}) {
    return proxy_for(url, read_proxy_variables(environment), settings);
  }
  /// "proxy from source", or "direct".
  std::string chosen(std::string_view url) {
    const ProxyChoice choice = choose(url);
    return choice.used() ? choice.url + " from " + choice.source : "direct";
  }

  FakeEnvironment environment;
};

constexpr std::string_view kSecure = "https://bedrock.example/";
constexpr std::string_view kPlain = "http://gateway.example/";

TEST_F(ProxyChoiceTest, WithoutVariablesThereIsNone) {
  EXPECT_EQ(chosen(kSecure), "direct");
  EXPECT_EQ(choose(kSecure).source, "");
}

TEST_F(ProxyChoiceTest, TheVariableOfTheSchemeThenThatOfAll) {
  environment.set("ALL_PROXY", "all");
  EXPECT_EQ(chosen(kSecure), "all from ALL_PROXY");
  EXPECT_EQ(chosen(kPlain), "all from ALL_PROXY");
  environment.set("all_proxy", "lower-all");
  EXPECT_EQ(chosen(kSecure), "lower-all from all_proxy");
  environment.set("HTTPS_PROXY", "secure");
  EXPECT_EQ(chosen(kSecure), "secure from HTTPS_PROXY");
  EXPECT_EQ(chosen(kPlain), "lower-all from all_proxy");
  environment.set("https_proxy", "lower-secure");
  EXPECT_EQ(chosen(kSecure), "lower-secure from https_proxy");
  environment.set("HTTP_PROXY", "plain");
  EXPECT_EQ(chosen(kPlain), "plain from HTTP_PROXY");
  environment.set("http_proxy", "lower-plain");
  EXPECT_EQ(chosen(kPlain), "lower-plain from http_proxy");
}

TEST_F(ProxyChoiceTest, AnEmptyVariableIsNone) {
  environment.set("HTTPS_PROXY", "");
  EXPECT_EQ(chosen(kSecure), "direct");
  environment.set("https_proxy", "  ");
  environment.set("HTTPS_PROXY", " proxy:1 ");
  EXPECT_EQ(chosen(kSecure), "proxy:1 from HTTPS_PROXY");
}

TEST_F(ProxyChoiceTest, InACgiProgramAHeaderDoesNotNameTheProxy) {
  environment.set("REQUEST_METHOD", "GET");
  environment.set("HTTP_PROXY", "evil");
  environment.set("HTTPS_PROXY", "good");
  EXPECT_EQ(chosen(kPlain), "direct");
  EXPECT_EQ(chosen(kSecure), "good from HTTPS_PROXY");
  environment.set("http_proxy", "good");
  EXPECT_EQ(chosen(kPlain), "good from http_proxy");
}

TEST_F(ProxyChoiceTest, ExceptionsAreNamed) {
  environment.set("HTTPS_PROXY", "proxy:1");
  environment.set("NO_PROXY", "localhost, *.example");
  const ProxyChoice choice = choose(kSecure);
  EXPECT_FALSE(choice.used());
  EXPECT_EQ(choice.source, "HTTPS_PROXY");
  EXPECT_EQ(choice.exempted_by, "NO_PROXY (*.example)");
  environment.set("no_proxy", "localhost");
  EXPECT_EQ(chosen(kSecure), "proxy:1 from HTTPS_PROXY") << "the lower-case one counts";
}

TEST_F(ProxyChoiceTest, TheOptionWinsOverTheEnvironment) {
  environment.set("HTTPS_PROXY", "proxy:1");
  environment.set("NO_PROXY", "*");
  const ProxyChoice choice = choose(kSecure, {.proxy = "mine:2"});
  EXPECT_EQ(choice.url, "mine:2");
  EXPECT_EQ(choice.source, kProxyOption);
  EXPECT_FALSE(choose(kSecure, {.proxy = "none"}).used());
  EXPECT_EQ(choose(kSecure, {.proxy = "none"}).source, "");
}

TEST_F(ProxyChoiceTest, TheAddressIsWithoutUserAndPassword) {
  const std::pair<const char*, const char*> cases[] = {
      {"http://proxy.corp:3128", "proxy.corp:3128"},
      {"proxy.corp:3128", "proxy.corp:3128"},
      {"proxy.corp", "proxy.corp:1080"},
      {"HTTPS://proxy.corp/", "proxy.corp:443"},
      {"http://user:secret@proxy.corp:3128/path?secret", "proxy.corp:3128"},
      {"user:secret@proxy.corp:3128", "proxy.corp:3128"},
      {"http://us%40er:se%2Fcret@proxy.corp:3128", "proxy.corp:3128"},
      {"http://user:sec@ret/secret@proxy.corp:3128", "proxy.corp:3128"},
      {"socks5h://[::1]:1080", "[::1]:1080"},
      {"socks5h://[::1]", "[::1]:1080"},
  };
  for (const auto& [url, address] : cases) EXPECT_EQ(ProxyChoice{.url = url}.address(), address) << url;
}

TEST_F(ProxyChoiceTest, SchemesAndUsers) {
  EXPECT_EQ(ProxyChoice{.url = "proxy:1"}.scheme(), "http");
  EXPECT_EQ(ProxyChoice{.url = "SOCKS5H://proxy:1"}.scheme(), "socks5h");
  EXPECT_TRUE(ProxyChoice{.url = "SOCKS5H://proxy:1"}.is_socks());
  EXPECT_TRUE(ProxyChoice{.url = "SOCKS5H://proxy:1"}.scheme_is_known());
  EXPECT_FALSE(ProxyChoice{.url = "odd://proxy:1"}.scheme_is_known());
  EXPECT_TRUE(ProxyChoice{.url = "http://a:b@proxy:1"}.has_user());
  EXPECT_FALSE(ProxyChoice{.url = "http://proxy:1"}.has_user());
}

}  // namespace
}  // namespace anthropic::internal::testing
