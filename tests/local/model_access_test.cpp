#include "local/bedrock/model_access.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal::local {
namespace {

std::string outcome(std::string_view id, std::string_view region = "us-east-1",
                    ModelUse use = ModelUse::invoke) {
  const auto access = model_for_request(id, region, use);
  if (const auto* model = std::get_if<const ModelInfo*>(&access))
    return std::string((*model)->first_party_id);
  const Refusal& refusal = *std::get_if<Refusal>(&access);
  return std::to_string(refusal.status) + " " + refusal.code + ": " + refusal.message;
}

constexpr std::string_view kInvalid = "400 ValidationException: The provided model identifier is invalid.";

TEST(ModelAccess, KnowsProfilesAndArns) {
  EXPECT_EQ(outcome("us.anthropic.claude-haiku-4-5-20251001-v1:0"), "claude-haiku-4-5-20251001");
  EXPECT_EQ(outcome("global.anthropic.claude-sonnet-5-5"), "claude-sonnet-5-5");
  EXPECT_EQ(outcome("eu.anthropic.claude-opus-4-6-v1", "eu-central-1"), "claude-opus-4-6");
  EXPECT_EQ(outcome("arn:aws:bedrock:us-east-1:123456789012:inference-profile/"
                    "us.anthropic.claude-haiku-4-5-20251001-v1:0"),
            "claude-haiku-4-5-20251001");
}

TEST(ModelAccess, KnowsNoShortNamesAsBedrockDoesNot) {
  for (const char* id : {"haiku", "claude-haiku-4-5-20251001", "us.anthropic.claude-haiku-4-5", "", "gpt"})
    EXPECT_EQ(outcome(id), kInvalid) << id;
}

TEST(ModelAccess, RefusesProfilesThatAModelOrARegionHasNot) {
  EXPECT_EQ(outcome("eu.anthropic.claude-fable-5-2", "eu-west-1"), kInvalid);
  EXPECT_EQ(outcome("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "us-east-1"), kInvalid);
  EXPECT_EQ(outcome("us.anthropic.claude-haiku-4-5-20251001-v1:0", "us-gov-west-1"), kInvalid);
  EXPECT_EQ(outcome("arn:aws:bedrock:eu-west-1:123456789012:inference-profile/"
                    "us.anthropic.claude-haiku-4-5-20251001-v1:0"),
            kInvalid);
  EXPECT_EQ(outcome("arn:aws:s3:::bucket/key"), kInvalid);
}

TEST(ModelAccess, KnowsNoModelThatTheRegionDoesNotServe) {
  EXPECT_EQ(outcome("us-gov.anthropic.claude-haiku-5-5", "us-gov-west-1"), "claude-haiku-5-5");
  EXPECT_EQ(outcome("global.anthropic.claude-haiku-5-5", "us-gov-west-1"), kInvalid);
  EXPECT_EQ(outcome("anthropic.claude-haiku-4-5-20251001-v1:0", "us-gov-west-1"), kInvalid);
  EXPECT_EQ(outcome("jp.anthropic.claude-haiku-5-5", "ap-northeast-2"), kInvalid);
  EXPECT_EQ(outcome("au.anthropic.claude-haiku-5-5", "ap-southeast-1"), kInvalid);
  EXPECT_EQ(outcome("us.anthropic.claude-haiku-5-5", "ca-central-1"), "claude-haiku-5-5");
  for (const char* region : {"cn-north-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"}) {
    for (const char* profile : {"", "us.", "eu.", "global.", "us-gov."})
      EXPECT_EQ(outcome(profile + std::string("anthropic.claude-haiku-5-5"), region), kInvalid) << region;
  }
  EXPECT_EQ(outcome("anthropic.claude-haiku-4-5-20251001-v1:0", "us-gov-west-1", ModelUse::count_tokens),
            kInvalid);
}

TEST(ModelAccess, HasBatchInferenceForSomeModels) {
  EXPECT_EQ(outcome("us.anthropic.claude-opus-5", "us-east-1", ModelUse::batch), "claude-opus-5");
  EXPECT_EQ(outcome("us.anthropic.claude-haiku-5-5", "us-east-1", ModelUse::batch),
            "400 ValidationException: The provided model doesn't support batch inference.");
}

TEST(ModelAccess, SaysThatAModelNeedsAProfile) {
  EXPECT_EQ(outcome("anthropic.claude-haiku-4-5-20251001-v1:0"),
            "400 ValidationException: Invocation of model ID anthropic.claude-haiku-4-5-20251001-v1:0 with "
            "on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference "
            "profile that contains this model.");
}

TEST(ModelAccess, SaysThatAModelIsRetired) {
  EXPECT_TRUE(outcome("anthropic.claude-3-haiku-20240307-v1:0")
                  .starts_with("404 ResourceNotFoundException: This model version has reached the end"));
}

TEST(ModelAccess, HasNoApplicationProfiles) {
  EXPECT_TRUE(outcome("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc")
                  .starts_with("404 ResourceNotFoundException"));
}

TEST(ModelAccess, CountsTokensByBaseIdForModelsUpTo46) {
  EXPECT_EQ(outcome("anthropic.claude-haiku-4-5-20251001-v1:0", "us-east-1", ModelUse::count_tokens),
            "claude-haiku-4-5-20251001");
  for (const char* id : {"anthropic.claude-opus-5-5", "anthropic.claude-opus-4-7",
                         "us.anthropic.claude-haiku-4-5-20251001-v1:0"})
    EXPECT_EQ(outcome(id, "us-east-1", ModelUse::count_tokens),
              "400 ValidationException: The provided model doesn't support counting tokens.");
}

}  // namespace
}  // namespace anthropic::internal::local
