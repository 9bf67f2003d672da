#include <anthropic/anthropic.hpp>
#include <anthropic/bedrock_mantle.hpp>

#include "base/text/header_lookup.hpp"
#include "client/client_fixture.hpp"
#include "client/tracing_fixture.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

using namespace std::chrono_literals;

const std::string kIncoming = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

class TracingTest : public ClientTest {
 protected:
  AnthropicBedrock traced(TracingOptions tracing = {}) {
    AnthropicBedrockOptions options = this->options();
    tracing.on_span = spans.observer();
    options.observe.tracing = std::move(tracing);
    return make_client(options);
  }
  FakeRequest last_request() { return fake_.transport->requests().back(); }

  Spans spans;
};

TEST_F(TracingTest, OneSpanAroundAllAttempts) {
  const AnthropicBedrock client = traced();
  fake_.transport->answer(refusal(429, "ThrottlingException", "slow"));
  fake_.transport->answer(message_answer());
  MessageCreateParams params = this->params();
  params.temperature = 0.5;
  params.top_k = 40;
  params.stop_sequences = {"STOP"};
  params.thinking = ThinkingConfig{.type = "enabled", .budget_tokens = 1024};
  params.output_config = OutputConfig{.effort = "high", .format = JSONOutputFormat{.schema = Json::object()}};
  params.bedrock = BedrockOptions{.guardrail = GuardrailConfig{.identifier = "g1", .version = "1"}};
  AnthropicBedrockOptions options = this->options();
  options.check_support = false;
  options.observe.tracing.on_span = spans.observer();
  ASSERT_TRUE(make_client(options).messages.create(params, {.trace = {.conversation_id = "c-7"}}));
  const Span span = spans.one();
  EXPECT_EQ(span.name, std::string("chat ") + kHaiku);
  EXPECT_EQ(span.kind, SpanKind::client);
  EXPECT_EQ(span.status, SpanStatus::ok);
  EXPECT_EQ(span.duration, 500ms) << "the pause counts";
  EXPECT_TRUE(span.parent_span_id.empty());
  EXPECT_EQ(attributes(span),
            (std::map<std::string, std::string>{{"anthropic.message.stop_reason", "end_turn"},
                                                {"anthropic.thinking.budget_tokens", "1024"},
                                                {"anthropic.thinking.type", "enabled"},
                                                {"aws.bedrock.guardrail.id", "g1"},
                                                {"aws.request_id", "req-1"},
                                                {"gen_ai.conversation.id", "c-7"},
                                                {"gen_ai.operation.name", "chat"},
                                                {"gen_ai.output.type", "json"},
                                                {"gen_ai.provider.name", "aws.bedrock"},
                                                {"gen_ai.request.max_tokens", "100"},
                                                {"gen_ai.request.model", kHaiku},
                                                {"gen_ai.request.reasoning.level", "high"},
                                                {"gen_ai.request.temperature", "0.5"},
                                                {"gen_ai.request.top_k", "40"},
                                                {"gen_ai.response.finish_reasons", R"(["end_turn"])"},
                                                {"gen_ai.response.id", "msg_1"},
                                                {"gen_ai.response.model", "claude-haiku-4-5"},
                                                {"gen_ai.usage.input_tokens", "9"},
                                                {"gen_ai.usage.output_tokens", "4"},
                                                {"http.request.method", "POST"},
                                                {"http.request.resend_count", "1"},
                                                {"http.response.status_code", "200"},
                                                {"server.address", "bedrock-runtime.us-east-1.amazonaws.com"},
                                                {"server.port", "443"}}));
}

TEST_F(TracingTest, InputTokensIncludeTheCachedOnes) {
  const AnthropicBedrock client = traced();
  FakeAnswer answer = message_answer();
  answer.pieces = {
      R"({"id":"m","type":"message","role":"assistant","model":"c","content":[],"stop_reason":"end_turn","usage":{"input_tokens":9,"output_tokens":40,"cache_read_input_tokens":1000,"cache_creation_input_tokens":200,"cache_creation":{"ephemeral_5m_input_tokens":150,"ephemeral_1h_input_tokens":50},"output_tokens_details":{"thinking_tokens":30},"service_tier":"priority"}})"};
  fake_.transport->answer(answer);
  ASSERT_TRUE(client.messages.create(params()));
  const Span span = spans.one();
  EXPECT_EQ(span.number("gen_ai.usage.input_tokens"), 1209);
  EXPECT_EQ(span.number("gen_ai.usage.cache_read.input_tokens"), 1000);
  EXPECT_EQ(span.number("gen_ai.usage.cache_write.input_tokens"), 200);
  EXPECT_EQ(span.number("gen_ai.usage.output_tokens"), 40);
  EXPECT_EQ(span.number("gen_ai.usage.reasoning.output_tokens"), 30);
  EXPECT_EQ(span.number("anthropic.usage.cache_creation.ephemeral_1h_input_tokens"), 50);
  EXPECT_EQ(span.text("anthropic.response.service_tier"), "priority");
}

TEST_F(TracingTest, TheTraceIsSentAndNeverSigned) {
  const AnthropicBedrock client = traced();
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(client.messages.create(
      params(), {.trace = {.traceparent = kIncoming, .tracestate = "vendor=1", .baggage = "user=7"}}));
  const Span span = spans.one();
  EXPECT_EQ(span.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(span.parent_span_id, "00f067aa0ba902b7");
  EXPECT_EQ(span.trace_state, "vendor=1");
  const FakeRequest request = last_request();
  EXPECT_EQ(request.header("traceparent"), "00-" + span.trace_id + "-" + span.span_id + "-01");
  EXPECT_EQ(request.header("tracestate"), "vendor=1");
  EXPECT_EQ(request.header("baggage"), "user=7");
  const auto authorization = sigv4::parse_authorization(request.header("authorization"));
  ASSERT_TRUE(authorization);
  for (const char* name : {"traceparent", "tracestate", "baggage"})
    EXPECT_THAT(authorization->signed_headers, Not(Contains(name)));
  EXPECT_THAT(authorization->signed_headers, Contains("host"));
}

TEST_F(TracingTest, AttemptsOfOneCallCarryOneTraceparent) {
  const AnthropicBedrock client = traced();
  fake_.transport->answer(refusal(503, "ServiceUnavailableException", "slow"));
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(client.messages.create(params()));
  const auto requests = fake_.transport->requests();
  EXPECT_EQ(requests.at(0).header("traceparent"), requests.at(1).header("traceparent"));
  EXPECT_EQ(requests.at(0).header("traceparent"),
            "00-" + spans.one().trace_id + "-" + spans.one().span_id + "-01");
}

TEST_F(TracingTest, WithoutAnObserverOnlyTheCallersTraceIsPassedOn) {
  const AnthropicBedrock client = this->client();
  fake_.transport->answer(message_answer());
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(client.messages.create(params(), {.trace = {.traceparent = kIncoming}}));
  EXPECT_EQ(last_request().header("traceparent"), kIncoming);
  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_EQ(last_request().header("traceparent"), "");
}

TEST_F(TracingTest, AMalformedParentBeginsATraceOfItsOwn) {
  const AnthropicBedrock client = traced();
  for (const std::string wrong : {"nonsense", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                  "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                  "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                                  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"}) {
    fake_.transport->answer(message_answer());
    ASSERT_TRUE(client.messages.create(params(), {.trace = {.traceparent = wrong, .tracestate = "a=1"}}));
    EXPECT_EQ(spans.all().back().parent_span_id, "") << wrong;
    EXPECT_EQ(spans.all().back().trace_state, "") << wrong;
    EXPECT_EQ(last_request().header("tracestate"), "") << wrong;
  }
  fake_.transport->answer(message_answer());
  const std::string later_version = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more";
  ASSERT_TRUE(client.messages.create(params(), {.trace = {.traceparent = later_version}}));
  EXPECT_EQ(spans.all().back().parent_span_id, "00f067aa0ba902b7");
}

TEST_F(TracingTest, AHeaderOfTheCallersOwnStays) {
  const AnthropicBedrock client = traced();
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(client.messages.create(params(), {.extra_headers = {{"traceparent", kIncoming}}}));
  EXPECT_EQ(last_request().header("traceparent"), kIncoming);
}

TEST_F(TracingTest, SpansOfFailures) {
  const AnthropicBedrock client = traced();
  EXPECT_FALSE(client.messages.create({.model = "x"}));
  EXPECT_EQ(spans.all().back().name, "chat x");
  EXPECT_EQ(spans.all().back().status, SpanStatus::error);
  EXPECT_EQ(spans.all().back().text("error.type"), "invalid_request_error");
  EXPECT_EQ(spans.all().back().find("http.response.status_code"), nullptr);

  fake_.transport->answer(refusal(403, "AccessDeniedException", "no"));
  EXPECT_FALSE(client.messages.create(params()));
  EXPECT_EQ(spans.all().back().text("error.type"), "permission_error");
  EXPECT_EQ(spans.all().back().number("http.response.status_code"), 403);
  EXPECT_EQ(spans.all().back().text("aws.request_id"), "req-bad");
  EXPECT_THAT(spans.all().back().status_message, HasSubstr("AccessDeniedException"));
  EXPECT_EQ(spans.all().back().find("gen_ai.usage.input_tokens"), nullptr);

  fake_.transport->answer_with([](const FakeRequest&) {
    return FakeAnswer{.error = Error{.kind = ErrorKind::connection, .message = "refused"}};
  });
  EXPECT_FALSE(client.messages.create(params(), {.max_retries = 0}));
  EXPECT_EQ(spans.all().back().text("error.type"), "connection_error");

  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(client.messages.create(params(), {.stop_token = stop.get_token()}));
  EXPECT_EQ(spans.all().back().status, SpanStatus::unset);
  EXPECT_EQ(spans.all().back().find("error.type"), nullptr);
}

TEST_F(TracingTest, SpansOfStreams) {
  const AnthropicBedrock client = traced();
  FakeAnswer answer = stream_answer(hello_frames());
  answer.takes = 70ms;
  fake_.transport->answer(answer);
  ASSERT_TRUE(client.messages.stream(params()).final_message());
  const Span span = spans.one();
  EXPECT_EQ(attribute(span, "gen_ai.request.stream"), "true");
  EXPECT_EQ(attribute(span, "gen_ai.response.time_to_first_chunk"), "0.07");
  EXPECT_EQ(span.number("gen_ai.usage.output_tokens"), 4);
}

TEST_F(TracingTest, TheTimesBetweenAStreamsPiecesAreKept) {
  const AnthropicBedrock client = traced();
  fake_.transport->answer(stream_answer(hello_frames()));
  auto stream = client.messages.stream(params());
  while (const StreamEvent* event = stream.next()) {
    if (std::holds_alternative<ContentBlockDeltaEvent>(*event)) fake_.clock->advance(30ms);
  }
  EXPECT_EQ(spans.one().chunk_intervals, std::vector<std::chrono::nanoseconds>{30ms})
      << "two pieces have one time between them";
}

TEST_F(TracingTest, OfAStreamThatWasCutTheOutputIsNotCounted) {
  const AnthropicBedrock client = traced();
  fake_.transport->answer(stream_answer(hello_frames(3)));
  EXPECT_FALSE(client.messages.stream(params()).final_message());
  const Span span = spans.one();
  EXPECT_EQ(span.status, SpanStatus::error);
  EXPECT_EQ(span.text("error.type"), "api_error");
  EXPECT_EQ(attribute(span, "gen_ai.response.finish_reasons"), R"(["error"])");
  EXPECT_EQ(span.number("gen_ai.usage.input_tokens"), 9);
  EXPECT_EQ(span.find("gen_ai.usage.output_tokens"), nullptr) << "a placeholder of message_start";
  EXPECT_EQ(span.number("http.response.status_code"), 200);
}

TEST_F(TracingTest, TheRecordOfACallNamesItsSpan) {
  std::string trace, span, url;
  int status = 0;
  AnthropicBedrockOptions options = this->options();
  options.observe.tracing.on_span = spans.observer();
  options.observe.on_call = [&](const CallRecord& record) {
    trace = record.trace_id;
    span = record.span_id;
    url = record.url;
    status = record.status;
  };
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(make_client(options).messages.create(params()));
  EXPECT_EQ(trace, spans.one().trace_id);
  EXPECT_EQ(span, spans.one().span_id);
  EXPECT_EQ(status, 200);
  EXPECT_THAT(url, StartsWith("https://bedrock-runtime.us-east-1.amazonaws.com/model/"));
}

TEST_F(TracingTest, ContentIsRecordedOnlyIfAskedFor) {
  fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  MessageCreateParams params = this->params();
  params.system = "Be brief";
  params.stop_sequences = {"STOP"};
  ASSERT_TRUE(traced().messages.create(params));
  for (const auto& [name, value] : attributes(spans.all().back())) {
    for (const char* content : {"nobody may log", "Hello!", "Be brief", "STOP"})
      EXPECT_THAT(value, Not(HasSubstr(content))) << name;
  }
  ASSERT_TRUE(traced({.record_content = true}).messages.create(params));
  const Span span = spans.all().back();
  EXPECT_EQ(span.text("gen_ai.system_instructions"), R"([{"type":"text","content":"Be brief"}])");
  EXPECT_EQ(span.text("gen_ai.input.messages"),
            R"([{"role":"user","parts":[{"type":"text","content":"A prompt nobody may log"}]}])");
  EXPECT_EQ(span.text("gen_ai.output.messages"),
            R"([{"role":"assistant","parts":[{"type":"text","content":"Hello!"}]}])");
  EXPECT_EQ(attribute(span, "gen_ai.request.stop_sequences"), R"(["STOP"])");
  EXPECT_EQ(span.find("anthropic.content.truncated"), nullptr);
}

TEST_F(TracingTest, ContentOfToolsAndImages) {
  fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  MessageCreateParams params = this->params();
  params.messages = {{"user", {TextBlock{.text = "look"}, *ImageBlock::from_bytes("\x89PNG\r\n\x1a\n....")}},
                     {"assistant", {ToolUseBlock{.id = "t", .name = "f", .input = Json::object({{"a", 1}})}}},
                     MessageParam::tool_results({{.tool_use_id = "t", .content = "done"}})};
  ASSERT_TRUE(traced({.record_content = true}).messages.create(params));
  EXPECT_EQ(spans.one().text("gen_ai.input.messages"),
            R"([{"role":"user","parts":[{"type":"text","content":"look"},{"type":"anthropic_image"}]},)"
            R"({"role":"assistant","parts":[{"type":"tool_call","id":"t","name":"f","arguments":{"a":1}}]},)"
            R"({"role":"user","parts":[{"type":"tool_call_response","id":"t",)"
            R"("response":[{"type":"text","content":"done"}]}]}])");
}

TEST_F(TracingTest, OfTooMuchContentTheOldestIsLeftOut) {
  fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  MessageCreateParams params = this->params();
  params.messages = {{"user", std::string(300, 'a')}, {"assistant", "b"}, {"user", "c"}};
  ASSERT_TRUE(traced({.record_content = true, .max_content_bytes = 200}).messages.create(params));
  EXPECT_EQ(spans.all().back().text("gen_ai.input.messages"),
            R"([{"role":"assistant","parts":[{"type":"text","content":"b"}]},)"
            R"({"role":"user","parts":[{"type":"text","content":"c"}]}])");
  EXPECT_EQ(attribute(spans.all().back(), "anthropic.content.truncated"), "true");

  params.messages = {{"user", std::string(300, 'a')}};
  ASSERT_TRUE(traced({.record_content = true, .max_content_bytes = 100}).messages.create(params));
  const Span last = spans.all().back();
  const std::string_view text = last.text("gen_ai.input.messages");
  EXPECT_THAT(text, HasSubstr("aaaa"));
  EXPECT_LT(text.size(), 150u);
}

TEST_F(TracingTest, TheVariablesOfTheSdksAreObeyed) {
  fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  fake_.environment->set("ANTHROPIC_OPEN_TELEMETRY", "false");
  ASSERT_TRUE(traced().messages.create(params()));
  EXPECT_THAT(spans.all(), IsEmpty());
  ASSERT_TRUE(traced({.enabled = true}).messages.create(params()));
  EXPECT_EQ(spans.all().size(), 1u) << "code goes before the environment";
  fake_.environment->set("ANTHROPIC_OPEN_TELEMETRY", "0");
  ASSERT_TRUE(traced().messages.create(params()));
  EXPECT_EQ(spans.all().size(), 2u) << "only \"false\" switches off";
  fake_.environment->set("OTEL_SDK_DISABLED", "TRUE");
  ASSERT_TRUE(traced().messages.create(params()));
  EXPECT_EQ(spans.all().size(), 2u);
  fake_.environment->unset("OTEL_SDK_DISABLED");

  fake_.environment->set("ANTHROPIC_OPEN_TELEMETRY_PROPAGATION", "false");
  ASSERT_TRUE(traced().messages.create(params(), {.trace = {.traceparent = kIncoming, .baggage = "a=1"}}));
  EXPECT_EQ(last_request().header("traceparent"), "");
  EXPECT_EQ(last_request().header("baggage"), "");
  EXPECT_EQ(spans.all().back().parent_span_id, "00f067aa0ba902b7");

  fake_.environment->set("ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE", "content");
  fake_.environment->set("ANTHROPIC_OPEN_TELEMETRY_TRACES_MAX_CONTENT_BYTES", "60");
  ASSERT_TRUE(traced().messages.create(params()));
  EXPECT_NE(spans.all().back().find("gen_ai.input.messages"), nullptr);
  EXPECT_EQ(attribute(spans.all().back(), "anthropic.content.truncated"), "true");
}

TEST_F(TracingTest, Sampling) {
  fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  const std::string unsampled = kIncoming.substr(0, kIncoming.size() - 2) + "00";
  ASSERT_TRUE(traced().messages.create(params(), {.trace = {.traceparent = unsampled}}));
  EXPECT_FALSE(spans.all().back().sampled);
  EXPECT_THAT(last_request().header("traceparent"), ::testing::EndsWith("-00"));

  fake_.environment->set("OTEL_TRACES_SAMPLER", "always_on");
  ASSERT_TRUE(traced().messages.create(params(), {.trace = {.traceparent = unsampled}}));
  EXPECT_TRUE(spans.all().back().sampled);

  fake_.environment->set("OTEL_TRACES_SAMPLER", "parentbased_always_off");
  ASSERT_TRUE(traced().messages.create(params()));
  EXPECT_FALSE(spans.all().back().sampled);
  ASSERT_TRUE(traced().messages.create(params(), {.trace = {.traceparent = kIncoming}}));
  EXPECT_TRUE(spans.all().back().sampled);

  fake_.environment->set("OTEL_TRACES_SAMPLER", "traceidratio");
  fake_.environment->set("OTEL_TRACES_SAMPLER_ARG", "0.25");
  const auto sampled = [&](const std::string& end_of_id) {
    const std::string parent = "00-4bf92f3577b34da6a3" + end_of_id + "-00f067aa0ba902b7-00";
    EXPECT_TRUE(traced().messages.create(params(), {.trace = {.traceparent = parent}}));
    return spans.all().back().sampled;
  };
  EXPECT_TRUE(sampled("c0000000000000"));
  EXPECT_FALSE(sampled("bfffffffffffff"));

  fake_.environment->set("OTEL_TRACES_SAMPLER", "jaeger_remote");
  ASSERT_TRUE(traced().messages.create(params()));
  EXPECT_TRUE(spans.all().back().sampled);
  EXPECT_THAT(log, HasSubstr("OTEL_TRACES_SAMPLER is \"jaeger_remote\""));
}

TEST_F(TracingTest, NamesOfTheSdks) {
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(traced({.span_names = SpanNames::sdk}).messages.create(params()));
  EXPECT_EQ(spans.one().name, "anthropic.messages.create");
}

TEST_F(TracingTest, OtherPlatforms) {
  fake_.transport->answer_with([](const FakeRequest&) {
    FakeAnswer answer = message_answer();
    set_header(answer.headers, "request-id", "req_a");
    return answer;
  });
  AnthropicOptions first{.api_key = "k", .observe = {.tracing = {.on_span = spans.observer()}}};
  ASSERT_TRUE(make_client<Anthropic>(first).messages.create(params()));
  EXPECT_EQ(spans.all().back().text("gen_ai.provider.name"), "anthropic");
  EXPECT_EQ(last_request().header("traceparent").size(), 55u);
  AnthropicBedrockMantleOptions mantle{
      .aws_region = "us-east-1", .api_key = "k", .observe = {.tracing = {.on_span = spans.observer()}}};
  ASSERT_TRUE(make_client<AnthropicBedrockMantle>(mantle).messages.create(params()));
  EXPECT_EQ(spans.all().back().text("gen_ai.provider.name"), "aws.bedrock");
}

TEST_F(TracingTest, ASessionsTracingIsThatOfItsClients) {
  fake_.transport->answer(message_answer());
  const aws::Session session = make_session({.region = "us-east-1",
                                             .access_key_id = "AKIDEXAMPLE",
                                             .secret_access_key = kSecret,
                                             .observe = {.tracing = {.on_span = spans.observer()}}});
  ASSERT_TRUE(make_client({.aws_session = session}).messages.create(params()));
  EXPECT_EQ(spans.all().size(), 1u);
}

TEST_F(TracingTest, AnObserverThatThrowsChangesNothing) {
  AnthropicBedrockOptions options = this->options();
  options.observe.tracing.on_span = [](const Span&) { throw std::runtime_error("no disk"); };
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(make_client(options).messages.create(params()));
  EXPECT_THAT(log, HasSubstr("the client's on_span threw: no disk"));
}

TEST_F(TracingTest, WrongOptionsFailEveryCall) {
  const auto answer = traced({.max_content_bytes = 0}).messages.create(params());
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("observe.tracing.max_content_bytes"));
}

}  // namespace
}  // namespace anthropic::internal::testing
