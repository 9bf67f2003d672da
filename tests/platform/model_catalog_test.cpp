#include <algorithm>
#include <gmock/gmock.h>
#include <set>
#include <sstream>

#include <anthropic/message.hpp>
#include <anthropic/model_catalog.hpp>

#include "platform/models/choice.hpp"

namespace anthropic::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string_view found(std::string_view id) {
  const ModelInfo* model = find_model(id);
  return model ? model->id : "";
}

constexpr std::string_view kHaiku45 = "anthropic.claude-haiku-4-5-20251001-v1:0";

TEST(ModelState, IsPrintedByItsName) {
  std::ostringstream out;
  out << ModelState::legacy;
  EXPECT_EQ(out.str(), to_string(ModelState::legacy));
}

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
    EXPECT_TRUE(model.alias.empty() || model.alias == model.family) << model.id;
    EXPECT_EQ(model.price.input > 0, model.state != ModelState::retired) << model.id;
    EXPECT_LE(model.price.cache_read_factor, 0.1) << model.id;
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

TEST(ModelCatalog, OnlyOpus4And41AnswerSlowly) {
  for (const ModelInfo& model : model_catalog()) {
    const bool is_slow = model.name == "Claude Opus 4" || model.name == "Claude Opus 4.1";
    EXPECT_EQ(model.max_unstreamed_tokens, is_slow ? 8'192 : 21'333) << model.id;
  }
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
  EXPECT_EQ(resolve_model_id("opus", "ca-central-1"), "global.anthropic.claude-opus-5-5");
  EXPECT_EQ(resolve_model_id("opus", "sa-east-1"), "global.anthropic.claude-opus-5-5");
  EXPECT_EQ(resolve_model_id("claude-sonnet-4-5", "us-gov-west-1"),
            "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0");
}

TEST(ResolveModelId, EveryAliasInEveryRegion) {
  const struct {
    std::string_view region, haiku, sonnet, opus;
  } rows[] = {
      {"us-east-1", "us.", "us.", "us."},
      {"us-west-2", "us.", "us.", "us."},
      {"us-gov-west-1", "us-gov.", "us-gov.", "us-gov."},
      {"us-gov-east-1", "us-gov.", "us-gov.", "us-gov."},
      {"ca-central-1", "global.", "global.", "global."},
      {"ca-west-1", "global.", "global.", "global."},
      {"eu-central-1", "eu.", "eu.", "eu."},
      {"eu-north-1", "eu.", "eu.", "eu."},
      {"ap-northeast-1", "jp.", "global.", "jp."},
      {"ap-northeast-2", "global.", "global.", "global."},
      {"ap-northeast-3", "jp.", "global.", "jp."},
      {"ap-southeast-1", "global.", "global.", "global."},
      {"ap-southeast-2", "au.", "global.", "au."},
      {"ap-southeast-4", "au.", "global.", "au."},
      {"ap-southeast-6", "global.", "global.", "global."},
      {"ap-south-1", "global.", "global.", "global."},
      {"ap-east-2", "global.", "global.", "global."},
      {"sa-east-1", "global.", "global.", "global."},
      {"me-central-1", "global.", "global.", "global."},
      {"il-central-1", "global.", "global.", "global."},
      {"af-south-1", "global.", "global.", "global."},
      {"mx-central-1", "global.", "global.", "global."},
      // Nothing is known of these: no prefix is made up.
      {"cn-north-1", "", "", ""},
      {"cn-northwest-1", "", "", ""},
      {"eusc-de-east-1", "", "", ""},
      {"us-iso-east-1", "", "", ""},
      {"us-isob-east-1", "", "", ""},
      {"us-isof-south-1", "", "", ""},
      {"eu-isoe-west-1", "", "", ""},
  };
  for (const auto& row : rows) {
    const auto resolved = [&](std::string_view alias) {
      const std::string id = resolve_model_id(alias, row.region);
      const std::string base = "anthropic.claude-" + std::string(alias) + "-5-5";
      EXPECT_TRUE(id.ends_with(base)) << id;
      const std::string profile = id.substr(0, id.size() - std::min(id.size(), base.size()));
      EXPECT_EQ(serves_region(*find_model(alias), row.region), !profile.empty()) << row.region;
      return profile;
    };
    EXPECT_EQ(resolved("haiku"), row.haiku) << row.region;
    EXPECT_EQ(resolved("sonnet"), row.sonnet) << row.region;
    EXPECT_EQ(resolved("opus"), row.opus) << row.region;
  }
}

TEST(ModelIdFor, IsOfThePlatform) {
  for (const std::string_view id : {std::string_view("claude-haiku-4-5"), kHaiku45})
    EXPECT_EQ(model_id_for(PlatformKind::mantle, id, "us-east-1"), "anthropic.claude-haiku-4-5");
  EXPECT_EQ(model_id_for(PlatformKind::invoke_model, "anthropic.claude-haiku-4-5", "us-east-1"),
            "us." + std::string(kHaiku45));
  EXPECT_EQ(model_id_for(PlatformKind::mantle, "us.anthropic.claude-opus-4-8", "us-east-1"),
            "anthropic.claude-opus-4-8");
  EXPECT_EQ(model_id_for(PlatformKind::mantle, "anthropic.claude-nobody", "us-east-1"),
            "anthropic.claude-nobody");
}

TEST(NewestServed, TakesALegacyModelOnlyWhereThereIsNoOther) {
  constexpr std::string_view kUs[] = {"us"};
  constexpr std::string_view kUsAndGov[] = {"us", "us-gov"};
  constexpr std::string_view kUsAndEu[] = {"us", "eu"};
  const ModelInfo models[] = {
      {.id = "newest", .family = "sonnet", .profiles = kUs, .state = ModelState::active},
      {.id = "legacy", .family = "sonnet", .profiles = kUsAndGov, .state = ModelState::legacy},
      {.id = "older", .family = "sonnet", .profiles = kUsAndEu, .state = ModelState::active},
      {.id = "gone", .family = "opus", .profiles = kUsAndGov, .state = ModelState::retired},
  };
  const auto newest = [&](std::string_view family, std::string_view region) {
    const ModelInfo* model = newest_served(models, family, region);
    return model ? model->id : "none";
  };
  EXPECT_EQ(newest("sonnet", "us-east-1"), "newest");
  EXPECT_EQ(newest("sonnet", "eu-west-1"), "older");
  EXPECT_EQ(newest("sonnet", "us-gov-west-1"), "legacy");
  EXPECT_EQ(newest("sonnet", "cn-north-1"), "none");
  EXPECT_EQ(newest("opus", "us-east-1"), "none");
  EXPECT_EQ(newest("haiku", "us-east-1"), "none");
}

TEST(ServesRegion, IsFalseForWhatIsRetiredAndWhereNoProfileIs) {
  EXPECT_TRUE(serves_region(*find_model("claude-sonnet-4-5"), "us-gov-east-1"));
  EXPECT_FALSE(serves_region(*find_model("claude-haiku-4-5"), "us-gov-east-1"));
  EXPECT_FALSE(serves_region(*find_model("claude-opus-4-1"), "eu-west-1"));
  EXPECT_FALSE(serves_region(*find_model("claude-3-haiku-20240307"), "us-east-1"));
}

TEST(DestinationRegions, AreTheGeographyAndTheRegionItself) {
  EXPECT_THAT(destination_regions("us", "us-east-1"), ElementsAre("us-east-1", "us-east-2", "us-west-2"));
  EXPECT_THAT(destination_regions("us", "us-west-1"),
              ElementsAre("us-east-1", "us-east-2", "us-west-1", "us-west-2"));
  EXPECT_THAT(destination_regions("us", "ca-central-1"),
              ElementsAre("ca-central-1", "us-east-1", "us-east-2", "us-west-2"));
  EXPECT_THAT(destination_regions("eu", "eu-west-2"),
              ElementsAre("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
                          "eu-west-3"));
  EXPECT_THAT(destination_regions("jp", "ap-northeast-3"), ElementsAre("ap-northeast-1", "ap-northeast-3"));
  EXPECT_THAT(destination_regions("au", "ap-southeast-4"), ElementsAre("ap-southeast-2", "ap-southeast-4"));
}

TEST(DestinationRegions, AreEmptyWhereNoneIsKnown) {
  EXPECT_THAT(destination_regions("global", "us-east-1"), IsEmpty());
  EXPECT_THAT(destination_regions("eu", "us-east-1"), IsEmpty()) << "the region cannot call it";
  EXPECT_THAT(destination_regions("apac", "ap-southeast-1"), IsEmpty());
  EXPECT_THAT(destination_regions("", "us-east-1"), IsEmpty());
}

TEST(DestinationRegions, AreKnownForEveryGeographyOfAModelThatIsServed) {
  for (const ModelInfo& model : model_catalog()) {
    if (model.state == ModelState::retired) continue;
    for (const std::string_view region :
         {"us-east-1", "eu-central-1", "ap-northeast-1", "ap-southeast-2", "ap-south-1", "us-gov-west-1"}) {
      for (const std::string_view profile : model.profiles) {
        if (profile == "global" || !is_called_through(model, profile, region)) continue;
        EXPECT_THAT(destination_regions(profile, region), Contains(region)) << model.id << ' ' << profile;
      }
    }
  }
}

TEST(ResolveModelId, FallsBackToTheBaseIdWhereNoProfileServes) {
  EXPECT_EQ(resolve_model_id("haiku", "cn-north-1"), "anthropic.claude-haiku-5-5");
  EXPECT_EQ(resolve_model_id("claude-haiku-4-5", "us-gov-west-1"), kHaiku45);
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

TEST(NearestModelId, GoesByFamilyAndVersionNotByLetters) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"us.anthropic.claude-opus-4-8-v1", "anthropic.claude-opus-4-8"},
      {"us.anthropic.claude-opus-4-8-v1:0", "anthropic.claude-opus-4-8"},
      {"us.anthropic.claude-opus-5-5-v1:0", "anthropic.claude-opus-5-5"},
      {"us.anthropic.claude-sonnet-5-v1:0", "anthropic.claude-sonnet-5"},
      {"us.anthropic.claude-haiku-5-5-20260901-v1:0", "anthropic.claude-haiku-5-5"},
      {"us.anthropic.claude-opus-4-8-20260501-v1:0", "anthropic.claude-opus-4-8"},
      {"eu.anthropic.claude-sonnet-4-6-20260218-v1:0", "anthropic.claude-sonnet-4-6"},
      {"anthropic.claude-haiku-4-5-v1:0", kHaiku45},
      {"claude-opus-4.7-v1", "claude-opus-4-7"},
      {"claude-opus-4-8[1m]", "claude-opus-4-8"},
      {"us.anthropic.claude-opus-4-8[1m]", "anthropic.claude-opus-4-8"},
      {"claude-sonnet-5-5-20260928", "claude-sonnet-5-5"},
      {"claude-opus-4-5@20251101", "claude-opus-4-5-20251101"},
      {"anthropic/claude-opus-5.5", "claude-opus-5-5"},
      {"claude-sonnet-5-0", "claude-sonnet-5"},
      {"claude-opus-48", "claude-opus-4-8"},
      {"opus4.8", "claude-opus-4-8"},
      {"claude-4-5-sonnet", "claude-sonnet-4-5-20250929"},
      {"anthropic.claude-4-5-sonnet-20251022-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0"},
      {"Haiku-4.5", "claude-haiku-4-5-20251001"},
      {"sonnet[1m]", "sonnet"},
      {"SONNET", "sonnet"},
      {"us.haiku", "haiku"},
      {"us-east-1.anthropic.claude-opus-4-8", "anthropic.claude-opus-4-8"},
      {"ap-northeast-1.anthropic.claude-opus-4-8", "anthropic.claude-opus-4-8"},
      {"us2.anthropic.claude-opus-4-8", "anthropic.claude-opus-4-8"},
      {"us-east-1.anthropic.cluade-opus-4-8", "anthropic.claude-opus-4-8"},
      {"us-east-1.anthropic.claude-4-5-sonnet", "anthropic.claude-sonnet-4-5-20250929-v1:0"},
      {"us-east-1.opus-4.8", "claude-opus-4-8"},
      {"us-east-1.opus", "opus"},
      {"claude-opus-latest", "opus"},
      {"us.anthropic.claude-sonnet", "anthropic.claude-sonnet-5-5"},
      {"fable", "claude-fable-5-2"},
      {"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-8-v1",
       "anthropic.claude-opus-4-8"},
  };
  for (const auto& [typo, meant] : rows) EXPECT_EQ(nearest_model_id(typo), meant) << typo;
}

TEST(NearestModelId, NamesNoOtherVersionOfTheFamilyAndNoRetiredModel) {
  for (const std::string_view typo : {"claude-opus-4-9", "claude-opus-6", "us.anthropic.claude-haiku-5-v1:0",
                                      "claude-sonnet-4-7", "claude-haiku-55-5", "claude-3-5-sonnet",
                                      "us.anthropic.claude-3-haiku-20240307-v2:0", "claude-sonnet-4-v1"})
    EXPECT_EQ(nearest_model_id(typo), "") << typo;
}

TEST(EstimateCost, CountsCachedAndUncachedTokensAndTheProfile) {
  constexpr std::int64_t kMillion = 1'000'000;
  const Usage plain{.input_tokens = kMillion, .output_tokens = kMillion};
  const auto cost = [](std::string_view id, const Usage& usage) {
    return estimate_cost(id, usage).value_or(-1);
  };
  EXPECT_NEAR(cost("global.anthropic.claude-opus-5-5", plain), 24, 1e-9);
  EXPECT_NEAR(cost("eu.anthropic.claude-opus-5-5", plain), 26.4, 1e-9);
  EXPECT_NEAR(cost("us-gov.anthropic.claude-sonnet-5-5", plain), 14.4, 1e-9);
  EXPECT_NEAR(cost("claude-sonnet-4-5-20250929", plain), 18, 1e-9);
  EXPECT_NEAR(cost("us.anthropic.claude-opus-4-1-20250805-v1:0", plain), 90, 1e-9);

  const Usage read{.cache_read_input_tokens = kMillion};
  EXPECT_NEAR(cost("global.anthropic.claude-opus-5-5", read), 0.2, 1e-9);
  EXPECT_NEAR(cost("global.anthropic.claude-sonnet-5-5", read), 0.1, 1e-9);
  EXPECT_NEAR(cost("global.anthropic.claude-fable-5-1", read), 0.25, 1e-9);
  EXPECT_NEAR(cost("global.anthropic.claude-fable-5-2", read), 0.2, 1e-9);
  EXPECT_NEAR(cost("global.anthropic.claude-sonnet-4-6", read), 0.3, 1e-9);

  const Usage written{.cache_creation_input_tokens = kMillion,
                      .cache_creation = CacheCreation{.ephemeral_5m_input_tokens = 600'000,
                                                      .ephemeral_1h_input_tokens = 400'000}};
  EXPECT_NEAR(cost("global.anthropic.claude-opus-5-5", written), 4 * (0.6 * 1.25 + 0.4 * 2), 1e-9);
  const Usage written_somehow{.cache_creation_input_tokens = kMillion};
  EXPECT_NEAR(cost("global.anthropic.claude-opus-5-5", written_somehow), 5, 1e-9);

  EXPECT_EQ(estimate_cost("my-model", plain), std::nullopt);
  EXPECT_EQ(estimate_cost("anthropic.claude-3-haiku-20240307-v1:0", plain), std::nullopt);
}

TEST(EstimateCost, ALongPromptMovesTheWholeRequest) {
  const auto cost = [](std::int64_t input, std::int64_t read, std::int64_t written) {
    return *estimate_cost("global.anthropic.claude-haiku-5-5", {.input_tokens = input,
                                                                .output_tokens = 1'000,
                                                                .cache_creation_input_tokens = written,
                                                                .cache_read_input_tokens = read});
  };
  EXPECT_NEAR(cost(100'000, 0, 0), (100'000 * 0.1 + 1'000 * 0.5) / 1e6, 1e-12);
  EXPECT_NEAR(cost(100'001, 0, 0), (100'001 * 0.5 + 1'000 * 2.5) / 1e6, 1e-12);
  EXPECT_NEAR(cost(1, 100'000, 0), ((1 + 100'000 * 0.1) * 0.5 + 1'000 * 2.5) / 1e6, 1e-12);
  EXPECT_NEAR(cost(1, 0, 100'000), ((1 + 100'000 * 1.25) * 0.5 + 1'000 * 2.5) / 1e6, 1e-12);
}

TEST(ModelFeatures, AreThoseOfTheModelCards) {
  std::string batch;
  std::string counting;
  std::string structured;
  for (const ModelInfo& model : model_catalog()) {
    const std::string name = std::string(model.name.substr(7)) + " ";
    if (model.features.batch) batch += name;
    if (model.features.count_tokens) counting += name;
    if (model.features.structured_output) structured += name;
  }
  EXPECT_EQ(batch, "Opus 5 Sonnet 4.6 Opus 4.6 Opus 4.5 Haiku 4.5 Sonnet 4.5 ");
  EXPECT_EQ(counting, "Sonnet 4.6 Opus 4.6 Opus 4.5 Haiku 4.5 Sonnet 4.5 Opus 4.1 ");
  EXPECT_EQ(structured, "Sonnet 4.6 Opus 4.6 Opus 4.5 Haiku 4.5 Sonnet 4.5 ");
  EXPECT_EQ(find_model("claude-fable-5")->features.data_retention, "aws_review");
  EXPECT_EQ(find_model("claude-opus-4-8")->features.output_burn_down, 15);
}

TEST(RefuseModelFeature, NamesTheNewestOfTheFamilyThatHasIt) {
  const auto hint = [](ModelFeature feature, std::string_view id, std::string_view region) {
    const auto refused = refuse_model_feature(feature, id, region);
    return refused ? refused->message + " " + refused->hint : "";
  };
  EXPECT_EQ(
      hint(ModelFeature::batch, "haiku", "us-east-1"),
      "model: Claude Haiku 5.5 has no batch inference on Bedrock Use "
      "\"us.anthropic.claude-haiku-4-5-20251001-v1:0\", which has it, or send the requests one by one.");
  EXPECT_THAT(hint(ModelFeature::batch, "opus", "eu-west-1"), HasSubstr("\"eu.anthropic.claude-opus-5\""));
  EXPECT_THAT(hint(ModelFeature::batch, "haiku", "us-gov-west-1"),
              HasSubstr("\"us-gov.anthropic.claude-opus-5\""))
      << "GovCloud has no Haiku with batch inference";
  EXPECT_EQ(hint(ModelFeature::batch, "haiku", "cn-north-1"),
            "model: Claude Haiku 5.5 has no batch inference on Bedrock Send the requests one by one.");
  EXPECT_THAT(hint(ModelFeature::count_tokens, "us.anthropic.claude-opus-4-8", "us-east-1"),
              HasSubstr("\"us.anthropic.claude-opus-4-6-v1\""));
  EXPECT_THAT(hint(ModelFeature::structured_output, "sonnet", "us-east-1"),
              HasSubstr("\"us.anthropic.claude-sonnet-4-6\""));
  EXPECT_EQ(hint(ModelFeature::batch, "claude-haiku-4-5", "us-east-1"), "");
  EXPECT_EQ(hint(ModelFeature::batch, "my-model", "us-east-1"), "");
}

TEST(RefuseServiceTier, KnowsTheTiersOfTheModelCards) {
  const auto hint = [](std::string_view tier, std::string_view id) {
    const auto refused = refuse_service_tier(tier, id, "us-east-1");
    return refused ? refused->message + " " + refused->hint : "";
  };
  EXPECT_EQ(hint("reserved", "haiku"),
            "bedrock.service_tier: Claude Haiku 5.5 has no tier \"reserved\" on Bedrock Leave it out, or use "
            "\"us.anthropic.claude-haiku-4-5-20251001-v1:0\".");
  EXPECT_EQ(hint("flex", "haiku"),
            "bedrock.service_tier: Claude Haiku 5.5 has no tier \"flex\" on Bedrock Leave it out: no Claude "
            "model is known to have it.");
  EXPECT_EQ(hint("default", "haiku"), "");
  EXPECT_EQ(hint("", "haiku"), "");
  EXPECT_EQ(hint("flex", "my-model"), "");
  EXPECT_EQ(hint("flex", "claude-fable-5-2"), "") << "nobody has read its card";
}

TEST(NearestModelId, SaysNothingWhenNothingIsNear) {
  for (const std::string_view typo : {"", "x", "gpt-4", "amazon.nova-lite-v1:0", "mistral"})
    EXPECT_EQ(nearest_model_id(typo), "") << typo;
  EXPECT_EQ(nearest_model_id(std::string(5'000, 'a')), "");
}

}  // namespace
}  // namespace anthropic::internal
