#include <algorithm>

#include <anthropic/aws/budgets.hpp>
#include <anthropic/aws/cloudwatch.hpp>
#include <anthropic/aws/cloudwatch_logs.hpp>
#include <anthropic/aws/cost_explorer.hpp>
#include <anthropic/aws/ec2.hpp>
#include <anthropic/aws/kms.hpp>
#include <anthropic/aws/secrets_manager.hpp>
#include <anthropic/aws/sts.hpp>

#include "aws/session/make_session.hpp"
#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "support/service_test.hpp"
#include "support/vectors.hpp"
#include "wire/aws/sigv4.hpp"

// The requests that botocore makes of the same input, with the same clock and credentials.

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;

/// Calls what the golden request calls, whatever comes of it.
using Call = void (*)(const Session& session);

struct Golden {
  const char* file;
  Call call;
};

SystemTime at(const char* text) {
  return parse_iso8601(text).value_or(SystemTime());
}

template <class T>
void ignore(const Result<T>& result) {
  EXPECT_FALSE(result);  // no answer is scripted
}

const Golden kGolden[] = {
    {"sts.AssumeRole",
     [](const Session& session) {
       ignore(STS(session).assume_role({.role_arn = "arn:aws:iam::123456789012:role/Demo",
                                        .role_session_name = "sess-1",
                                        .duration_seconds = 3600,
                                        .external_id = "ext/1",
                                        .policy_arns = {"arn:aws:iam::aws:policy/ReadOnlyAccess"},
                                        .tags = {{"a", "b c"}},
                                        .transitive_tag_keys = {"a"}}));
     }},
    {"sts.AssumeRoleWithWebIdentity",
     [](const Session& session) {
       ignore(STS(session).assume_role_with_web_identity({.role_arn = "arn:aws:iam::123456789012:role/Demo",
                                                          .role_session_name = "app1",
                                                          .web_identity_token = "eyJ.h.s"}));
     }},
    {"sts.GetCallerIdentity", [](const Session& session) { ignore(STS(session).get_caller_identity()); }},
    {"logs.PutLogEvents",
     [](const Session& session) {
       ignore(CloudWatchLogs(session).put_log_events(
           {.log_group_name = "/app/x",
            .log_stream_name = "s1",
            .log_events = {{at("2026-11-22T12:00:00Z"), "hello \xC3\xA9"}}}));
     }},
    {"cloudwatch.GetMetricStatistics.json10",
     [](const Session& session) {
       ignore(CloudWatch(session).get_metric_statistics(
           {.namespace_ = "AWS/Bedrock",
            .metric_name = "InputTokenCount",
            .dimensions = {{"ModelId", "anthropic.claude-sonnet-4-5-20250929-v1:0"}},
            .start_time = at("2026-11-22T00:00:00Z"),
            .end_time = at("2026-11-22T12:00:00Z"),
            .period = 300,
            .statistics = {"Sum"}}));
     }},
    {"ce.GetCostAndUsage",
     [](const Session& session) {
       ignore(CostExplorer(session).get_cost_and_usage(
           {.time_period = {"2026-11-01", "2026-11-22"},
            .metrics = {"UnblendedCost"},
            .group_by = {{"DIMENSION", "USAGE_TYPE"}},
            .filter = CostExpression{
                .dimensions = CostExpressionValues{.key = "SERVICE", .values = {"Amazon Bedrock"}}}}));
     }},
    {"budgets.CreateBudget",
     [](const Session& session) {
       ignore(Budgets(session).create_budget(
           {.account_id = "123456789012",
            .budget = {.budget_name = "b",
                       .budget_limit = BudgetSpend{.amount = "10"},
                       .time_period = BudgetTimePeriod{.start = at("2026-11-01T00:00:00Z")}},
            .notifications_with_subscribers = {
                {.notification = {.threshold = 80, .threshold_type = "PERCENTAGE"},
                 .subscribers = {{.address = "a@example.com"}}}}}));
     }},
    {"secretsmanager.GetSecretValue",
     [](const Session& session) {
       ignore(SecretsManager(session).get_secret_value(
           {.secret_id = "prod/key", .version_stage = "AWSCURRENT"}));
     }},
    {"kms.Encrypt",
     [](const Session& session) {
       ignore(KMS(session).encrypt({.key_id = "alias/k",
                                    .plaintext = std::string("\0\1secret", 8),
                                    .encryption_context = {{"b", "2"}, {"a", "1"}}}));
     }},
    {"kms.Decrypt",
     [](const Session& session) {
       ignore(KMS(session).decrypt({.ciphertext_blob = "\1\2\xFF\xFE", .encryption_context = {{"a", "1"}}}));
     }},
    {"ec2.DescribeRegions", [](const Session& session) {
       ignore(EC2(session).describe_regions(
           {.region_names = {"us-east-1", "eu-west-1"},
            .all_regions = true,
            .filters = {{"opt-in-status", {"opted-in", "opt-in-not-required"}}}}));
     }}};

std::string golden_header(const Json& golden, std::string_view name) {
  for (const Json& header : golden["request"]["headers"].items()) {
    if (iequals(header[0].string_or(""), name)) return header[1].string_or("");
  }
  return {};
}

/// The pairs of a form, decoded, in order of name.
std::vector<std::pair<std::string, std::string>> form_of(std::string text) {
  std::replace(text.begin(), text.end(), '+', ' ');
  std::vector<std::pair<std::string, std::string>> pairs;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('&', begin), text.size());
    const std::string pair = text.substr(begin, end - begin);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    pairs.emplace_back(percent_decode(pair.substr(0, equals)),
                       percent_decode(equals < pair.size() ? pair.substr(equals + 1) : ""));
    begin = end + 1;
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

/// The signature that the golden canonical request has once it holds the hash of our body.
std::string expected_signature(const Json& golden, const std::string& body) {
  const Json& sigv4 = golden["sigv4"];
  std::string canonical = sigv4["canonical_request"].string_or("");
  canonical.replace(canonical.rfind('\n') + 1, std::string::npos, sha256_hex(body));
  const std::string region = sigv4["region"].string_or("");
  const std::string service = sigv4["service"].string_or("");
  const sigv4::Scope scope{.region = region, .service = service};
  const auto key =
      sigv4::signing_key(golden["credentials"]["secret_access_key"].string_or(""), "20261122", scope);
  const auto mac = hmac_sha256(as_bytes(key), sigv4::string_to_sign(canonical, "20261122T120000Z", scope));
  return hex_encode(as_bytes(mac));
}

class GoldenRequests : public ::testing::TestWithParam<Golden> {};

TEST_P(GoldenRequests, AreMadeOfTheSameInput) {
  const auto folder = anthropic::internal::testing::vectors("golden-requests");
  REQUIRE_VECTORS(folder);
  const auto golden =
      Json::parse(anthropic::internal::testing::read_file(folder / (std::string(GetParam().file) + ".json")));
  ASSERT_TRUE(golden) << golden.error().to_string();

  const auto fake = anthropic::internal::testing::make_fake_world();
  const Json& keys = (*golden)["credentials"];
  GetParam().call(internal::make_session({.region = (*golden)["region"].string_or(""),
                                          .access_key_id = keys["access_key_id"].string_or(""),
                                          .secret_access_key = keys["secret_access_key"].string_or(""),
                                          .session_token = keys["session_token"].string_or(""),
                                          .max_attempts = 1},
                                         fake.world));
  ASSERT_EQ(fake.transport->requests().size(), 1u);
  const auto sent = fake.transport->requests().front();
  const Json& request = (*golden)["request"];
  EXPECT_EQ(sent.method, request["method"].string_or(""));
  EXPECT_EQ(sent.url, request["url"].string_or(""));
  for (const char* name :
       {"x-amz-target", "content-type", "x-amzn-query-mode", "x-amz-date", "x-amz-security-token"}) {
    EXPECT_EQ(sent.header(name), golden_header(*golden, name)) << name;
  }
  const std::string body = request["body_utf8"].string_or("");
  if (body.starts_with('{')) {
    const auto ours = Json::parse(sent.body);
    ASSERT_TRUE(ours) << sent.body;
    EXPECT_EQ(*ours, *Json::parse(body)) << sent.body;
  } else {
    EXPECT_EQ(form_of(sent.body), form_of(body)) << sent.body;
  }

  const std::string authorization = golden_header(*golden, "authorization");
  if (authorization.empty()) {
    EXPECT_EQ(sent.header("authorization"), "");
    return;
  }
  const std::string before_signature = authorization.substr(0, authorization.find("Signature="));
  EXPECT_EQ(sent.header("authorization"),
            before_signature + "Signature=" + expected_signature(*golden, sent.body));
  if (sent.body != body) return;
  EXPECT_EQ(sent.header("authorization"), authorization);
}

INSTANTIATE_TEST_SUITE_P(Services, GoldenRequests, ::testing::ValuesIn(kGolden),
                         [](const ::testing::TestParamInfo<Golden>& golden) {
                           std::string name = golden.param.file;
                           for (char& c : name) c = c == '.' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace anthropic::internal::aws
