#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/service_quotas.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/result.hpp>

namespace anthropic::inline v0::operations {

/// Which calls a quota of a model counts.
enum class QuotaScope : std::uint8_t {
  cross_region,  ///< Through the profile of a geography: "us.", "eu." …
  global,        ///< Through a `global.` profile.
  on_demand,     ///< By the model's own id.
  mantle_input,  ///< On Mantle, which counts apart from Bedrock's runtime.
  mantle_output,
  all,  ///< All of them.
};
/// "cross-region", "global", "on-demand", "Mantle input", "Mantle output", "all".
std::string_view to_string(QuotaScope scope);

enum class QuotaUnit : std::uint8_t { tokens_per_minute, requests_per_minute, tokens_per_day };
/// "tokens per minute" …
std::string_view to_string(QuotaUnit unit);

/// A quota that bounds the calls of a model.
struct ModelQuota {
  QuotaScope scope = QuotaScope::cross_region;
  QuotaUnit unit = QuotaUnit::tokens_per_minute;
  bool long_prompts = false;  ///< Of prompts above 200,000 tokens alone.
  double value = 0;
  bool adjustable = false;  ///< Whether Service Quotas takes a request for more.
  std::string name = {};    ///< AWS's.
  std::string code = {};    ///< "L-…"
};

/// Those of `quotas` that bound the calls of a model, by their names: AWS writes the model's name into them, and
/// no list of their codes is published. A daily quota of all models is among them.
std::vector<ModelQuota> quotas_of_model(const std::vector<aws::ServiceQuota>& quotas, std::string_view model);

/// The quotas of a model in the session's region, as this account has them.
Result<std::vector<ModelQuota>> find_model_quotas(const aws::Session& session, std::string_view model,
                                                  const aws::ClientOptions& client = {},
                                                  const aws::CallOptions& options = {});

/// All quotas of Bedrock, as this account has them in the session's region: for quotas_of_model(). Needs
/// servicequotas:ListServiceQuotas.
Result<std::vector<aws::ServiceQuota>> list_bedrock_quotas(const aws::Session& session,
                                                           const aws::ClientOptions& client = {},
                                                           const aws::CallOptions& options = {});

/// How many tokens of its quota a minute one token of a model's answer takes: 15, 10, 5 or 1 (AWS, "Token
/// burndown", October 2026; the rates are in the model table as ModelFeatures::output_burn_down). 1 for a
/// model that is not known.
///
/// When a call begins, its input and its whole `max_tokens` are taken from the quota, once each; when it ends,
/// that is settled to input + cache writes + output × this. So a `max_tokens` much larger than the answers
/// throttles by itself.
int burn_down_rate(std::string_view model);

}  // namespace anthropic::inline v0::operations
