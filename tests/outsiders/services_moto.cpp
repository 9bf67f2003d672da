#include <gtest/gtest.h>

#include <anthropic/aws/budgets.hpp>
#include <anthropic/aws/cloudwatch.hpp>
#include <anthropic/aws/cloudwatch_logs.hpp>
#include <anthropic/aws/cost_explorer.hpp>
#include <anthropic/aws/ec2.hpp>
#include <anthropic/aws/iam.hpp>
#include <anthropic/aws/kms.hpp>
#include <anthropic/aws/secrets_manager.hpp>
#include <anthropic/aws/sts.hpp>
#include <anthropic/operations/budgets.hpp>

#include "support/listed.hpp"

// The typed clients against moto, which AWS_ENDPOINT_URL points at (services_moto.sh). What moto does unlike
// AWS is said where a test meets it. Besides: its own check of signatures ignores the resources of IAM's
// policies, takes tampered bodies and refuses right paths with %3A in them, so that botocore's stands in
// front of it. Cost Explorer answers only what it was seeded with. Its Bedrock answers {} to a model, and 500
// to lists of models and to batch jobs: those are the local endpoint's.

namespace anthropic::internal::aws {
namespace {

using namespace std::chrono_literals;
using std::chrono::system_clock;

const char* const kAccount = "123456789012";

TEST(Moto, StsTellsWhoWeAre) {
  const STS sts;
  const auto identity = sts.get_caller_identity();
  ASSERT_TRUE(identity) << identity.error().to_string();
  EXPECT_EQ(identity->account, kAccount);
  const auto role = sts.assume_role({.role_arn = "arn:aws:iam::123456789012:role/Demo",
                                     .role_session_name = "session",
                                     .duration_seconds = 900,
                                     .tags = {{"a", "b c+d"}}});
  ASSERT_TRUE(role) << role.error().to_string();
  EXPECT_FALSE(role->credentials.session_token.empty());
  EXPECT_GT(role->credentials.expiration.value(), system_clock::now());
  EXPECT_EQ(role->assumed_role_user.arn, "arn:aws:sts::123456789012:assumed-role/Demo/session");
}

TEST(Moto, StsTakesAWebIdentityWithoutASignature) {
  // moto does not look into the token.
  const auto role = STS().assume_role_with_web_identity({.role_arn = "arn:aws:iam::123456789012:role/Demo",
                                                         .role_session_name = "session",
                                                         .web_identity_token = "a.b.c"});
  ASSERT_TRUE(role) << role.error().to_string();
  EXPECT_FALSE(role->credentials.secret_access_key.empty());
}

TEST(Moto, AWrongKeyIsRefused) {
  const Session session({.access_key_id = "MOTOKEY", .secret_access_key = "wrong"});
  const auto identity = STS(session).get_caller_identity();
  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().kind, ErrorKind::authentication);
}

TEST(Moto, SecretsManagerKeepsTextAndBytes) {
  const SecretsManager secrets;
  const auto created = secrets.create_secret({.name = "prod/schlüssel", .secret_string = "grüße 你好"});
  ASSERT_TRUE(created) << created.error().to_string();
  const auto text = secrets.get_secret_value({.secret_id = "prod/schlüssel"});
  ASSERT_TRUE(text) << text.error().to_string();
  EXPECT_EQ(text->secret_string, "grüße 你好");
  const std::string bytes("\0\xFF\x80", 3);
  const auto put = secrets.put_secret_value({.secret_id = created->arn, .secret_binary = bytes});
  ASSERT_TRUE(put) << put.error().to_string();
  const auto binary = secrets.get_secret_value({.secret_id = created->arn, .version_id = put->version_id});
  ASSERT_TRUE(binary) << binary.error().to_string();
  EXPECT_EQ(binary->secret_binary, bytes);
  const auto again = secrets.create_secret({.name = "prod/schlüssel", .secret_string = "x"});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
  EXPECT_EQ(secrets.get_secret_value({.secret_id = "none"}).error().kind, ErrorKind::not_found);
}

TEST(Moto, KmsEncryptsAndDecrypts) {
  const KMS kms;
  const EncryptionContext context = {{"purpose", "test"}};
  const auto sealed = kms.encrypt(
      {.key_id = "alias/app", .plaintext = std::string("\0binary\xFF", 8), .encryption_context = context});
  ASSERT_TRUE(sealed) << sealed.error().to_string();
  const auto opened =
      kms.decrypt({.ciphertext_blob = sealed->ciphertext_blob, .encryption_context = context});
  ASSERT_TRUE(opened) << opened.error().to_string();
  EXPECT_EQ(opened->plaintext, std::string("\0binary\xFF", 8));
  EXPECT_EQ(opened->key_id, sealed->key_id);
  const auto wrong =
      kms.decrypt({.ciphertext_blob = sealed->ciphertext_blob, .encryption_context = {{"purpose", "other"}}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, "InvalidCiphertextException");
  const auto key = kms.generate_data_key({.key_id = "alias/app", .key_spec = "AES_256"});
  ASSERT_TRUE(key) << key.error().to_string();
  EXPECT_EQ(key->plaintext.size(), 32u);
  EXPECT_EQ(kms.decrypt({.ciphertext_blob = key->ciphertext_blob})->plaintext, key->plaintext);
  EXPECT_EQ(kms.encrypt({.key_id = "alias/none", .plaintext = "x"}).error().kind, ErrorKind::not_found);
}

TEST(Moto, LogsAreWrittenAndRead) {
  const CloudWatchLogs logs;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(system_clock::now());
  EXPECT_TRUE(logs.create_log_group({.log_group_name = "/app/test"}));
  EXPECT_EQ(logs.create_log_group({.log_group_name = "/app/test"}).error().kind, ErrorKind::conflict);
  EXPECT_TRUE(logs.create_log_stream({.log_group_name = "/app/test", .log_stream_name = "host"}));
  const auto put = logs.put_log_events({.log_group_name = "/app/test",
                                        .log_stream_name = "host",
                                        .log_events = {{now, "second é"}, {now - 1s, "first"}}});
  ASSERT_TRUE(put) << put.error().to_string();
  EXPECT_TRUE(put->rejected_log_events.empty());
  const auto read = logs.get_log_events(
      {.log_group_name = "/app/test", .log_stream_name = "host", .start_from_head = true});
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->events.size(), 2u);
  EXPECT_EQ(read->events[0].message, "first");
  EXPECT_EQ(read->events[1].message, "second é");
  EXPECT_EQ(read->events[1].timestamp, now);
  EXPECT_EQ(
      logs.put_log_events({.log_group_name = "/none", .log_stream_name = "s", .log_events = {{now, "x"}}})
          .error()
          .kind,
      ErrorKind::not_found);
}

TEST(Moto, LogsTooOldAreReported) {
  const CloudWatchLogs logs;
  EXPECT_TRUE(logs.create_log_group({.log_group_name = "/app/old"}));
  EXPECT_TRUE(logs.create_log_stream({.log_group_name = "/app/old", .log_stream_name = "host"}));
  const auto put = logs.put_log_events({.log_group_name = "/app/old",
                                        .log_stream_name = "host",
                                        .log_events = {{system_clock::now() - 24h * 20, "old"}}});
  ASSERT_TRUE(put) << put.error().to_string();
  // moto's tooOldLogEventEndIndex is that of the last event; AWS's is the one after it.
  ASSERT_EQ(put->rejected_log_events.size(), 1u);
  EXPECT_EQ(put->rejected_log_events[0].reason, LogEventRejection::too_old);
}

TEST(Moto, LogsAreFilteredPageByPage) {
  const CloudWatchLogs logs;
  const auto now = system_clock::now();
  EXPECT_TRUE(logs.create_log_group({.log_group_name = "/app/pages"}));
  EXPECT_TRUE(logs.create_log_stream({.log_group_name = "/app/pages", .log_stream_name = "host"}));
  PutLogEventsInput input{.log_group_name = "/app/pages", .log_stream_name = "host"};
  for (int i = 0; i < 7; ++i) input.log_events.push_back({now, "line " + std::to_string(i)});
  ASSERT_TRUE(logs.put_log_events(input));
  int seen = 0;
  for (const auto& event : logs.filter_log_events_all({.log_group_name = "/app/pages", .limit = 3})) {
    EXPECT_EQ(event.log_stream_name, "host");
    ++seen;
  }
  EXPECT_EQ(seen, 7);
}

TEST(Moto, MetricsArePutListedAndSummed) {
  const CloudWatch cloudwatch;
  const auto now = system_clock::now();
  const auto put = cloudwatch.put_metric_data({.namespace_ = "App",
                                               .metric_data = {{.metric_name = "Calls",
                                                                .dimensions = {{"Model", "m"}},
                                                                .timestamp = now,
                                                                .value = 2,
                                                                .unit = "Count"},
                                                               {.metric_name = "Calls",
                                                                .dimensions = {{"Model", "m"}},
                                                                .timestamp = now,
                                                                .value = 3,
                                                                .unit = "Count"}}});
  ASSERT_TRUE(put) << put.error().to_string();
  const auto metrics = cloudwatch.list_metrics({.namespace_ = "App"});
  ASSERT_TRUE(metrics) << metrics.error().to_string();
  ASSERT_EQ(metrics->metrics.size(), 1u);
  EXPECT_EQ(metrics->metrics[0].dimensions.at(0).value, "m");
  const auto statistics = cloudwatch.get_metric_statistics({.namespace_ = "App",
                                                            .metric_name = "Calls",
                                                            .dimensions = {{"Model", "m"}},
                                                            .start_time = now - 1h,
                                                            .end_time = now + 1h,
                                                            .period = 7200,
                                                            .statistics = {"Sum", "Maximum"}});
  ASSERT_TRUE(statistics) << statistics.error().to_string();
  ASSERT_EQ(statistics->datapoints.size(), 1u);
  EXPECT_EQ(statistics->datapoints[0].sum, 5);
  EXPECT_EQ(statistics->datapoints[0].maximum, 3);
}

TEST(Moto, ManyMetricsComeAtOnce) {
  const CloudWatch cloudwatch;
  const auto hour = std::chrono::floor<std::chrono::hours>(system_clock::now());
  const auto put = cloudwatch.put_metric_data(
      {.namespace_ = "Many",
       .metric_data = {{.metric_name = "Calls", .timestamp = hour, .value = 2},
                       {.metric_name = "Tokens", .timestamp = hour, .value = 70.5}}});
  ASSERT_TRUE(put) << put.error().to_string();
  const auto query = [](std::string id, std::string name) {
    return MetricDataQuery{.id = std::move(id),
                           .metric = {.namespace_ = "Many", .metric_name = std::move(name)},
                           .stat = "Sum",
                           .period = 3600};
  };
  const testing::Listed pages(
      cloudwatch.get_metric_data_all({.metric_data_queries = {query("a", "Calls"), query("b", "Tokens")},
                                      .start_time = hour - 1h,
                                      .end_time = hour + 1h}));
  ASSERT_FALSE(pages.error) << pages.error->to_string();
  double calls = 0, tokens = 0;
  for (const GetMetricDataOutput& page : pages.items) {
    for (const MetricDataResult& result : page.metric_data_results) {
      for (const double value : result.values) (result.id == "a" ? calls : tokens) += value;
      for (const auto time : result.timestamps) EXPECT_LE(time, hour + 1h);
    }
  }
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(tokens, 70.5);
}

TEST(Moto, LogsAnswerAQuery) {
  // moto knows fields, sort and limit, and leaves everything else of a query out.
  const CloudWatchLogs logs;
  const auto now = system_clock::now();
  EXPECT_TRUE(logs.create_log_group({.log_group_name = "/app/queried"}));
  EXPECT_TRUE(logs.create_log_stream({.log_group_name = "/app/queried", .log_stream_name = "host"}));
  ASSERT_TRUE(logs.put_log_events({.log_group_name = "/app/queried",
                                   .log_stream_name = "host",
                                   .log_events = {{now - 1s, "one"}, {now, "two"}}}));
  ASSERT_TRUE(logs.put_retention_policy({"/app/queried", 30}));
  const testing::Listed groups(logs.describe_log_groups_all({.log_group_name_prefix = "/app/queried"}));
  ASSERT_EQ(groups.items.size(), 1u);
  EXPECT_EQ(groups.items[0].retention_in_days, 30);
  const auto started = logs.start_query({.log_group_names = {"/app/queried"},
                                         .query_string = "fields @timestamp, @message",
                                         .start_time = now - 1h,
                                         .end_time = now + 1h});
  ASSERT_TRUE(started) << started.error().to_string();
  const auto results = logs.get_query_results({.query_id = started->query_id});
  ASSERT_TRUE(results) << results.error().to_string();
  EXPECT_EQ(results->status, "Complete");
  EXPECT_EQ(results->results.size(), 2u);
}

TEST(Moto, CostsCarryTheirDigits) {
  // moto answers what services_moto_seed.py has put into its queue, whatever is asked for.
  const testing::Listed usage(CostExplorer().get_cost_and_usage_all(
      {.time_period = {"2026-11-01", "2026-11-03"}, .metrics = {"UnblendedCost"}}));
  ASSERT_FALSE(usage.error) << usage.error->to_string();
  ASSERT_EQ(usage.items.size(), 1u);
  ASSERT_EQ(usage.items[0].groups.size(), 2u);
  EXPECT_EQ(usage.items[0].groups[1].metrics.at("UnblendedCost").amount, "0.1234567890123");
}

TEST(Moto, BudgetsComeAndGo) {
  const Budgets budgets;
  const CreateBudgetInput input{
      .account_id = kAccount,
      .budget = {.budget_name = "claude", .budget_limit = BudgetSpend{.amount = "250.00"}},
      .notifications_with_subscribers = {{.notification = {.threshold = 80, .threshold_type = "PERCENTAGE"},
                                          .subscribers = {{.address = "a@example.com"}}}}};
  const auto created = budgets.create_budget(input);
  ASSERT_TRUE(created) << created.error().to_string();
  EXPECT_EQ(budgets.create_budget(input).error().kind, ErrorKind::conflict);
  const auto budget = budgets.describe_budget({.account_id = kAccount, .budget_name = "claude"});
  ASSERT_TRUE(budget) << budget.error().to_string();
  // moto makes a double of the amount on its way: "250.00" comes back as "250.0".
  EXPECT_EQ(std::stod(budget->budget.budget_limit->amount), 250);
  const auto all = budgets.describe_budgets({.account_id = kAccount});
  ASSERT_TRUE(all) << all.error().to_string();
  EXPECT_EQ(all->budgets.size(), 1u);
  const auto notifications =
      budgets.describe_notifications_for_budget({.account_id = kAccount, .budget_name = "claude"});
  ASSERT_TRUE(notifications) << notifications.error().to_string();
  ASSERT_EQ(notifications->notifications.size(), 1u);
  EXPECT_EQ(notifications->notifications[0].threshold, 80);
  EXPECT_TRUE(
      budgets.delete_notification({.account_id = kAccount,
                                   .budget_name = "claude",
                                   .notification = input.notifications_with_subscribers[0].notification}));
  EXPECT_TRUE(budgets.delete_budget({.account_id = kAccount, .budget_name = "claude"}));
  EXPECT_EQ(budgets.describe_budget({.account_id = kAccount, .budget_name = "claude"}).error().kind,
            ErrorKind::not_found);
}

TEST(Moto, TakesABudgetForClaude) {
  // moto does not keep its filter.
  const auto input = operations::create_budget_input({.account_id = kAccount,
                                                      .name = "claude-on-bedrock",
                                                      .amount = "250",
                                                      .alerts = {{.percent = 100, .of_forecast = true}},
                                                      .mail_addresses = {"a@example.com"}});
  ASSERT_TRUE(input) << input.error().to_string();
  const Budgets budgets;
  const auto created = budgets.create_budget(*input);
  ASSERT_TRUE(created) << created.error().to_string();
  const auto notifications =
      budgets.describe_notifications_for_budget({.account_id = kAccount, .budget_name = "claude-on-bedrock"});
  ASSERT_TRUE(notifications) << notifications.error().to_string();
  ASSERT_EQ(notifications->notifications.size(), 1u);
  EXPECT_EQ(notifications->notifications[0].notification_type, "FORECASTED");
  EXPECT_TRUE(budgets.delete_budget({.account_id = kAccount, .budget_name = "claude-on-bedrock"}));
}

TEST(Moto, DoesNotUpdateBudgets) {
  // Nor forecast costs, nor simulate policies: an error of the server, which the clients report as one.
  const Session session({.max_attempts = 1});
  const auto updated =
      Budgets(session).update_budget({.account_id = kAccount, .new_budget = {.budget_name = "claude"}});
  ASSERT_FALSE(updated);
  EXPECT_GE(updated.error().status, 400);
}

TEST(Moto, Ec2ListsRegions) {
  const auto regions = EC2().describe_regions({.region_names = {"us-east-1", "eu-central-1"}});
  ASSERT_TRUE(regions) << regions.error().to_string();
  ASSERT_EQ(regions->regions.size(), 2u);
  EXPECT_EQ(regions->regions[0].opt_in_status, "opt-in-not-required");
}

TEST(Moto, IamKnowsItsRoles) {
  const auto role = IAM().get_role({.role_name = "Demo"});
  ASSERT_TRUE(role) << role.error().to_string();
  EXPECT_EQ(role->role.arn, "arn:aws:iam::123456789012:role/Demo");
  EXPECT_EQ(role->role.description, "for tests");
  EXPECT_EQ(role->role.tags.at("team"), "a b");
  EXPECT_EQ(role->role.assume_role_policy_document.substr(0, 1), "{");
  const auto none = IAM().get_role({.role_name = "none"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "NoSuchEntity");
}

}  // namespace
}  // namespace anthropic::internal::aws
