#include "base/text/loggable_url.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

TEST(LoggableUrl, HidesTheValuesOfWhatMayBeSecret) {
  EXPECT_EQ(loggable_url("https://h.example/p?X-Amz-Signature=abc&X-Amz-Expires=60&X-Amz-Credential=AK/d&"
                         "X-Amz-Security-Token=t"),
            "https://h.example/p?X-Amz-Signature=***&X-Amz-Expires=60&X-Amz-Credential=***&"
            "X-Amz-Security-Token=***");
  for (const char* name :
       {"x-amz-signature", "X%2DAmz%2DSignature", "Signature", "AWSAccessKeyId", "access_token", "api_key",
        "apikey", "API-Key", "key", "sig", "client_secret", "password", "refreshToken", "code", "Bearer"}) {
    EXPECT_EQ(loggable_query(std::string(name) + "=abc"), std::string(name) + "=***");
  }
}

TEST(LoggableUrl, KeepsTheRestAsItIs) {
  for (const char* url : {"", "https://h.example", "https://h.example/a%20b/@me?",
                          "https://h.example/?list-type=2&prefix=a%3D&&x", "/path?max-keys=10&monkey=1",
                          "http://[::1]:8080/x?a=b=c", "https://h.example/?token"}) {
    EXPECT_EQ(loggable_url(url), url);
  }
}

TEST(LoggableUrl, HidesUserAndPassword) {
  EXPECT_EQ(loggable_url("https://user:pass@h.example/p"), "https://***@h.example/p");
  EXPECT_EQ(loggable_url("https://user:p@ss@h.example"), "https://***@h.example");
}

}  // namespace
}  // namespace anthropic::internal
