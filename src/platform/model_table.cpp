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
constexpr std::array<std::string_view, 4> kUsEuJpGlobal = {"us", "eu", "jp", "global"};
constexpr std::array<std::string_view, 4> kUsEuAuGlobal = {"us", "eu", "au", "global"};
constexpr std::array<std::string_view, 5> kUsEuJpAuGlobal = {"us", "eu", "jp", "au", "global"};
constexpr std::array<std::string_view, 6> kUsEuJpAuInGlobal = {"us", "eu", "jp", "au", "in", "global"};
constexpr std::array<std::string_view, 6> kUsEuJpAuGovGlobal = {"us", "eu", "jp", "au", "us-gov", "global"};

constexpr std::string_view kDate = "2026-11-22";
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
// clang-format off
//                            sampling, both, prefill, thinking, budget, adaptive, off, off at high effort, between tools, forced tool, schema, images
constexpr ModelRules kSonnet55 {false, false, false,   true,     false,  true,     false, false,            true,          false,       true,   true};
constexpr ModelRules kOpus55   {false, false, false,   true,     false,  true,     false, false,            false,         false,       true,   true};
constexpr ModelRules kHaiku55  {false, false, false,   true,     false,  true,     true,  false,            false,         true,        true,   true};
constexpr ModelRules kFable51  {false, false, false,   true,     false,  true,     false, false,            false,         false,       true,   true};
constexpr ModelRules kFable5   {false, false, false,   true,     false,  true,     false, false,            false,         true,        true,   true};
constexpr ModelRules kOpus5    {false, false, false,   true,     true,   true,     true,  false,            false,         true,        true,   true};
constexpr ModelRules kSonnet5  {false, false, false,   true,     true,   true,     true,  true,             false,         true,        true,   true};
constexpr ModelRules kClaude46 {true,  true,  false,   true,     true,   true,     true,  true,             false,         true,        true,   true};
constexpr ModelRules kClaude45 {true,  false, true,    true,     true,   false,    true,  true,             false,         true,        true,   true};
constexpr ModelRules kOpus41   {true,  true,  true,    true,     true,   false,    true,  true,             false,         true,        true,   true};
constexpr ModelRules kClaude4  {true,  true,  true,    true,     true,   false,    true,  true,             false,         true,        false,  true};
constexpr ModelRules kClaude37 = kClaude4;
constexpr ModelRules kClaude3  {true,  true,  true,    false,    false,  false,    true,  true,             false,         true,        false,  true};
constexpr ModelRules kClaude35 = kClaude3;
constexpr ModelRules kClaude2  {true,  true,  true,    false,    false,  false,    true,  true,             false,         true,        false,  false};
// clang-format on

// What the rows are read from, on the date above: AWS's model cards and its table of the model life cycle in
// the Bedrock user guide; Anthropic's pages "Models overview" and "Model deprecations"; the model tables of
// the npm packages `ai` 5.0.101, `@ai-sdk/anthropic` 3.0.138 and `pi-ai` 1.5.2. Up to Claude 3.5 a model
// could be called on demand by its base id; from 3.7 on AWS lists them for inference profiles. Models that
// only the Mantle endpoint serves (the Mythos family) are not here. Prices are those of
// `pi-ai`, US dollars for a million tokens through a global profile, and not AWS's word; Haiku 5.5's hold up
// to 100,000 input tokens.
// clang-format off
constexpr ModelInfo kModels[] = {
  // id, name, first-party id, alias, profiles, state, note, successor, context, output, on demand, price, rules
  {"anthropic.claude-haiku-5-5", "Claude Haiku 5.5", "claude-haiku-5-5", "haiku", kUsEuJpAuGlobal,
   kActive, "end of life not before 2027-10-07", "", 1'000'000, 128'000, false, {0.1, 0.5}, kHaiku55},
  {"anthropic.claude-sonnet-5-5", "Claude Sonnet 5.5", "claude-sonnet-5-5", "sonnet", kUsEuAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {2, 10}, kSonnet55},
  {"anthropic.claude-opus-5-5", "Claude Opus 5.5", "claude-opus-5-5", "opus", kUsEuJpAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {4, 20}, kOpus55},
  {"anthropic.claude-fable-5-2", "Claude Fable 5.2", "claude-fable-5-2", "", kUsGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {8, 40}, kFable51},
  {"anthropic.claude-fable-5-1", "Claude Fable 5.1", "claude-fable-5-1", "", kUsGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {10, 50}, kFable51},
  {"anthropic.claude-fable-5", "Claude Fable 5", "claude-fable-5", "", kUsEuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {10, 50}, kFable5},
  {"anthropic.claude-opus-5", "Claude Opus 5", "claude-opus-5", "", kUsEuJpAuInGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {5, 25}, kOpus5},
  {"anthropic.claude-sonnet-5", "Claude Sonnet 5", "claude-sonnet-5", "", kUsEuJpAuInGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {2, 10}, kSonnet5},
  {"anthropic.claude-opus-4-8", "Claude Opus 4.8", "claude-opus-4-8", "", kUsEuJpAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {5, 25}, kSonnet5},
  {"anthropic.claude-opus-4-7", "Claude Opus 4.7", "claude-opus-4-7", "", kUsEuJpAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {5, 25}, kSonnet5},
  // Two sources give -v1 for this one; three give none.
  {"anthropic.claude-sonnet-4-6", "Claude Sonnet 4.6", "claude-sonnet-4-6", "", kUsEuJpGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {3, 15}, kClaude46},
  {"anthropic.claude-opus-4-6-v1", "Claude Opus 4.6", "claude-opus-4-6", "", kUsEuAuGlobal,
   kActive, "", "", 1'000'000, 128'000, false, {5, 25}, kClaude46},
  {"anthropic.claude-opus-4-5-20251101-v1:0", "Claude Opus 4.5", "claude-opus-4-5-20251101", "", kUsEuGlobal,
   kActive, "", "", 200'000, 64'000, false, {5, 25}, kClaude45},
  {"anthropic.claude-haiku-4-5-20251001-v1:0", "Claude Haiku 4.5", "claude-haiku-4-5-20251001", "", kUsEuJpAuInGlobal,
   kActive, "", "", 200'000, 64'000, false, {1, 5}, kClaude45},
  {"anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5", "claude-sonnet-4-5-20250929", "", kUsEuJpAuGovGlobal,
   kLegacy, "Anthropic's own API retires it on 2026-11-30", kSonnet, 200'000, 64'000, false, {3, 15}, kClaude45},
  {"anthropic.claude-opus-4-1-20250805-v1:0", "Claude Opus 4.1", "claude-opus-4-1-20250805", "", kUs,
   kLegacy, "", kOpus, 200'000, 32'000, false, {}, kOpus41},
  {"anthropic.claude-opus-4-20250514-v1:0", "Claude Opus 4", "claude-opus-4-20250514", "", kUs,
   kRetired, "retired about 2026-05-31", kOpus, 200'000, 32'000, false, {}, kClaude4},
  {"anthropic.claude-sonnet-4-20250514-v1:0", "Claude Sonnet 4", "claude-sonnet-4-20250514", "", kUsEuApacGlobal,
   kLegacy, "Anthropic's own API retired it on 2026-06-15", kSonnet, 200'000, 64'000, false, {}, kClaude4},
  {"anthropic.claude-3-7-sonnet-20250219-v1:0", "Claude 3.7 Sonnet", "claude-3-7-sonnet-20250219", "", kUsEuApac,
   kRetired, "retired 2026-04-28", kSonnet, 200'000, 64'000, false, {}, kClaude37},
  {"anthropic.claude-3-5-haiku-20241022-v1:0", "Claude 3.5 Haiku", "claude-3-5-haiku-20241022", "", kUs,
   kRetired, "retired 2026-06-19", kHaiku, 200'000, 8'192, true, {}, kClaude35},
  {"anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5 Sonnet v2", "claude-3-5-sonnet-20241022", "", kUsApac,
   kRetired, "retired 2026-03-01", kSonnet, 200'000, 8'192, true, {}, kClaude35},
  {"anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet", "claude-3-5-sonnet-20240620", "", kUsEuApac,
   kRetired, "retired 2026-03-01", kSonnet, 200'000, 8'192, true, {}, kClaude35},
  {"anthropic.claude-3-haiku-20240307-v1:0", "Claude 3 Haiku", "claude-3-haiku-20240307", "", kUsEuApac,
   kRetired, "retired 2026-09-10", kHaiku, 200'000, 4'096, true, {}, kClaude3},
  {"anthropic.claude-3-opus-20240229-v1:0", "Claude 3 Opus", "claude-3-opus-20240229", "", kUs,
   kRetired, "retired", kOpus, 200'000, 4'096, true, {}, kClaude3},
  {"anthropic.claude-3-sonnet-20240229-v1:0", "Claude 3 Sonnet", "claude-3-sonnet-20240229", "", kUsEuApac,
   kRetired, "retired", kSonnet, 200'000, 4'096, true, {}, kClaude3},
  {"anthropic.claude-v2:1", "Claude 2.1", "claude-2.1", "", kNone,
   kRetired, "retired", kSonnet, 200'000, 4'096, true, {}, kClaude2},
  {"anthropic.claude-v2", "Claude 2", "claude-2.0", "", kNone,
   kRetired, "retired", kSonnet, 100'000, 4'096, true, {}, kClaude2},
  {"anthropic.claude-instant-v1", "Claude Instant", "claude-instant-1.2", "", kNone,
   kRetired, "retired", kHaiku, 100'000, 4'096, true, {}, kClaude2},
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
          .disabled_thinking_above_high_effort = false,
          .between_tools_thinking = false};
}

}  // namespace anthropic
