// How much the account may use.

#include <algorithm>
#include <utility>
#include <vector>

#include <anthropic/operations/quotas.hpp>

#include "base/text/text.hpp"
#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/context/private_network.hpp"
#include "operations/doctor/steps/steps.hpp"

namespace anthropic::internal {
namespace {

using operations::ModelQuota;
using operations::QuotaScope;

/// Whether the quota bounds calls as this one is made.
bool bounds_calls(const DoctorContext& context, const ModelQuota& quota) {
  if (quota.long_prompts) return false;
  if (quota.scope == QuotaScope::all) return !context.is_mantle();
  if (context.is_mantle())
    return quota.scope == QuotaScope::mantle_input || quota.scope == QuotaScope::mantle_output;
  if (context.model_id == context.model->id) return quota.scope == QuotaScope::on_demand;
  return quota.scope ==
         (context.model_id.starts_with("global.") ? QuotaScope::global : QuotaScope::cross_region);
}

std::string text_of(const ModelQuota& quota) {
  return std::to_string(static_cast<long long>(quota.value)) + " " + std::string(to_string(quota.unit)) +
         ", " + std::string(to_string(quota.scope));
}

}  // namespace

DiagnosisStep look_at_quotas(DoctorContext& context, std::stop_token stop) {
  if (!context.has_credentials) return step_skipped("an API key alone may not ask Service Quotas");
  if (!context.model) return step_skipped("the catalogue does not know the model");
  const auto all = operations::find_model_quotas(context.session, context.model->id,
                                                 {.region = context.region}, context.call(std::move(stop)));
  if (!all) {
    const Error& error = all.error();
    if (error.kind == ErrorKind::permission_denied)
      return step_skipped("not allowed to ask: that needs servicequotas:ListServiceQuotas");
    if (error.kind != ErrorKind::connection && error.kind != ErrorKind::timeout) return step_failed(error);
    return step_warning(
        "not told: " + error.message,
        "Claude can be called without it. In a VPC without the internet it needs an interface "
        "endpoint for " +
            interface_service_name("servicequotas", context.region) + ".");
  }
  std::vector<std::string> quotas;
  bool is_none = false;
  for (const ModelQuota& quota : *all) {
    if (!bounds_calls(context, quota)) continue;
    quotas.push_back(text_of(quota));
    is_none = is_none || quota.value <= 0;
  }
  if (quotas.empty()) return step_skipped("Service Quotas lists none for this model");
  const int rate = operations::burn_down_rate(context.model->id);
  DiagnosisStep step = step_ok(joined(quotas), "Service Quotas in " + context.region);
  step.notes.push_back(
      "a call takes its input and all of max_tokens from it when it begins; when it ends, each "
      "token of the answer counts as " +
      std::to_string(rate));
  if (!is_none) return step;
  step.state = operations::StepState::warning;
  step.fix =
      "A quota of 0 refuses every call: ask for more in the Service Quotas console. New accounts may have to "
      "ask AWS's support.";
  return step;
}

}  // namespace anthropic::internal
