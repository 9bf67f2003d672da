#include "cli/connection/model_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;

TEST(ModelOptions, ThinkingIsAModeOrABudget) {
  const MessageCreateParams adaptive = request_for({.thinking = "adaptive"});
  EXPECT_EQ(adaptive.thinking->type, "adaptive");
  EXPECT_EQ(adaptive.thinking->budget_tokens, std::nullopt);
  const MessageCreateParams budget = request_for({.thinking = "2048"});
  EXPECT_EQ(budget.thinking->type, "enabled");
  EXPECT_EQ(budget.thinking->budget_tokens, 2048);
  EXPECT_TRUE(check_model_options({.thinking = "disabled"}));
  EXPECT_THAT(check_model_options({.thinking = "a lot"}).error().message, HasSubstr("\"a lot\""));
}

TEST(ModelOptions, ABudgetIsADecimalNumberFrom1024On) {
  EXPECT_EQ(request_for({.thinking = "02048"}).thinking->budget_tokens, 2048);
  for (const char* bad : {"1023", "-2048", "0x800", " 2048", "2048 ", "2e3", "nan"})
    EXPECT_FALSE(check_model_options({.thinking = bad})) << bad;
}

TEST(ModelOptions, WhatIsShownOfThinkingNeedsThinking) {
  const auto shown = [](const char* thinking) {
    return request_for({.thinking = thinking, .thinking_display = "summarized"}).thinking;
  };
  EXPECT_EQ(shown("")->type, "adaptive");
  EXPECT_EQ(shown("")->display, "summarized");
  EXPECT_EQ(shown("adaptive")->display, "summarized");
  EXPECT_EQ(shown("2048")->type, "enabled");
  EXPECT_EQ(shown("2048")->budget_tokens, 2048);
  EXPECT_EQ(shown("2048")->display, "summarized");
  EXPECT_TRUE(check_model_options({.thinking_display = "omitted"}));
  for (const char* thinking : {"disabled", "between_tools"}) {
    EXPECT_THAT(check_model_options({.thinking = thinking, .thinking_display = "omitted"}).error().message,
                HasSubstr("--thinking-display does not go with --thinking " + std::string(thinking)));
  }
}

TEST(ModelOptions, AGuardrailHasAVersion) {
  const auto params = request_for({.guardrail = "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc:DRAFT",
                                   .guardrail_trace = true,
                                   .service_tier = "flex"});
  ASSERT_TRUE(params.bedrock && params.bedrock->guardrail);
  EXPECT_EQ(params.bedrock->guardrail->identifier, "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc");
  EXPECT_EQ(params.bedrock->guardrail->version, "DRAFT");
  EXPECT_EQ(params.bedrock->guardrail->trace, "ENABLED");
  EXPECT_EQ(params.bedrock->service_tier, "flex");
  for (const char* bad : {"abc", "abc:", ":1"}) EXPECT_FALSE(check_model_options({.guardrail = bad})) << bad;
  EXPECT_FALSE(check_model_options({.guardrail_trace = true}));
}

TEST(ModelOptions, MetadataHasANameAndMayHaveAValue) {
  const auto params = request_for({.metadata = {"team=search", "note=a=b", "empty="}});
  ASSERT_TRUE(params.bedrock);
  using Pair = NameAndValue;
  EXPECT_THAT(params.bedrock->request_metadata,
              ::testing::ElementsAre(Pair("team", "search"), Pair("note", "a=b"), Pair("empty", "")));
  for (const char* bad : {"team", "=search", ""})
    EXPECT_FALSE(check_model_options({.metadata = {bad}})) << bad;
}

TEST(ModelOptions, NothingIsSentThatWasNotAskedFor) {
  const MessageCreateParams params = request_for({});
  EXPECT_FALSE(params.thinking || params.output_config || params.bedrock || !params.system.is_absent());
}

TEST(ModelOptions, CachingMarksTheSystemPromptAndTheQuestion) {
  const ModelOptions options{.system = "Be brief", .cache = "1h"};
  MessageCreateParams params = request_for(options);
  params.messages = {{"user", "first"}, {"assistant", "answer"}, {"user", "second"}};
  add_cache_breakpoints(options, params);
  EXPECT_EQ(params.system.to_json().dump(),
            R"([{"type":"text","text":"Be brief","cache_control":{"type":"ephemeral","ttl":"1h"}}])");
  EXPECT_NE(params.messages[0].content.string(), nullptr);
  EXPECT_EQ(params.messages[2].content.to_json().dump(),
            R"([{"type":"text","text":"second","cache_control":{"type":"ephemeral","ttl":"1h"}}])");
}

TEST(ModelOptions, FiveMinutesAreTheServersDefault) {
  MessageCreateParams params;
  params.messages = {{"user", Content({ImageBlock{}})}};
  add_cache_breakpoints({.cache = "5m"}, params);
  EXPECT_EQ(params.messages[0].content.to_json()[0]["cache_control"].dump(), R"({"type":"ephemeral"})");
}

}  // namespace
}  // namespace anthropic::internal::cli
