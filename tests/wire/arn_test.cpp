#include "wire/aws/arn.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

TEST(Arn, HasARegionAndAnAccount) {
  constexpr const char* kProfile =
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0";
  EXPECT_EQ(part_of_arn(kProfile, 0), "arn");
  EXPECT_EQ(part_of_arn(kProfile, 2), "bedrock");
  EXPECT_EQ(region_of_arn(kProfile), "us-east-1");
  EXPECT_EQ(account_of_arn(kProfile), "123456789012");
}

TEST(Arn, MayHaveNeither) {
  EXPECT_EQ(region_of_arn("arn:aws:iam::123456789012:role/ada"), "");
  EXPECT_EQ(account_of_arn("arn:aws:s3:::records"), "");
  for (const char* text : {"", "arn", "arn:aws", "anthropic.claude-haiku-4-5-20251001-v1:0"}) {
    EXPECT_EQ(region_of_arn(text), "") << text;
    EXPECT_EQ(account_of_arn(text), "") << text;
  }
}

}  // namespace
}  // namespace anthropic::internal
