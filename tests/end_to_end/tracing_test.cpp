// Spans of real calls, sent over real HTTP: signed to what plays CloudWatch's OTLP endpoint, and to a collector.
#include <atomic>
#include <gmock/gmock.h>

#include <anthropic/otlp_exporter.hpp>
#include <anthropic/tracing.hpp>

#include "aws/session/make_session.hpp"
#include "client/otlp/make_otlp_exporter.hpp"
#include "end_to_end/local_fixture.hpp"
#include "support/loopback_server.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

class EndToEndTracing : public LocalTest {
 protected:
  aws::Session session(std::string secret_key) {
    return internal::make_session({.region = endpoint.region(),
                                   .access_key_id = endpoint.credentials().access_key_id,
                                   .secret_access_key = std::move(secret_key),
                                   .endpoint_url = endpoint.base_url()},
                                  world);
  }
  void make_calls(const SpanObserver& observer) {
    AnthropicBedrockOptions options = this->options();
    options.observe.tracing.on_span = observer;
    const AnthropicBedrock client = make_client(options);
    ASSERT_TRUE(client.messages.create(params()));
    ASSERT_TRUE(client.messages.stream(params()).final_message());
    ASSERT_FALSE(client.messages.create(params(), fault("status=400")));
  }
};

TEST_F(EndToEndTracing, CloudWatchTakesTheSpansOfRealCalls) {
  OtlpExporter exporter =
      make_otlp_exporter({.aws_session = session(endpoint.credentials().secret_access_key)}, world);
  make_calls(exporter.observer());
  const auto flushed = exporter.flush();
  EXPECT_TRUE(flushed) << flushed.error().to_string();
  EXPECT_EQ(exporter.dropped(), 0u);
}

TEST_F(EndToEndTracing, CloudWatchRefusesAWrongSignature) {
  OtlpExporter exporter = make_otlp_exporter({.aws_session = session(std::string(40, 'x'))}, world);
  make_calls(exporter.observer());
  const auto flushed = exporter.flush();
  ASSERT_FALSE(flushed);
  EXPECT_THAT(flushed.error().message, HasSubstr("signature"));
}

TEST_F(EndToEndTracing, ACollectorTakesSpansAndMetrics) {
  std::mutex mutex;
  std::vector<std::string> received;
  LoopbackServer collector([&](Connection& connection) {
    while (true) {
      const std::string request = connection.read_request();
      if (request.empty()) return;
      {
        std::lock_guard lock(mutex);
        received.push_back(request);
      }
      if (!connection.write(ok("{}", "content-type: application/json\r\n"))) return;
    }
  });
  {
    OtlpExporter exporter =
        make_otlp_exporter({.endpoint = collector.url(""), .service_name = "end-to-end"}, world);
    make_calls(exporter.observer());
    ASSERT_TRUE(exporter.flush());
  }
  std::lock_guard lock(mutex);
  ASSERT_GE(received.size(), 2u);
  EXPECT_THAT(received[0], HasSubstr("POST /v1/traces HTTP/1.1"));
  EXPECT_THAT(received[0], HasSubstr("end-to-end"));
  EXPECT_THAT(received[0], HasSubstr(R"({"key":"error.type","value":{"stringValue":)"));
  EXPECT_THAT(received[1], HasSubstr("POST /v1/metrics HTTP/1.1"));
  EXPECT_THAT(received[1], HasSubstr("gen_ai.client.inference.duration"));
}

}  // namespace
}  // namespace anthropic::internal::testing
