#include <array>

#include <anthropic/model_catalog.hpp>

// The table of models: all that is known of them stands here, and only here.

namespace anthropic {
namespace {

constexpr std::array<std::string_view, 0> kNone = {};
constexpr std::array<std::string_view, 1> kUs = {"us"};
constexpr std::array<std::string_view, 2> kUsApac = {"us", "apac"};
constexpr std::array<std::string_view, 2> kUsGlobal = {"us", "global"};
constexpr std::array<std::string_view, 3> kUsEuApac = {"us", "eu", "apac"};
constexpr std::array<std::string_view, 3> kUsEuGlobal = {"us", "eu", "global"};
constexpr std::array<std::string_view, 4> kUsEuApacGlobal = {"us", "eu", "apac", "global"};
constexpr std::array<std::string_view, 4> kUsEuAuGlobal = {"us", "eu", "au", "global"};
constexpr std::array<std::string_view, 4> kUsEuGovGlobal = {"us", "eu", "us-gov", "global"};
constexpr std::array<std::string_view, 5> kUsEuJpAuGlobal = {"us", "eu", "jp", "au", "global"};
constexpr std::array<std::string_view, 6> kUsEuJpAuInGlobal = {"us", "eu", "jp", "au", "in", "global"};
constexpr std::array<std::string_view, 6> kUsEuJpAuGovGlobal = {"us", "eu", "jp", "au", "us-gov", "global"};
constexpr std::array<std::string_view, 7> kUsEuJpAuInGovGlobal = {"us", "eu",     "jp",    "au",
                                                                  "in", "us-gov", "global"};

constexpr std::string_view kDate = "2026-11-29";
constexpr std::string_view kHaiku = "anthropic.claude-haiku-5-5";
constexpr std::string_view kSonnet = "anthropic.claude-sonnet-5-5";
constexpr std::string_view kOpus = "anthropic.claude-opus-5-5";

constexpr ModelState kActive = ModelState::active;
constexpr ModelState kLegacy = ModelState::legacy;
constexpr ModelState kRetired = ModelState::retired;

// What each family refuses, one row a family; see ModelRules. A false is there only where a source says that
// the parameter is refused: `@ai-sdk/anthropic` 3.0.138 (npm, read 2026-11-22: sampling, thinking, tool
// choice, structured output), Anthropic's pages "Extended thinking", "Adaptive thinking" and "Prefill
// Claude's response" and refusals that users reported (the message about prefill: opencode issue 29760,
// from 4.6 on; the one about temperature and top_p together: BoltAI issue 399, 4.5). Fable 5.2 is in no
// source: it is taken to be as 5.1.
//
// A thinking budget ends with 4.6: Anthropic's page on Sonnet 5 ("returns a 400"), and refusals of Opus 4.7
// and 4.8 (coder issues 25335, 26691), of Opus 4.8, Opus 5 and Sonnet 5 (handochan/aelix-ai issue 258,
// 2026-09-09) and of Opus 5 on Bedrock (pi PR 7081). A forced tool while thinking: Anthropic, "Extended
// thinking"; Opus 4.8, Sonnet 5 and Fable 5 take it on Bedrock (langchain-aws PR 1141), and of Opus 5 and
// Haiku 5.5 nobody has reported otherwise. Adaptive thinking begins with 4.6: askalf/dario PR 273 asked each
// model.
// clang-format off
//                            sampling, both, prefill, thinking, budget, adaptive, off, off at high effort, between tools, forced tool, while thinking, schema, images
constexpr ModelRules kSonnet55 {false, false, false,   true,     false,  true,     false, false,            true,          false,       false,          true,   true};
constexpr ModelRules kOpus55   {false, false, false,   true,     false,  true,     false, false,            false,         false,       false,          true,   true};
constexpr ModelRules kHaiku55  {false, false, false,   true,     false,  true,     true,  false,            false,         true,        true,           true,   true};
constexpr ModelRules kFable51  {false, false, false,   true,     false,  true,     false, false,            false,         false,       false,          true,   true};
constexpr ModelRules kFable5   {false, false, false,   true,     false,  true,     false, false,            false,         true,        true,           true,   true};
constexpr ModelRules kOpus5    {false, false, false,   true,     false,  true,     true,  false,            false,         true,        true,           true,   true};
constexpr ModelRules kSonnet5  {false, false, false,   true,     false,  true,     true,  true,             false,         true,        true,           true,   true};
constexpr ModelRules kOpus47   {false, false, false,   true,     false,  true,     true,  true,             false,         true,        false,          true,   true};
constexpr ModelRules kClaude46 {true,  true,  false,   true,     true,   true,     true,  true,             false,         true,        false,          true,   true};
constexpr ModelRules kClaude45 {true,  false, true,    true,     true,   false,    true,  true,             false,         true,        false,          true,   true};
constexpr ModelRules kOpus41   {true,  true,  true,    true,     true,   false,    true,  true,             false,         true,        false,          true,   true};
constexpr ModelRules kClaude4  {true,  true,  true,    true,     true,   false,    true,  true,             false,         true,        false,          false,  true};
constexpr ModelRules kClaude37 = kClaude4;
constexpr ModelRules kClaude3  {true,  true,  true,    false,    false,  false,    true,  true,             false,         true,        true,           false,  true};
constexpr ModelRules kClaude35 = kClaude3;
constexpr ModelRules kClaude2  {true,  true,  true,    false,    false,  false,    true,  true,             false,         true,        true,           false,  false};
// clang-format on

// What models cost, US dollars for a million tokens through a global profile. AWS's price list of eu-north-1
// (October 2026: 4.5 and 5.5 models, and that a geography costs a tenth more), Anthropic's price page and
// release notes (cache factors, Haiku 5.5's second price above 100,000 tokens, Fable 5.2), the table of
// `pi-ai` 1.5.2 for the others. GovCloud costs a fifth more, by third parties' tables.
// clang-format off
constexpr ModelPrice kNoPrice;
constexpr ModelPrice kHaiku55Price  {.input = 0.1, .output = 0.5, .long_prompt_tokens = 100'000,
                                     .long_prompt_input = 0.5, .long_prompt_output = 2.5, .since = "2026-10-07"};
constexpr ModelPrice kSonnet55Price {.input = 2, .output = 10, .cache_read_factor = 0.05, .since = "2026-10-07"};
constexpr ModelPrice kOpus55Price   {.input = 4, .output = 20, .cache_read_factor = 0.05, .since = "2026-09-22"};
constexpr ModelPrice kFable52Price  {.input = 8, .output = 40, .cache_read_factor = 0.025, .since = "2026-11-09"};
constexpr ModelPrice kFable51Price  {.input = 10, .output = 50, .cache_read_factor = 0.025, .since = "2026-09-01"};
constexpr ModelPrice kFable5Price   {.input = 10, .output = 50};
constexpr ModelPrice kSonnet5Price  {.input = 2, .output = 10};
constexpr ModelPrice kOpusPrice     {.input = 5, .output = 25};
constexpr ModelPrice kSonnet4Price  {.input = 3, .output = 15};
constexpr ModelPrice kHaiku45Price  {.input = 1, .output = 5};
// Without what its extended access costs more, which only AWS's price page says.
constexpr ModelPrice kOpus41Price   {.input = 15, .output = 75, .regional_factor = 1};

// What Bedrock has for a model: its model card in the Bedrock user guide (as of October 2026), there too the pages
// "Supported Regions and models for batch inference", "Token burndown", "Prompt caching" and "Data retention".
// Nobody has read the lower half of Fable 5.2's card: it is taken to be as 5.1's, but for tiers and data retention.
constexpr std::array<std::string_view, 1> kDefaultTier = {"default"};
constexpr std::array<std::string_view, 2> kReservedTier = {"default", "reserved"};
constexpr ModelFeatures kHaiku55Features  {.service_tiers = kDefaultTier, .default_effort = "medium", .min_cacheable_tokens = 512};
constexpr ModelFeatures kSonnet55Features {.service_tiers = kDefaultTier, .default_effort = "high", .min_cacheable_tokens = 512};
constexpr ModelFeatures kOpus55Features   {.service_tiers = kDefaultTier, .default_effort = "medium", .min_cacheable_tokens = 512, .output_burn_down = 10};
constexpr ModelFeatures kFable52Features  {.default_effort = "high", .min_cacheable_tokens = 512};
constexpr ModelFeatures kFable51Features  {.service_tiers = kDefaultTier, .data_retention = "aws_review", .default_effort = "high", .min_cacheable_tokens = 512, .output_burn_down = 10};
constexpr ModelFeatures kFable5Features   {.data_retention = "aws_review", .default_effort = "high", .min_cacheable_tokens = 512};
constexpr ModelFeatures kOpus5Features    {.batch = true, .service_tiers = kDefaultTier, .default_effort = "high", .min_cacheable_tokens = 512, .output_burn_down = 10};
constexpr ModelFeatures kSonnet5Features  {.service_tiers = kDefaultTier, .min_cacheable_tokens = 1'024, .output_burn_down = 10};
constexpr ModelFeatures kOpus48Features   {.service_tiers = kDefaultTier, .min_cacheable_tokens = 1'024, .output_burn_down = 15};
constexpr ModelFeatures kOpus47Features   {.service_tiers = kDefaultTier, .min_cacheable_tokens = 4'096, .output_burn_down = 5};
constexpr ModelFeatures kSonnet46Features {.batch = true, .count_tokens = true, .structured_output = true, .service_tiers = kReservedTier, .min_cacheable_tokens = 1'024, .output_burn_down = 5};
constexpr ModelFeatures kSonnet45Features = kSonnet46Features;
constexpr ModelFeatures kClaude45Features {.batch = true, .count_tokens = true, .structured_output = true, .service_tiers = kReservedTier, .min_cacheable_tokens = 4'096, .output_burn_down = 5};
constexpr ModelFeatures kOpus46Features = kClaude45Features;
constexpr ModelFeatures kOpus41Features   {.count_tokens = true, .service_tiers = kDefaultTier, .min_cacheable_tokens = 1'024, .output_burn_down = 5};
constexpr ModelFeatures kRetiredFeatures;
// clang-format on

// What the rows are read from, on the date above: AWS's model cards and its table of the model life cycle in
// the Bedrock user guide; Anthropic's pages "Models overview" and "Model deprecations"; the model tables of
// the npm packages `ai` 5.0.101, `@ai-sdk/anthropic` 3.0.138 and `pi-ai` 1.5.2. Up to Claude 3.5 a model
// could be called on demand by its base id; from 3.7 on AWS lists them for inference profiles. Models that
// only the Mantle endpoint serves (the Mythos family) are not here. The cards say which models GovCloud has
// ("Geo" in us-gov-west-1 and us-gov-east-1), but not the ids of its profiles, which begin with "us-gov."
// there.
// clang-format off
constexpr ModelInfo kModels[] = {
  // id, name, family, first-party id, alias, profiles, state, note, successor, context, output, on demand, price, rules, features
  {"anthropic.claude-haiku-5-5", "Claude Haiku 5.5", "haiku", "claude-haiku-5-5", "haiku", kUsEuJpAuGovGlobal,
   kActive, "end of life not before 2027-10-07", "", 1'000'000, 128'000, false, kHaiku55Price, kHaiku55, kHaiku55Features},
  {"anthropic.claude-sonnet-5-5", "Claude Sonnet 5.5", "sonnet", "claude-sonnet-5-5", "sonnet", kUsEuGovGlobal,
   kActive, "end of life not before 2027-09-28", "", 1'000'000, 128'000, false, kSonnet55Price, kSonnet55, kSonnet55Features},
  {"anthropic.claude-opus-5-5", "Claude Opus 5.5", "opus", "claude-opus-5-5", "opus", kUsEuJpAuGovGlobal,
   kActive, "end of life not before 2027-09-22", "", 1'000'000, 128'000, false, kOpus55Price, kOpus55, kOpus55Features},
  {"anthropic.claude-fable-5-2", "Claude Fable 5.2", "fable", "claude-fable-5-2", "", kUsGlobal,
   kActive, "end of life not before 2027-11-09", "", 1'000'000, 128'000, false, kFable52Price, kFable51, kFable52Features},
  {"anthropic.claude-fable-5-1", "Claude Fable 5.1", "fable", "claude-fable-5-1", "", kUsGlobal,
   kActive, "", "", 1'000'000, 128'000, false, kFable51Price, kFable51, kFable51Features},
  {"anthropic.claude-fable-5", "Claude Fable 5", "fable", "claude-fable-5", "", kUsEuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, kFable5Price, kFable5, kFable5Features},
  {"anthropic.claude-opus-5", "Claude Opus 5", "opus", "claude-opus-5", "", kUsEuJpAuInGovGlobal,
   kActive, "", "", 1'000'000, 128'000, false, kOpusPrice, kOpus5, kOpus5Features},
  {"anthropic.claude-sonnet-5", "Claude Sonnet 5", "sonnet", "claude-sonnet-5", "", kUsEuJpAuInGovGlobal,
   kActive, "", "", 1'000'000, 128'000, false, kSonnet5Price, kSonnet5, kSonnet5Features},
  {"anthropic.claude-opus-4-8", "Claude Opus 4.8", "opus", "claude-opus-4-8", "", kUsEuJpAuGovGlobal,
   kActive, "", "", 1'000'000, 128'000, false, kOpusPrice, kSonnet5, kOpus48Features},
  {"anthropic.claude-opus-4-7", "Claude Opus 4.7", "opus", "claude-opus-4-7", "", kUsEuJpAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, kOpusPrice, kOpus47, kOpus47Features},
  // Two sources give -v1 for this one; three, AWS's card among them, give none.
  {"anthropic.claude-sonnet-4-6", "Claude Sonnet 4.6", "sonnet", "claude-sonnet-4-6", "", kUsEuJpAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, kSonnet4Price, kClaude46, kSonnet46Features},
  {"anthropic.claude-opus-4-6-v1", "Claude Opus 4.6", "opus", "claude-opus-4-6", "", kUsEuAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, kOpusPrice, kClaude46, kOpus46Features},
  {"anthropic.claude-opus-4-5-20251101-v1:0", "Claude Opus 4.5", "opus", "claude-opus-4-5-20251101", "", kUsEuGlobal,
   kActive, "Anthropic's own API retires it on 2027-01-22", "", 200'000, 64'000, false, kOpusPrice, kClaude45, kClaude45Features},
  {"anthropic.claude-haiku-4-5-20251001-v1:0", "Claude Haiku 4.5", "haiku", "claude-haiku-4-5-20251001", "", kUsEuJpAuInGlobal,
   kActive, "", "", 200'000, 64'000, false, kHaiku45Price, kClaude45, kClaude45Features},
  {"anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5", "sonnet", "claude-sonnet-4-5-20250929", "", kUsEuJpAuGovGlobal,
   kLegacy, "Anthropic's own API retires it on 2026-11-30", kSonnet, 200'000, 64'000, false, kSonnet4Price, kClaude45, kSonnet45Features},
  {"anthropic.claude-opus-4-1-20250805-v1:0", "Claude Opus 4.1", "opus", "claude-opus-4-1-20250805", "", kUs,
   kLegacy, "extended access at a higher price since 2026-10-08, end of life 2027-01-08", kOpus, 200'000, 32'000, false, kOpus41Price, kOpus41, kOpus41Features},
  {"anthropic.claude-opus-4-20250514-v1:0", "Claude Opus 4", "opus", "claude-opus-4-20250514", "", kUs,
   kRetired, "retired about 2026-05-31", kOpus, 200'000, 32'000, false, kNoPrice, kClaude4, kRetiredFeatures},
  {"anthropic.claude-sonnet-4-20250514-v1:0", "Claude Sonnet 4", "sonnet", "claude-sonnet-4-20250514", "", kUsEuApacGlobal,
   kRetired, "retired 2026-10-14", kSonnet, 200'000, 64'000, false, kNoPrice, kClaude4, kRetiredFeatures},
  {"anthropic.claude-3-7-sonnet-20250219-v1:0", "Claude 3.7 Sonnet", "sonnet", "claude-3-7-sonnet-20250219", "", kUsEuApac,
   kRetired, "retired 2026-04-28", kSonnet, 200'000, 64'000, false, kNoPrice, kClaude37, kRetiredFeatures},
  {"anthropic.claude-3-5-haiku-20241022-v1:0", "Claude 3.5 Haiku", "haiku", "claude-3-5-haiku-20241022", "", kUs,
   kRetired, "retired 2026-06-19", kHaiku, 200'000, 8'192, true, kNoPrice, kClaude35, kRetiredFeatures},
  {"anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5 Sonnet v2", "sonnet", "claude-3-5-sonnet-20241022", "", kUsApac,
   kRetired, "retired 2026-03-01", kSonnet, 200'000, 8'192, true, kNoPrice, kClaude35, kRetiredFeatures},
  {"anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet", "sonnet", "claude-3-5-sonnet-20240620", "", kUsEuApac,
   kRetired, "retired 2026-03-01", kSonnet, 200'000, 8'192, true, kNoPrice, kClaude35, kRetiredFeatures},
  {"anthropic.claude-3-haiku-20240307-v1:0", "Claude 3 Haiku", "haiku", "claude-3-haiku-20240307", "", kUsEuApac,
   kRetired, "retired 2026-09-10", kHaiku, 200'000, 4'096, true, kNoPrice, kClaude3, kRetiredFeatures},
  {"anthropic.claude-3-opus-20240229-v1:0", "Claude 3 Opus", "opus", "claude-3-opus-20240229", "", kUs,
   kRetired, "retired", kOpus, 200'000, 4'096, true, kNoPrice, kClaude3, kRetiredFeatures},
  {"anthropic.claude-3-sonnet-20240229-v1:0", "Claude 3 Sonnet", "sonnet", "claude-3-sonnet-20240229", "", kUsEuApac,
   kRetired, "retired", kSonnet, 200'000, 4'096, true, kNoPrice, kClaude3, kRetiredFeatures},
  {"anthropic.claude-v2:1", "Claude 2.1", "claude", "claude-2.1", "", kNone,
   kRetired, "retired", kSonnet, 200'000, 4'096, true, kNoPrice, kClaude2, kRetiredFeatures},
  {"anthropic.claude-v2", "Claude 2", "claude", "claude-2.0", "", kNone,
   kRetired, "retired", kSonnet, 100'000, 4'096, true, kNoPrice, kClaude2, kRetiredFeatures},
  {"anthropic.claude-instant-v1", "Claude Instant", "instant", "claude-instant-1.2", "", kNone,
   kRetired, "retired", kHaiku, 100'000, 4'096, true, kNoPrice, kClaude2, kRetiredFeatures},
};
// clang-format on

}  // namespace

std::span<const ModelInfo> model_catalog() {
  return kModels;
}

std::string_view model_catalog_date() {
  return kDate;
}

ModelRules newest_model_rules() {
  return {.sampling = false,
          .temperature_with_top_p = false,
          .prefill = false,
          .budget_thinking = false,
          .disabled_thinking_above_high_effort = false,
          .between_tools_thinking = false};
}

}  // namespace anthropic
