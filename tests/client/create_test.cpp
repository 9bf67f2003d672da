#include <cmath>

#include "client/client_fixture.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using namespace std::chrono_literals;

using CreateTest = ClientTest;

TEST_F(CreateTest, SendsWhatBedrockWants) {
  fake_.transport->answer(message_answer());
  const auto message = client().messages.create(
      {.model = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/x1",
       .max_tokens = 2000,
       .temperature = 0.0,
       .messages = {{"user", "Hi \"you\""}, {"assistant", "Yes?"}, {"user", {TextBlock{"a"}}}},
       .system = "Be brief",
       .stop_sequences = {"\n\n"},
       .top_k = 5,
       .metadata = Metadata{.user_id = "u1"},
       .extra = Json::object({{"anthropic_beta", Json::array({"x-1"})}})});
  ASSERT_TRUE(message) << message.error().to_string();
  const FakeRequest request = fake_.transport->requests().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url,
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/"
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fx1/invoke");
  EXPECT_EQ(
      request.body,
      R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":2000,"temperature":0,)"
      R"("messages":[{"role":"user","content":"Hi \"you\""},{"role":"assistant","content":"Yes?"},)"
      R"({"role":"user","content":[{"type":"text","text":"a"}]}],"system":"Be brief","stop_sequences":["\n\n"],)"
      R"("top_k":5,"metadata":{"user_id":"u1"},"anthropic_beta":["x-1"]})");
  EXPECT_EQ(request.header("host"), "bedrock-runtime.us-east-1.amazonaws.com");
  EXPECT_EQ(request.header("content-type"), "application/json");
  EXPECT_EQ(request.header("x-amz-security-token"), "session-token-of-the-test");
  EXPECT_EQ(request.header("amz-sdk-request"), "attempt=1; max=3");
  const auto authorization = sigv4::parse_authorization(request.header("authorization"));
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->service, "bedrock");
  EXPECT_EQ(authorization->region, "us-east-1");
  EXPECT_EQ(authorization->signed_headers,
            (std::vector<std::string>{"content-type", "host", "x-amz-date", "x-amz-security-token"}));
}

TEST_F(CreateTest, BetasOfHeadersGoIntoTheBody) {
  fake_.transport->answer(message_answer());
  auto options = this->options();
  options.default_headers = {{"anthropic-beta", "two"}};
  auto asked = params();
  asked.betas = {"one"};
  const auto message =
      make_client(options).messages.create(asked, {.extra_headers = {{"Anthropic-Beta", "three , four"}}});
  ASSERT_TRUE(message) << message.error().to_string();
  const FakeRequest request = fake_.transport->requests().at(0);
  EXPECT_EQ((*Json::parse(request.body))["anthropic_beta"].dump(), R"(["one","two","three","four"])");
  EXPECT_EQ(request.header("anthropic-beta"), "");
}

TEST_F(CreateTest, NoTokensOnlyFillTheCache) {
  fake_.transport->answer(message_answer());
  auto asked = MessageCreateParams::from_json(
      *Json::parse(R"({"model":"m","max_tokens":0,"messages":[{"role":"user","content":"a"}]})"));
  ASSERT_TRUE(asked);
  const auto message = client().messages.create(*asked);
  ASSERT_TRUE(message) << message.error().to_string();
  EXPECT_EQ((*Json::parse(fake_.transport->requests().at(0).body))["max_tokens"].as_int64(), 0);
}

TEST_F(CreateTest, ReadsTheMessage) {
  fake_.transport->answer(message_answer());
  const auto message = client().messages.create(params());
  EXPECT_EQ(message->text(), "Hello!");
  EXPECT_EQ(message->id, "msg_1");
  EXPECT_EQ(message->stop_reason, StopReason::end_turn);
  EXPECT_EQ(message->usage.output_tokens, 4);
  EXPECT_EQ(message->request_id, "req-1");
  EXPECT_EQ(message->to_json(), *Json::parse(kHelloMessage));
  EXPECT_EQ(fake_.transport->closed_early(), 0);
}

TEST_F(CreateTest, ReadsAMessageInWhichCharactersAreBroken) {
  for (const char* broken : {R"(Hel\ud83dlo!)", "Hel\xf0\x9flo!"}) {
    std::string body = kHelloMessage;
    body.replace(body.find("Hello!"), 6, broken);
    fake_.transport->answer(200, body);
    const auto message = client().messages.create(params());
    ASSERT_TRUE(message) << message.error().to_string();
    EXPECT_EQ(message->text(), "Hel\uFFFDlo!");
  }
}

TEST_F(CreateTest, KeepsBlocksItDoesNotKnow) {
  const std::string strange =
      R"({"id":"m","type":"message","role":"assistant","model":"x","content":[{"type":"text","text":"a","citations":null},{"type":"tool_use","id":"t","name":"f","input":{"n":1.50}},{"type":"new","v":[1]}],"stop_reason":"pause_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,"speed":"fast"},"container":{"id":"c"}})";
  fake_.transport->answer(200, strange);
  fake_.transport->answer(message_answer());
  const AnthropicBedrock client = this->client();
  const auto first = client.messages.create(params());
  EXPECT_EQ(first->to_json(), *Json::parse(strange));
  auto next = params();
  next.messages.push_back(first->to_param());
  next.messages.push_back({"user", {ToolResultBlock{.tool_use_id = "t", .content = "done"}}});
  const auto second = client.messages.create(next);
  ASSERT_TRUE(second) << second.error().to_string();
  const Json sent = *Json::parse(fake_.transport->requests().at(1).body);
  // "citations": null is an answer's way of saying that there are none; a request may not say it.
  EXPECT_EQ(sent["messages"][1]["content"], *Json::parse(R"([{"type":"text","text":"a"},
                             {"type":"tool_use","id":"t","name":"f","input":{"n":1.50}},
                             {"type":"new","v":[1]}])"));
}

TEST_F(CreateTest, RefusesLocallyWhatCannotSucceed) {
  const AnthropicBedrock client = this->client();
  const auto expect = [&](MessageCreateParams bad, std::string_view text) {
    const auto message = client.messages.create(bad);
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().kind, ErrorKind::bad_request);
    EXPECT_EQ(message.error().status, 0);
    EXPECT_THAT(message.error().message, HasSubstr(text)) << message.error().message;
  };
  auto bad = params();
  bad.model = "";
  expect(bad, "model");
  bad = params();
  bad.max_tokens = 0;
  expect(bad, "max_tokens");
  bad = params();
  bad.messages.clear();
  expect(bad, "messages");
  bad = params();
  bad.messages.push_back({"assistant", "\xff\xfe"});
  expect(bad, "messages[1]");
  bad = params();
  bad.temperature = std::nan("");
  expect(bad, "temperature");
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(CreateTest, RetriesThrottlingAndSignsAnew) {
  for (int i = 0; i < 2; ++i)
    fake_.transport->answer(refusal(429, "ThrottlingException", "Too many requests"));
  fake_.transport->answer(message_answer());
  fake_.random->otherwise(0.5);
  ASSERT_TRUE(client().messages.create(params()));
  EXPECT_EQ(fake_.clock->sleeps(), (std::vector<std::chrono::milliseconds>{500ms, 1000ms}));
  const auto requests = fake_.transport->requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[2].header("amz-sdk-request"), "attempt=3; max=3");
  EXPECT_EQ(requests[0].header("amz-sdk-invocation-id"), requests[2].header("amz-sdk-invocation-id"));
  EXPECT_EQ(requests[0].header("x-amz-date"), "20261122T120000Z");
  EXPECT_EQ(requests[2].header("x-amz-date"), "20261122T120001Z");
  EXPECT_NE(requests[0].header("authorization"), requests[2].header("authorization"));
}

TEST_F(CreateTest, SaysHowOftenItTried) {
  for (int i = 0; i < 3; ++i) fake_.transport->answer(refusal(503, "ServiceUnavailableException", "busy"));
  const auto message = client().messages.create(params());
  EXPECT_EQ(message.error().kind, ErrorKind::service_unavailable);
  EXPECT_EQ(message.error().attempts, 3);
  EXPECT_EQ(message.error().request_id, "req-bad");
  EXPECT_EQ(message.error().code, "ServiceUnavailableException");
  EXPECT_THROW((void)message.value(), ServiceUnavailableError);
}

TEST_F(CreateTest, RetriesAsOftenAsAsked) {
  for (int i = 0; i < 9; ++i) fake_.transport->answer(refusal(500, "InternalServerException", "oops"));
  EXPECT_EQ(client().messages.create(params(), {.max_retries = 0}).error().attempts, 1);
  auto patient = options();
  patient.max_retries = 3;
  EXPECT_EQ(make_client(patient).messages.create(params()).error().attempts, 4);
  fake_.environment->set("AWS_MAX_ATTEMPTS", "2");
  EXPECT_EQ(client().messages.create(params()).error().attempts, 2);
  fake_.environment->set("AWS_MAX_ATTEMPTS", "many");
  EXPECT_EQ(client().messages.create(params()).error().kind, ErrorKind::configuration);
}

TEST_F(CreateTest, SendsOnlyOnceWhatNoWaitMends) {
  const struct {
    int status;
    const char* code;
    const char* message;
  } refusals[] = {
      {429, "ThrottlingException", "Too many tokens per day, please wait before trying again."},
      {400, "ValidationException", "data retention mode 'default' is not available for this model"},
      {404, "ResourceNotFoundException", "Model use case details have not been submitted for this account."},
      {403, "AccessDeniedException", "INVALID_PAYMENT_INSTRUMENT"},
  };
  for (const auto& [status, code, message] : refusals) {
    fake_.transport->answer(refusal(status, code, message));
    const auto failed = client().messages.create(params(), {.max_retries = 5});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().attempts, 1) << message;
    EXPECT_FALSE(failed.error().hint.empty()) << message;
  }
  EXPECT_TRUE(fake_.clock->sleeps().empty());
  fake_.transport->answer(
      refusal(429, "ThrottlingException", "Too many tokens, please wait before trying again."));
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(client().messages.create(params()));
}

TEST_F(CreateTest, ALongRefusalIsShownShortened) {
  fake_.transport->answer(FakeAnswer{
      .status = 500, .headers = {{"content-type", "text/plain"}}, .pieces = {std::string(3u << 20, 'x')}});
  const auto long_text = client().messages.create(params(), {.max_retries = 0});
  EXPECT_TRUE(long_text.error().message.starts_with("xxx")) << long_text.error().message.substr(0, 400);
  EXPECT_LE(long_text.error().message.size(), 300u);
  // What had come counts.
  fake_.transport->answer(
      FakeAnswer{.status = 500,
                 .pieces = {"upstream "},
                 .error_after_body = Error{.kind = ErrorKind::connection, .message = "broke off"}});
  EXPECT_EQ(client().messages.create(params(), {.max_retries = 0}).error().message, "upstream");
}

TEST_F(CreateTest, HonoursTheServersAdvice) {
  fake_.transport->answer(refusal(429, "ThrottlingException", "wait", {{"x-amz-retry-after", "3000"}}));
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(client().messages.create(params()));
  EXPECT_EQ(fake_.clock->sleeps(), (std::vector<std::chrono::milliseconds>{3000ms}));

  fake_.transport->answer(refusal(500, "InternalServerException", "no", {{"x-should-retry", "false"}}));
  EXPECT_EQ(client().messages.create(params()).error().attempts, 1);
  fake_.transport->answer(refusal(400, "ValidationException", "try again", {{"x-should-retry", "true"}}));
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(client().messages.create(params()));
}

TEST_F(CreateTest, NeverPaysTwiceForAReadTimeout) {
  fake_.transport->fail(ErrorKind::timeout, "no answer within 600 s", true);
  const auto message = client().messages.create(params());
  EXPECT_EQ(message.error().kind, ErrorKind::timeout);
  EXPECT_EQ(message.error().attempts, 1);
  EXPECT_FALSE(message.error().hint.empty());

  fake_.transport->fail(ErrorKind::timeout, "no connection within 5 s", false);
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(client().messages.create(params()));
}

TEST_F(CreateTest, RetriesConnectionsThatBreak) {
  fake_.transport->fail(ErrorKind::connection, "reset by peer");
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(client().messages.create(params()));
  EXPECT_EQ(fake_.transport->requests().size(), 2u);
}

TEST_F(CreateTest, CorrectsItsClockOnce) {
  fake_.transport->answer(refusal(403, "InvalidSignatureException",
                                  "Signature expired: 20261122T120000Z is now earlier",
                                  {{"Date", "Sun, 22 Nov 2026 13:00:00 GMT"}}));
  fake_.transport->answer(message_answer());
  fake_.transport->answer(message_answer());
  const AnthropicBedrock client = this->client();
  ASSERT_TRUE(client.messages.create(params()));
  ASSERT_TRUE(client.messages.create(params()));
  const auto requests = fake_.transport->requests();
  EXPECT_EQ(requests.at(1).header("x-amz-date"), "20261122T130000Z");
  EXPECT_EQ(requests.at(2).header("x-amz-date"), "20261122T130000Z");
  EXPECT_TRUE(fake_.clock->sleeps().empty());

  for (int i = 0; i < 5; ++i) {
    fake_.transport->answer(
        refusal(403, "InvalidSignatureException", "Signature expired",
                {{"Date", i % 2 ? "Sun, 22 Nov 2026 15:00:00 GMT" : "Sun, 22 Nov 2026 18:00:00 GMT"}}));
  }
  const auto message = client.messages.create(params());
  EXPECT_EQ(message.error().kind, ErrorKind::authentication);
  EXPECT_EQ(message.error().attempts, 2);
  EXPECT_THAT(message.error().hint, HasSubstr("clock"));
}

TEST_F(CreateTest, ReadsNewCredentialsWhenTheOldHaveExpired) {
  fake_.environment->set("AWS_PROFILE", "dev");
  const std::string path = "/home/user/.aws/credentials";
  fake_.files->write(path, "[dev]\naws_access_key_id=OLD\naws_secret_access_key=old\naws_session_token=t1\n");
  fake_.transport->answer_with([&](const FakeRequest& request) {
    if (request.header("x-amz-security-token") == "t2") return message_answer();
    fake_.files->write(path,
                       "[dev]\naws_access_key_id=NEW\naws_secret_access_key=new\naws_session_token=t2\n");
    fake_.clock->advance(5s);
    return refusal(403, "ExpiredTokenException", "The security token included in the request is expired");
  });
  const auto client = make_client({.aws_region = "us-east-1"});
  EXPECT_TRUE(client.messages.create(params()));
  EXPECT_EQ(fake_.transport->requests().size(), 2u);

  fake_.transport->answer_with(
      [](const FakeRequest&) { return refusal(403, "ExpiredTokenException", "expired"); });
  const auto message = client.messages.create(params());
  EXPECT_EQ(message.error().kind, ErrorKind::authentication);
  EXPECT_EQ(message.error().attempts, 2);
  EXPECT_THAT(message.error().hint, HasSubstr("--profile dev")) << message.error().hint;
}

TEST_F(CreateTest, AnExpiredTokenThatShowsInTheTextOnlyIsReplacedOnceAsWell) {
  const std::string text = "The security token included in the request is expired";
  const auto anthropic = [&](const char* type) {
    return R"({"type":"error","error":{"type":")" + std::string(type) + R"(","message":")" + text + R"("}})";
  };
  const FakeAnswer refusals[] = {refusal(403, "AccessDeniedException", text),
                                 refusal(403, "", text),
                                 {.status = 403, .pieces = {anthropic("permission_error")}},
                                 {.status = 401, .pieces = {anthropic("authentication_error")}}};
  fake_.environment->set("AWS_PROFILE", "dev");
  const std::string path = "/home/user/.aws/credentials";
  const std::string old_keys = "[dev]\naws_access_key_id=A\naws_secret_access_key=s\naws_session_token=";
  for (const FakeAnswer& refused : refusals) {
    fake_.files->write(path, old_keys + "t1\n");
    fake_.clock->advance(5s);
    const std::size_t before = fake_.transport->requests().size();
    fake_.transport->answer_with([&](const FakeRequest& request) {
      if (request.header("x-amz-security-token") == "t2") return message_answer();
      fake_.files->write(path, old_keys + "t2\n");
      fake_.clock->advance(5s);
      return refused;
    });
    const auto client = make_client({.aws_region = "us-east-1"});
    EXPECT_TRUE(client.messages.create(params())) << refused.pieces.front();
    EXPECT_EQ(fake_.transport->requests().size() - before, 2u) << refused.pieces.front();

    fake_.transport->answer_with([&](const FakeRequest&) { return refused; });
    const auto message = client.messages.create(params());
    EXPECT_EQ(message.error().kind, ErrorKind::authentication) << refused.pieces.front();
    EXPECT_EQ(message.error().attempts, 2) << refused.pieces.front();
  }
}

TEST_F(CreateTest, ExpiredKeysAreRenewedWhereTheyComeFrom) {
  fake_.environment->set("AWS_ACCESS_KEY_ID", "A");
  fake_.environment->set("AWS_SECRET_ACCESS_KEY", "s");
  fake_.environment->set("AWS_SESSION_TOKEN", "t");
  fake_.transport->answer_with(
      [](const FakeRequest&) { return refusal(403, "ExpiredTokenException", "expired"); });
  const auto by_environment = make_client({.aws_region = "us-east-1"});
  EXPECT_EQ(by_environment.messages.create(params()).error().hint,
            "The temporary credentials have expired. They come from the environment: renew "
            "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN together, or unset them to use a "
            "profile.");
  EXPECT_EQ(client().messages.create(params()).error().hint,
            "The temporary credentials have expired. They were given in code: give the client new ones.");
}

TEST_F(CreateTest, SuccessWithAnErrorInTheBodyIsAnError) {
  fake_.transport->answer(
      200, R"({"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"})");
  auto message = client().messages.create(params(), {.max_retries = 0});
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().code, "UnknownOperationException");
  fake_.transport->answer(200, "<html>login</html>");
  message = client().messages.create(params(), {.max_retries = 0});
  EXPECT_EQ(message.error().kind, ErrorKind::response_validation);
  fake_.transport->answer(200,
                          R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})");
  message = client().messages.create(params(), {.max_retries = 0});
  EXPECT_EQ(message.error().kind, ErrorKind::overloaded);
  fake_.transport->answer(200, R"({"hello":1})");
  message = client().messages.create(params(), {.max_retries = 0});
  EXPECT_EQ(message.error().kind, ErrorKind::response_validation);
}

TEST_F(CreateTest, StopsWhenAsked) {
  std::stop_source stop;
  fake_.transport->answer_with([&](const FakeRequest&) {
    stop.request_stop();
    return refusal(429, "ThrottlingException", "later");
  });
  const auto message = client().messages.create(params(), {.stop_token = stop.get_token()});
  EXPECT_EQ(message.error().kind, ErrorKind::user_abort);
  EXPECT_THROW((void)message.value(), APIUserAbortError);
}

}  // namespace
}  // namespace anthropic::internal::testing
