#include <algorithm>
#include <gmock/gmock.h>

#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/regions.hpp>

#include "support/service_test.hpp"

namespace anthropic::internal {
namespace {

using operations::find_geography;
using operations::find_model_regions;
using operations::known_model_regions;
using operations::ModelRegion;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr const char* kHaiku = "anthropic.claude-haiku-4-5-20251001-v1:0";

std::vector<std::string> names(const std::vector<ModelRegion>& regions) {
  std::vector<std::string> out;
  for (const ModelRegion& region : regions) out.push_back(region.region);
  return out;
}

std::vector<std::string> ids(const ModelRegion& region) {
  std::vector<std::string> out;
  for (const auto& model : region.models) out.push_back(model.id);
  return out;
}

TEST(KnownModelRegions, ListsTheWaysToCallAModel) {
  const auto regions = known_model_regions({.model = kHaiku, .regions = {"eu-west-1", "us-east-1"}});
  ASSERT_TRUE(regions) << regions.error().to_string();
  EXPECT_THAT(names(*regions), ElementsAre("eu-west-1", "us-east-1"));
  EXPECT_THAT(ids((*regions)[0]), ElementsAre(std::string("eu.") + kHaiku, std::string("global.") + kHaiku));
  EXPECT_EQ((*regions)[0].models[0].geography, "eu");
  EXPECT_THAT((*regions)[0].models[0].destinations, IsSupersetOf({"eu-central-1", "eu-west-1"}));
  EXPECT_TRUE((*regions)[0].models[1].destinations.empty());
  EXPECT_FALSE((*regions)[0].is_live);
}

TEST(KnownModelRegions, AGeographyLeavesTheOthersOut) {
  for (const auto& options : {operations::ModelRegionsOptions{.model = kHaiku, .geography = "eu"},
                              operations::ModelRegionsOptions{.model = std::string("eu.") + kHaiku}}) {
    const auto regions = known_model_regions(options);
    ASSERT_TRUE(regions);
    EXPECT_THAT(names(*regions), Contains("eu-central-1"));
    for (const ModelRegion& region : *regions) {
      EXPECT_TRUE(region.region.starts_with("eu-")) << region.region;
      EXPECT_THAT(ids(region), ElementsAre(std::string("eu.") + kHaiku));
    }
  }
}

TEST(KnownModelRegions, ARegionThatWasNamedIsToldOfThoughItServesNothing) {
  const auto regions =
      known_model_regions({.model = "claude-fable-5-1", .geography = "us", .regions = {"eu-west-1"}});
  ASSERT_TRUE(regions);
  ASSERT_EQ(regions->size(), 1u);
  EXPECT_TRUE((*regions)[0].models.empty());
}

TEST(KnownModelRegions, RefusesWhatMeansNoModelOrGeography) {
  const auto message = [](const operations::ModelRegionsOptions& options) {
    const auto regions = known_model_regions(options);
    EXPECT_FALSE(regions);
    EXPECT_EQ(regions.error().kind, ErrorKind::bad_request);
    return regions.error().message + " / " + regions.error().hint;
  };
  EXPECT_THAT(message({.model = "claude-hiaku-4-5"}), HasSubstr("claude-hiaku-4-5"));
  EXPECT_THAT(message({.geography = "mars"}), HasSubstr("us, eu, au, jp, in, us-gov, global"));
  EXPECT_THAT(message({.model = std::string("eu.") + kHaiku, .geography = "us"}), HasSubstr("eu."));
  EXPECT_THAT(message({.model = "anthropic.claude-3-haiku-20240307-v1:0"}), HasSubstr("retired"));
}

class FindModelRegionsTest : public aws::ServiceTest {
 protected:
  /// What every region answers.
  void answer_by(std::function<testing::FakeAnswer(const testing::FakeRequest&)> decide) {
    fake_.transport->answer_with(std::move(decide));
  }
  static testing::FakeAnswer json(std::string body) { return {.pieces = {std::move(body)}}; }
};

TEST_F(FindModelRegionsTest, TellsWhatAwsLists) {
  answer_by([](const testing::FakeRequest& request) {
    if (request.url.find("/foundation-models") != std::string::npos)
      return json(R"({"modelSummaries":[{"modelId":"anthropic.claude-haiku-4-5-20251001-v1:0",
          "inferenceTypesSupported":["ON_DEMAND"],"modelLifecycle":{"status":"LEGACY"}},{"modelId":"other"}]})");
    const std::string arn = R"({"modelArn":"arn:aws:bedrock:)";
    return json(R"({"inferenceProfileSummaries":[
        {"inferenceProfileId":"global.anthropic.claude-haiku-4-5-20251001-v1:0","models":[]},
        {"inferenceProfileId":"eu.anthropic.claude-haiku-4-5-20251001-v1:0","models":[)" +
                arn + R"(eu-west-9::foundation-model/x"},)" + arn + R"(eu-central-1::foundation-model/x"}]},
        {"inferenceProfileId":"eu.anthropic.claude-other","models":[]}]})");
  });
  const auto regions = find_model_regions(session(), {.model = kHaiku, .regions = {"eu-west-1"}});
  ASSERT_TRUE(regions) << regions.error().to_string();
  const ModelRegion& region = regions->at(0);
  EXPECT_TRUE(region.is_live);
  EXPECT_EQ(region.lifecycle, "LEGACY");
  EXPECT_THAT(ids(region), ElementsAre(std::string("eu.") + kHaiku, std::string("global.") + kHaiku, kHaiku));
  EXPECT_THAT(region.models[0].destinations, ElementsAre("eu-central-1", "eu-west-9"));
  for (const auto& request : fake_.transport->requests())
    EXPECT_THAT(request.url, HasSubstr("bedrock.eu-west-1.amazonaws.com"));
}

TEST_F(FindModelRegionsTest, ARegionThatDoesNotAnswerIsKeptWithItsErrorAsItIsKnown) {
  answer_by([](const testing::FakeRequest& request) {
    if (request.url.find("eu-west-1") != std::string::npos)
      return testing::FakeAnswer{.status = 403,
                                 .headers = {{"x-amzn-errortype", "AccessDeniedException"}},
                                 .pieces = {R"({"message":"no"})"}};
    return json("{}");
  });
  const auto regions =
      find_model_regions(session(), {.model = kHaiku, .regions = {"eu-west-1", "eu-north-1"}});
  ASSERT_TRUE(regions) << regions.error().to_string();
  EXPECT_EQ((*regions)[0].error->kind, ErrorKind::permission_denied);
  EXPECT_FALSE((*regions)[0].is_live);
  EXPECT_EQ((*regions)[0].models.size(), 2u);
  EXPECT_TRUE((*regions)[1].is_live);
  EXPECT_TRUE((*regions)[1].models.empty());
}

TEST_F(FindModelRegionsTest, RegionsWithoutTheModelAreLeftOut) {
  answer_by([](const testing::FakeRequest&) { return json("{}"); });
  const auto regions = find_model_regions(session(), {.model = "anthropic.claude-newer-6"});
  ASSERT_TRUE(regions) << regions.error().to_string();
  EXPECT_TRUE(regions->empty());
  EXPECT_GT(requests_sent(), 40u);
}

TEST(FindGeography, ListsSourcesAndDestinationsAndWhoIsMissing) {
  const auto eu = find_geography("eu");
  ASSERT_TRUE(eu);
  EXPECT_THAT(eu->sources, Contains("eu-west-2"));
  EXPECT_THAT(eu->destinations, IsSupersetOf({"eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2"}));
  EXPECT_TRUE(std::is_sorted(eu->destinations.begin(), eu->destinations.end()));
  EXPECT_THAT(eu->models, Contains("anthropic.claude-sonnet-5-5"));
  EXPECT_THAT(eu->missing_models, Contains("anthropic.claude-fable-5-1"));
  std::string notes;
  for (const std::string& note : eu->notes) notes += note + "\n";
  EXPECT_THAT(notes, HasSubstr("anthropic.claude-fable-5-1"));
  EXPECT_THAT(notes, HasSubstr("30 days"));
  EXPECT_THAT(notes, HasSubstr("not only in the one"));
}

TEST(FindGeography, GlobalPromisesNothing) {
  const auto global = find_geography("global");
  ASSERT_TRUE(global);
  EXPECT_TRUE(global->destinations.empty());
  EXPECT_THAT(global->sources, IsSupersetOf({"us-east-1", "eu-west-1", "sa-east-1"}));
  EXPECT_THAT(global->notes[0], HasSubstr("any commercial region"));
  EXPECT_THAT(global->notes[1], HasSubstr("unspecified"));
  EXPECT_THAT(global->sources, Not(Contains("us-gov-west-1")));
  EXPECT_FALSE(find_geography("apac"));
}

}  // namespace
}  // namespace anthropic::internal
