#include <gmock/gmock.h>

#include <anthropic/operations/prices.hpp>

#include "support/service_test.hpp"

namespace anthropic::internal {
namespace {

using operations::PriceTable;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kGlobalOpus = "global.anthropic.claude-opus-5-5";
constexpr const char* kDay = "2026-11-30";

TEST(PriceTable, HasTheCatalogsPrices) {
  const PriceTable table;
  EXPECT_EQ(table.find(kGlobalOpus)->output, 20);
  EXPECT_EQ(table.find("claude-opus-5-5")->since, "2026-09-22");
  EXPECT_FALSE(table.find("my-model"));
  EXPECT_FALSE(table.find("anthropic.claude-v2"));
  const Usage usage{.input_tokens = 1'000'000};
  EXPECT_EQ(table.cost("eu.anthropic.claude-opus-5-5", usage),
            estimate_cost("eu.anthropic.claude-opus-5-5", usage));
}

TEST(PriceTable, TakesTheNewestPriceThatHoldsOnTheDay) {
  const char* file = R"({"prices": [
    {"model": "claude-opus-5-5", "since": "2026-11-01", "input": 3, "output": 15},
    {"model": "us.anthropic.claude-opus-5-5", "since": "2026-11-15", "input": 2, "output": 10, "cache_read": 0.5},
    {"model": "claude-opus-5-5", "since": "2026-12-24", "input": 1, "output": 5}]})";
  const auto table = PriceTable::read(file, kDay);
  ASSERT_TRUE(table) << table.error().message;
  const auto price = table->find(kGlobalOpus);
  EXPECT_EQ(price->input, 2);
  EXPECT_EQ(price->since, "2026-11-15");
  EXPECT_NEAR(price->cache_read_factor, 0.25, 1e-12);
  EXPECT_NEAR(price->cache_write_factor, 1.25, 1e-12) << "in proportion as it was";
  EXPECT_NEAR(*table->cost("eu.anthropic.claude-opus-5-5", {.output_tokens = 1'000'000}), 11, 1e-9);
  EXPECT_EQ(PriceTable::read(file, "2026-12-24")->find(kGlobalOpus)->input, 1);
  EXPECT_EQ(PriceTable::read(file, "2026-10-31")->find(kGlobalOpus)->input, 4);
  EXPECT_EQ(table->find("claude-haiku-5-5")->input, 0.1) << "others stay";
}

TEST(PriceTable, TakesModelsThatTheCatalogDoesNotKnowAndBands) {
  const auto table = PriceTable::read(R"({"prices": [
    {"model": "anthropic.claude-opus-9", "since": "2026-11-01", "input": 1, "output": 2,
     "long_prompt": {"above_tokens": 10, "input": 3, "output": 4}},
    {"model": "haiku", "since": "2026-11-01", "input": 0.2, "output": 1}]})",
                                      kDay);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_NEAR(*table->cost("global.anthropic.claude-opus-9", {.input_tokens = 1'000'000}), 3, 1e-9);
  EXPECT_NEAR(*table->cost("global.anthropic.claude-opus-9", {.input_tokens = 10, .output_tokens = 10}) * 1e6,
              30, 1e-9);
  EXPECT_NEAR(table->find("claude-haiku-5-5")->long_prompt_input, 1, 1e-9) << "in proportion, too";
}

TEST(PriceTable, SaysWhereAFileIsWrong) {
  const auto refusal = [](const char* file) {
    const auto table = PriceTable::read(file, kDay);
    EXPECT_FALSE(table) << file;
    return table ? "" : table.error().message;
  };
  EXPECT_THAT(refusal("{"), HasSubstr("no JSON"));
  EXPECT_THAT(refusal("{}"), HasSubstr("\"prices\""));
  EXPECT_THAT(refusal(R"({"prices":[7]})"), HasSubstr("prices[0].model"));
  EXPECT_THAT(refusal(R"({"prices":[{"model":"haiku","since":"soon","input":1,"output":1}]})"),
              HasSubstr("prices[0].since"));
  EXPECT_THAT(refusal(R"({"prices":[{"model":"haiku","since":"2026-11-01","input":-1,"output":1}]})"),
              HasSubstr("prices[0].input"));
  EXPECT_THAT(
      refusal(R"({"prices":[{"model":"haiku","since":"2026-11-01","input":1,"output":1,"cache":2}]})"),
      HasSubstr("prices[0].cache is not known"));
  EXPECT_THAT(refusal(R"({"prices":[{"model":"haiku","since":"2026-11-01","input":1,"output":1,
                          "long_prompt":{"above_tokens":1,"input":1}}]})"),
              HasSubstr("prices[0].long_prompt.output"));
}

TEST(Estimate, IsBetweenAllReadFromTheCacheAndNothing) {
  const auto estimate = PriceTable().estimate(
      {.model_id = kGlobalOpus, .input = {1'000'000, 1'000'000}, .max_tokens = 100'000});
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->least, 0.2 + 20e-6, 1e-9);
  EXPECT_NEAR(estimate->most, 4 + 2, 1e-9);
  EXPECT_EQ(estimate->profile_factor, 1);
}

TEST(Estimate, CostsMoreThroughAGeographyAndHalfInABatchThatHasNoCache) {
  const auto estimate = PriceTable().estimate({.model_id = "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
                                               .input = {1'000'000, 2'000'000},
                                               .max_tokens = 0,
                                               .is_batch = true,
                                               .can_read_cache = false,
                                               .cache_ttl = "5m"});
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->least, (1 + 5e-6) * 1.1 / 2, 1e-9);
  EXPECT_NEAR(estimate->most, 2 * 1.1 / 2, 1e-9) << "and nothing is written to it";
  EXPECT_EQ(estimate->profile_factor, 1.1);
}

TEST(Estimate, KnowsWhatWritingToTheCacheCostsAndWhatIsTooShortForIt) {
  const operations::EstimateInput hour{
      .model_id = kGlobalOpus, .input = {100, 1'000'000}, .max_tokens = 0, .cache_ttl = "1h"};
  EXPECT_NEAR(PriceTable().estimate(hour)->most, 8, 1e-9);
  EXPECT_NEAR(PriceTable().estimate(hour)->least, 100 * 4e-6 + 20e-6, 1e-12) << "100 tokens are not cached";
  EXPECT_FALSE(PriceTable().estimate({.model_id = "my-model"}));
}

TEST(GuessedTokens, AreARange) {
  MessageCreateParams params;
  params.model = "claude-opus-5-5";
  params.max_tokens = 10;
  params.messages.push_back({Role::user, std::string(4'000, 'a')});
  const auto tokens = operations::guess_input_tokens(params);
  EXPECT_GE(tokens.least, 1'000);
  EXPECT_LE(tokens.least, 1'020);
  EXPECT_GE(tokens.most, 2'000);
  EXPECT_LE(tokens.most, 2'020);
}

std::string list_of(const std::string& products, const std::string& terms) {
  return R"({"publicationDate":"2026-11-20T00:00:00Z","products":{)" + products +
         R"(},"terms":{"OnDemand":{)" + terms + "}}}";
}
std::string product(const std::string& sku, const std::string& service, const std::string& usage_type) {
  return "\"" + sku + R"(":{"attributes":{"servicename":")" + service + R"(","usagetype":")" + usage_type +
         R"("}})";
}
std::string term(const std::string& sku, const std::string& unit, const std::string& price) {
  return "\"" + sku + R"(":{"a":{"priceDimensions":{"b":{"unit":")" + unit + R"(","pricePerUnit":{"USD":")" +
         price + R"("}}}}})";
}

TEST(PriceList, IsComparedFigureByFigure) {
  const std::string opus = "Claude 5.5 Opus (Amazon Bedrock Edition)";
  const auto found = operations::compare_prices(
      PriceTable(),
      list_of(
          product("A", opus, "EUN1-MP:EUN1_input_tokens_standard-Units") + "," +
              product("B", opus, "EUN1-MP:EUN1_output_tokens_global_standard-Units") + "," +
              product("C", opus, "EUN1-MP:EUN1_cache_read_tokens_global_standard-Units") + "," +
              product("D", opus, "EUN1-MP:EUN1_InputTokenCount_Global_Batch-Units") + "," +
              product("E", opus, "EUN1-MP:EUN1_input_tokens_priority-Units") + "," +
              product("F", opus, "EUN1-MP:EUN1_Reserved_1Month_InputTPM_Geo-Units") + "," +
              product("G", "Claude Opus 9 (Amazon Bedrock Edition)", "EUN1-MP:EUN1_InputTokenCount-Units") +
              "," + product("H", "Jamba (Amazon Bedrock Edition)", "EUN1-MP:EUN1_InputTokenCount-Units"),
          term("A", "1M tokens", "4.4000000000") + "," + term("B", "1M tokens", "21") + "," +
              term("C", "1K tokens", "0.0002") + "," + term("D", "1M tokens", "2") + "," +
              term("E", "1M tokens", "9") + "," + term("F", "1M TPM Hour", "9") + "," +
              term("G", "1M tokens", "9") + "," + term("H", "1M tokens", "9")));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->published, "2026-11-20T00:00:00Z");
  std::vector<std::string> figures;
  for (const auto& price : found->prices) {
    EXPECT_EQ(price.model, "Claude Opus 5.5");
    figures.push_back(price.figure + (price.is_global ? " global" : "") +
                      (price.is_same() ? "" : " differs"));
  }
  EXPECT_THAT(figures,
              ElementsAre("input", "batch input global", "cache read global", "output global differs"));
  EXPECT_THAT(found->unknown, ElementsAre("Claude Opus 9"));
  EXPECT_THAT(found->unlisted, Contains("Claude Haiku 5.5"));
  EXPECT_FALSE(operations::compare_prices(PriceTable(), "<html>"));
}

class PublicPriceList : public internal::aws::ServiceTest {};

TEST_F(PublicPriceList, IsFetchedWithoutCredentialsFromThePartition) {
  answer("{}");
  const auto keyless = internal::make_session({.region = "eu-north-1"}, fake_.world);
  ASSERT_TRUE(operations::fetch_price_list(keyless, "eu-north-1"));
  EXPECT_EQ(last_request().url,
            "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonBedrockFoundationModels/current/"
            "eu-north-1/index.json");
  EXPECT_EQ(last_request().method, "GET");
  EXPECT_EQ(last_request().header("authorization"), "");
  answer("{}");
  ASSERT_TRUE(operations::fetch_price_list(keyless, "cn-north-1"));
  EXPECT_THAT(last_request().url, HasSubstr("https://pricing.cn-north-1.amazonaws.com.cn/offers/"));
}

}  // namespace
}  // namespace anthropic::internal
