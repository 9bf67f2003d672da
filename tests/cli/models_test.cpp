#include "cli/commands/models/models.hpp"

#include <algorithm>
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(ModelsTable, LeavesTheRetiredOnesOutUnlessAsked) {
  const std::string some = models_table(model_catalog(), false);
  const std::string all = models_table(model_catalog(), true);
  EXPECT_THAT(some, HasSubstr("anthropic.claude-haiku-5-5"));
  EXPECT_THAT(some, Not(HasSubstr("retired 2026")));
  EXPECT_THAT(all, HasSubstr("retired 2026-09-10; use anthropic.claude-haiku-5-5"));
  EXPECT_EQ(count_lines(all), model_catalog().size() + 1);
  EXPECT_LT(count_lines(some), count_lines(all));
}

TEST(ModelsTable, HasOneLineAModelWithWhatItAccepts) {
  const ModelInfo* model = find_model("claude-opus-4-6");
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(
      models_table({model, 1}, false),
      "ALIAS  ID                            STATE   CONTEXT  OUTPUT  ACCEPTS          PROFILES         "
      "NOTE\n"
      "-      anthropic.claude-opus-4-6-v1  active  1M       128k    images,sampling  us,eu,au,global\n");
}

TEST(ModelsTable, LeavesColumnsOutWhereTheTerminalIsNarrow) {
  const std::string narrow = models_table(model_catalog(), false, 80);
  std::size_t longest = 0;
  for (std::size_t begin = 0; begin < narrow.size();) {
    const std::size_t end = narrow.find('\n', begin);
    longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  EXPECT_LE(longest, 80u);
  EXPECT_TRUE(narrow.starts_with("ALIAS   ID "));
  EXPECT_THAT(narrow, HasSubstr("STATE   CONTEXT  OUTPUT\n")) << narrow;
  EXPECT_EQ(count_lines(narrow), count_lines(models_table(model_catalog(), false)));
  EXPECT_EQ(models_table(model_catalog(), false, 500), models_table(model_catalog(), false));
  EXPECT_THAT(models_table(model_catalog(), false, 1), HasSubstr("anthropic.claude-haiku-5-5"));
}

TEST(ModelsJson, IsOneLineWithEverything) {
  const std::string text = models_json(model_catalog(), true);
  EXPECT_EQ(count_lines(text), 1u);
  const auto json = Json::parse(text);
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["as_of"].string_or(""), model_catalog_date());
  EXPECT_EQ((*json)["models"].size(), model_catalog().size());
  const Json& first = (*json)["models"][0];
  EXPECT_EQ(first["alias"].string_or(""), "haiku");
  EXPECT_EQ(first["max_output_tokens"].as_int64(), 128'000);
  EXPECT_EQ(first["accepts_sampling"].as_bool(), false);
  EXPECT_TRUE(first["successor"].is_null());
  EXPECT_EQ(first["profiles"].size(), 6u);
  EXPECT_EQ(first["family"].string_or(""), "haiku");
  EXPECT_EQ(first["batch"].as_bool(), false);
  EXPECT_EQ(first["structured_output"].as_bool(), false);
  EXPECT_EQ(first["service_tiers"].dump(), R"(["default"])");
  EXPECT_EQ(first["default_effort"].string_or(""), "medium");
  EXPECT_EQ(first["min_cacheable_tokens"].as_int64(), 512);
  EXPECT_EQ(first["price"]["long_prompt_tokens"].as_int64(), 100'000);
  EXPECT_EQ(first["price"]["cache_read_factor"].as_double(), 0.1);
  const Json& last = (*json)["models"][(*json)["models"].size() - 1];
  EXPECT_TRUE(last["price"].is_null());
}

}  // namespace
}  // namespace anthropic::internal::cli
