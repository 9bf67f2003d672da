#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

#include "base/text/header_lookup.hpp"
#include "decoded_frames.hpp"
#include "local/server/endpoint.hpp"
#include "signed_request.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr std::string_view kConverse = "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse";
constexpr std::string_view kConverseStream =
    "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream";
constexpr std::string_view kHello = R"({"messages": [{"role": "user", "content": [{"text": "2+2?"}]}]})";

EndpointSettings converse_settings() {
  EndpointSettings made;
  made.accepted = {{plain_pair()}, {"good-token"}, "us-east-1"};
  made.now = noon;
  made.random = std::make_shared<RealRandom>();
  return made;
}

Answer ask(Endpoint& endpoint, std::string_view target, std::string_view body,
           const std::string& fault = "") {
  Request request = signed_request("POST", target, std::string(body));
  if (!fault.empty()) header_of(request, "x-local-fault") = fault;
  return endpoint.answer(request);
}

std::string said_in(const Answer& answer) {
  return (*Json::parse(answer.body))["message"].string_or("");
}

std::string bytes_of(const Answer& answer) {
  std::string bytes;
  for (const Step& step : answer.steps) bytes += step.bytes;
  return bytes;
}

TEST(ConverseEndpoint, AnswersThatItIsNotClaude) {
  Endpoint endpoint(converse_settings());
  const Answer answer = ask(endpoint, kConverse, kHello);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(*find_header(answer.headers, "content-type"), "application/json");
  EXPECT_EQ(*find_header(answer.headers, "x-local-endpoint"), "not Claude");
  const Json body = *Json::parse(answer.body);
  EXPECT_THAT(body["output"]["message"]["content"][0]["text"].string_or(""),
              HasSubstr("I am the local endpoint, not Claude. You asked: \"2+2?\"."));
}

TEST(ConverseEndpoint, StreamsThatItIsNotClaude) {
  Endpoint endpoint(converse_settings());
  const Answer answer = ask(endpoint, kConverseStream, kHello);
  EXPECT_TRUE(answer.streamed);
  EXPECT_EQ(*find_header(answer.headers, "content-type"), "application/vnd.amazon.eventstream");
  EXPECT_EQ(find_header(answer.headers, "x-amzn-bedrock-content-type"), nullptr);
  EXPECT_THAT(decode_stream(bytes_of(answer)).text(), HasSubstr("not Claude"));
}

TEST(ConverseEndpoint, GivesTheSameRepliesAsInvokeModel) {
  EndpointSettings with = converse_settings();
  with.replies =
      *Replies::parse(R"({"rules": [{"match": {"user_contains": "2+2"}, "reply": {"text": "4"}}]})");
  Endpoint endpoint(std::move(with));
  const Json four = *Json::parse(ask(endpoint, kConverse, kHello).body);
  EXPECT_EQ(four["output"]["message"]["content"][0]["text"].as_string(), "4");
  EXPECT_EQ(decode_stream(bytes_of(ask(endpoint, kConverseStream, kHello))).text(), "4");
}

TEST(ConverseEndpoint, ForcesATool) {
  Endpoint endpoint(converse_settings());
  const Json answer = *Json::parse(ask(endpoint, kConverse, R"({"messages": [{"role": "user", "content":
      [{"text": "Where?"}]}], "toolConfig": {"toolChoice": {"any": {}}, "tools": [{"toolSpec": {"name": "json",
      "inputSchema": {"json": {"type": "object", "required": ["city"],
                               "properties": {"city": {"type": "string"}}}}}}]}})")
                                       .body);
  EXPECT_EQ(answer["output"]["message"]["content"][0]["toolUse"]["input"],
            *Json::parse(R"({"city": "local"})"));
  EXPECT_EQ(answer["stopReason"].as_string(), "tool_use");
}

TEST(ConverseEndpoint, RefusesAsBedrockDoes) {
  Endpoint endpoint(converse_settings());
  for (const std::string_view target : {kConverse, kConverseStream}) {
    const Answer refused = ask(endpoint, target, "{}");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.error_code, "ValidationException");
    EXPECT_FALSE(refused.streamed);
    EXPECT_THAT(said_in(refused), HasSubstr("A conversation must start with a user message."));
    EXPECT_THAT(said_in(ask(endpoint, target, "{")), HasSubstr("Malformed input request"));
  }
  EXPECT_EQ(said_in(ask(endpoint, "/model/nonsense/converse", kHello)),
            "The provided model identifier is invalid.");
  Request unsigned_request{.method = "POST", .target = std::string(kConverse), .body = std::string(kHello)};
  EXPECT_EQ(endpoint.answer(unsigned_request).status, 403);
}

TEST(ConverseEndpoint, FailsOnRequest) {
  Endpoint endpoint(converse_settings());
  EXPECT_EQ(ask(endpoint, kConverse, kHello, "throttle").error_code, "ThrottlingException");
  EXPECT_EQ(ask(endpoint, kConverse, kHello, "exception=modelStreamErrorException").status, 424);
  EXPECT_EQ(ask(endpoint, kConverse, kHello, "in-band-error").error_code, "ModelErrorException");
  EXPECT_EQ(ask(endpoint, kConverseStream, kHello, "status=503").status, 503);
  const auto stream = decode_stream(
      bytes_of(ask(endpoint, kConverseStream, kHello, "exception=throttlingException,after=2")));
  EXPECT_EQ(stream.frames.back().name, "throttlingException");
  // IAM knows Converse as what it does.
  EXPECT_THAT(said_in(ask(endpoint, kConverseStream, kHello, "refuse=denied")),
              HasSubstr("bedrock:InvokeModelWithResponseStream"));
  const std::string guarded =
      R"({"guardrailConfig": {"guardrailIdentifier": "abc", "guardrailVersion": "1"},)" +
      std::string(kHello.substr(1));
  EXPECT_EQ(said_in(ask(endpoint, kConverse, guarded, "refuse=guardrail")),
            "The guardrail identifier or version provided in the request does not exist.");
}

TEST(ConverseEndpoint, CachesAsInvokeModelDoes) {
  Endpoint endpoint(converse_settings());
  const std::string long_text(20'000, 'x');
  const std::string body = R"({"messages": [{"role": "user", "content": [{"text": ")" + long_text +
                           R"("}, {"cachePoint": {"type": "default"}}]}]})";
  const Json first = *Json::parse(ask(endpoint, kConverse, body).body);
  EXPECT_EQ(first["usage"]["cacheWriteInputTokens"].as_int64(), 5000);
  EXPECT_EQ(first["usage"]["cacheDetails"], *Json::parse(R"([{"inputTokens": 5000, "ttl": "5m"}])"));
  const Json second = *Json::parse(ask(endpoint, kConverse, body).body);
  EXPECT_EQ(second["usage"]["cacheReadInputTokens"].as_int64(), 5000);
  EXPECT_EQ(second["usage"]["inputTokens"].as_int64(), 0);
}

TEST(ConverseEndpoint, CountsAConversation) {
  Endpoint endpoint(converse_settings());
  const std::string_view target = "/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/count-tokens";
  EXPECT_EQ(ask(endpoint, target, R"({"input": {"converse": )" + std::string(kHello) + "}}").body,
            R"({"inputTokens":1})");
  EXPECT_THAT(said_in(ask(endpoint, target, R"({"input": {"converse": {}}})")),
              HasSubstr("A conversation must start with a user message."));
}

// Each shape that a real client sent is accepted as it stands, but for what the service itself refuses.
TEST(ConverseEndpoint, TakesWhatRealClientsSendInTheVectors) {
  const std::filesystem::path folder = testing::vectors("converse-requests");
  REQUIRE_VECTORS(folder);
  std::istringstream lines(testing::read_file(folder / "requests.jsonl"));
  std::size_t taken = 0, refused = 0;
  for (std::string line; std::getline(lines, line);) {
    const Json vector = *Json::parse(line);
    std::string path = vector["path"].string_or("");
    const bool is_streamed = path.ends_with("/converse-stream");
    // Retired since.
    if (path.find("claude-3-5-sonnet") != std::string::npos) path = kConverse;
    SignedWith with;
    if (vector["content-type"].is_null()) with.content_type = "";
    Endpoint endpoint(converse_settings());
    const Answer answer = endpoint.answer(signed_request("POST", path, vector["body"].dump(), with));
    const Json& inference = vector["body"]["inferenceConfig"];
    if (inference.contains("temperature") && inference.contains("topP")) {
      EXPECT_THAT(said_in(answer),
                  EndsWith("`temperature` and `top_p` cannot both be specified for this model. "
                           "Please use only one."));
      ++refused;
      continue;
    }
    EXPECT_EQ(answer.status, 200) << answer.body << "\n" << line;
    EXPECT_EQ(answer.streamed, is_streamed);
    ++taken;
  }
  EXPECT_GE(taken, 16u);
  EXPECT_LE(refused, 1u);
}

}  // namespace
}  // namespace anthropic::internal::local
