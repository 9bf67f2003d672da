#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/quotas.hpp>

#include "support/service_test.hpp"

namespace anthropic::internal {
namespace {

using operations::burn_down_rate;
using operations::ModelQuota;
using operations::quotas_of_model;
using operations::QuotaScope;
using operations::QuotaUnit;

class ModelQuotasTest : public aws::ServiceTest {};

std::vector<aws::ServiceQuota> named(std::vector<std::string> names) {
  std::vector<aws::ServiceQuota> quotas;
  for (std::string& name : names) quotas.push_back({.quota_name = std::move(name), .value = 7.0});
  return quotas;
}

TEST(QuotasOfModel, TheNameOfAQuotaTellsItsModelAndWhatItCounts) {
  const auto found = quotas_of_model(
      named({"Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5",
             "Cross-region model inference requests per minute for Anthropic Claude Haiku 4.5 V1",
             "Global cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5 V1",
             "On-demand InvokeModel tokens per minute for Anthropic Claude Haiku 4.5",
             "Bedrock Mantle input tokens per minute for Anthropic Claude Haiku 4.5",
             "Bedrock Mantle output tokens per minute for Anthropic Claude Haiku 4.5",
             "Model invocation max tokens per day for Anthropic Claude Haiku 4.5 V1 (doubled for "
             "cross-region calls)",
             "Cross-Model Max Tokens Per Day"}),
      "claude-haiku-4-5");
  ASSERT_EQ(found.size(), 8u);
  EXPECT_EQ(found[0].scope, QuotaScope::cross_region);
  EXPECT_EQ(found[0].unit, QuotaUnit::tokens_per_minute);
  EXPECT_EQ(found[0].value, 7);
  EXPECT_EQ(found[1].unit, QuotaUnit::requests_per_minute);
  EXPECT_EQ(found[2].scope, QuotaScope::global);
  EXPECT_EQ(found[3].scope, QuotaScope::on_demand);
  EXPECT_EQ(found[4].scope, QuotaScope::mantle_input);
  EXPECT_EQ(found[5].scope, QuotaScope::mantle_output);
  EXPECT_EQ(found[6].scope, QuotaScope::all);
  EXPECT_EQ(found[6].unit, QuotaUnit::tokens_per_day);
  EXPECT_EQ(found[7].unit, QuotaUnit::tokens_per_day);
}

TEST(QuotasOfModel, AnotherModelsQuotasAreNotAmongThem) {
  EXPECT_TRUE(quotas_of_model(
                  named({"Cross-region model inference tokens per minute for Anthropic Claude Haiku 5.5",
                         "Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5",
                         "Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5 V2",
                         "Batch inference job size (in GB) for Claude Haiku 4.5", "Agents per account"}),
                  "claude-haiku-4-5")
                  .empty());
  EXPECT_TRUE(quotas_of_model(named({"Cross-Model Max Tokens Per Day"}), "gpt-4").empty());
}

TEST(QuotasOfModel, TheOrderOfTheWordsDoesNotMatter) {
  const auto found = quotas_of_model(
      named(
          {"On-demand model inference tokens per minute for Anthropic Claude 4.5 Sonnet",
           "On-demand model inference tokens per minute for Anthropic Claude Sonnet 4.5 1M Context Length"}),
      "claude-sonnet-4-5");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_FALSE(found[0].long_prompts);
  EXPECT_TRUE(found[1].long_prompts);
}

TEST_F(ModelQuotasTest, AsksServiceQuotasForEveryPage) {
  answer(R"({"Quotas":[{"QuotaName":"Agents per account","Value":1}],"NextToken":"t"})");
  answer(R"({"Quotas":[{"QuotaCode":"L-9","Adjustable":true,"Value":4000000,
      "QuotaName":"Cross-region model inference tokens per minute for Anthropic Claude Opus 5.5"}]})");
  const auto found = operations::find_model_quotas(session(), "us.anthropic.claude-opus-5-5");
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ((*found)[0].code, "L-9");
  EXPECT_EQ((*found)[0].value, 4e6);
  EXPECT_TRUE((*found)[0].adjustable);
}

TEST_F(ModelQuotasTest, AFailureIsReported) {
  refuse(400, "AccessDeniedException", "no");
  const auto found = operations::find_model_quotas(session(), "haiku");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::permission_denied);
  EXPECT_EQ(operations::find_model_quotas(session(), "gpt-4").error().kind, ErrorKind::bad_request);
}

// AWS, "Token burndown", October 2026.
TEST(BurnDownRate, IsTheOneThatAwsPublishes) {
  for (const char* model : {"claude-opus-4-8"}) EXPECT_EQ(burn_down_rate(model), 15) << model;
  for (const char* model : {"claude-opus-5", "claude-opus-5-5", "claude-sonnet-5", "claude-fable-5-1"})
    EXPECT_EQ(burn_down_rate(model), 10) << model;
  for (const char* model : {"claude-opus-4-7", "claude-sonnet-4-6", "claude-sonnet-4-5", "claude-haiku-4-5",
                            "us.anthropic.claude-opus-4-5-20251101-v1:0"})
    EXPECT_EQ(burn_down_rate(model), 5) << model;
  for (const char* model : {"claude-haiku-5-5", "claude-sonnet-5-5", "claude-fable-5-2", "no-such-model"})
    EXPECT_EQ(burn_down_rate(model), 1) << model;
}

}  // namespace
}  // namespace anthropic::internal
