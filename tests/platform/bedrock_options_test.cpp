#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/bedrock_invocation.hpp>

#include "platform/requests/bedrock_headers.hpp"

namespace anthropic::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(BedrockHeaders, CarryEveryOption) {
  const auto headers =
      bedrock_headers({.guardrail = {{.identifier = "gr1", .version = "3", .trace = "ENABLED"}},
                       .service_tier = "flex",
                       .performance_latency = "optimized",
                       .request_metadata = {{"team", "search"}, {"run", "7"}}});
  ASSERT_TRUE(headers) << headers.error().to_string();
  EXPECT_THAT(
      *headers,
      ElementsAre(Pair("x-amzn-bedrock-guardrailidentifier", "gr1"),
                  Pair("x-amzn-bedrock-guardrailversion", "3"), Pair("x-amzn-bedrock-trace", "ENABLED"),
                  Pair("x-amzn-bedrock-performanceconfig-latency", "optimized"),
                  Pair("x-amzn-bedrock-service-tier", "flex"),
                  Pair("x-amzn-bedrock-request-metadata", R"({"team":"search","run":"7"})")));
  EXPECT_THAT(*bedrock_headers({}), IsEmpty());
}

TEST(BedrockHeaders, RefuseWhatBedrockWouldRefuse) {
  const auto refusal = [](const BedrockOptions& options) {
    const auto headers = bedrock_headers(options);
    EXPECT_EQ(headers.error().kind, ErrorKind::bad_request);
    EXPECT_FALSE(headers.error().hint.empty());
    return headers.error().message;
  };
  EXPECT_THAT(refusal({.guardrail = {{.version = "1"}}}), HasSubstr("identifier: required"));
  EXPECT_THAT(refusal({.guardrail = {{.identifier = "gr1"}}}), HasSubstr("version: required"));
  EXPECT_THAT(refusal({.guardrail = {{.identifier = "gr1", .version = "1", .trace = "on"}}}),
              HasSubstr("\"on\" is none"));
  EXPECT_THAT(refusal({.request_metadata = {{"a", std::string(257, 'x')}}}), HasSubstr("256 characters"));
  EXPECT_THAT(refusal({.request_metadata = {{std::string(257, 'x'), ""}}}), HasSubstr("256 characters"));
  EXPECT_THAT(refusal({.request_metadata = {{"", "x"}}}), HasSubstr("no name"));
  const std::vector<NameAndValue> seventeen(17, {"a", "b"});
  EXPECT_THAT(refusal({.request_metadata = seventeen}), HasSubstr("17 names; Bedrock takes at most 16"));
  std::vector<NameAndValue> escaped;
  for (int i = 0; i < 16; ++i) escaped.emplace_back("n" + std::to_string(i), std::string(256, '\x01'));
  EXPECT_THAT(refusal({.request_metadata = escaped}), HasSubstr("at most 8500"));
  EXPECT_THAT(refusal({.request_metadata = {{"Größe", "1"}}}), HasSubstr("ASCII"));
}

TEST(BedrockInvocation, IsReadOffTheBodyAndTheHead) {
  Message message;
  message.extra = *Json::parse(R"({"amazon-bedrock-guardrailAction":"INTERVENED",
                                   "amazon-bedrock-trace":{"guardrail":{"input":{}}}})");
  const ResponseHead head{.status = 200,
                          .headers = {{"X-Amzn-Bedrock-Invocation-Latency", "812"},
                                      {"X-Amzn-Bedrock-Input-Token-Count", "12"},
                                      {"X-Amzn-Bedrock-Output-Token-Count", "many"},
                                      {"X-Amzn-Bedrock-Service-Tier", "flex"}}};
  const BedrockInvocation invocation = bedrock_invocation(message, head);
  EXPECT_TRUE(invocation.guardrail_intervened());
  EXPECT_TRUE(invocation.guardrail_trace.contains("input"));
  EXPECT_EQ(invocation.latency, std::chrono::milliseconds(812));
  EXPECT_EQ(invocation.first_byte_latency, std::nullopt);
  EXPECT_EQ(invocation.input_token_count, 12);
  EXPECT_EQ(invocation.output_token_count, std::nullopt);
  EXPECT_EQ(invocation.service_tier, "flex");
}

TEST(BedrockInvocation, IsReadOffTheMetricsOfAStream) {
  Message message;
  message.extra = *Json::parse(R"({"amazon-bedrock-invocationMetrics":{"inputTokenCount":9,
      "outputTokenCount":30,"invocationLatency":1500,"firstByteLatency":300}})");
  const BedrockInvocation invocation = bedrock_invocation(message);
  EXPECT_EQ(invocation.latency, std::chrono::milliseconds(1500));
  EXPECT_EQ(invocation.first_byte_latency, std::chrono::milliseconds(300));
  EXPECT_EQ(invocation.output_token_count, 30);
  EXPECT_FALSE(invocation.guardrail_intervened());
}

}  // namespace
}  // namespace anthropic::internal
