#include "aws/endpoint/known_regions.hpp"

#include <gtest/gtest.h>

#include "aws/endpoint/region.hpp"

namespace anthropic::internal::aws {
namespace {

TEST(KnownRegions, AreRegions) {
  EXPECT_GT(known_regions().size(), 30u);
  for (const std::string_view region : known_regions()) {
    EXPECT_TRUE(is_valid_region(region)) << region;
    EXPECT_EQ(nearest_region(region), "") << region << " is not a slip";
  }
}

TEST(NearestRegion, IsGuessed) {
  EXPECT_EQ(nearest_region("us-est-1"), "us-east-1");
  EXPECT_EQ(nearest_region("us-eats-1"), "us-east-1");
  EXPECT_EQ(nearest_region("eu-centrall-1"), "eu-central-1");
  EXPECT_EQ(nearest_region("eu_west_3"), "eu-west-3");
  EXPECT_EQ(nearest_region("frankfurt"), "");
  EXPECT_EQ(nearest_region("us"), "");
}

TEST(MisspeltRegion, IsNoneThatAwsMayAdd) {
  EXPECT_EQ(misspelt_region("eu-centrall-1"), "eu-central-1");
  EXPECT_EQ(misspelt_region("eu_west_3"), "eu-west-3");
  EXPECT_EQ(misspelt_region("frankfurt"), "");
  for (const char* region : {"eu-central-1", "ap-southeast-8", "us-north-1", "eu-west-12"})
    EXPECT_EQ(misspelt_region(region), "") << region;
}

TEST(RegionHint, IsForHostsThatHoldASlip) {
  EXPECT_EQ(region_hint("https://bedrock-runtime.us-est-1.amazonaws.com/model/x/invoke"),
            "There is no region us-est-1 that this version knows. Did you mean us-east-1?");
  EXPECT_EQ(region_hint("https://my-bucket.s3.eu-wst-1.amazonaws.com:443/key"),
            "There is no region eu-wst-1 that this version knows. Did you mean eu-west-1?");
  EXPECT_EQ(region_hint("https://bedrock-runtime.us-east-1.amazonaws.com"), "");
  EXPECT_EQ(region_hint("http://127.0.0.1:8080/"), "");
  EXPECT_EQ(region_hint("https://proxy.example.com/us-est-1"), "");
  EXPECT_EQ(region_hint(""), "");
}

}  // namespace
}  // namespace anthropic::internal::aws
