#include "local/server/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/encoding.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "decoded_frames.hpp"
#include "signed_request.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

EndpointSettings settings() {
  EndpointSettings made;
  made.accepted = {{plain_pair(), temporary_pair()}, {"good-token"}, "us-east-1"};
  made.now = noon;
  made.random = std::make_shared<RealRandom>();
  return made;
}

std::string header(const Answer& answer, std::string_view name) {
  const std::string* value = find_header(answer.headers, name);
  return value ? *value : "(none)";
}

std::string message_of(const Answer& answer) {
  return (*Json::parse(answer.body))["message"].string_or("");
}

std::string streamed_bytes(const Answer& answer) {
  std::string bytes;
  for (const Step& step : answer.steps) bytes += step.bytes;
  return bytes;
}

TEST(Endpoint, AnswersAnInvoke) {
  Endpoint endpoint(settings());
  const Answer answer = endpoint.answer(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(header(answer, "content-type"), "application/json");
  EXPECT_EQ(header(answer, "date"), "Sun, 22 Nov 2026 12:00:00 GMT");
  EXPECT_EQ(header(answer, "x-local-endpoint"), "not Claude");
  EXPECT_EQ(header(answer, "x-amzn-requestid").size(), 36u);
  EXPECT_EQ(header(answer, "x-amzn-bedrock-input-token-count"), "3");
  const Json message = *Json::parse(answer.body);
  EXPECT_THAT(message["content"][0]["text"].string_or(""), HasSubstr("not Claude"));
  EXPECT_EQ(message["model"].as_string(), "claude-haiku-4-5-20251001");
}

TEST(Endpoint, RepeatsTheTierAndTheLatencyThatAreAskedFor) {
  Endpoint endpoint(settings());
  const SignedWith signing{.more = {{"X-Amzn-Bedrock-Service-Tier", "default"},
                                    {"X-Amzn-Bedrock-PerformanceConfig-Latency", "optimized"}}};
  for (const std::string_view target : {kHaikuInvoke, kHaikuStream}) {
    const Answer answer =
        endpoint.answer(signed_request("POST", std::string(target), invoke_body(), signing));
    EXPECT_EQ(header(answer, "x-amzn-bedrock-service-tier"), "default");
    EXPECT_EQ(header(answer, "x-amzn-bedrock-performanceconfig-latency"), "optimized");
  }
}

TEST(Endpoint, AnswersAStream) {
  Endpoint endpoint(settings());
  const Answer answer = endpoint.answer(signed_request("POST", kHaikuStream, invoke_body()));
  EXPECT_TRUE(answer.streamed);
  EXPECT_EQ(header(answer, "content-type"), "application/vnd.amazon.eventstream");
  EXPECT_EQ(header(answer, "x-amzn-bedrock-content-type"), "application/json");
  const DecodedStream stream = decode_stream(streamed_bytes(answer));
  EXPECT_THAT(stream.text(), HasSubstr("not Claude"));
  EXPECT_EQ(stream.outline().back(), "message_stop");
}

TEST(Endpoint, IsDeterministic) {
  Endpoint one(settings()), two(settings());
  const Request request = signed_request("POST", kHaikuStream, invoke_body());
  EXPECT_EQ(streamed_bytes(one.answer(request)), streamed_bytes(two.answer(request)));
}

TEST(Endpoint, PrefersTheRepliesItWasGiven) {
  EndpointSettings with = settings();
  with.replies =
      *Replies::parse(R"({"rules": [{"match": {"user_contains": "2+2"}, "reply": {"text": "4"}}]})");
  Endpoint endpoint(std::move(with));
  const Json four = *Json::parse(endpoint.answer(signed_request("POST", kHaikuInvoke, invoke_body())).body);
  EXPECT_EQ(four["content"][0]["text"].as_string(), "4");
  EXPECT_TRUE(four["id"].string_or("").starts_with("msg_local_"));
  const Json other =
      *Json::parse(endpoint.answer(signed_request("POST", kHaikuInvoke, invoke_body("3+3?"))).body);
  EXPECT_THAT(other["content"][0]["text"].string_or(""), HasSubstr("not Claude"));
}

TEST(Endpoint, RefusesUnsignedRequestsUnlessToldOtherwise) {
  Request request{.method = "POST", .target = std::string(kHaikuInvoke)};
  request.body = invoke_body();
  Endpoint strict(settings());
  const Answer refused = strict.answer(request);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(header(refused, "x-amzn-errortype"), HasSubstr("MissingAuthenticationTokenException"));
  EndpointSettings lenient = settings();
  lenient.check_signatures = false;
  EXPECT_EQ(Endpoint(std::move(lenient)).answer(request).status, 200);
}

TEST(Endpoint, RefusesAsBedrockDoes) {
  Endpoint endpoint(settings());
  const Answer refused = endpoint.answer(signed_request("POST", kHaikuInvoke, "{}"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(header(refused, "x-amzn-errortype").starts_with("ValidationException:"));
  EXPECT_NE(header(refused, "x-amzn-requestid"), "(none)");
  EXPECT_NE(header(refused, "date"), "(none)");
  EXPECT_EQ(message_of(refused), "anthropic_version: Field required");
  EXPECT_EQ(message_of(endpoint.answer(signed_request("POST", kHaikuInvoke, "{"))),
            "Malformed input request, please reformat your input and try again.");
  EXPECT_EQ(message_of(endpoint.answer(signed_request("POST", "/model/nonsense/invoke", invoke_body()))),
            "The provided model identifier is invalid.");
}

TEST(Endpoint, RefusesABodyThatIsTooLarge) {
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  request.body_too_large = true;
  const Answer refused = Endpoint(settings()).answer(request);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(message_of(refused), HasSubstr("less than or equal to 25000000"));
}

TEST(Endpoint, KnowsAwssTwoWaysOfNotKnowingAPath) {
  Endpoint endpoint(settings());
  const Answer literal =
      endpoint.answer(signed_request("POST", "/model/arn:aws:bedrock:us-east-1:1:x/y/invoke", invoke_body()));
  EXPECT_EQ(literal.status, 200);
  EXPECT_THAT(literal.body, HasSubstr("UnknownOperationException"));
  const Answer unknown = endpoint.answer(signed_request("POST", "/v2/messages", invoke_body()));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.error_code, "UnknownOperationException");
}

TEST(Endpoint, NamesTheOperationsOfBedrockThatItDoesNotServe) {
  const std::pair<const char*, const char*> cases[] = {
      {"/model/us.anthropic.claude-haiku-5-5/invoke-with-bidirectional-stream",
       "Bedrock has InvokeModelWithBidirectionalStream, and"},
      {"/guardrail-checks/invoke", "Bedrock has InvokeGuardrailChecks, and"},
  };
  for (const auto& [target, name] : cases) {
    const Answer unserved = Endpoint(settings()).answer(signed_request("POST", target, "{}"));
    EXPECT_EQ(unserved.status, 404) << target;
    EXPECT_EQ(unserved.error_code, "UnknownOperationException") << target;
    EXPECT_THAT(message_of(unserved), HasSubstr(name)) << target;
  }
}

TEST(Endpoint, CountsTokens) {
  Endpoint endpoint(settings());
  const std::string target = "/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/count-tokens";
  const auto count = [&](const std::string& body) {
    return endpoint.answer(signed_request("POST", target, body));
  };
  const Answer counted =
      count(R"({"input":{"invokeModel":{"body":")" + base64_encode(invoke_body()) + R"("}}})");
  EXPECT_EQ(counted.body, R"({"inputTokens":3})");
  EXPECT_EQ(
      count(R"({"input":{"converse":{"messages":[{"role":"user","content":[{"text":"12345"}]}]}}})").body,
      R"({"inputTokens":2})");
  EXPECT_EQ(count(R"({"input":{"invokeModel":{"body":"!"}}})").status, 400);
  EXPECT_EQ(count(R"({"input":{}})").status, 400);
  EXPECT_EQ(count("").status, 400);
  EXPECT_EQ(count(R"({"input":{"invokeModel":{"body":")" + base64_encode("{}") + R"("}}})").status, 400);
}

TEST(Endpoint, FailsOnRequest) {
  Endpoint endpoint(settings());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  header_of(request, "x-local-fault") = "throttle/1";
  EXPECT_EQ(endpoint.answer(request).status, 429);
  EXPECT_EQ(endpoint.answer(request).status, 200);
  header_of(request, "x-local-fault") = "reset";
  EXPECT_TRUE(endpoint.answer(request).reset);
  header_of(request, "x-local-fault") = "nonsense";
  EXPECT_EQ(endpoint.answer(request).status, 400);
  EXPECT_THAT(message_of(endpoint.answer(request)), HasSubstr("nonsense"));
}

TEST(Endpoint, ChecksTheSignatureBeforeItFailsOnRequest) {
  Request request{.method = "POST", .target = std::string(kHaikuInvoke)};
  request.headers = {{"x-local-fault", "throttle"}};
  EXPECT_EQ(Endpoint(settings()).answer(request).status, 403);
}

TEST(Endpoint, HasAClockThatCanBeOff) {
  EndpointSettings skewed = settings();
  skewed.faults = *parse_faults("skew=600");
  Endpoint endpoint(std::move(skewed));
  const Answer refused = endpoint.answer(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(refused.error_code, "InvalidSignatureException");
  EXPECT_EQ(header(refused, "date"), "Sun, 22 Nov 2026 12:10:00 GMT");
  const SignedWith corrected{.time = noon() + std::chrono::seconds(600)};
  EXPECT_EQ(endpoint.answer(signed_request("POST", kHaikuInvoke, invoke_body(), corrected)).status, 200);
}

TEST(LogLine, SaysWhatHappenedWithoutSecrets) {
  Request request = signed_request("POST", kHaikuInvoke, invoke_body(), {.pair = temporary_pair()});
  Endpoint endpoint(settings());
  const std::string line = log_line(request, endpoint.answer(request), noon());
  EXPECT_THAT(line, HasSubstr("2026-11-22T12:00:00Z "));
  EXPECT_THAT(line, HasSubstr(" 200 POST /model/"));
  EXPECT_THAT(line, HasSubstr("model=us.anthropic.claude-haiku-4-5-20251001-v1:0"));
  EXPECT_THAT(line, Not(HasSubstr("session-token")));
  EXPECT_THAT(line, Not(HasSubstr("2+2")));
  request.body = "{}";
  EXPECT_THAT(log_line(request, endpoint.answer(request), noon()), HasSubstr("error=InvalidSignature"));
}

TEST(LogLine, HasNoControlCharacters) {
  const Request request{.method = "POST", .target = "/model/%1b%5b2J%0aforged/invoke"};
  const std::string line = log_line(request, Endpoint(settings()).answer(request), noon());
  EXPECT_THAT(line, HasSubstr("model=?[2J?forged"));
}

}  // namespace
}  // namespace anthropic::internal::local
