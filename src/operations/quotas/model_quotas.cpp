#include <algorithm>

#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/quotas.hpp>

#include "base/errors.hpp"
#include "base/public_names.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

using operations::ModelQuota;
using operations::QuotaScope;
using operations::QuotaUnit;

constexpr std::string_view kService = "bedrock";

struct NamedScope {
  std::string_view begin;  // of the quota's name
  QuotaScope scope;
};
// "Cross-region model inference tokens per minute for …", "Cross-Region InvokeModel tokens per minute for …"
constexpr NamedScope kScopes[] = {
    {"global cross-region", QuotaScope::global},
    {"cross-region", QuotaScope::cross_region},
    {"on-demand", QuotaScope::on_demand},
    {"bedrock mantle input", QuotaScope::mantle_input},
    {"bedrock mantle output", QuotaScope::mantle_output},
    {"model invocation max", QuotaScope::all},
    {"cross-model max", QuotaScope::all},
};

struct NamedUnit {
  std::string_view part;
  QuotaUnit unit;
};
constexpr NamedUnit kUnits[] = {
    {"tokens per minute", QuotaUnit::tokens_per_minute},
    {"requests per minute", QuotaUnit::requests_per_minute},
    {"tokens per day", QuotaUnit::tokens_per_day},
};

// The words that name a model, in no order: AWS writes "Claude 3.5 Haiku" of old ones, "Claude Haiku 4.5" of new
// ones, and "V1" behind some.
std::vector<std::string> name_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" ()"), text.size());
    const std::string word = ascii_lower(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!word.empty() && word != "v1" && word != "anthropic") words.push_back(word);
  }
  std::sort(words.begin(), words.end());
  return words;
}

std::optional<ModelQuota> read_name(const aws::ServiceQuota& quota) {
  const std::string name = ascii_lower(quota.quota_name);
  const auto scope = std::find_if(std::begin(kScopes), std::end(kScopes),
                                  [&](const NamedScope& one) { return name.starts_with(one.begin); });
  const auto unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                 [&](const NamedUnit& one) { return icontains(name, one.part); });
  if (scope == std::end(kScopes) || unit == std::end(kUnits)) return std::nullopt;
  return ModelQuota{.scope = scope->scope,
                    .unit = unit->unit,
                    .value = quota.value.value_or(0),
                    .adjustable = quota.adjustable,
                    .name = quota.quota_name,
                    .code = quota.quota_code};
}

// What stands behind "for", without the words about long prompts, which are noted.
std::string model_in(std::string_view quota_name, bool& long_prompts) {
  constexpr std::string_view before = " for ";
  const std::size_t at = quota_name.find(before);
  if (at == std::string_view::npos) return {};
  std::string rest = ascii_lower(quota_name.substr(at + before.size()));
  rest.resize(std::min(rest.size(), rest.find(" (doubled")));
  const std::size_t context = rest.find(" 1m context length");
  long_prompts = context != std::string::npos;
  if (long_prompts) rest.resize(context);
  return rest;
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

std::string_view to_string(QuotaScope scope) {
  switch (scope) {
    case QuotaScope::cross_region:
      return "cross-region";
    case QuotaScope::global:
      return "global";
    case QuotaScope::on_demand:
      return "on-demand";
    case QuotaScope::mantle_input:
      return "Mantle input";
    case QuotaScope::mantle_output:
      return "Mantle output";
    case QuotaScope::all:
      return "all";
  }
  return "unknown";
}

std::string_view to_string(QuotaUnit unit) {
  switch (unit) {
    case QuotaUnit::tokens_per_minute:
      return "tokens per minute";
    case QuotaUnit::requests_per_minute:
      return "requests per minute";
    case QuotaUnit::tokens_per_day:
      return "tokens per day";
  }
  return "unknown";
}

std::vector<ModelQuota> quotas_of_model(const std::vector<aws::ServiceQuota>& quotas,
                                        std::string_view model) {
  std::vector<ModelQuota> found;
  const ModelInfo* info = find_model(model);
  if (!info) return found;
  const std::vector<std::string> wanted = name_words(info->name);
  for (const aws::ServiceQuota& quota : quotas) {
    auto one = read_name(quota);
    if (!one) continue;
    const std::string named = model_in(quota.quota_name, one->long_prompts);
    const bool is_of_all_models = named.empty() && one->scope == QuotaScope::all;
    if (is_of_all_models || name_words(named) == wanted) found.push_back(*std::move(one));
  }
  return found;
}

Result<std::vector<aws::ServiceQuota>> list_bedrock_quotas(const aws::Session& session,
                                                           const aws::ClientOptions& client,
                                                           const aws::CallOptions& options) {
  const aws::ServiceQuotas service(session, client);
  auto listed = service.list_service_quotas_all({.service_code = std::string(kService)}, options);
  std::vector<aws::ServiceQuota> quotas;
  while (const aws::ServiceQuota* quota = listed.next()) quotas.push_back(*quota);
  if (const Error* error = listed.error()) return *error;
  return quotas;
}

Result<std::vector<ModelQuota>> find_model_quotas(const aws::Session& session, std::string_view model,
                                                  const aws::ClientOptions& client,
                                                  const aws::CallOptions& options) {
  if (!find_model(model))
    return bad_request_error("\"" + std::string(model) + "\" is no model that this library knows",
                             "`claude-bedrock models` lists them.");
  const auto quotas = list_bedrock_quotas(session, client, options);
  if (!quotas) return quotas.error();
  return quotas_of_model(*quotas, model);
}

int burn_down_rate(std::string_view model) {
  const ModelInfo* info = find_model(model);
  return info ? info->features.output_burn_down : 1;
}

}  // namespace anthropic::inline v0::operations
