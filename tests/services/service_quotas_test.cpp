#include <anthropic/aws/service_quotas.hpp>

#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;

class ServiceQuotasTest : public ServiceTest {};

TEST_F(ServiceQuotasTest, ListsQuotas) {
  answer(
      R"({"Quotas":[{"ServiceCode":"bedrock","ServiceName":"Amazon Bedrock","QuotaArn":"arn:q","QuotaCode":"L-1",
      "QuotaName":"Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5","Value":5000000.0,
      "Unit":"None","Adjustable":true,"GlobalQuota":false,"Period":{"PeriodValue":1,"PeriodUnit":"MINUTE"},
      "QuotaAppliedAtLevel":"ACCOUNT","Description":"d"},{"QuotaCode":"L-2"}]})");
  const auto page = ServiceQuotas(session()).list_service_quotas(
      {.service_code = "bedrock", .quota_applied_at_level = "ALL", .max_results = 100});
  ASSERT_TRUE(page) << page.error().to_string();
  EXPECT_EQ(last_request().header("x-amz-target"), "ServiceQuotasV20190624.ListServiceQuotas");
  EXPECT_EQ(last_request().url, "https://servicequotas.us-east-1.amazonaws.com/");
  EXPECT_EQ(last_request().body, R"({"ServiceCode":"bedrock","MaxResults":100,"QuotaAppliedAtLevel":"ALL"})");
  ASSERT_EQ(page->quotas.size(), 2u);
  const ServiceQuota& quota = page->quotas[0];
  EXPECT_EQ(quota.quota_code, "L-1");
  EXPECT_EQ(quota.value, 5e6);
  EXPECT_TRUE(quota.adjustable);
  EXPECT_EQ(quota.period->period_unit, "MINUTE");
  EXPECT_EQ(quota.description, "d");
  EXPECT_FALSE(page->quotas[1].value);
  EXPECT_FALSE(page->quotas[1].period);
  EXPECT_FALSE(page->next_token);
}

TEST_F(ServiceQuotasTest, ListsEveryPage) {
  answer(R"({"Quotas":[{"QuotaCode":"L-1"}],"NextToken":"t"})");
  answer(R"({"Quotas":[{"QuotaCode":"L-2"}]})");
  std::string codes;
  for (const ServiceQuota& quota :
       ServiceQuotas(session()).list_service_quotas_all({.service_code = "bedrock"}))
    codes += quota.quota_code + " ";
  EXPECT_EQ(codes, "L-1 L-2 ");
  EXPECT_EQ(last_request().body, R"({"ServiceCode":"bedrock","NextToken":"t"})");
}

TEST_F(ServiceQuotasTest, ListsDefaults) {
  answer(R"({"Quotas":[{"QuotaCode":"L-1","Value":7}]})");
  const auto page = ServiceQuotas(session()).list_aws_default_service_quotas(
      {.service_code = "bedrock", .next_token = "t"});
  ASSERT_TRUE(page) << page.error().to_string();
  EXPECT_EQ(page->quotas[0].value, 7);
  EXPECT_EQ(last_request().header("x-amz-target"), "ServiceQuotasV20190624.ListAWSDefaultServiceQuotas");
  EXPECT_EQ(last_request().body, R"({"ServiceCode":"bedrock","NextToken":"t"})");
}

TEST_F(ServiceQuotasTest, GetsAQuota) {
  answer(R"({"Quota":{"QuotaCode":"L-1","Value":12.5}})");
  const auto got =
      ServiceQuotas(session()).get_service_quota({.service_code = "bedrock", .quota_code = "L-1"});
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->quota.value, 12.5);
  EXPECT_EQ(last_request().header("x-amz-target"), "ServiceQuotasV20190624.GetServiceQuota");
  EXPECT_EQ(last_request().body, R"({"ServiceCode":"bedrock","QuotaCode":"L-1"})");
}

TEST_F(ServiceQuotasTest, AQuotaWithoutAValueIsAnError) {
  answer(R"({"Quota":{"QuotaCode":"L-1"}})");
  const auto got =
      ServiceQuotas(session()).get_service_quota({.service_code = "bedrock", .quota_code = "L-1"});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kind, ErrorKind::response_validation);
}

TEST_F(ServiceQuotasTest, AnUnknownQuotaIsNamed) {
  refuse(400, "NoSuchResourceException", "The request failed because the specified resource does not exist.");
  const auto got =
      ServiceQuotas(session()).get_service_quota({.service_code = "bedrock", .quota_code = "L-0"});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, "NoSuchResourceException");
}

TEST_F(ServiceQuotasTest, RefusesLocallyWhatCannotBeRight) {
  const ServiceQuotas quotas(session());
  EXPECT_THAT(local_refusal(quotas.list_service_quotas({})), HasSubstr("service_code"));
  EXPECT_THAT(local_refusal(quotas.list_aws_default_service_quotas({})), HasSubstr("service_code"));
  EXPECT_THAT(local_refusal(quotas.get_service_quota({.service_code = "bedrock"})), HasSubstr("quota_code"));
  for (const int most : {0, 101})
    EXPECT_THAT(local_refusal(quotas.list_service_quotas({.service_code = "bedrock", .max_results = most})),
                HasSubstr("1 to 100"));
}

}  // namespace
}  // namespace anthropic::internal::aws
