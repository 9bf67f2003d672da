#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anthropic::inline v0 {

struct Usage;

/// Whether Bedrock still serves a model.
enum class ModelState : std::uint8_t { active, legacy, retired };
std::string_view to_string(ModelState state);
std::ostream& operator<<(std::ostream& out, ModelState state);

/// Which parameters a model accepts: false if the server is known to refuse one, true if it accepts it or no
/// source reports that it refuses.
struct ModelRules {
  bool sampling = true;                             ///< `temperature`, `top_p`, `top_k`
  bool temperature_with_top_p = true;               ///< both in one request
  bool prefill = true;                              ///< a conversation that ends with the assistant's turn
  bool thinking = true;                             ///< the parameter `thinking` at all
  bool budget_thinking = true;                      ///< `thinking.type` "enabled" with `budget_tokens`
  bool adaptive_thinking = true;                    ///< `thinking.type` "adaptive"
  bool disabled_thinking = true;                    ///< `thinking.type` "disabled"
  bool disabled_thinking_above_high_effort = true;  ///< the same with `output_config.effort` "xhigh" or "max"
  bool between_tools_thinking = true;               ///< `thinking.type` "between_tools"
  bool forced_tool_choice = true;                   ///< `tool_choice` "any" or "tool"
  bool forced_tool_choice_while_thinking = true;    ///< the same while it is asked to think
  bool effort = true;                               ///< `output_config.effort`
  bool structured_output = true;                    ///< `output_config.format`
  bool images = true;
  bool system_messages = true;     ///< messages of the role "system"
  bool effort_in_messages = true;  ///< their `output_config.effort`
};

/// What a model costs through a `global.` profile: US dollars for a million tokens, an estimate.
/// estimate_cost() uses all of it.
struct ModelPrice {
  double input = 0;  ///< Input that is neither read from the cache nor written to it; 0 if no price is known.
  double output = 0;
  double cache_read_factor = 0.1;    ///< Input read from the cache, as a factor of `input`.
  double cache_write_factor = 1.25;  ///< Input written to the cache for five minutes.
  double cache_write_1h_factor = 2;  ///< Input written to it for an hour.
  double regional_factor = 1.1;      ///< Everything, through the profile of a geography ("us.", "eu." …).
  /// If the prompt has more tokens than this, including cached ones, the next two prices apply to the whole
  /// request; 0 if there is no such limit.
  std::int64_t long_prompt_tokens = 0;
  double long_prompt_input = 0;
  double long_prompt_output = 0;
  std::string_view since = {};  ///< The day from which these hold, "2026-10-07"; empty if not known.
};

/// What Bedrock offers for a model beside InvokeModel itself, and what to know before a call. Other platforms
/// differ: Anthropic's own API has batches, counting and structured output for all current models.
struct ModelFeatures {
  bool batch = false;              ///< Batch inference jobs (create_model_invocation_job()).
  bool count_tokens = false;       ///< CountTokens of the endpoint bedrock-runtime; Mantle counts for all.
  bool structured_output = false;  ///< `output_config.format` with InvokeModel.
  std::span<const std::string_view> service_tiers = {};  ///< "default", "reserved" …; empty if not known.
  /// The mode of data retention that the account must allow in the region ("aws_review"), else every request
  /// is refused; empty if any mode works, or it is not known.
  std::string_view data_retention = {};
  std::string_view default_effort = {};   ///< Of `output_config.effort`; empty if there is none or not known.
  std::int64_t min_cacheable_tokens = 0;  ///< A shorter prefix is not cached, silently; 0 if not known.
  int output_burn_down = 1;  ///< How many tokens of the quota a minute one token of output takes.
};

/// A Claude model on Bedrock, as this library knows it (as of `model_catalog_date()`).
///
/// Not everything is published. The table is careful: a model without documentation is assumed to refuse
/// sampling parameters and prefill, like the models closest to it; an end date that is on no page of AWS or
/// Anthropic is left out; a `successor` is the newest active model of the same family, never one that is
/// itself going away.
struct ModelInfo {
  std::string_view id = {};      ///< "anthropic.claude-haiku-4-5-20251001-v1:0"
  std::string_view name = {};    ///< "Claude Haiku 4.5"
  std::string_view family = {};  ///< "haiku", "sonnet", "opus", "fable"; older ones "instant", "claude".
  std::string_view first_party_id = {};  ///< "claude-haiku-4-5-20251001"
  std::string_view alias = {};           ///< "haiku" for the newest active one of a family, else empty.
  std::span<const std::string_view> profiles = {};  ///< Inference profile prefixes: "us", "eu", "global" …
  ModelState state = ModelState::active;
  std::string_view state_note = {};  ///< "retired 2026-09-10"; empty if nothing is known.
  std::string_view successor = {};   ///< The id to use instead of a legacy or retired one.
  std::int64_t context_window = 0;   ///< tokens
  std::int64_t max_output_tokens = 0;
  /// With a higher `max_tokens` an answer may take more than ten minutes. create() then streams it.
  std::int64_t max_unstreamed_tokens = 21'333;
  bool on_demand = false;  ///< Can be called by `id`; otherwise through a profile only.
  ModelPrice price = {};
  ModelRules accepts = {};
  ModelFeatures features = {};
};

/// All models that the endpoint bedrock-runtime serves or has served, the newest first.
std::span<const ModelInfo> model_catalog();
/// The day the table was checked, "2026-11-29".
std::string_view model_catalog_date();

/// The rules that a Claude model which is not in the table most likely has: those of the newest family.
ModelRules newest_model_rules();

/// The model that an id means: a base id, an inference profile's id ("us.anthropic.…"), a foundation-model or
/// inference-profile ARN, a first-party id, an alias, or a base or first-party id without its date and
/// version ("claude-haiku-4-5") if only one model has that name. Null if unknown (application profiles,
/// provisioned and imported models always are).
///
/// A profile's id names its model even if the model lacks that profile: check `profiles` for that.
const ModelInfo* find_model(std::string_view id);

/// The prefixes of the inference profiles that a region can call, in order of preference: "us" and "global"
/// in us-east-1. Empty where none is known: in China, in AWS's European Sovereign Cloud and in the isolated
/// partitions.
std::span<const std::string_view> profiles_of_region(std::string_view region);

/// The regions in which a request that `region` sends through the profile of a geography ("eu") may be answered,
/// sorted. Empty for "global", which may go to every commercial region, and where they are not known. They
/// are the same for all models that are served. AWS may change them: aws::Bedrock::get_inference_profile()
/// tells what holds now.
std::vector<std::string> destination_regions(std::string_view profile, std::string_view region);

/// Whether a model can be called in a region, through a profile or by its base id, as far as the table knows.
/// False for a retired model.
bool serves_region(const ModelInfo& model, std::string_view region);

/// What to put in a request for `id` in `region`. First-party ids and ids without date and version become the
/// id of the profile that serves the region ("us.…" in us-east-1, "global.…" if there is no nearer one). An
/// alias becomes the id of the newest model of its family that the region serves, a legacy one only if there
/// is no other. If the region serves none, both become the base id, which Bedrock refuses. A named profile
/// ("eu.anthropic.…") is kept. Anything else, and every id of a retired model, is returned unchanged.
std::string resolve_model_id(std::string_view id, std::string_view region);

/// The alias, base id or first-party id, of a model that is not retired, that `typo` probably means, for "did
/// you mean"; empty if that is unclear. Only family and version count, not what surrounds them (dates,
/// "-v1:0", "[1m]", upper case, a dot in the version). Another version of the family is never suggested. It
/// points into the table.
std::string_view nearest_model_id(std::string_view typo);

/// What `usage` costs on Bedrock, in US dollars: an estimate from the table's prices, including cache reads
/// and writes, the price of long prompts, and the surcharge of the profile that `model_id` names
/// ("us.anthropic.…"; none for "global.…", and none for an id without a profile, as Anthropic's own API has
/// it). `model_id` is the id that was sent: resolve_model_id() makes it from an alias. Batches cost half.
/// Nothing if the model or its price is not known. AWS's bill is the truth.
std::optional<double> estimate_cost(std::string_view model_id, const Usage& usage);

}  // namespace anthropic::inline v0
