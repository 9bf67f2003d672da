#include "local/bedrock/route.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal::local {
namespace {

TEST(Route, ReadsTheModelIdRawOrEscaped) {
  for (const char* target : {"/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/invoke",
                             "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke",
                             "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3a0/invoke"}) {
    const Route found = route("POST", target);
    EXPECT_EQ(found.operation, Operation::invoke) << target;
    EXPECT_EQ(found.id, "us.anthropic.claude-haiku-4-5-20251001-v1:0") << target;
  }
}

TEST(Route, KnowsTheThreeOperationsOfAModel) {
  EXPECT_EQ(route("POST", "/model/m/invoke").operation, Operation::invoke);
  EXPECT_EQ(route("POST", "/model/m/invoke-with-response-stream").operation, Operation::invoke_stream);
  EXPECT_EQ(route("POST", "/model/m/count-tokens").operation, Operation::count_tokens);
}

TEST(Route, ReadsAnArnWithItsSlashEscaped) {
  const Route found =
      route("POST", "/model/arn:aws:bedrock:us-east-1:123456789012:inference-profile%2Fus.x/invoke");
  EXPECT_EQ(found.operation, Operation::invoke);
  EXPECT_EQ(found.id, "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x");
}

TEST(Route, TakesALiteralSlashForAnUnknownOperationAsAwsDoes) {
  EXPECT_EQ(route("POST", "/model/arn:aws:bedrock:us-east-1:1:inference-profile/us.x/invoke").operation,
            Operation::literal_slash);
}

TEST(Route, KnowsTheControlPlane) {
  EXPECT_EQ(route("GET", "/foundation-models?byProvider=Anthropic").operation, Operation::list_models);
  EXPECT_EQ(route("GET", "/foundation-models/anthropic.x%3A0").id, "anthropic.x:0");
  EXPECT_EQ(route("GET", "/foundation-models/anthropic.x").operation, Operation::get_model);
  EXPECT_EQ(route("GET", "/inference-profiles").operation, Operation::list_profiles);
  EXPECT_EQ(route("GET", "/inference-profiles/us.x").operation, Operation::get_profile);
}

TEST(Route, KnowsNothingElse) {
  const std::pair<const char*, const char*> cases[] = {
      {"GET", "/model/m/invoke"},     {"POST", "/model//invoke"},
      {"GET", "/model/m/converse"},   {"POST", "/"},
      {"GET", "/foundation-modelsX"}, {"POST", "/foundation-models"},
      {"PUT", "/model/m/invoke"},     {"POST", "/model/invoke"},
  };
  for (const auto& [method, target] : cases)
    EXPECT_EQ(route(method, target).operation, Operation::unknown) << method << " " << target;
}

TEST(QueryValue, DecodesAndTakesTheFirst) {
  EXPECT_EQ(query_value("a=1&b=two%20words&b=3", "b"), "two words");
  EXPECT_EQ(query_value("a=1&valueless", "valueless"), "");
  EXPECT_EQ(query_value("", "a"), "");
}

}  // namespace
}  // namespace anthropic::internal::local
