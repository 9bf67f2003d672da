#include <limits>

#include <anthropic/aws/cloudwatch.hpp>

#include "support/listed.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class CloudWatchTest : public ServiceTest {};

TEST_F(CloudWatchTest, PutsEveryKindOfValue) {
  answer("{}");
  const auto put = CloudWatch(session()).put_metric_data(
      {.namespace_ = "MyApp",
       .metric_data = {
           {.metric_name = "Calls", .dimensions = {{"Model", "m"}}, .value = 1, .unit = "Count"},
           {.metric_name = "Latency",
            .timestamp = fake_.clock->now() + 250ms,
            .statistic_values = StatisticSet{3, 6.5, 1, 4}},
           {.metric_name = "Tokens", .values = {1, 2}, .counts = {3, 4}, .storage_resolution = 1}}});
  ASSERT_TRUE(put) << put.error().to_string();
  EXPECT_EQ(last_request().url, "https://monitoring.us-east-1.amazonaws.com/");
  EXPECT_EQ(last_request().header("x-amz-target"), "GraniteServiceVersion20100801.PutMetricData");
  EXPECT_EQ(last_request().header("content-type"), "application/x-amz-json-1.0");
  EXPECT_EQ(last_body(), *Json::parse(R"({"Namespace":"MyApp","MetricData":[
    {"MetricName":"Calls","Dimensions":[{"Name":"Model","Value":"m"}],"Value":1,"Unit":"Count"},
    {"MetricName":"Latency","Timestamp":1795348800.25,
     "StatisticValues":{"SampleCount":3,"Sum":6.5,"Minimum":1,"Maximum":4}},
    {"MetricName":"Tokens","Values":[1,2],"Counts":[3,4],"StorageResolution":1}]})"))
      << last_request().body;
}

TEST_F(CloudWatchTest, ListsMetrics) {
  answer(
      R"({"Metrics":[{"Namespace":"AWS/Bedrock","MetricName":"Invocations","Dimensions":[{"Name":"ModelId","Value":"m"}]}],"NextToken":"t"})");
  const auto page = CloudWatch(session()).list_metrics(
      {.namespace_ = "AWS/Bedrock", .dimensions = {{.name = "ModelId"}}, .next_token = "before"});
  ASSERT_TRUE(page) << page.error().to_string();
  ASSERT_EQ(page->metrics.size(), 1u);
  EXPECT_EQ(page->metrics[0].metric_name, "Invocations");
  EXPECT_EQ(page->metrics[0].dimensions.at(0).value, "m");
  EXPECT_EQ(page->next_token, "t");
  EXPECT_EQ(last_request().body,
            R"({"Namespace":"AWS/Bedrock","Dimensions":[{"Name":"ModelId"}],"NextToken":"before"})");
}

TEST_F(CloudWatchTest, ListsTheMetricsOfAllPages) {
  answer(R"({"Metrics":[{"MetricName":"a"}],"NextToken":"t"})");
  answer(R"({"Metrics":[{"MetricName":"b"}]})");
  const testing::Listed metrics(CloudWatch(session()).list_metrics_all());
  EXPECT_FALSE(metrics.error);
  ASSERT_EQ(metrics.items.size(), 2u);
  EXPECT_EQ(metrics.items[1].metric_name, "b");
  EXPECT_EQ(last_request().body, R"({"NextToken":"t"})");
}

TEST_F(CloudWatchTest, ReadsPercentiles) {
  answer(
      R"({"Label":"Latency","Datapoints":[{"Timestamp":1.7953488E9,"ExtendedStatistics":{"p99":12.5},"Unit":"Milliseconds"}]})");
  const auto now = fake_.clock->now();
  const auto statistics = CloudWatch(session()).get_metric_statistics({.namespace_ = "N",
                                                                       .metric_name = "Latency",
                                                                       .start_time = now - 1h,
                                                                       .end_time = now,
                                                                       .extended_statistics = {"p99"}});
  ASSERT_TRUE(statistics) << statistics.error().to_string();
  ASSERT_EQ(statistics->datapoints.size(), 1u);
  EXPECT_EQ(statistics->datapoints[0].timestamp, now);
  EXPECT_EQ(statistics->datapoints[0].extended_statistics.at("p99"), 12.5);
  EXPECT_EQ(statistics->datapoints[0].unit, "Milliseconds");
}

TEST_F(CloudWatchTest, KnowsTheOlderProtocolsErrorCodes) {
  fake_.transport->answer(400, R"({"__type":"com.amazonaws.cloudwatch#ResourceNotFound","message":"no"})",
                          {{"x-amzn-query-error", "ResourceNotFoundException;Sender"}});
  const auto page = CloudWatch(session()).list_metrics();
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, "ResourceNotFoundException");
  EXPECT_EQ(last_request().header("x-amzn-query-mode"), "true");
}

TEST_F(CloudWatchTest, RefusesLocallyWhatCannotBeRight) {
  const CloudWatch cloudwatch(session());
  const auto put = [&](MetricDatum datum) {
    return local_refusal(cloudwatch.put_metric_data({.namespace_ = "N", .metric_data = {std::move(datum)}}));
  };
  EXPECT_THAT(put({.metric_name = "m", .value = std::numeric_limits<double>::quiet_NaN()}),
              HasSubstr("finite"));
  EXPECT_THAT(put({.metric_name = "m", .value = std::numeric_limits<double>::infinity()}),
              HasSubstr("finite"));
  EXPECT_THAT(put({.metric_name = "m"}), HasSubstr("one of"));
  EXPECT_THAT(put({.metric_name = "m", .value = 1, .values = {1}}), HasSubstr("one of"));
  EXPECT_THAT(put({.metric_name = "m", .values = {1}, .counts = {1, 2}}), HasSubstr("counts"));
  EXPECT_THAT(put({.metric_name = "m", .values = std::vector<double>(151, 1)}), HasSubstr("150"));
  EXPECT_THAT(put({.metric_name = "", .value = 1}), HasSubstr("no name"));
  EXPECT_EQ(put({.metric_name = "m", .dimensions = {{"Name", "caf\xe9"}}, .value = 1}),
            "MetricData[0].Dimensions[0].Value is not UTF-8");
  EXPECT_THAT(put({.metric_name = "m", .dimensions = std::vector<MetricDimension>(31), .value = 1}),
              HasSubstr("30"));
  EXPECT_THAT(local_refusal(cloudwatch.put_metric_data({.namespace_ = "N"})), HasSubstr("1 to 1000"));
  const auto now = fake_.clock->now();
  GetMetricStatisticsInput input{
      .namespace_ = "N", .metric_name = "m", .start_time = now, .end_time = now, .statistics = {"Sum"}};
  EXPECT_THAT(local_refusal(cloudwatch.get_metric_statistics(input)), HasSubstr("start"));
  input.start_time = now - 1h;
  input.statistics = {};
  EXPECT_THAT(local_refusal(cloudwatch.get_metric_statistics(input)), HasSubstr("statistic"));
}

TEST_F(CloudWatchTest, AsksForManyMetricsAtOnce) {
  answer(R"({"MetricDataResults":[
    {"Id":"m0","Label":"In\u00e9","Timestamps":[1.7953056E9,1795309200],"Values":[3.0,4.5E1],"StatusCode":"PartialData"},
    {"StatusCode":"Complete","Values":[],"Timestamps":[],"Id":"e"}],
    "Messages":[{"Code":"MaxMetricsExceeded","Value":"too many"}],"NextToken":"n"})");
  const auto midnight = fake_.clock->now() - 12h;
  const auto data = CloudWatch(session()).get_metric_data(
      {.metric_data_queries =
           {{.id = "m0",
             .metric = {.namespace_ = "AWS/Bedrock",
                        .metric_name = "Invocations",
                        .dimensions = {{"ModelId", "m"}}},
             .stat = "Sum",
             .period = 3600},
            {.id = "e", .period = 60, .expression = "m0 * 2", .label = "twice", .return_data = false}},
       .start_time = midnight,
       .end_time = fake_.clock->now(),
       .next_token = "t"});
  ASSERT_TRUE(data) << data.error().to_string();
  EXPECT_EQ(last_request().header("x-amz-target"), "GraniteServiceVersion20100801.GetMetricData");
  // As botocore 1.43 writes it.
  EXPECT_EQ(last_body(), *Json::parse(R"({"MetricDataQueries": [{"Id": "m0", "MetricStat": {"Metric":
    {"Namespace": "AWS/Bedrock", "MetricName": "Invocations", "Dimensions": [{"Name": "ModelId", "Value": "m"}]},
    "Period": 3600, "Stat": "Sum"}}, {"Id": "e", "Expression": "m0 * 2", "Label": "twice", "ReturnData": false,
    "Period": 60}], "StartTime": 1795305600, "EndTime": 1795348800, "ScanBy": "TimestampAscending",
    "NextToken": "t"})"))
      << last_request().body;
  ASSERT_EQ(data->metric_data_results.size(), 2u);
  const MetricDataResult& result = data->metric_data_results[0];
  EXPECT_EQ(result.id, "m0");
  EXPECT_EQ(result.label, "In\xC3\xA9");
  EXPECT_EQ(result.status_code, "PartialData");
  EXPECT_THAT(result.timestamps, ElementsAre(midnight, midnight + 1h));
  EXPECT_THAT(result.values, ElementsAre(3, 45));
  EXPECT_EQ(data->metric_data_results[1].id, "e");
  EXPECT_TRUE(data->metric_data_results[1].values.empty());
  ASSERT_EQ(data->messages.size(), 1u);
  EXPECT_EQ(data->messages[0].code, "MaxMetricsExceeded");
  EXPECT_EQ(data->next_token, "n");
}

TEST_F(CloudWatchTest, TakesNothingForMetricDataThatIsNone) {
  const GetMetricDataInput input{.metric_data_queries = {{.id = "m",
                                                          .metric = {"AWS/Bedrock", "Invocations"},
                                                          .stat = "Sum",
                                                          .period = 60}},
                                 .start_time = fake_.clock->now() - 1h,
                                 .end_time = fake_.clock->now()};
  for (const char* body :
       {"{}", "<html>", "", R"({"MetricDataResults":[{"Id":"m","Timestamps":[1],"Values":[]}]})"}) {
    answer(body);
    const auto data = CloudWatch(session()).get_metric_data(input);
    ASSERT_FALSE(data) << body;
    EXPECT_EQ(data.error().kind, ErrorKind::response_validation);
    EXPECT_THAT(data.error().message, HasSubstr("the answer to GetMetricData has no "));
  }
}

TEST_F(CloudWatchTest, RefusesMetricDataQueriesThatCannotWork) {
  const CloudWatch cloudwatch(session());
  const auto refusal = [&](MetricDataQuery query) {
    return local_refusal(cloudwatch.get_metric_data({.metric_data_queries = {std::move(query)},
                                                     .start_time = fake_.clock->now() - 1h,
                                                     .end_time = fake_.clock->now()}));
  };
  EXPECT_THAT(refusal({.id = "M", .expression = "1"}), HasSubstr("small letter"));
  EXPECT_THAT(refusal({.id = "m", .metric = {"AWS/Bedrock", "Invocations"}, .period = 60}),
              HasSubstr("statistic"));
  EXPECT_THAT(refusal({.id = "m", .metric = {"AWS/Bedrock", "Invocations"}, .stat = "Sum"}),
              HasSubstr("needs a period"));
  EXPECT_THAT(local_refusal(cloudwatch.get_metric_data({})), HasSubstr("1 to 500"));
  GetMetricDataInput many{.start_time = fake_.clock->now(), .end_time = fake_.clock->now()};
  many.metric_data_queries.assign(500, {.id = "m", .expression = "1"});
  EXPECT_THAT(local_refusal(cloudwatch.get_metric_data(many)), HasSubstr("not before the end"));
  many.metric_data_queries.emplace_back();
  EXPECT_THAT(local_refusal(cloudwatch.get_metric_data(many)), HasSubstr("not 501"));
}

}  // namespace
}  // namespace anthropic::internal::aws
