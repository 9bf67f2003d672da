#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// A dimension of a metric: {"ModelId", "anthropic.claude-…"}.
struct MetricDimension {
  std::string name = {};
  std::string value = {};
};

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
struct GetMetricStatisticsInput {
  std::string namespace_ = {};  ///< "AWS/Bedrock" (`namespace` is a word of C++).
  std::string metric_name = {};
  std::vector<MetricDimension> dimensions = {};  ///< At most 30.
  std::chrono::system_clock::time_point start_time = {};
  std::chrono::system_clock::time_point end_time = {};
  int period = 60;  ///< Seconds: 1, 5, 10, 20, 30 or a multiple of 60.
  /// "SampleCount", "Average", "Sum", "Minimum", "Maximum": at least one of these or of the extended ones.
  StringList statistics = {};
  StringList extended_statistics = {};  ///< "p99", "tm90": at most 10.
  std::optional<std::string> unit = {};
};

struct MetricDatapoint {
  std::chrono::system_clock::time_point timestamp = {};
  std::optional<double> sample_count = {};
  std::optional<double> average = {};
  std::optional<double> sum = {};
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
  std::optional<std::string> unit = {};
  std::map<std::string, double> extended_statistics = {};
};

struct GetMetricStatisticsOutput {
  std::string label = {};
  std::vector<MetricDatapoint> datapoints = {};  ///< In no particular order.
};

/// Values that were counted before they are sent.
struct StatisticSet {
  double sample_count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;
};

struct MetricDatum {
  std::string metric_name = {};
  std::vector<MetricDimension> dimensions = {};                         ///< At most 30.
  std::optional<std::chrono::system_clock::time_point> timestamp = {};  ///< Else when it arrives.
  std::optional<double> value = {};                                     ///< Either this …
  std::optional<StatisticSet> statistic_values = {};                    ///< … or this …
  std::vector<double> values = {};                                      ///< … or these, at most 150
  std::vector<double> counts = {};             ///< How often each of `values` occurred; else once.
  std::optional<std::string> unit = {};        ///< "Count", "Milliseconds"; else "None".
  std::optional<int> storage_resolution = {};  ///< Seconds: 1 or 60.
};

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
struct PutMetricDataInput {
  std::string namespace_ = {};                ///< Not one that begins with "AWS/".
  std::vector<MetricDatum> metric_data = {};  ///< 1 to 1,000.
};

struct MetricDimensionFilter {
  std::string name = {};
  std::optional<std::string> value = {};  ///< Else any.
};

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
struct ListMetricsInput {
  std::optional<std::string> namespace_ = {};
  std::optional<std::string> metric_name = {};
  std::vector<MetricDimensionFilter> dimensions = {};  ///< At most 10.
  std::optional<std::string> next_token = {};
};

struct CloudWatchMetric {
  std::string namespace_ = {};
  std::string metric_name = {};
  std::vector<MetricDimension> dimensions = {};
};

struct ListMetricsOutput {
  std::vector<CloudWatchMetric> metrics = {};  ///< At most 500.
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

/// One metric to get, or an expression over others.
struct MetricDataQuery {
  std::string id = {};             ///< Begins with a small letter; then letters, digits and '_'.
  CloudWatchMetric metric = {};    ///< Unless there is an expression.
  std::string stat = {};           ///< "Sum", "Average", "Maximum", "SampleCount", "p99": of `metric`.
  std::optional<int> period = {};  ///< Seconds; `metric` needs it.
  std::string expression = {};     ///< Metric math: "m1 + m2".
  std::optional<std::string> label = {};
  bool return_data = true;  ///< False for what only expressions use.
};

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
struct GetMetricDataInput {
  std::vector<MetricDataQuery> metric_data_queries = {};  ///< 1 to 500.
  std::chrono::system_clock::time_point start_time = {};  ///< Inclusive.
  std::chrono::system_clock::time_point end_time = {};    ///< Exclusive.
  std::string scan_by = "TimestampAscending";             ///< Or "TimestampDescending".
  std::optional<int> max_datapoints = {};                 ///< Of one page; else 100,800.
  std::optional<std::string> next_token = {};
};

struct MetricDataResult {
  std::string id = {};
  std::string label = {};
  std::vector<std::chrono::system_clock::time_point> timestamps = {};
  std::vector<double> values =
      {};  ///< As many as timestamps. A period in which nothing was measured is left out.
  std::string status_code = {};  ///< "Complete"; "PartialData" where the next page has more.
};

/// What CloudWatch has to say about an answer.
struct MetricDataMessage {
  std::string code = {};
  std::string value = {};
};

struct GetMetricDataOutput {
  std::vector<MetricDataResult> metric_data_results = {};
  std::vector<MetricDataMessage> messages = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

/// Amazon CloudWatch's metrics. A handle: copies share the session. Thread-safe. Constructing does no I/O.
///
///     aws::CloudWatch cloudwatch(session);
///     auto put = cloudwatch.put_metric_data(
///         {.namespace_ = "MyApp", .metric_data = {{.metric_name = "Calls", .value = 1}}});
///
/// An input that breaks a limit named here, or holds a number that is not finite, is refused with
/// ErrorKind::bad_request before anything is sent.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/
class CloudWatch {
 public:
  explicit CloudWatch(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  CloudWatch(const CloudWatch&) = default;
  CloudWatch& operator=(const CloudWatch&) = default;

  /// At most 1,440 data points.
  Result<GetMetricStatisticsOutput> get_metric_statistics(const GetMetricStatisticsInput& input,
                                                          const CallOptions& options = {}) const;
  /// One page: many metrics at once. Holds the answer's text and its numbers, and no tree of them.
  Result<GetMetricDataOutput> get_metric_data(const GetMetricDataInput& input,
                                              const CallOptions& options = {}) const;
  /// Every page. A metric of which a page has only a part is in the next one again, with the rest. `options` count
  /// for each page.
  AllItems<GetMetricDataOutput> get_metric_data_all(const GetMetricDataInput& input,
                                                    const CallOptions& options = {}) const;
  /// A new metric appears after a few minutes.
  Result<void> put_metric_data(const PutMetricDataInput& input, const CallOptions& options = {}) const;
  /// One page.
  Result<ListMetricsOutput> list_metrics(const ListMetricsInput& input = {},
                                         const CallOptions& options = {}) const;
  /// Every metric, page after page. `options` count for each page.
  AllItems<CloudWatchMetric> list_metrics_all(const ListMetricsInput& input = {},
                                              const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
