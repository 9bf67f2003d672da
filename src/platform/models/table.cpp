#include <array>

#include <anthropic/model_catalog.hpp>

// The table of models. All that the library knows about them is here, and only here.

namespace anthropic::inline v0 {

namespace {

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

constexpr ModelState kLegacy = ModelState::legacy;
constexpr ModelState kRetired = ModelState::retired;

// What each family refuses, one row a family; see ModelRules. A false is there only where a source reports
// that the parameter is refused: `@ai-sdk/anthropic` 3.0.138 (npm, read 2026-11-22: sampling, thinking, tool
// choice, structured output), Anthropic's pages "Extended thinking", "Adaptive thinking" and "Prefill
// Claude's response" and refusals that users reported (the message about prefill: opencode issue 29760, from
// 4.6 on; the one about temperature and top_p together: BoltAI issue 399, 4.5). Fable 5.2 is in no source: it
// is assumed to be like 5.1.
//
// A thinking budget ends with 4.6: Anthropic's page on Sonnet 5 ("returns a 400"), and refusals of Opus 4.7
// and 4.8 (coder issues 25335, 26691), of Opus 4.8, Opus 5 and Sonnet 5 (handochan/aelix-ai issue 258,
// 2026-09-09) and of Opus 5 on Bedrock (pi PR 7081). A forced tool while thinking: Anthropic, "Extended
// thinking"; Opus 4.8, Sonnet 5 and Fable 5 take it on Bedrock (langchain-aws PR 1141), and of Opus 5 and
// Haiku 5.5 nobody has reported otherwise. Adaptive thinking begins with 4.6: askalf/dario PR 273 asked each
// model. Effort begins with Opus 4.5: AWS's page on Claude's parameters, and refusals on Bedrock of Sonnet 4.5
// (anthropics/claude-code issue 30795) and Haiku 4.5 (anthropics/claude-agent-sdk-typescript issue 214).
//
// Messages of the role "system" and effort in them: Anthropic's pages "Mid-conversation system messages",
// which leaves Sonnet 5 out (others say that it takes them), and "Per-message effort", which has no Opus 4.8
// and no Fable 5.
constexpr ModelRules kSonnet55 = {.sampling = false,
                                  .temperature_with_top_p = false,
                                  .prefill = false,
                                  .budget_thinking = false,
                                  .disabled_thinking = false,
                                  .disabled_thinking_above_high_effort = false,
                                  .forced_tool_choice = false,
                                  .forced_tool_choice_while_thinking = false};
constexpr ModelRules kOpus55 = {.sampling = false,
                                .temperature_with_top_p = false,
                                .prefill = false,
                                .budget_thinking = false,
                                .disabled_thinking = false,
                                .disabled_thinking_above_high_effort = false,
                                .between_tools_thinking = false,
                                .forced_tool_choice = false,
                                .forced_tool_choice_while_thinking = false};
constexpr ModelRules kHaiku55 = {.sampling = false,
                                 .temperature_with_top_p = false,
                                 .prefill = false,
                                 .budget_thinking = false,
                                 .disabled_thinking_above_high_effort = false,
                                 .between_tools_thinking = false};
constexpr ModelRules kFable51 = {.sampling = false,
                                 .temperature_with_top_p = false,
                                 .prefill = false,
                                 .budget_thinking = false,
                                 .disabled_thinking = false,
                                 .disabled_thinking_above_high_effort = false,
                                 .between_tools_thinking = false,
                                 .forced_tool_choice = false,
                                 .forced_tool_choice_while_thinking = false};
constexpr ModelRules kFable5 = {.sampling = false,
                                .temperature_with_top_p = false,
                                .prefill = false,
                                .budget_thinking = false,
                                .disabled_thinking = false,
                                .disabled_thinking_above_high_effort = false,
                                .between_tools_thinking = false,
                                .effort_in_messages = false};
constexpr ModelRules kOpus5 = {.sampling = false,
                               .temperature_with_top_p = false,
                               .prefill = false,
                               .budget_thinking = false,
                               .disabled_thinking_above_high_effort = false,
                               .between_tools_thinking = false};
constexpr ModelRules kSonnet5 = {.sampling = false,
                                 .temperature_with_top_p = false,
                                 .prefill = false,
                                 .budget_thinking = false,
                                 .between_tools_thinking = false,
                                 .system_messages = false,
                                 .effort_in_messages = false};
constexpr ModelRules kOpus48 = {.sampling = false,
                                .temperature_with_top_p = false,
                                .prefill = false,
                                .budget_thinking = false,
                                .between_tools_thinking = false,
                                .effort_in_messages = false};
constexpr ModelRules kOpus47 = {.sampling = false,
                                .temperature_with_top_p = false,
                                .prefill = false,
                                .budget_thinking = false,
                                .between_tools_thinking = false,
                                .forced_tool_choice_while_thinking = false,
                                .system_messages = false,
                                .effort_in_messages = false};
constexpr ModelRules kClaude46 = {.prefill = false,
                                  .between_tools_thinking = false,
                                  .forced_tool_choice_while_thinking = false,
                                  .system_messages = false,
                                  .effort_in_messages = false};
constexpr ModelRules kOpus45 = {.temperature_with_top_p = false,
                                .adaptive_thinking = false,
                                .between_tools_thinking = false,
                                .forced_tool_choice_while_thinking = false,
                                .system_messages = false,
                                .effort_in_messages = false};
constexpr ModelRules kClaude45 = {.temperature_with_top_p = false,
                                  .adaptive_thinking = false,
                                  .between_tools_thinking = false,
                                  .forced_tool_choice_while_thinking = false,
                                  .effort = false,
                                  .system_messages = false,
                                  .effort_in_messages = false};
constexpr ModelRules kOpus41 = {.adaptive_thinking = false,
                                .between_tools_thinking = false,
                                .forced_tool_choice_while_thinking = false,
                                .effort = false,
                                .system_messages = false,
                                .effort_in_messages = false};
constexpr ModelRules kClaude4 = {.adaptive_thinking = false,
                                 .between_tools_thinking = false,
                                 .forced_tool_choice_while_thinking = false,
                                 .effort = false,
                                 .structured_output = false,
                                 .system_messages = false,
                                 .effort_in_messages = false};
constexpr ModelRules kClaude37 = kClaude4;
constexpr ModelRules kClaude3 = {.thinking = false,
                                 .budget_thinking = false,
                                 .adaptive_thinking = false,
                                 .between_tools_thinking = false,
                                 .effort = false,
                                 .structured_output = false,
                                 .system_messages = false,
                                 .effort_in_messages = false};
constexpr ModelRules kClaude35 = kClaude3;
constexpr ModelRules kClaude2 = {.thinking = false,
                                 .budget_thinking = false,
                                 .adaptive_thinking = false,
                                 .between_tools_thinking = false,
                                 .effort = false,
                                 .structured_output = false,
                                 .images = false,
                                 .system_messages = false,
                                 .effort_in_messages = false};

// What models cost, US dollars for a million tokens through a global profile. AWS's price list of eu-north-1
// (October 2026: 4.5 and 5.5 models, and that a geography costs a tenth more), Anthropic's price page and
// release notes (cache factors, Haiku 5.5's second price above 100,000 tokens, Fable 5.2), the table of
// `pi-ai` 1.5.2 for the others. GovCloud costs a fifth more, by third parties' tables.
// clang-format off
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

// What Bedrock has for a model: its model card in the Bedrock user guide (as of October 2026), there too the
// pages "Supported Regions and models for batch inference", "Token burndown", "Prompt caching" and "Data
// retention". Nobody has read the lower half of Fable 5.2's card: it is assumed to be like 5.1's, except for
// tiers and data retention.
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
// clang-format on

// What the rows are read from, on the date above: AWS's model cards and its table of the model life cycle in
// the Bedrock user guide; Anthropic's pages "Models overview" and "Model deprecations"; the model tables of
// the npm packages `ai` 5.0.101, `@ai-sdk/anthropic` 3.0.138 and `pi-ai` 1.5.2. Up to Claude 3.5 a model
// could be called on demand by its base id; from 3.7 on AWS lists them for inference profiles. Models that
// only the Mantle endpoint serves (the Mythos family) are not here. The cards say which models GovCloud has
// ("Geo" in us-gov-west-1 and us-gov-east-1), but not the ids of its profiles, which begin with "us-gov."
// there.

constexpr ModelInfo kModels[] = {
    {.id = "anthropic.claude-haiku-5-5",
     .name = "Claude Haiku 5.5",
     .family = "haiku",
     .first_party_id = "claude-haiku-5-5",
     .alias = "haiku",
     .profiles = kUsEuJpAuGovGlobal,
     .state_note = "end of life not before 2027-10-07",
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kHaiku55Price,
     .accepts = kHaiku55,
     .features = kHaiku55Features},
    {.id = "anthropic.claude-sonnet-5-5",
     .name = "Claude Sonnet 5.5",
     .family = "sonnet",
     .first_party_id = "claude-sonnet-5-5",
     .alias = "sonnet",
     .profiles = kUsEuGovGlobal,
     .state_note = "end of life not before 2027-09-28",
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kSonnet55Price,
     .accepts = kSonnet55,
     .features = kSonnet55Features},
    {.id = "anthropic.claude-opus-5-5",
     .name = "Claude Opus 5.5",
     .family = "opus",
     .first_party_id = "claude-opus-5-5",
     .alias = "opus",
     .profiles = kUsEuJpAuGovGlobal,
     .state_note = "end of life not before 2027-09-22",
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kOpus55Price,
     .accepts = kOpus55,
     .features = kOpus55Features},
    {.id = "anthropic.claude-fable-5-2",
     .name = "Claude Fable 5.2",
     .family = "fable",
     .first_party_id = "claude-fable-5-2",
     .profiles = kUsGlobal,
     .state_note = "end of life not before 2027-11-09",
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kFable52Price,
     .accepts = kFable51,
     .features = kFable52Features},
    {.id = "anthropic.claude-fable-5-1",
     .name = "Claude Fable 5.1",
     .family = "fable",
     .first_party_id = "claude-fable-5-1",
     .profiles = kUsGlobal,
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kFable51Price,
     .accepts = kFable51,
     .features = kFable51Features},
    {.id = "anthropic.claude-fable-5",
     .name = "Claude Fable 5",
     .family = "fable",
     .first_party_id = "claude-fable-5",
     .profiles = kUsEuGlobal,
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kFable5Price,
     .accepts = kFable5,
     .features = kFable5Features},
    {.id = "anthropic.claude-opus-5",
     .name = "Claude Opus 5",
     .family = "opus",
     .first_party_id = "claude-opus-5",
     .profiles = kUsEuJpAuInGovGlobal,
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kOpusPrice,
     .accepts = kOpus5,
     .features = kOpus5Features},
    {.id = "anthropic.claude-sonnet-5",
     .name = "Claude Sonnet 5",
     .family = "sonnet",
     .first_party_id = "claude-sonnet-5",
     .profiles = kUsEuJpAuInGovGlobal,
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kSonnet5Price,
     .accepts = kSonnet5,
     .features = kSonnet5Features},
    {.id = "anthropic.claude-opus-4-8",
     .name = "Claude Opus 4.8",
     .family = "opus",
     .first_party_id = "claude-opus-4-8",
     .profiles = kUsEuJpAuGovGlobal,
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kOpusPrice,
     .accepts = kOpus48,
     .features = kOpus48Features},
    {.id = "anthropic.claude-opus-4-7",
     .name = "Claude Opus 4.7",
     .family = "opus",
     .first_party_id = "claude-opus-4-7",
     .profiles = kUsEuJpAuGlobal,
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kOpusPrice,
     .accepts = kOpus47,
     .features = kOpus47Features},
    // Two sources give -v1 for this one; three, AWS's card among them, give none.
    {.id = "anthropic.claude-sonnet-4-6",
     .name = "Claude Sonnet 4.6",
     .family = "sonnet",
     .first_party_id = "claude-sonnet-4-6",
     .profiles = kUsEuJpAuGlobal,
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kSonnet4Price,
     .accepts = kClaude46,
     .features = kSonnet46Features},
    {.id = "anthropic.claude-opus-4-6-v1",
     .name = "Claude Opus 4.6",
     .family = "opus",
     .first_party_id = "claude-opus-4-6",
     .profiles = kUsEuAuGlobal,
     .context_window = 1'000'000,
     .max_output_tokens = 128'000,
     .price = kOpusPrice,
     .accepts = kClaude46,
     .features = kOpus46Features},
    {.id = "anthropic.claude-opus-4-5-20251101-v1:0",
     .name = "Claude Opus 4.5",
     .family = "opus",
     .first_party_id = "claude-opus-4-5-20251101",
     .profiles = kUsEuGlobal,
     .state_note = "Anthropic's own API retires it on 2027-01-22",
     .context_window = 200'000,
     .max_output_tokens = 64'000,
     .price = kOpusPrice,
     .accepts = kOpus45,
     .features = kClaude45Features},
    {.id = "anthropic.claude-haiku-4-5-20251001-v1:0",
     .name = "Claude Haiku 4.5",
     .family = "haiku",
     .first_party_id = "claude-haiku-4-5-20251001",
     .profiles = kUsEuJpAuInGlobal,
     .context_window = 200'000,
     .max_output_tokens = 64'000,
     .price = kHaiku45Price,
     .accepts = kClaude45,
     .features = kClaude45Features},
    {.id = "anthropic.claude-sonnet-4-5-20250929-v1:0",
     .name = "Claude Sonnet 4.5",
     .family = "sonnet",
     .first_party_id = "claude-sonnet-4-5-20250929",
     .profiles = kUsEuJpAuGovGlobal,
     .state = kLegacy,
     .state_note = "Anthropic's own API retires it on 2026-11-30",
     .successor = kSonnet,
     .context_window = 200'000,
     .max_output_tokens = 64'000,
     .price = kSonnet4Price,
     .accepts = kClaude45,
     .features = kSonnet45Features},
    {.id = "anthropic.claude-opus-4-1-20250805-v1:0",
     .name = "Claude Opus 4.1",
     .family = "opus",
     .first_party_id = "claude-opus-4-1-20250805",
     .profiles = kUs,
     .state = kLegacy,
     .state_note = "extended access at a higher price since 2026-10-08, end of life 2027-01-08",
     .successor = kOpus,
     .context_window = 200'000,
     .max_output_tokens = 32'000,
     .max_unstreamed_tokens = 8'192,
     .price = kOpus41Price,
     .accepts = kOpus41,
     .features = kOpus41Features},
    {.id = "anthropic.claude-opus-4-20250514-v1:0",
     .name = "Claude Opus 4",
     .family = "opus",
     .first_party_id = "claude-opus-4-20250514",
     .profiles = kUs,
     .state = kRetired,
     .state_note = "retired about 2026-05-31",
     .successor = kOpus,
     .context_window = 200'000,
     .max_output_tokens = 32'000,
     .max_unstreamed_tokens = 8'192,
     .accepts = kClaude4},
    {.id = "anthropic.claude-sonnet-4-20250514-v1:0",
     .name = "Claude Sonnet 4",
     .family = "sonnet",
     .first_party_id = "claude-sonnet-4-20250514",
     .profiles = kUsEuApacGlobal,
     .state = kRetired,
     .state_note = "retired 2026-10-14",
     .successor = kSonnet,
     .context_window = 200'000,
     .max_output_tokens = 64'000,
     .accepts = kClaude4},
    {.id = "anthropic.claude-3-7-sonnet-20250219-v1:0",
     .name = "Claude 3.7 Sonnet",
     .family = "sonnet",
     .first_party_id = "claude-3-7-sonnet-20250219",
     .profiles = kUsEuApac,
     .state = kRetired,
     .state_note = "retired 2026-04-28",
     .successor = kSonnet,
     .context_window = 200'000,
     .max_output_tokens = 64'000,
     .accepts = kClaude37},
    {.id = "anthropic.claude-3-5-haiku-20241022-v1:0",
     .name = "Claude 3.5 Haiku",
     .family = "haiku",
     .first_party_id = "claude-3-5-haiku-20241022",
     .profiles = kUs,
     .state = kRetired,
     .state_note = "retired 2026-06-19",
     .successor = kHaiku,
     .context_window = 200'000,
     .max_output_tokens = 8'192,
     .on_demand = true,
     .accepts = kClaude35},
    {.id = "anthropic.claude-3-5-sonnet-20241022-v2:0",
     .name = "Claude 3.5 Sonnet v2",
     .family = "sonnet",
     .first_party_id = "claude-3-5-sonnet-20241022",
     .profiles = kUsApac,
     .state = kRetired,
     .state_note = "retired 2026-03-01",
     .successor = kSonnet,
     .context_window = 200'000,
     .max_output_tokens = 8'192,
     .on_demand = true,
     .accepts = kClaude35},
    {.id = "anthropic.claude-3-5-sonnet-20240620-v1:0",
     .name = "Claude 3.5 Sonnet",
     .family = "sonnet",
     .first_party_id = "claude-3-5-sonnet-20240620",
     .profiles = kUsEuApac,
     .state = kRetired,
     .state_note = "retired 2026-03-01",
     .successor = kSonnet,
     .context_window = 200'000,
     .max_output_tokens = 8'192,
     .on_demand = true,
     .accepts = kClaude35},
    {.id = "anthropic.claude-3-haiku-20240307-v1:0",
     .name = "Claude 3 Haiku",
     .family = "haiku",
     .first_party_id = "claude-3-haiku-20240307",
     .profiles = kUsEuApac,
     .state = kRetired,
     .state_note = "retired 2026-09-10",
     .successor = kHaiku,
     .context_window = 200'000,
     .max_output_tokens = 4'096,
     .on_demand = true,
     .accepts = kClaude3},
    {.id = "anthropic.claude-3-opus-20240229-v1:0",
     .name = "Claude 3 Opus",
     .family = "opus",
     .first_party_id = "claude-3-opus-20240229",
     .profiles = kUs,
     .state = kRetired,
     .state_note = "retired",
     .successor = kOpus,
     .context_window = 200'000,
     .max_output_tokens = 4'096,
     .on_demand = true,
     .accepts = kClaude3},
    {.id = "anthropic.claude-3-sonnet-20240229-v1:0",
     .name = "Claude 3 Sonnet",
     .family = "sonnet",
     .first_party_id = "claude-3-sonnet-20240229",
     .profiles = kUsEuApac,
     .state = kRetired,
     .state_note = "retired",
     .successor = kSonnet,
     .context_window = 200'000,
     .max_output_tokens = 4'096,
     .on_demand = true,
     .accepts = kClaude3},
    {.id = "anthropic.claude-v2:1",
     .name = "Claude 2.1",
     .family = "claude",
     .first_party_id = "claude-2.1",
     .state = kRetired,
     .state_note = "retired",
     .successor = kSonnet,
     .context_window = 200'000,
     .max_output_tokens = 4'096,
     .on_demand = true,
     .accepts = kClaude2},
    {.id = "anthropic.claude-v2",
     .name = "Claude 2",
     .family = "claude",
     .first_party_id = "claude-2.0",
     .state = kRetired,
     .state_note = "retired",
     .successor = kSonnet,
     .context_window = 100'000,
     .max_output_tokens = 4'096,
     .on_demand = true,
     .accepts = kClaude2},
    {.id = "anthropic.claude-instant-v1",
     .name = "Claude Instant",
     .family = "instant",
     .first_party_id = "claude-instant-1.2",
     .state = kRetired,
     .state_note = "retired",
     .successor = kHaiku,
     .context_window = 100'000,
     .max_output_tokens = 4'096,
     .on_demand = true,
     .accepts = kClaude2},
};

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

}  // namespace anthropic::inline v0
