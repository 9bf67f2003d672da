#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace anthropic {

/// Whether Bedrock still serves a model.
enum class ModelState : std::uint8_t { active, legacy, retired };
std::string_view to_string(ModelState state);

/// What a model does with a parameter: false if the server is known to refuse it, true if it accepts it or
/// nobody has said that it refuses.
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
  bool structured_output = true;                    ///< `output_config.format`
  bool images = true;
};

/// US dollars for a million tokens, an estimate; 0 if not known. A profile of a region costs a tenth more
/// than a global one. What is cached costs other prices.
struct ModelPrice {
  double input = 0;
  double output = 0;
};

/// A Claude model on Bedrock: what this library knows of it (as of `model_catalog_date()`).
///
/// Not everything is published. Where it is not, the table is careful: a model of a family whose behaviour is
/// not documented is taken to refuse sampling parameters and prefill, as its neighbours do; an end date that
/// was not read on a page of AWS or Anthropic is left out; a `successor` is the newest active model of the
/// same family, never one that is itself on the way out.
struct ModelInfo {
  std::string_view id;                         ///< "anthropic.claude-haiku-4-5-20251001-v1:0"
  std::string_view name;                       ///< "Claude Haiku 4.5"
  std::string_view first_party_id;             ///< "claude-haiku-4-5-20251001"
  std::string_view alias;                      ///< "haiku" for the newest active one of a family, else empty.
  std::span<const std::string_view> profiles;  ///< Inference profile prefixes: "us", "eu", "global" …
  ModelState state;
  std::string_view state_note;  ///< "retired 2026-09-10"; empty if nothing is known.
  std::string_view successor;   ///< The id to use instead of a legacy or retired one.
  std::int64_t context_window;  ///< tokens
  std::int64_t max_output_tokens;
  bool on_demand;  ///< Can be called by `id`; otherwise through a profile only.
  ModelPrice price;
  ModelRules accepts;
};

/// All models that the endpoint bedrock-runtime serves or has served, the newest first.
std::span<const ModelInfo> model_catalog();
/// The day the table was checked, "2026-11-22".
std::string_view model_catalog_date();

/// The rules that a Claude model which is not in the table most likely has: those of the newest family.
ModelRules newest_model_rules();

/// The model that an id means: a base id, an inference profile's id ("us.anthropic.…"), a foundation-model or
/// inference-profile ARN, a first-party id, an alias, or a base or first-party id without its date and
/// version ("claude-haiku-4-5") if only one model has that name. Null if unknown (application profiles,
/// provisioned and imported models always are).
///
/// An id of a profile names its model whether or not the model has that profile: look at `profiles` for that.
const ModelInfo* find_model(std::string_view id);

/// What to put in a request for `id` in `region`. Aliases, first-party ids and ids without date and version
/// become the id of the profile that serves the region ("us.…" in us-east-1, "global.…" where there is no
/// nearer one), or the base id if there is no such profile; where a profile was named ("eu.anthropic.…"), it
/// is kept. Anything else, and every id of a retired model, is returned as is.
std::string resolve_model_id(std::string_view id, std::string_view region);

/// The alias, base id or first-party id, of a model that is not retired, that `typo` comes nearest to, for
/// "did you mean"; empty if none is near. It points into the table.
std::string_view nearest_model_id(std::string_view typo);

}  // namespace anthropic
