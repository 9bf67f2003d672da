#include <anthropic/aws/budgets.hpp>
#include <anthropic/aws/cloudwatch.hpp>
#include <anthropic/aws/cloudwatch_logs.hpp>
#include <anthropic/aws/cost_explorer.hpp>
#include <anthropic/aws/ec2.hpp>
#include <anthropic/aws/kms.hpp>
#include <anthropic/aws/secrets_manager.hpp>
#include <anthropic/aws/sts.hpp>

#include "base/crypto/encoding.hpp"
#include "base/time/time_format.hpp"
#include "support/service_test.hpp"
#include "support/vectors.hpp"

// Answers of an emulator, and what botocore reads in them.

namespace anthropic::internal::aws {
namespace {

class GoldenResponses : public ServiceTest {
 protected:
  /// Scripts the answer; the test then reads it.
  void SetUp() override { folder_ = anthropic::internal::testing::vectors("golden-responses"); }
  Json golden(const std::string& name) {
    const Json file = *Json::parse(anthropic::internal::testing::read_file(folder_ / (name + ".json")));
    Headers headers;
    for (const auto& [header, value] : file["headers"].members())
      headers.emplace_back(header, *value.as_string());
    fake_.transport->answer(static_cast<int>(*file["status"].as_int64()),
                            std::string(*file["body_utf8"].as_string()), headers);
    request_id_ = file["headers"]["x-amzn-requestid"].string_or("");
    code_ = file["error_code"].string_or("");
    return file["parsed"];
  }
  template <class T>
  void expect_error(const Result<T>& result, ErrorKind kind) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, kind);
    EXPECT_EQ(result.error().code, code_);
    EXPECT_EQ(result.error().request_id, request_id_);
  }

  std::filesystem::path folder_;
  std::string request_id_;
  std::string code_;
};

TEST_F(GoldenResponses, OfSts) {
  REQUIRE_VECTORS(folder_);
  const STS sts(session());
  Json parsed = golden("sts.GetCallerIdentity");
  const auto identity = sts.get_caller_identity();
  ASSERT_TRUE(identity) << identity.error().to_string();
  EXPECT_EQ(identity->account, parsed["Account"].string_or("?"));
  EXPECT_EQ(identity->arn, parsed["Arn"].string_or("?"));
  EXPECT_EQ(identity->user_id, parsed["UserId"].string_or("?"));

  parsed = golden("sts.AssumeRole");
  const auto role = sts.assume_role({.role_arn = "arn:aws:iam::1:role/r", .role_session_name = "s1"});
  ASSERT_TRUE(role) << role.error().to_string();
  const Json& keys = parsed["Credentials"];
  EXPECT_EQ(role->credentials.access_key_id, keys["AccessKeyId"].string_or("?"));
  EXPECT_EQ(role->credentials.secret_access_key, keys["SecretAccessKey"].string_or("?"));
  EXPECT_EQ(role->credentials.session_token, keys["SessionToken"].string_or("?"));
  EXPECT_EQ(role->credentials.expiration, parse_iso8601(keys["Expiration"].string_or("")));
  EXPECT_EQ(role->credentials.account_id, "123456789012");
  EXPECT_EQ(role->assumed_role_user.arn, parsed["AssumedRoleUser"]["Arn"].string_or("?"));
  EXPECT_EQ(role->packed_policy_size, 6);

  parsed = golden("sts.AssumeRoleWithWebIdentity");
  const auto web = sts.assume_role_with_web_identity(
      {.role_arn = "arn:aws:iam::1:role/r", .role_session_name = "s1", .web_identity_token = "a.b.c"});
  ASSERT_TRUE(web) << web.error().to_string();
  EXPECT_EQ(web->credentials.session_token, parsed["Credentials"]["SessionToken"].string_or("?"));
  EXPECT_EQ(web->assumed_role_user.assumed_role_id,
            parsed["AssumedRoleUser"]["AssumedRoleId"].string_or("?"));
}

TEST_F(GoldenResponses, OfEc2) {
  REQUIRE_VECTORS(folder_);
  const EC2 ec2(session());
  const Json parsed = golden("ec2.DescribeRegions");
  const auto regions = ec2.describe_regions();
  ASSERT_TRUE(regions) << regions.error().to_string();
  ASSERT_EQ(regions->regions.size(), parsed["Regions"].size());
  for (std::size_t i = 0; i < regions->regions.size(); ++i) {
    const Json& expected = parsed["Regions"][i];
    EXPECT_EQ(regions->regions[i].region_name, expected["RegionName"].string_or("?"));
    EXPECT_EQ(regions->regions[i].endpoint, expected["Endpoint"].string_or("?"));
    EXPECT_EQ(regions->regions[i].opt_in_status, expected["OptInStatus"].string_or("?"));
  }
  golden("ec2.DescribeRegions.error");
  const auto none = ec2.describe_regions({.region_names = {"nowhere-1"}});
  ASSERT_TRUE(none) << none.error().to_string();
  EXPECT_TRUE(none->regions.empty());
}

TEST_F(GoldenResponses, OfKms) {
  REQUIRE_VECTORS(folder_);
  const KMS kms(session());
  Json parsed = golden("kms.Encrypt");
  const auto sealed = kms.encrypt({.key_id = "alias/k", .plaintext = "secret"});
  ASSERT_TRUE(sealed) << sealed.error().to_string();
  EXPECT_EQ(hex_encode(sealed->ciphertext_blob), parsed["CiphertextBlob"]["$hex"].string_or("?"));
  EXPECT_EQ(sealed->key_id, parsed["KeyId"].string_or("?"));
  golden("kms.Decrypt");
  const auto opened = kms.decrypt({.ciphertext_blob = "x"});
  ASSERT_TRUE(opened) << opened.error().to_string();
  EXPECT_EQ(opened->plaintext, "secret");
  golden("kms.Decrypt.error");
  expect_error(kms.decrypt({.ciphertext_blob = "x"}), ErrorKind::bad_request);
  golden("kms.Encrypt.NotFound");
  expect_error(kms.encrypt({.key_id = "alias/none", .plaintext = "secret"}), ErrorKind::not_found);
}

TEST_F(GoldenResponses, OfSecretsManager) {
  REQUIRE_VECTORS(folder_);
  const SecretsManager secrets(session());
  const Json parsed = golden("secretsmanager.GetSecretValue");
  const auto value = secrets.get_secret_value({.secret_id = "prod/key"});
  ASSERT_TRUE(value) << value.error().to_string();
  EXPECT_EQ(value->arn, parsed["ARN"].string_or("?"));
  EXPECT_EQ(value->name, "prod/key");
  EXPECT_EQ(value->version_id, parsed["VersionId"].string_or("?"));
  EXPECT_EQ(value->secret_string, R"({"k":1})");
  EXPECT_EQ(value->secret_binary, std::nullopt);
  EXPECT_EQ(value->version_stages, std::vector<std::string>{"AWSCURRENT"});
  EXPECT_EQ(value->created_date, parse_iso8601(parsed["CreatedDate"].string_or("")));
  golden("secretsmanager.GetSecretValue.NotFound");
  expect_error(secrets.get_secret_value({.secret_id = "none"}), ErrorKind::not_found);
}

TEST_F(GoldenResponses, OfLogs) {
  REQUIRE_VECTORS(folder_);
  const CloudWatchLogs logs(session());
  const PutLogEventsInput input{
      .log_group_name = "g", .log_stream_name = "s", .log_events = {{fake_.clock->now(), "x"}}};
  golden("logs.PutLogEvents");
  const auto put = logs.put_log_events(input);
  ASSERT_TRUE(put) << put.error().to_string();
  EXPECT_TRUE(put->rejected_log_events.empty());
  // The emulator counts the end as one of the rejected; AWS does not, but never rejects nothing.
  golden("logs.PutLogEvents.rejected");
  const auto rejected = logs.put_log_events(input);
  ASSERT_TRUE(rejected) << rejected.error().to_string();
  ASSERT_EQ(rejected->rejected_log_events.size(), 1u);
  EXPECT_EQ(rejected->rejected_log_events[0].index, 0u);
  EXPECT_EQ(rejected->rejected_log_events[0].reason, LogEventRejection::too_old);
  golden("logs.PutLogEvents.NotFound");
  expect_error(logs.put_log_events(input), ErrorKind::not_found);
}

TEST_F(GoldenResponses, OfCloudWatch) {
  REQUIRE_VECTORS(folder_);
  const Json parsed = golden("cloudwatch.GetMetricStatistics");
  const auto statistics =
      CloudWatch(session()).get_metric_statistics({.namespace_ = "AWS/Bedrock",
                                                   .metric_name = "InputTokenCount",
                                                   .start_time = fake_.clock->now() - std::chrono::hours(1),
                                                   .end_time = fake_.clock->now(),
                                                   .statistics = {"Sum"}});
  ASSERT_TRUE(statistics) << statistics.error().to_string();
  EXPECT_EQ(statistics->label, "InputTokenCount");
  ASSERT_EQ(statistics->datapoints.size(), 1u);
  EXPECT_EQ(statistics->datapoints[0].sum, 5.0);
  EXPECT_EQ(statistics->datapoints[0].average, std::nullopt);
  EXPECT_EQ(statistics->datapoints[0].timestamp,
            parse_iso8601(parsed["Datapoints"][0]["Timestamp"].string_or("")));
}

TEST_F(GoldenResponses, OfCostsAndBudgets) {
  REQUIRE_VECTORS(folder_);
  golden("ce.GetCostAndUsage");
  const auto usage = CostExplorer(session()).get_cost_and_usage(
      {.time_period = {"2026-11-01", "2026-11-22"}, .metrics = {"UnblendedCost"}});
  ASSERT_TRUE(usage) << usage.error().to_string();
  EXPECT_TRUE(usage->results_by_time.empty());
  EXPECT_EQ(usage->next_page_token, std::nullopt);

  const Budgets budgets(session());
  const CreateBudgetInput input{.account_id = "123456789012",
                                .budget = {.budget_name = "b", .budget_limit = BudgetSpend{.amount = "10"}}};
  golden("budgets.CreateBudget");
  EXPECT_TRUE(budgets.create_budget(input));
  golden("budgets.CreateBudget.Duplicate");
  expect_error(budgets.create_budget(input), ErrorKind::conflict);
}

}  // namespace
}  // namespace anthropic::internal::aws
