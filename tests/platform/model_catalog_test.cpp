#include <gtest/gtest.h>
#include <set>

#include <anthropic/model_catalog.hpp>

namespace anthropic {
namespace {

std::string_view found(std::string_view id) {
  const ModelInfo* model = find_model(id);
  return model ? model->id : "";
}

constexpr std::string_view kHaiku45 = "anthropic.claude-haiku-4-5-20251001-v1:0";

TEST(ModelCatalog, EveryIdIsUnique) {
  std::set<std::string_view> ids;
  std::set<std::string_view> first_party;
  std::set<std::string_view> aliases;
  for (const ModelInfo& model : model_catalog()) {
    EXPECT_TRUE(ids.insert(model.id).second) << model.id;
    EXPECT_TRUE(first_party.insert(model.first_party_id).second) << model.first_party_id;
    if (model.alias.empty()) continue;
    EXPECT_TRUE(aliases.insert(model.alias).second) << model.alias;
  }
  EXPECT_EQ(aliases, (std::set<std::string_view>{"haiku", "sonnet", "opus"}));
  EXPECT_EQ(ids.size(), 28u);
}

TEST(ModelCatalog, EveryModelIsFoundByEachOfItsNames) {
  for (const ModelInfo& model : model_catalog()) {
    EXPECT_EQ(found(model.id), model.id);
    EXPECT_EQ(found(model.first_party_id), model.id);
    if (!model.alias.empty()) {
      EXPECT_EQ(found(model.alias), model.id);
    }
    const std::string arn = "arn:aws:bedrock:us-east-1::foundation-model/" + std::string(model.id);
    EXPECT_EQ(found(arn), model.id);
    for (const std::string_view profile : model.profiles) {
      const std::string id = std::string(profile) + "." + std::string(model.id);
      EXPECT_EQ(found(id), model.id);
      EXPECT_EQ(found("arn:aws:bedrock:us-east-1:123456789012:inference-profile/" + id), model.id);
    }
  }
}

TEST(ModelCatalog, RowsAreSound) {
  for (const ModelInfo& model : model_catalog()) {
    EXPECT_TRUE(model.id.starts_with("anthropic.claude-")) << model.id;
    EXPECT_GE(model.context_window, 100'000) << model.id;
    EXPECT_GE(model.max_output_tokens, 4'096) << model.id;
    EXPECT_TRUE(model.on_demand || !model.profiles.empty()) << model.id << " cannot be called at all";
    EXPECT_TRUE(model.alias.empty() || model.state == ModelState::active) << model.id;
    EXPECT_EQ(model.successor.empty(), model.state == ModelState::active) << model.id;
    if (model.successor.empty()) continue;
    const ModelInfo* successor = find_model(model.successor);
    ASSERT_NE(successor, nullptr) << model.id;
    EXPECT_EQ(successor->state, ModelState::active) << model.id;
  }
}

TEST(ModelCatalog, KnowsWhatEachGenerationRefuses) {
  EXPECT_TRUE(find_model("claude-haiku-4-5")->accepts.sampling);
  EXPECT_TRUE(find_model("claude-haiku-4-5")->accepts.prefill);
  EXPECT_TRUE(find_model("claude-opus-4-6")->accepts.sampling);
  EXPECT_FALSE(find_model("claude-opus-4-6")->accepts.prefill);
  EXPECT_FALSE(find_model("claude-opus-4-7")->accepts.sampling);
  EXPECT_FALSE(find_model("haiku")->accepts.sampling);
  EXPECT_FALSE(find_model("haiku")->accepts.prefill);
  EXPECT_FALSE(find_model("anthropic.claude-v2")->accepts.images);
}

TEST(FindModel, TakesNamesWithoutDateIfOnlyOneModelHasThem) {
  EXPECT_EQ(found("claude-haiku-4-5"), kHaiku45);
  EXPECT_EQ(found("anthropic.claude-haiku-4-5"), kHaiku45);
  EXPECT_EQ(found("us.anthropic.claude-haiku-4-5"), kHaiku45);
  EXPECT_EQ(found("claude-opus-4-6"), "anthropic.claude-opus-4-6-v1");
  EXPECT_EQ(found("claude-3-5-sonnet"), "") << "two models have that name";
  EXPECT_EQ(found("anthropic.claude-3-5-sonnet"), "");
}

TEST(FindModel, NamesTheModelOfAProfileThatItDoesNotHave) {
  EXPECT_EQ(found("jp.anthropic.claude-fable-5"), "anthropic.claude-fable-5");
}

TEST(FindModel, KnowsNothingElse) {
  for (const std::string_view id :
       {"", "Haiku", "claude", "gpt-4", "anthropic.", "us.", "us.haiku", "us.claude-haiku-4-5",
        "xx.anthropic.claude-sonnet-5", "anthropic.claude-haiku-4-5-20251001",
        "anthropic.claude-haiku-4-5-20251002-v1:0", "amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123",
        "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc123",
        "arn:aws:bedrock:us-east-1::foundation-model/haiku",
        "arn:aws:s3:us-east-1::foundation-model/anthropic.claude-sonnet-5"})
    EXPECT_EQ(find_model(id), nullptr) << id;
}

TEST(ResolveModelId, PicksTheProfileThatServesTheRegion) {
  EXPECT_EQ(resolve_model_id("haiku", "us-east-1"), "us.anthropic.claude-haiku-5-5");
  EXPECT_EQ(resolve_model_id("haiku", "eu-central-1"), "eu.anthropic.claude-haiku-5-5");
  EXPECT_EQ(resolve_model_id("haiku", "ap-northeast-1"), "jp.anthropic.claude-haiku-5-5");
  EXPECT_EQ(resolve_model_id("haiku", "ap-southeast-2"), "au.anthropic.claude-haiku-5-5");
  EXPECT_EQ(resolve_model_id("sonnet", "ap-northeast-1"), "global.anthropic.claude-sonnet-5-5");
  EXPECT_EQ(resolve_model_id("claude-sonnet-5", "ap-south-1"), "in.anthropic.claude-sonnet-5");
  EXPECT_EQ(resolve_model_id("claude-sonnet-4-20250514", "ap-northeast-1"),
            "apac.anthropic.claude-sonnet-4-20250514-v1:0");
  EXPECT_EQ(resolve_model_id("opus", "ca-central-1"), "global.anthropic.claude-opus-5-5");
  EXPECT_EQ(resolve_model_id("opus", "sa-east-1"), "global.anthropic.claude-opus-5-5");
  EXPECT_EQ(resolve_model_id("claude-sonnet-4-5", "us-gov-west-1"),
            "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0");
}

TEST(ResolveModelId, FallsBackToTheBaseIdWhereNoProfileServes) {
  EXPECT_EQ(resolve_model_id("haiku", "us-gov-west-1"), "anthropic.claude-haiku-5-5");
  EXPECT_EQ(resolve_model_id("claude-opus-4-1", "eu-west-1"), "anthropic.claude-opus-4-1-20250805-v1:0");
}

TEST(ResolveModelId, KeepsAProfileThatWasNamed) {
  EXPECT_EQ(resolve_model_id("eu.anthropic.claude-haiku-4-5", "us-east-1"),
            "eu.anthropic.claude-haiku-4-5-20251001-v1:0");
}

TEST(ResolveModelId, LeavesAnythingElseAsItIs) {
  for (const std::string_view id :
       {"anthropic.claude-haiku-4-5-20251001-v1:0", "us.anthropic.claude-sonnet-5",
        "anthropic.claude-sonnet-5", "claude-3-haiku-20240307", "anthropic.claude-3-haiku-20240307-v1:0",
        "my-model", "", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123"})
    EXPECT_EQ(resolve_model_id(id, "eu-west-1"), id);
}

TEST(NearestModelId, FindsWhatWasMeant) {
  EXPECT_EQ(nearest_model_id("haiko"), "haiku");
  EXPECT_EQ(nearest_model_id("sonet"), "sonnet");
  EXPECT_EQ(nearest_model_id("Opus"), "opus");
  EXPECT_EQ(nearest_model_id("claude-sonet-5"), "claude-sonnet-5");
  EXPECT_EQ(nearest_model_id("claude-haiku-4.5"), "claude-haiku-4-5-20251001");
  EXPECT_EQ(nearest_model_id("us.anthropic.claude-haiku-45"), kHaiku45);
  EXPECT_EQ(nearest_model_id("anthropic.claude-haiku-4-5-20251001-v2:0"), kHaiku45);
}

TEST(NearestModelId, SaysNothingWhenNothingIsNear) {
  for (const std::string_view typo : {"", "x", "gpt-4", "amazon.nova-lite-v1:0", "mistral"})
    EXPECT_EQ(nearest_model_id(typo), "") << typo;
  EXPECT_EQ(nearest_model_id(std::string(5'000, 'a')), "");
}

}  // namespace
}  // namespace anthropic
