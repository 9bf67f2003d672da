#include "operations/doctor/diagnose.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "operations/doctor/plan.hpp"
#include "operations/doctor/steps/steps.hpp"

namespace anthropic::internal {
namespace {

std::vector<PlannedStep> plan_for(DoctorContext& context) {
  using Names = std::vector<std::string_view>;
  // What a question to AWS needs to know, and what makes it pointless.
  const Names for_asking = {"credentials", "endpoint"};
  const Names for_the_model = {"credentials", "endpoint", "model"};
  const Names unreachable = {"certificates", "name", "tcp", "tunnel", "tls"};
  const Names unreachable_or_unknown = {"certificates", "name", "tcp", "tunnel", "tls", "identity"};

  const auto quick = [&context](DiagnosisStep (*look)(DoctorContext&)) {
    return [&context, look](const std::stop_token&) { return look(context); };
  };
  const auto asking = [&context](DiagnosisStep (*look)(DoctorContext&, std::stop_token)) {
    return [&context, look](std::stop_token stop) { return look(context, std::move(stop)); };
  };
  return {
      {"files", quick(look_at_files)},
      {"credentials", asking(look_at_credentials), {"files"}},
      {"region", asking(look_at_region), {"files"}},
      {"endpoint", quick(look_at_endpoint), {"credentials", "region"}},
      {"proxy", quick(look_at_proxy), {"endpoint"}},
      {"certificates", quick(look_at_certificates), {"proxy"}},
      {"name", quick(look_at_name), {"proxy"}},
      {"tcp", asking(look_at_tcp), {"name"}},
      {"tunnel", asking(look_at_tunnel), {"proxy"}, {"certificates", "name", "tcp"}},
      {"tls", quick(look_at_tls), {"tunnel"}},
      {"clock", quick(look_at_clock), {"tls"}},
      {"identity", asking(look_at_identity), for_asking, unreachable},
      {"model", quick(look_at_model), {"region"}},
      {"life cycle", asking(look_at_life_cycle), for_the_model, unreachable_or_unknown},
      {"profile", asking(look_at_profile), for_the_model, unreachable_or_unknown},
      {"agreement", asking(look_at_agreement), for_the_model, unreachable_or_unknown},
      {"use case", asking(look_at_use_case), for_asking, unreachable_or_unknown},
      {"data retention", asking(look_at_retention), for_the_model, unreachable_or_unknown},
      {"call", asking(call_model), for_the_model, unreachable_or_unknown},
      {"token counting", asking(count_tokens), for_the_model, unreachable_or_unknown},
      {"guardrail", asking(call_with_guardrail), for_the_model, unreachable_or_unknown},
      {"quotas", asking(look_at_quotas), for_the_model, unreachable_or_unknown},
      {"logging", asking(look_at_logging), for_asking, unreachable_or_unknown},
      {"keep-alive", quick(look_at_keep_alive), {"tls"}},
  };
}

const DiagnosisStep* first_in(const std::vector<DiagnosisStep>& steps, operations::StepState state) {
  const auto found = std::find_if(steps.begin(), steps.end(),
                                  [&](const DiagnosisStep& step) { return step.state == state; });
  return found == steps.end() ? nullptr : &*found;
}

}  // namespace

operations::Diagnosis diagnose(const operations::DiagnoseOptions& options, std::shared_ptr<const World> world,
                               std::shared_ptr<NetworkProbe> probe) {
  DoctorContext context(options, std::move(world), std::move(probe));
  return {take_steps(plan_for(context), *context.world->clock, options.stop_token)};
}

}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

std::string_view to_string(StepState state) {
  switch (state) {
    case StepState::ok:
      return "ok";
    case StepState::warning:
      return "warning";
    case StepState::failed:
      return "failed";
    case StepState::skipped:
      break;
  }
  return "skipped";
}

const DiagnosisStep* Diagnosis::first_failure() const {
  return first_in(steps, StepState::failed);
}

const DiagnosisStep* Diagnosis::first_warning() const {
  return first_in(steps, StepState::warning);
}

Diagnosis diagnose(const DiagnoseOptions& options) {
  return internal::diagnose(options, World::real(), make_network_probe());
}

}  // namespace anthropic::inline v0::operations
