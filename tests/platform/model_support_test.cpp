#include "platform/requests/model_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wire/messages/request_codec.hpp"

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

MessageCreateParams ask(std::string model) {
  return {.model = std::move(model), .max_tokens = 1000, .messages = {{"user", "Hello"}}};
}

std::string body_of(const MessageCreateParams& params) {
  return write_request(params, {.model = false, .betas = true}).value();
}

/// What is said before anything is sent; empty if nothing is.
std::string refusal(const MessageCreateParams& params) {
  const std::string body = body_of(params);
  const auto error =
      refuse_request(PlatformKind::invoke_model, params.model, "us-east-1", read_request_facts(body));
  if (!error) return "";
  EXPECT_EQ(error->kind, ErrorKind::bad_request);
  EXPECT_EQ(error->status, 0);
  EXPECT_FALSE(error->hint.empty());
  return error->message;
}

/// What is logged of a model that is not in the catalogue.
std::vector<std::string> warnings(const MessageCreateParams& params) {
  const std::string body = body_of(params);
  std::vector<std::string> found;
  for (const BrokenRule& rule : warnings_for_new_model(params.model, read_request_facts(body)))
    found.push_back(rule.words);
  return found;
}

TEST(ModelSupport, APlainQuestionSuitsEveryModel) {
  for (const ModelInfo& model : model_catalog()) EXPECT_EQ(refusal(ask(std::string(model.id))), "");
}

TEST(ModelSupport, SamplingIsRefusedFromOpus47On) {
  auto params = ask("opus");
  params.temperature = 0;
  EXPECT_EQ(refusal(params), "temperature: Claude Opus 5.5 takes no sampling parameters");
  params.temperature = 1;  // what it does anyway
  EXPECT_EQ(refusal(params), "");
  params.top_k = 5;
  EXPECT_THAT(refusal(params), HasSubstr("top_k"));
  params = ask("us.anthropic.claude-opus-4-6-v1");
  params.temperature = 0;
  EXPECT_EQ(refusal(params), "");
}

TEST(ModelSupport, Claude45TakesOneOfTemperatureAndTopP) {
  auto params = ask("claude-haiku-4-5");
  params.temperature = 0.5;
  EXPECT_EQ(refusal(params), "");
  params.top_p = 0.9;
  EXPECT_THAT(refusal(params), HasSubstr("not both"));
}

TEST(ModelSupport, PrefillEndsWith46) {
  for (const auto& [model, refused] :
       {std::pair("claude-haiku-4-5", false), {"claude-sonnet-4-6", true}, {"haiku", true}}) {
    auto params = ask(model);
    params.messages.push_back({"assistant", "{"});
    EXPECT_EQ(!refusal(params).empty(), refused) << model;
  }
}

TEST(ModelSupport, APausedTurnIsNoPrefill) {
  auto params = ask("haiku");
  params.messages.push_back(
      {"assistant",
       {UnknownBlock{*Json::parse(R"({"type":"server_tool_use","id":"s","name":"web_search"})")}}});
  EXPECT_EQ(refusal(params), "");
}

TEST(ModelSupport, ThinkingByFamily) {
  const auto with = [](const char* model, ThinkingConfig thinking) {
    auto params = ask(model);
    params.max_tokens = 4000;
    params.thinking = std::move(thinking);
    return refusal(params);
  };
  EXPECT_EQ(with("claude-haiku-4-5", {.type = "enabled", .budget_tokens = 2000}), "");
  EXPECT_THAT(with("claude-haiku-4-5", {.type = "adaptive"}), HasSubstr("no adaptive thinking"));
  EXPECT_THAT(with("haiku", {.type = "enabled", .budget_tokens = 2000}), HasSubstr("no thinking budget"));
  EXPECT_EQ(with("haiku", {.type = "adaptive"}), "");
  EXPECT_EQ(with("haiku", {.type = "disabled"}), "");
  for (const char* model : {"claude-opus-4-7", "claude-opus-4-8", "claude-sonnet-5", "claude-opus-5"})
    EXPECT_THAT(with(model, {.type = "enabled", .budget_tokens = 2000}), HasSubstr("no thinking budget"));
  EXPECT_EQ(with("claude-opus-4-6", {.type = "enabled", .budget_tokens = 2000}), "");
  EXPECT_THAT(with("opus", {.type = "disabled"}), HasSubstr("always thinks"));
  EXPECT_EQ(with("sonnet", {.type = "between_tools"}), "");
  EXPECT_THAT(with("opus", {.type = "between_tools"}), HasSubstr("between_tools"));
  EXPECT_THAT(with("anthropic.claude-3-haiku-20240307-v1:0", {.type = "enabled", .budget_tokens = 2000}),
              HasSubstr("cannot think"));
}

// The program shows them as well, for its own options.
TEST(ModelSupport, WhatToDoAboutThinkingIsNoCode) {
  const auto fix = [](std::string_view model, std::string_view thinking) {
    const std::string body = R"({"max_tokens":9000,"messages":[{"role":"user","content":"x"}],"thinking":)" +
                             std::string(thinking) + "}";
    const auto broken = broken_model_rules(read_request_facts(body), *find_model(model));
    return broken.empty() ? std::string() : broken.front().fix;
  };
  EXPECT_EQ(fix("claude-haiku-4-5", R"({"type":"adaptive"})"),
            "Use thinking of type \"enabled\" with a budget of 1024 tokens or more.");
  EXPECT_EQ(fix("haiku", R"({"type":"enabled","budget_tokens":2000})"),
            "Use thinking of type \"adaptive\"; steer its depth with effort.");
  EXPECT_EQ(fix("opus", R"({"type":"between_tools"})"), "Use thinking of type \"adaptive\".");
  EXPECT_EQ(fix("sonnet", R"({"type":"disabled"})"), "Use thinking of type \"between_tools\" for the least.");
}

TEST(ModelSupport, AThinkingBudgetHasBounds) {
  auto params = ask("claude-haiku-4-5");
  params.thinking = {{.type = "enabled"}};
  EXPECT_THAT(refusal(params), HasSubstr("budget_tokens: required"));
  params.thinking->budget_tokens = 500;
  EXPECT_THAT(refusal(params), HasSubstr("at least 1024"));
  params.thinking->budget_tokens = 2000;
  EXPECT_THAT(refusal(params), HasSubstr("less than max_tokens"));
  params.betas = {"interleaved-thinking-2025-05-14"};  // the budget then spans several turns
  EXPECT_EQ(refusal(params), "");
}

TEST(ModelSupport, WhatDoesNotGoWithThinking) {
  auto params = ask("claude-sonnet-4-6");
  params.thinking = {{.type = "adaptive"}};
  params.temperature = 0.2;
  EXPECT_THAT(refusal(params), HasSubstr("while it thinks"));
  params.temperature.reset();
  params.tools = {Tool{.name = "look"}};
  params.tool_choice = ToolChoice::any();
  EXPECT_THAT(refusal(params), HasSubstr("while it thinks"));
  params.model = "claude-opus-4-8";
  EXPECT_EQ(refusal(params), "");
}

TEST(ModelSupport, OldModelsSeeNoImagesAndFormatNothing) {
  auto params = ask("anthropic.claude-v2");
  params.messages = {{"user", {ImageBlock{.source = Base64ImageSource{"image/png", "iVBORw0KGgo="}}}}};
  EXPECT_THAT(refusal(params), HasSubstr("does not see images"));
  params.model = "anthropic.claude-3-haiku-20240307-v1:0";
  EXPECT_EQ(refusal(params), "");
}

TEST(ModelSupport, DisabledThinkingAndEffort) {
  auto params = ask("haiku");
  params.thinking = {{.type = "disabled"}};
  params.output_config = {{.effort = "high"}};
  EXPECT_EQ(refusal(params), "");
  params.output_config->effort = "max";
  EXPECT_THAT(refusal(params), HasSubstr("effort \"max\""));
}

TEST(ModelSupport, ForcedToolsAndStructuredOutput) {
  auto params = ask("opus");
  params.tools = {Tool{.name = "look"}};
  params.tool_choice = ToolChoice::tool("look");
  EXPECT_THAT(refusal(params), HasSubstr("cannot be made to call a tool"));
  params.tool_choice = ToolChoice::automatic();
  EXPECT_EQ(refusal(params), "");
  params = ask("claude-sonnet-4-20250514");
  params.output_config = {{.format = {{.schema = Json::object()}}}};
  EXPECT_THAT(refusal(params), HasSubstr("output_config.format"));
}

TEST(ModelSupport, MoreThanAModelCanWrite) {
  auto params = ask("claude-haiku-4-5");
  params.max_tokens = 64'001;
  EXPECT_EQ(refusal(params), "max_tokens: Claude Haiku 4.5 writes at most 64000 tokens");
  params.betas = {"output-300k-2026-03-24"};
  EXPECT_EQ(refusal(params), "");
}

TEST(ModelSupport, ANewerModelIsWarnedOfAndNeverRefused) {
  auto params = ask("us.anthropic.claude-opus-9");
  params.temperature = 0;
  params.messages.push_back({"assistant", "{"});
  EXPECT_EQ(refusal(params), "");
  params.thinking = {{.type = "enabled", .budget_tokens = 2000}};
  EXPECT_THAT(warnings(params), SizeIs(3));
  EXPECT_THAT(warnings(ask("us.anthropic.claude-opus-9")), IsEmpty());
  params.model = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/claude-x";
  EXPECT_THAT(warnings(params), IsEmpty());
  params.model = "haiku";
  EXPECT_THAT(warnings(params), IsEmpty());
}

}  // namespace
}  // namespace anthropic::internal
