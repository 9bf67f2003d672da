#include "local/control_plane/control_plane.hpp"

#include <gtest/gtest.h>

#include <anthropic/model_catalog.hpp>

namespace anthropic::internal::local {
namespace {

Json answer(std::string_view target, std::string_view region = "us-east-1") {
  static const Guardrails none;
  ControlPlane control_plane({.region = std::string(region),
                              .now = [] { return SystemTime(); },
                              .random = std::make_shared<RealRandom>(),
                              .guardrails = &none,
                              .job_tags = [](std::string_view) { return std::nullopt; }});
  const auto outcome = control_plane.answer(route("GET", target), "", {});
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) return refusal->code;
  return *std::get_if<Json>(&outcome);
}

TEST(ControlPlane, ListsTheModelsThatAreNotRetired) {
  const Json models = answer("/foundation-models")["modelSummaries"];
  std::size_t expected = 0;
  for (const ModelInfo& model : model_catalog()) expected += model.state != ModelState::retired;
  EXPECT_EQ(models.size(), expected);
  EXPECT_EQ(models[0]["providerName"].as_string(), "Anthropic");
  EXPECT_EQ(models[0]["inferenceTypesSupported"][0].as_string(), "INFERENCE_PROFILE");
}

TEST(ControlPlane, FiltersModels) {
  EXPECT_EQ(answer("/foundation-models?byProvider=Amazon")["modelSummaries"].size(), 0u);
  EXPECT_GT(answer("/foundation-models?byProvider=anthropic")["modelSummaries"].size(), 0u);
  EXPECT_EQ(answer("/foundation-models?byOutputModality=IMAGE")["modelSummaries"].size(), 0u);
  EXPECT_EQ(answer("/foundation-models?byInferenceType=PROVISIONED")["modelSummaries"].size(), 0u);
  EXPECT_EQ(answer("/foundation-models?byOutputModality=SPEECH").as_string(), "ValidationException");
}

TEST(ControlPlane, GetsAModelByIdOrArn) {
  const char* arn =
      "/foundation-models/"
      "arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Fanthropic.claude-haiku-4-5-20251001-v1%3A0";
  for (const char* target : {"/foundation-models/anthropic.claude-haiku-4-5-20251001-v1%3A0", arn})
    EXPECT_EQ(answer(target)["modelDetails"]["modelName"].as_string(), "Claude Haiku 4.5") << target;
  EXPECT_EQ(answer("/foundation-models/nonsense").as_string(), "ValidationException");
}

TEST(ControlPlane, ListsTheProfilesOfItsRegion) {
  const Json american = answer("/inference-profiles")["inferenceProfileSummaries"];
  EXPECT_GT(american.size(), 0u);
  for (const Json& profile : american.items()) {
    const std::string id = profile["inferenceProfileId"].string_or("");
    EXPECT_TRUE(id.starts_with("us.") || id.starts_with("global.")) << id;
  }
  const Json german = answer("/inference-profiles", "eu-central-1")["inferenceProfileSummaries"];
  EXPECT_GT(german.size(), 0u);
  EXPECT_EQ(answer("/inference-profiles?type=APPLICATION")["inferenceProfileSummaries"].size(), 0u);
}

TEST(ControlPlane, ListsProfilesPageByPage) {
  const std::size_t all = answer("/inference-profiles")["inferenceProfileSummaries"].size();
  std::size_t seen = 0;
  std::string token;
  for (int pages = 0; pages < 100; ++pages) {
    const Json page =
        answer("/inference-profiles?maxResults=7" + (token.empty() ? "" : "&nextToken=" + token));
    EXPECT_LE(page["inferenceProfileSummaries"].size(), 7u);
    seen += page["inferenceProfileSummaries"].size();
    token = page["nextToken"].string_or("");
    if (token.empty()) break;
  }
  EXPECT_EQ(seen, all);
  EXPECT_EQ(answer("/inference-profiles?maxResults=0").as_string(), "ValidationException");
  EXPECT_EQ(answer("/inference-profiles?nextToken=x").as_string(), "ValidationException");
}

TEST(ControlPlane, GetsAProfile) {
  EXPECT_EQ(answer("/inference-profiles/us.anthropic.claude-sonnet-4-6")["status"].as_string(), "ACTIVE");
  EXPECT_EQ(answer("/inference-profiles/eu.anthropic.claude-sonnet-4-6").as_string(),
            "ResourceNotFoundException");
}

}  // namespace
}  // namespace anthropic::internal::local
