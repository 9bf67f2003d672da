#include "local/checks/thinking_seal.hpp"

#include <gtest/gtest.h>

#include "base/crypto/encoding.hpp"

namespace anthropic::internal::local {
namespace {

TEST(ThinkingSeal, SignsTheTextThatItStandsBeside) {
  const std::string signature = thinking_signature("Two and two.");
  EXPECT_TRUE(may_sign(signature, "Two and two."));
  EXPECT_FALSE(may_sign(signature, "Two and two"));
  EXPECT_FALSE(may_sign(signature, ""));
  EXPECT_TRUE(may_sign(thinking_signature(""), ""));
  EXPECT_FALSE(may_sign(signature.substr(4), "Two and two."));
}

TEST(ThinkingSeal, IsTheSameInEveryEndpoint) {
  EXPECT_EQ(thinking_signature("t"),
            "bG9jYWwgZW5kcG9pbnQ6IHNpZ25hdHVyZSBU/lyoshp3IVSEVw8L6bXoIjL1uFUkQXAv+757EvFX7w==");
}

TEST(ThinkingSeal, KnowsWhatItHasHidden) {
  const std::string data = sealed_thinking("hidden");
  EXPECT_TRUE(may_be_sealed(data));
  EXPECT_TRUE(may_be_sealed(sealed_thinking("")));
  std::string altered = *base64_decode(data);
  altered.back() = 'N';
  EXPECT_FALSE(may_be_sealed(base64_encode(altered)));
  EXPECT_FALSE(may_be_sealed(base64_encode("local endpoint: redacted ")));
}

TEST(ThinkingSeal, LetsPassWhatLooksLikeClaudes) {
  const std::string claudes = base64_encode("\x12" + std::string(100, 'x'));
  EXPECT_TRUE(may_sign(claudes, "anything"));
  EXPECT_TRUE(may_be_sealed(claudes));
  for (const char* invented : {"", "s", "c2ln", "not base64!", "ErUB"}) {
    EXPECT_FALSE(may_sign(invented, "t")) << invented;
    EXPECT_FALSE(may_be_sealed(invented)) << invented;
  }
}

}  // namespace
}  // namespace anthropic::internal::local
