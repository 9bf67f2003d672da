// Spans of the program's calls, where the environment names a collector.
#include <gmock/gmock.h>
#include <mutex>
#include <string>
#include <vector>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"
#include "support/loopback_server.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class TracingTranscript : public ::testing::Test {
 protected:
  Outcome ask(Variables more) {
    Variables variables = endpoint_.variables();
    variables.merge(more);
    return run({"ask", "A prompt nobody may see"}, variables);
  }
  /// The bodies of what the collector has received at a path.
  std::vector<std::string> received(std::string_view path) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> bodies;
    for (const std::string& request : received_) {
      if (request.starts_with("POST " + std::string(path) + " "))
        bodies.push_back(request.substr(request.find("\r\n\r\n") + 4));
    }
    return bodies;
  }

  LocalEndpoint endpoint_;
  std::mutex mutex_;
  std::vector<std::string> received_;
  testing::LoopbackServer collector_{[this](testing::Connection& connection) {
    while (true) {
      const std::string request = connection.read_request();
      if (request.empty()) return;
      {
        const std::lock_guard lock(mutex_);
        received_.push_back(request);
      }
      if (!connection.write(testing::ok("{}"))) return;
    }
  }};
};

TEST_F(TracingTranscript, SendsSpansAndMetrics) {
  const Outcome outcome = ask({{"OTEL_EXPORTER_OTLP_ENDPOINT", collector_.url("")}});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  const auto traces = received("/v1/traces");
  ASSERT_EQ(traces.size(), 1u);
  const Json body = Json::parse(traces[0]).value();
  const Json& resource = body["resourceSpans"][0];
  EXPECT_EQ(resource["resource"]["attributes"][0]["value"]["stringValue"].string_or(""), "claude-bedrock");
  const Json& spans = resource["scopeSpans"][0]["spans"];
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_THAT(spans[0]["name"].string_or(""), HasSubstr("chat "));
  EXPECT_EQ(spans[1]["name"].string_or(""), "invoke_agent") << "`ask` may run tools";
  EXPECT_EQ(spans[0]["parentSpanId"], spans[1]["spanId"]);
  EXPECT_THAT(traces[0], Not(HasSubstr("nobody may see")));
  ASSERT_EQ(received("/v1/metrics").size(), 1u);
}

TEST_F(TracingTranscript, CountingTokensIsASpanAndNoInference) {
  Variables variables = endpoint_.variables();
  variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector_.url("");
  const Outcome outcome = run({"count", "--model", "claude-haiku-4-5", "A prompt nobody may see"}, variables);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto traces = received("/v1/traces");
  ASSERT_EQ(traces.size(), 1u);
  const Json spans = Json::parse(traces[0]).value()["resourceSpans"][0]["scopeSpans"][0]["spans"];
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0]["name"].string_or(""), "anthropic.messages.count_tokens");
  EXPECT_THAT(traces[0], HasSubstr("anthropic.message.count_tokens.input_tokens"));
  EXPECT_THAT(traces[0], Not(HasSubstr("nobody may see")));
  EXPECT_THAT(received("/v1/metrics"), IsEmpty());
}

TEST_F(TracingTranscript, TheVariablesAreObeyed) {
  const Outcome outcome = ask({{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector_.url("/here")},
                               {"OTEL_METRICS_EXPORTER", "none"},
                               {"OTEL_SERVICE_NAME", "mine"},
                               {"ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE", "content"}});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto traces = received("/here");
  ASSERT_EQ(traces.size(), 1u);
  EXPECT_THAT(traces[0], HasSubstr(R"("stringValue":"mine")"));
  EXPECT_THAT(traces[0], HasSubstr("nobody may see"));
}

TEST_F(TracingTranscript, NothingIsSentIfItIsSwitchedOff) {
  EXPECT_EQ(
      ask({{"OTEL_EXPORTER_OTLP_ENDPOINT", collector_.url("")}, {"OTEL_SDK_DISABLED", "true"}}).exit_code, 0);
  EXPECT_EQ(ask({{"OTEL_EXPORTER_OTLP_ENDPOINT", collector_.url("")}, {"ANTHROPIC_OPEN_TELEMETRY", "false"}})
                .exit_code,
            0);
  EXPECT_EQ(ask({}).exit_code, 0);
  EXPECT_THAT(received("/v1/traces"), IsEmpty());
  EXPECT_THAT(received("/v1/metrics"), IsEmpty());
}

TEST_F(TracingTranscript, ACollectorThatIsWrongFailsNoCall) {
  const Outcome outcome = ask({{"OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"}});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("spans are not exported"));
}

}  // namespace
}  // namespace anthropic::internal::cli
