#include <anthropic/otlp_exporter.hpp>
#include <anthropic/version.hpp>

#include "client/client_fixture.hpp"
#include "client/otlp/make_otlp_exporter.hpp"
#include "client/otlp/otlp_json.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using namespace std::chrono_literals;

Span a_span() {
  return {.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736",
          .span_id = "00f067aa0ba902b7",
          .parent_span_id = "b7ad6b7169203331",
          .name = "chat haiku",
          .kind = SpanKind::client,
          .started = std::chrono::system_clock::time_point(1'790'000'000s),
          .duration = 1500ms,
          .attributes = {{"gen_ai.operation.name", std::string("chat")},
                         {"gen_ai.provider.name", std::string("aws.bedrock")},
                         {"gen_ai.request.model", std::string("haiku")},
                         {"gen_ai.usage.input_tokens", std::int64_t{9'007'199'254'740'993}},
                         {"gen_ai.request.temperature", 0.5},
                         {"gen_ai.request.stream", true},
                         {"gen_ai.response.finish_reasons", std::vector<std::string>{"end_turn"}}},
          .status = SpanStatus::ok};
}

/// An exporter in the fake world, whose thread never comes to its turn.
class OtlpExporterTest : public ClientTest {
 protected:
  OtlpExporterTest() {
    fake_.transport->answer_with([](const FakeRequest&) { return FakeAnswer{.pieces = {"{}"}}; });
  }
  OtlpExporterOptions quiet(OtlpExporterOptions options = {}) {
    options.flush_interval = 1h;
    options.metrics_interval = 1h;
    options.logger = [this](LogLevel, std::string_view line) { log += std::string(line) + "\n"; };
    if (!options.metrics) options.metrics = false;
    return options;
  }
  OtlpExporter exporter(OtlpExporterOptions options = {}) {
    return make_otlp_exporter(quiet(std::move(options)), fake_.world);
  }
  aws::Session session(std::string endpoint_url = {}) {
    return make_session({.region = "eu-central-1",
                         .access_key_id = "AKIDEXAMPLE",
                         .secret_access_key = kSecret,
                         .session_token = "session-token-of-the-test",
                         .endpoint_url = std::move(endpoint_url)});
  }
  std::vector<FakeRequest> requests() { return fake_.transport->requests(); }
  /// The URL that a span is sent to in this environment.
  std::string url_of_traces(OtlpExporterOptions options = {}) {
    OtlpExporter made = exporter(std::move(options));
    made.observer()(a_span());
    EXPECT_TRUE(made.flush());
    return requests().back().url;
  }
};

TEST_F(OtlpExporterTest, WritesASpanAsTheSpecificationSays) {
  OtlpExporter made = exporter({.service_name = "bot"});
  made.observer()(a_span());
  ASSERT_TRUE(made.flush());
  ASSERT_EQ(requests().size(), 1u);
  const FakeRequest request = requests()[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "http://localhost:4318/v1/traces");
  EXPECT_EQ(request.header("content-type"), "application/json");
  EXPECT_EQ(request.header("user-agent"),
            "anthropic-bedrock-cpp/" ANTHROPIC_VERSION " OTel-OTLP-Exporter-cpp/" ANTHROPIC_VERSION);
  EXPECT_EQ(request.timeout, 10s);
  EXPECT_EQ(
      request.body,
      R"({"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"bot"}},)"
      R"({"key":"telemetry.sdk.language","value":{"stringValue":"cpp"}},)"
      R"({"key":"telemetry.sdk.name","value":{"stringValue":"anthropic-bedrock-cpp"}},)"
      R"({"key":"telemetry.sdk.version","value":{"stringValue":")" ANTHROPIC_VERSION R"("}}]},)"
      R"("scopeSpans":[{"scope":{"name":"anthropic-bedrock-cpp","version":")" ANTHROPIC_VERSION
      R"("},"spans":[)"
      R"({"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",)"
      R"("parentSpanId":"b7ad6b7169203331","flags":1,"name":"chat haiku","kind":3,)"
      R"("startTimeUnixNano":"1790000000000000000","endTimeUnixNano":"1790000001500000000","attributes":[)"
      R"({"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},)"
      R"({"key":"gen_ai.provider.name","value":{"stringValue":"aws.bedrock"}},)"
      R"({"key":"gen_ai.request.model","value":{"stringValue":"haiku"}},)"
      R"({"key":"gen_ai.usage.input_tokens","value":{"intValue":"9007199254740993"}},)"
      R"({"key":"gen_ai.request.temperature","value":{"doubleValue":0.5}},)"
      R"({"key":"gen_ai.request.stream","value":{"boolValue":true}},)"
      R"({"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"end_turn"}]}}}],)"
      R"("status":{"code":1}}]}]}]})");
  ASSERT_TRUE(made.flush());
  EXPECT_EQ(requests().size(), 1u) << "an empty envelope is never sent";
}

TEST_F(OtlpExporterTest, TextThatIsNoUtf8IsMended) {
  Span span = a_span();
  span.attributes = {{"aws.request_id", std::string("a\xff")}};
  EXPECT_THAT(otlp_span(span), HasSubstr("a\xEF\xBF\xBD"));
}

TEST_F(OtlpExporterTest, MakesMetricsOfSpans) {
  OtlpExporter made = exporter({.traces = false, .metrics = true});
  Span span = a_span();
  span.attributes = {{"gen_ai.operation.name", std::string("chat")},
                     {"gen_ai.request.model", std::string("haiku")},
                     {"gen_ai.usage.input_tokens", std::int64_t{1200}},
                     {"gen_ai.usage.output_tokens", std::int64_t{4}},
                     {"gen_ai.usage.cache_read.input_tokens", std::int64_t{1000}},
                     {"gen_ai.response.time_to_first_chunk", 0.3}};
  span.chunk_intervals = {5ms, 15ms, 15ms};
  made.observer()(span);
  span.sampled = false;
  made.observer()(span);
  Span failed = a_span();
  failed.attributes = {{"gen_ai.operation.name", std::string("chat")},
                       {"gen_ai.request.model", std::string("haiku")},
                       {"error.type", std::string("rate_limit_error")}};
  made.observer()(failed);
  made.observer()({.name = "execute_tool f",
                   .duration = 20ms,
                   .attributes = {{"gen_ai.operation.name", std::string("execute_tool")},
                                  {"gen_ai.tool.name", std::string("f")}}});
  made.observer()({.name = "invoke_agent",
                   .duration = 2s,
                   .attributes = {{"gen_ai.operation.name", std::string("invoke_agent")}},
                   .inference_calls = 3});
  ASSERT_TRUE(made.flush());
  ASSERT_EQ(requests().size(), 1u);
  EXPECT_EQ(requests()[0].url, "http://localhost:4318/v1/metrics");
  const Json body = *Json::parse(requests()[0].body);
  const Json& metrics = body["resourceMetrics"][0]["scopeMetrics"][0]["metrics"];
  const auto metric = [&](std::string_view name) {
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      if (metrics[i]["name"].string_or("") == name) return metrics[i];
    }
    return Json();
  };
  const Json input = metric("gen_ai.client.inference.usage.input_tokens");
  EXPECT_EQ(
      input.dump(),
      R"({"name":"gen_ai.client.inference.usage.input_tokens","unit":"{token}","sum":{"dataPoints":[)"
      R"({"attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},)"
      R"({"key":"gen_ai.request.model","value":{"stringValue":"haiku"}},)"
      R"({"key":"gen_ai.token.modality","value":{"stringValue":"unknown"}}],)"
      R"("startTimeUnixNano":"1795348800000000000","timeUnixNano":"1795348800000000000","asInt":"2400"}],)"
      R"("aggregationTemporality":2,"isMonotonic":true}})");
  EXPECT_EQ(metric("gen_ai.client.inference.usage.cache_read.input_tokens")["sum"]["dataPoints"][0]["asInt"]
                .string_or(""),
            "2000");
  EXPECT_TRUE(metric("gen_ai.client.inference.usage.cache_write.input_tokens").is_null());
  const Json duration = metric("gen_ai.client.inference.duration")["histogram"];
  ASSERT_EQ(duration["dataPoints"].size(), 2u) << "one with error.type";
  const Json& of_errors = duration["dataPoints"][0];
  EXPECT_THAT(of_errors.dump(), HasSubstr("rate_limit_error"));
  const Json& of_answers = duration["dataPoints"][1];
  EXPECT_EQ(of_answers["count"].string_or(""), "2");
  EXPECT_EQ(of_answers["sum"].dump(), "3");
  EXPECT_EQ(of_answers["explicitBounds"].dump(),
            "[0.01,0.02,0.04,0.08,0.16,0.32,0.64,1.28,2.56,5.12,10.24,20.48,40.96,81.92]");
  EXPECT_EQ(of_answers["bucketCounts"].dump(),
            R"(["0","0","0","0","0","0","0","0","2","0","0","0","0","0","0"])");
  EXPECT_EQ(
      metric("gen_ai.client.inference.time_to_first_chunk")["histogram"]["dataPoints"][0]["count"].string_or(
          ""),
      "2");
  const Json chunks = metric("gen_ai.client.inference.time_per_output_chunk")["histogram"]["dataPoints"];
  ASSERT_EQ(chunks.size(), 1u);
  EXPECT_EQ(chunks[0]["count"].string_or(""), "6") << "three of each of two spans";
  EXPECT_NEAR(chunks[0]["sum"].as_double().value_or(0), 0.07, 1e-9);
  EXPECT_EQ(chunks[0]["bucketCounts"].dump(),
            R"(["2","4","0","0","0","0","0","0","0","0","0","0","0","0","0"])");
  const Json tokens = metric("gen_ai.client.inference.operation.input_tokens")["histogram"]["dataPoints"][0];
  EXPECT_EQ(tokens["count"].string_or(""), "2") << "a call without an answer has no size";
  EXPECT_EQ(tokens["bucketCounts"].size(), tokens["explicitBounds"].size() + 1);
  const Json tool = metric("gen_ai.execute_tool.duration")["histogram"]["dataPoints"][0];
  EXPECT_EQ(tool["bucketCounts"][1].string_or(""), "1") << "a bound belongs to the bucket below it";
  EXPECT_EQ(metric("gen_ai.invoke_agent.duration")["histogram"]["dataPoints"][0]["explicitBounds"].dump(),
            "[0.1,0.2,0.4,0.8,1.6,3.2,6.4,12.8,25.6,51.2,102.4,204.8,409.6]");
  const Json calls = metric("gen_ai.invoke_agent.inference_calls");
  EXPECT_EQ(calls["unit"].string_or(""), "{inference_call}");
  EXPECT_EQ(calls["histogram"]["dataPoints"][0]["sum"].dump(), "3");
  EXPECT_EQ(calls["histogram"]["dataPoints"][0]["explicitBounds"].dump(), "[1,2,4,8,16,32,64,128]");
  const Json tools = metric("gen_ai.invoke_agent.tool_calls")["histogram"]["dataPoints"][0];
  EXPECT_EQ(tools["count"].string_or(""), "1") << "a run without tools is one of none";
  EXPECT_FALSE(tools.contains("attributes")) << "as protobuf's JSON leaves out what is empty";
}

TEST_F(OtlpExporterTest, SpansThatAreNotSampledAreNotSent) {
  OtlpExporter made = exporter();
  Span span = a_span();
  span.sampled = false;
  made.observer()(span);
  ASSERT_TRUE(made.flush());
  EXPECT_THAT(requests(), IsEmpty());
}

TEST_F(OtlpExporterTest, WhereItIsSent) {
  EXPECT_EQ(url_of_traces({.endpoint = "http://c:4318/"}), "http://c:4318/v1/traces");
  EXPECT_EQ(url_of_traces({.endpoint = "https://c/otlp"}), "https://c/otlp/v1/traces");
  EXPECT_EQ(url_of_traces({.endpoint = "http://c", .traces_endpoint = "http://d:4318"}), "http://d:4318");
  fake_.environment->set("OTEL_EXPORTER_OTLP_ENDPOINT", "http://e:4318/base/");
  EXPECT_EQ(url_of_traces(), "http://e:4318/base/v1/traces");
  fake_.environment->set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://f:4318");
  EXPECT_EQ(url_of_traces(), "http://f:4318") << "used as it is";
  EXPECT_EQ(url_of_traces({.endpoint = "http://c"}), "http://c/v1/traces")
      << "code goes before the environment";
  fake_.environment->set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "localhost:4318");
  OtlpExporter wrong = exporter();
  const auto flushed = wrong.flush();
  ASSERT_FALSE(flushed);
  EXPECT_EQ(flushed.error().kind, ErrorKind::configuration);
  EXPECT_THAT(flushed.error().message, HasSubstr("localhost:4318"));
  EXPECT_THAT(log, HasSubstr("spans are not exported"));
}

TEST_F(OtlpExporterTest, TheOtherVariables) {
  fake_.environment->set("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b, x = y");
  fake_.environment->set("OTEL_EXPORTER_OTLP_TIMEOUT", "2500");
  fake_.environment->set("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
  fake_.environment->set("OTEL_EXPORTER_OTLP_CERTIFICATE", "/ca.pem");
  fake_.environment->set("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
  fake_.environment->set("OTEL_SERVICE_NAME", "svc");
  fake_.environment->set("OTEL_RESOURCE_ATTRIBUTES", "service.name=other,deployment.environment.name=a%2Cb");
  url_of_traces({.headers = {{"x", "of the code"}}});
  const FakeRequest request = requests().back();
  EXPECT_EQ(request.header("api-key"), "a b");
  EXPECT_EQ(request.header("x"), "of the code");
  EXPECT_EQ(request.timeout, 2500ms);
  EXPECT_EQ(request.header("content-encoding"), "gzip");
  EXPECT_EQ(request.body.substr(0, 2), "\x1f\x8b");
  EXPECT_EQ(request.connection.ca_bundle, "/ca.pem");
  EXPECT_THAT(log, HasSubstr("OTEL_EXPORTER_OTLP_PROTOCOL is \"http/protobuf\""));

  fake_.environment->set("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none");
  fake_.environment->set("OTEL_EXPORTER_OTLP_TIMEOUT", "-1");
  url_of_traces();
  const Json body = *Json::parse(requests().back().body);
  EXPECT_EQ(body["resourceSpans"][0]["resource"]["attributes"][0]["value"]["stringValue"].string_or(""),
            "svc");
  EXPECT_THAT(requests().back().body, HasSubstr(R"("stringValue":"a,b")"));
  EXPECT_EQ(requests().back().timeout, 10s);
  EXPECT_THAT(log, HasSubstr("OTEL_EXPORTER_OTLP_TIMEOUT is \"-1\""));
}

TEST_F(OtlpExporterTest, WhatItCannotDoIsRefused) {
  const auto fault = [&](const char* name, const char* value) {
    fake_.environment->set(name, value);
    OtlpExporter made = exporter();
    fake_.environment->unset(name);
    const auto flushed = made.flush();
    return flushed ? std::string() : flushed.error().message;
  };
  EXPECT_THAT(fault("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
              HasSubstr("OTEL_EXPORTER_OTLP_PROTOCOL is \"grpc\""));
  EXPECT_THAT(fault("OTEL_EXPORTER_OTLP_CLIENT_KEY", "/key.pem"), HasSubstr("OTEL_EXPORTER_OTLP_CLIENT_KEY"));
  EXPECT_EQ(fault("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"), "");
  OtlpExporter made = exporter({.max_queued = 0});
  EXPECT_THAT(made.flush().error().message, HasSubstr("max_queued"));
}

TEST_F(OtlpExporterTest, NothingIsSentIfItIsSwitchedOff) {
  for (const auto& [name, value] :
       {std::pair("OTEL_SDK_DISABLED", "true"), {"OTEL_TRACES_EXPORTER", "none"}}) {
    fake_.environment->set(name, value);
    OtlpExporter made = exporter();
    made.observer()(a_span());
    EXPECT_TRUE(made.flush());
    fake_.environment->unset(name);
  }
  EXPECT_THAT(requests(), IsEmpty());
}

TEST_F(OtlpExporterTest, SendsAgainWhereTheSpecificationSaysSo) {
  OtlpExporter made = exporter();
  for (const int status : {429, 502, 503, 504}) {
    made.observer()(a_span());
    fake_.transport->answer(status, "");
    EXPECT_TRUE(made.flush()) << status;
  }
  EXPECT_EQ(requests().size(), 8u);
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(750ms, 750ms, 750ms, 750ms));
  made.observer()(a_span());
  fake_.transport->fail(ErrorKind::connection, "refused");
  EXPECT_TRUE(made.flush());
  EXPECT_EQ(requests().size(), 10u);
  for (const int status : {400, 401, 408, 413, 500}) {
    made.observer()(a_span());
    fake_.transport->answer(status, R"({"code":3,"message":"malformed"})");
    const auto flushed = made.flush();
    ASSERT_FALSE(flushed) << status;
    EXPECT_EQ(flushed.error().status, status);
    EXPECT_THAT(flushed.error().message, HasSubstr("malformed"));
  }
  EXPECT_EQ(requests().size(), 15u);
  EXPECT_EQ(made.dropped(), 5u);
}

TEST_F(OtlpExporterTest, HonoursRetryAfter) {
  OtlpExporter made = exporter();
  made.observer()(a_span());
  fake_.transport->answer(503, "", {{"Retry-After", "7"}});
  EXPECT_TRUE(made.flush());
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(7s));

  made.observer()(a_span());
  fake_.transport->answer(429, "", {{"Retry-After", "3600"}});
  EXPECT_FALSE(made.flush());
  EXPECT_EQ(requests().size(), 3u);
  EXPECT_FALSE(made.flush()) << "the collector asked for silence";
  EXPECT_EQ(requests().size(), 3u);
  fake_.clock->advance(3600s);
  EXPECT_TRUE(made.flush());
  EXPECT_EQ(requests().size(), 4u);
  EXPECT_EQ(made.dropped(), 0u);
}

TEST_F(OtlpExporterTest, GivesUpAfterFourTriesAndKeepsTheSpans) {
  OtlpExporter made = exporter();
  made.observer()(a_span());
  for (int i = 0; i < 4; ++i) fake_.transport->answer(503, "");
  EXPECT_FALSE(made.flush());
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(750ms, 1500ms, 3000ms));
  EXPECT_TRUE(made.flush());
  EXPECT_EQ(requests().size(), 5u);
  EXPECT_EQ(requests()[4].body, requests()[0].body);
}

TEST_F(OtlpExporterTest, APartialSuccessIsFinal) {
  OtlpExporter made = exporter();
  made.observer()(a_span());
  fake_.transport->answer(200, R"({"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}})");
  EXPECT_TRUE(made.flush());
  EXPECT_EQ(requests().size(), 1u);
  EXPECT_EQ(made.dropped(), 1u);
  EXPECT_THAT(log, HasSubstr("rejected 1: too old"));
}

TEST_F(OtlpExporterTest, KeepsNoMoreThanItShould) {
  OtlpExporter made = exporter({.max_queued = 3});
  for (int i = 0; i < 5; ++i) made.observer()(a_span());
  EXPECT_EQ(made.dropped(), 2u);
  ASSERT_TRUE(made.flush());
  EXPECT_EQ((*Json::parse(requests()[0].body))["resourceSpans"][0]["scopeSpans"][0]["spans"].size(), 3u);
}

TEST_F(OtlpExporterTest, SendsInBatches) {
  fake_.environment->set("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2");
  {
    OtlpExporter made = exporter();
    for (int i = 0; i < 5; ++i) made.observer()(a_span());
  }
  std::size_t spans = 0;
  for (const FakeRequest& request : requests()) {
    const Json body = *Json::parse(request.body);
    const std::size_t in_one = body["resourceSpans"][0]["scopeSpans"][0]["spans"].size();
    EXPECT_LE(in_one, 2u);
    spans += in_one;
  }
  EXPECT_EQ(spans, 5u) << "destroying it sends the rest";
}

TEST_F(OtlpExporterTest, TheEndSendsMetricsToo) {
  {
    OtlpExporter made = exporter({.metrics = true});
    made.observer()(a_span());
  }
  ASSERT_EQ(requests().size(), 2u);
  EXPECT_THAT(requests()[0].url, HasSubstr("/v1/traces"));
  EXPECT_THAT(requests()[1].url, HasSubstr("/v1/metrics"));
}

TEST_F(OtlpExporterTest, AnObserverMayOutliveIt) {
  SpanObserver observer;
  {
    OtlpExporter made = exporter();
    observer = made.observer();
  }
  observer(a_span());
  EXPECT_THAT(requests(), IsEmpty());
}

TEST_F(OtlpExporterTest, SignsForCloudWatch) {
  OtlpExporter made = exporter({.aws_session = session(), .metrics = {}});
  made.observer()(a_span());
  ASSERT_TRUE(made.flush());
  const FakeRequest request = requests().back();
  EXPECT_EQ(request.url, "https://xray.eu-central-1.amazonaws.com/v1/traces");
  const auto authorization = sigv4::parse_authorization(request.header("authorization"));
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->service, "xray");
  EXPECT_EQ(authorization->region, "eu-central-1");
  EXPECT_THAT(authorization->signed_headers, Contains("content-type"));
  EXPECT_THAT(authorization->signed_headers, Not(Contains("user-agent")));
}

TEST_F(OtlpExporterTest, CloudWatchTakesNoMetricsAndNoLongSpans) {
  OtlpExporter with_metrics =
      make_otlp_exporter(quiet({.aws_session = session(), .metrics = true}), fake_.world);
  EXPECT_THAT(with_metrics.flush().error().message, HasSubstr("takes no metrics"));

  OtlpExporter made = exporter({.aws_session = session("http://127.0.0.1:9")});
  Span span = a_span();
  span.attributes.push_back({"gen_ai.input.messages", std::string(300'000, 'x')});
  made.observer()(span);
  ASSERT_TRUE(made.flush());
  EXPECT_EQ(requests().back().url, "http://127.0.0.1:9/v1/traces");
  EXPECT_LT(requests().back().body.size(), 200'000u);
  EXPECT_THAT(requests().back().body, HasSubstr("anthropic.content.truncated"));
}

TEST_F(OtlpExporterTest, AWrongClockIsLearnt) {
  OtlpExporter made = exporter({.aws_session = session()});
  made.observer()(a_span());
  FakeAnswer refused =
      refusal(403, "RequestTimeTooSkewed", "Signature expired", {{"date", "Sun, 22 Nov 2026 13:00:00 GMT"}});
  fake_.transport->answer(refused);
  EXPECT_TRUE(made.flush());
  ASSERT_EQ(requests().size(), 2u);
  EXPECT_EQ(requests()[1].header("x-amz-date"), "20261122T130000Z");
  EXPECT_THAT(fake_.clock->sleeps(), IsEmpty());
}

}  // namespace
}  // namespace anthropic::internal::testing
