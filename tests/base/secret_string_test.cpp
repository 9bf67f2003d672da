#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <new>
#include <string_view>

#include <anthropic/aws/credentials.hpp>

namespace anthropic::internal {
namespace {

constexpr std::string_view kSecret = "hide me";  // short enough to be kept inside the string

/// Memory of the test's own, in which an object lives and dies.
template <class T>
struct Memory {
  alignas(T) std::array<char, sizeof(T)> bytes = {};

  T* place() { return reinterpret_cast<T*>(bytes.data()); }
  bool holds_the_secret() const {
    return std::search(bytes.begin(), bytes.end(), kSecret.begin(), kSecret.end()) != bytes.end();
  }
};

TEST(SecretString, LeavesNothingBehind) {
  Memory<SecretString> memory;
  auto* secret = new (memory.bytes.data()) SecretString(kSecret);
  ASSERT_TRUE(memory.holds_the_secret());
  const SecretString moved = std::move(*secret);
  EXPECT_FALSE(memory.holds_the_secret());
  EXPECT_EQ(moved, kSecret);
  *secret = moved;
  ASSERT_TRUE(memory.holds_the_secret());
  *secret = {};
  EXPECT_FALSE(memory.holds_the_secret());
  *secret = moved;
  secret->~SecretString();
  EXPECT_FALSE(memory.holds_the_secret());
}

TEST(SecretString, IsAnyString) {
  SecretString secret = "abc";
  secret = std::string("def");
  secret = std::string_view("ghi");
  const std::string copy = secret;
  EXPECT_EQ(copy, "ghi");
  EXPECT_EQ(secret, copy);
  EXPECT_EQ("Bearer " + secret, "Bearer ghi");
  const bool is_given = !secret.empty();
  EXPECT_EQ(is_given ? secret : std::string("none"), "ghi");
}

TEST(SecretString, CredentialsAndTokensLeaveNothingBehind) {
  Memory<aws::Credentials> credentials;
  new (credentials.bytes.data())
      aws::Credentials{.access_key_id = "AKID", .secret_access_key = kSecret, .session_token = kSecret};
  ASSERT_TRUE(credentials.holds_the_secret());
  credentials.place()->~Credentials();
  EXPECT_FALSE(credentials.holds_the_secret());

  Memory<aws::BearerToken> token;
  new (token.bytes.data()) aws::BearerToken{.token = kSecret};
  ASSERT_TRUE(token.holds_the_secret());
  token.place()->~BearerToken();
  EXPECT_FALSE(token.holds_the_secret());
}

}  // namespace
}  // namespace anthropic::internal
