#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock_mantle.hpp>

#include "client/client_fixture.hpp"
#include "client/tracing_fixture.hpp"
#include "wire/aws/sigv4.hpp"

// Spans of the calls that are no inference: counting tokens, models, batches, files.

namespace anthropic::internal::testing {
namespace {

using ::testing::Contains;
using ::testing::Not;

using namespace std::chrono_literals;

const std::string kIncoming = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

FakeAnswer json_answer(const std::string& text) {
  return {.headers = {{"content-type", "application/json"}, {"request-id", "req_1"}}, .pieces = {text}};
}

class CallTracingTest : public ClientTest {
 protected:
  Anthropic traced() {
    return make_client<Anthropic>(
        {.api_key = "k", .max_retries = 2, .observe = {.tracing = {.on_span = spans.observer()}}});
  }
  void expect_the_trace_is_sent_unsigned(const Span& span) {
    const FakeRequest request = fake_.transport->requests().back();
    EXPECT_EQ(request.header("traceparent"), "00-" + span.trace_id + "-" + span.span_id + "-01");
    const auto authorization = sigv4::parse_authorization(request.header("authorization"));
    ASSERT_TRUE(authorization);
    EXPECT_THAT(authorization->signed_headers, Contains("host"));
    EXPECT_THAT(authorization->signed_headers, Not(Contains("traceparent")));
  }

  Spans spans;
};

TEST_F(CallTracingTest, EveryCallHasASpan) {
  struct Case {
    const char* name;
    const char* method;
    const char* id;  // the attribute, and its value
    const char* id_value;
    const char* answer;
    std::function<bool(const Anthropic&, const RequestOptions&)> call;
  };
  const std::vector<MessageBatchRequest> requests = {{.custom_id = "a", .params = params()}};
  const auto no_params = PageParams();
  const char* list = R"({"data":[],"has_more":false})";
  const Case cases[] = {
      {"anthropic.messages.count_tokens", "POST", "gen_ai.request.model", "claude-haiku-4-5-20251001",
       R"({"input_tokens":12})",
       [&](const Anthropic& c, const RequestOptions& o) {
         return bool(c.messages.count_tokens(params(), o));
       }},
      {"anthropic.models.list", "GET", "", "", list,
       [&](const Anthropic& c, const RequestOptions& o) { return bool(c.models.list(no_params, o)); }},
      {"anthropic.models.retrieve", "GET", "anthropic.model.id", "claude-x", R"({"id":"claude-x"})",
       [](const Anthropic& c, const RequestOptions& o) { return bool(c.models.retrieve("claude-x", o)); }},
      {"anthropic.messages.batches.create", "POST", "anthropic.message.batch.id", "b2", R"({"id":"b2"})",
       [&](const Anthropic& c, const RequestOptions& o) {
         return bool(c.messages.batches.create(requests, o));
       }},
      {"anthropic.messages.batches.retrieve", "GET", "anthropic.message.batch.id", "b1", R"({"id":"b1"})",
       [](const Anthropic& c, const RequestOptions& o) {
         return bool(c.messages.batches.retrieve("b1", o));
       }},
      {"anthropic.messages.batches.list", "GET", "", "", list,
       [&](const Anthropic& c, const RequestOptions& o) {
         return bool(c.messages.batches.list(no_params, o));
       }},
      {"anthropic.messages.batches.cancel", "POST", "anthropic.message.batch.id", "b1", R"({"id":"b1"})",
       [](const Anthropic& c, const RequestOptions& o) { return bool(c.messages.batches.cancel("b1", o)); }},
      {"anthropic.messages.batches.delete", "DELETE", "anthropic.message.batch.id", "b1", R"({"id":"b1"})",
       [](const Anthropic& c, const RequestOptions& o) {
         return bool(c.messages.batches.delete_batch("b1", o));
       }},
      {"anthropic.messages.batches.results", "GET", "anthropic.message.batch.id", "b1", "",
       [](const Anthropic& c, const RequestOptions& o) {
         auto results = c.messages.batches.results("b1", o);
         return !results.next() && !results.error();
       }},
      {"anthropic.files.upload", "POST", "anthropic.file.id", "f2", R"({"id":"f2"})",
       [](const Anthropic& c, const RequestOptions& o) {
         return bool(c.files.upload({.filename = "a", .content = "x"}, o));
       }},
      {"anthropic.files.list", "GET", "", "", list,
       [&](const Anthropic& c, const RequestOptions& o) { return bool(c.files.list(no_params, o)); }},
      {"anthropic.files.retrieve_metadata", "GET", "anthropic.file.id", "f1", R"({"id":"f1"})",
       [](const Anthropic& c, const RequestOptions& o) { return bool(c.files.retrieve_metadata("f1", o)); }},
      {"anthropic.files.download", "GET", "anthropic.file.id", "f1", "bytes",
       [](const Anthropic& c, const RequestOptions& o) { return bool(c.files.download("f1", o)); }},
      {"anthropic.files.delete", "DELETE", "anthropic.file.id", "f1", R"({"id":"f1"})",
       [](const Anthropic& c, const RequestOptions& o) { return bool(c.files.delete_file("f1", o)); }},
  };
  const Anthropic client = traced();
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    fake_.transport->answer(json_answer(one.answer));
    const std::size_t before = spans.all().size();
    EXPECT_TRUE(one.call(client, {.trace = {.traceparent = kIncoming, .conversation_id = "c-1"}}));
    ASSERT_EQ(spans.all().size(), before + 1);
    const Span span = spans.all().back();
    EXPECT_EQ(span.name, one.name);
    EXPECT_EQ(span.kind, SpanKind::client);
    EXPECT_EQ(span.status, SpanStatus::ok);
    EXPECT_EQ(span.parent_span_id, "00f067aa0ba902b7");
    EXPECT_EQ(fake_.transport->requests().back().header("traceparent"),
              "00-" + span.trace_id + "-" + span.span_id + "-01");
    EXPECT_EQ(span.find("gen_ai.operation.name"), nullptr) << "it is no operation of the conventions";
    std::map<std::string, std::string> expected = {{"anthropic.request.id", "req_1"},
                                                   {"gen_ai.conversation.id", "c-1"},
                                                   {"gen_ai.provider.name", "anthropic"},
                                                   {"http.request.method", one.method},
                                                   {"http.response.status_code", "200"},
                                                   {"server.address", "api.anthropic.com"},
                                                   {"server.port", "443"}};
    if (*one.id) expected[one.id] = one.id_value;
    if (span.name == "anthropic.messages.count_tokens")
      expected["anthropic.message.count_tokens.input_tokens"] = "12";
    EXPECT_EQ(attributes(span), expected);
  }
}

TEST_F(CallTracingTest, TheSpanIsAroundAllAttempts) {
  fake_.transport->answer(503, "{}");
  fake_.transport->answer(json_answer(R"({"data":[]})"));
  ASSERT_TRUE(traced().models.list());
  const Span span = spans.one();
  EXPECT_EQ(span.number("http.request.resend_count"), 1);
  EXPECT_EQ(span.number("http.response.status_code"), 200);
  EXPECT_GT(span.duration, 0ms) << "the pause counts";
  const auto requests = fake_.transport->requests();
  EXPECT_EQ(requests.at(0).header("traceparent"), requests.at(1).header("traceparent"));
}

TEST_F(CallTracingTest, SpansOfFailures) {
  const Anthropic client = traced();
  fake_.transport->answer(404,
                          R"({"type":"error","error":{"type":"not_found_error","message":"no such file"}})");
  EXPECT_FALSE(client.files.delete_file("f1"));
  EXPECT_EQ(spans.all().back().status, SpanStatus::error);
  EXPECT_EQ(spans.all().back().text("error.type"), "not_found_error");
  EXPECT_EQ(spans.all().back().text("anthropic.file.id"), "f1");
  EXPECT_EQ(spans.all().back().number("http.response.status_code"), 404);
  fake_.transport->answer(200, "<html>");
  EXPECT_FALSE(client.models.list());
  EXPECT_EQ(spans.all().back().text("error.type"), "response_validation") << "an answer that is no JSON";
  for (const auto& call :
       std::vector<std::function<bool()>>{[&] { return bool(client.models.list()); },
                                          [&] { return bool(client.messages.count_tokens(params())); }}) {
    fake_.transport->answer(200, "{}");
    EXPECT_FALSE(call());
    EXPECT_EQ(spans.all().back().text("error.type"), "response_validation") << "JSON, but no such answer";
  }
  EXPECT_FALSE(client.models.list({}, {.timeout = -1ms}));
  EXPECT_EQ(spans.all().back().status, SpanStatus::error) << "nothing is sent";
  EXPECT_EQ(spans.all().size(), 5u);
}

TEST_F(CallTracingTest, EachPageHasASpanWithOneParent) {
  const Anthropic client = traced();
  fake_.transport->answer(json_answer(R"({"data":[{"id":"a"}],"has_more":true,"last_id":"a"})"));
  fake_.transport->answer(json_answer(R"({"data":[{"id":"b"}],"has_more":false})"));
  const auto page = client.models.list({}, {.trace = {.traceparent = kIncoming}});
  ASSERT_TRUE(page);
  ASSERT_TRUE(page->next_page());
  ASSERT_EQ(spans.all().size(), 2u);
  EXPECT_EQ(spans.all()[1].name, "anthropic.models.list");
  EXPECT_EQ(spans.all()[1].parent_span_id, spans.all()[0].parent_span_id);
}

TEST_F(CallTracingTest, ResultsOfABatchEndWithTheirLastLine) {
  const Anthropic client = traced();
  const std::string line = R"({"custom_id":"a","result":{"type":"canceled"}})";
  FakeAnswer answer = json_answer(line + "\n");
  fake_.transport->answer(answer);
  {
    auto results = client.messages.batches.results("b1");
    ASSERT_TRUE(results.next());
    EXPECT_TRUE(spans.all().empty());
    EXPECT_FALSE(results.next());
    EXPECT_EQ(spans.one().status, SpanStatus::ok);
  }
  EXPECT_EQ(spans.all().size(), 1u) << "once";
  fake_.transport->answer(answer);
  ASSERT_TRUE(client.messages.batches.results("b1").next());
  EXPECT_EQ(spans.all().back().status, SpanStatus::unset) << "the caller left";
  answer.error_after_body = Error{.kind = ErrorKind::connection, .message = "reset"};
  fake_.transport->answer(answer);
  auto results = client.messages.batches.results("b1");
  while (results.next()) {
  }
  EXPECT_EQ(spans.all().back().text("error.type"), "connection_error");
}

TEST_F(CallTracingTest, OnBedrock) {
  AnthropicBedrockOptions options = this->options();
  options.observe.tracing.on_span = spans.observer();
  FakeAnswer answer = message_answer();
  answer.pieces = {R"({"inputTokens":7})"};
  fake_.transport->answer(answer);
  ASSERT_TRUE(make_client(options).messages.count_tokens(params()));
  const Span span = spans.one();
  EXPECT_EQ(span.name, "anthropic.messages.count_tokens");
  EXPECT_EQ(span.text("gen_ai.provider.name"), "aws.bedrock");
  EXPECT_EQ(span.text("gen_ai.request.model"), "anthropic.claude-haiku-4-5-20251001-v1:0");
  EXPECT_EQ(span.number("anthropic.message.count_tokens.input_tokens"), 7);
  EXPECT_EQ(span.text("aws.request_id"), "req-1");
  expect_the_trace_is_sent_unsigned(span);
}

TEST_F(CallTracingTest, OnMantleAndOnClaudePlatformOnAws) {
  fake_.transport->answer_with([](const FakeRequest&) { return json_answer(R"({"input_tokens":7})"); });
  const AnthropicBedrockMantle mantle =
      make_client<AnthropicBedrockMantle>({.aws_region = "us-east-1",
                                           .aws_access_key = "AKIDEXAMPLE",
                                           .aws_secret_key = kSecret,
                                           .observe = {.tracing = {.on_span = spans.observer()}}});
  ASSERT_TRUE(mantle.messages.count_tokens(params()));
  EXPECT_EQ(spans.all().back().text("gen_ai.provider.name"), "aws.bedrock");
  expect_the_trace_is_sent_unsigned(spans.all().back());
  const AnthropicAws on_aws =
      make_client<AnthropicAws>({.aws_region = "us-east-1",
                                 .aws_access_key = "AKIDEXAMPLE",
                                 .aws_secret_key = kSecret,
                                 .workspace_id = "wrkspc_1",
                                 .observe = {.tracing = {.on_span = spans.observer()}}});
  ASSERT_TRUE(on_aws.files.retrieve_metadata("f1"));
  EXPECT_EQ(spans.all().back().text("gen_ai.provider.name"), "anthropic");
  expect_the_trace_is_sent_unsigned(spans.all().back());
}

TEST_F(CallTracingTest, WithoutAnObserverOnlyTheCallersTraceIsPassedOn) {
  fake_.transport->answer(json_answer(R"({"data":[]})"));
  ASSERT_TRUE(
      make_client<Anthropic>({.api_key = "k"}).models.list({}, {.trace = {.traceparent = kIncoming}}));
  EXPECT_EQ(fake_.transport->requests().back().header("traceparent"), kIncoming);
}

}  // namespace
}  // namespace anthropic::internal::testing
