// The model that is to be called.

#include <algorithm>
#include <utility>

#include <anthropic/aws/bedrock_control.hpp>

#include "base/contains.hpp"
#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/steps/steps.hpp"
#include "operations/doctor/steps/told.hpp"
#include "platform/models/choice.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

/// As the server would refuse it, so that the hint is the one that a call would have.
Error refusal(const DoctorContext& context, int status, const char* code, std::string message) {
  return context.with_hint(
      {.kind = kind_of_status(status), .status = status, .code = code, .message = std::move(message)},
      "bedrock:InvokeModel");
}

bool is_runtime(const DoctorContext& context) {
  return !context.is_mantle();
}

std::string date_of(SystemTime time) {
  return format_iso8601(time).substr(0, 10);
}

/// The regions in the ARNs that a profile leads to; "every region" for a global one.
std::string destinations_in(const std::vector<std::string>& arns) {
  std::vector<std::string> regions;
  for (const std::string& arn : arns) {
    const std::string_view region = region_of_arn(arn);
    if (region.empty()) return "any commercial region of AWS";
    if (!contains(regions, region)) regions.emplace_back(region);
  }
  std::sort(regions.begin(), regions.end());
  return regions.empty() ? "regions that AWS did not name" : joined(regions);
}

/// "us" of "us.anthropic.claude-…".
std::string_view profile_prefix(std::string_view id) {
  return id.substr(0, id.find('.'));
}

/// What the catalogue knows of a profile's destinations, and since when.
std::string destinations_of_catalogue(const DoctorContext& context) {
  const std::string_view prefix = profile_prefix(context.model_id);
  if (prefix == "global") return "any commercial region of AWS";
  const std::vector<std::string> regions = destination_regions(prefix, context.region);
  return (regions.empty() ? std::string("regions that the catalogue does not know") : joined(regions)) +
         ", as of " + std::string(model_catalog_date());
}

}  // namespace

DiagnosisStep look_at_model(DoctorContext& context) {
  context.model_id = model_id_for(context.platform.kind, context.options.model, context.region);
  context.model = find_model(context.model_id);
  const std::string& id = context.model_id;
  const ModelInfo* model = context.model;
  if (!model && id.starts_with("arn:")) return step_ok(id, "an ARN, whose model only Bedrock knows");
  if (!model) {
    const Error unknown =
        refusal(context, 400, "ValidationException", "The provided model identifier is invalid.");
    return step_warning(in_quotes(id) + " is not in the catalogue of " + std::string(model_catalog_date()),
                        unknown.hint);
  }
  if (model->state == ModelState::retired) {
    return step_failed(refusal(context, 404, "ResourceNotFoundException",
                               std::string(model->name) + " has reached the end of its life"));
  }
  if (is_runtime(context) && !serves_region(*model, context.region)) {
    return step_failed(ErrorKind::not_found, std::string(model->name) + " is not served in " + context.region,
                       served_instead(*model, context.region));
  }
  const bool is_profile = is_runtime(context) && id != model->id && !id.starts_with("arn:");
  if (is_profile && !is_called_through(*model, profile_prefix(id), context.region)) {
    const Error unknown =
        refusal(context, 400, "ValidationException", "The provided model identifier is invalid.");
    return step_failed(unknown.kind, context.region + " has no profile " + id, unknown.hint);
  }
  DiagnosisStep step = step_ok(std::string(model->name) + ", called as " + id);
  if (!model->state_note.empty()) step.notes.emplace_back(model->state_note);
  if (model->state != ModelState::legacy) return step;
  step.state = operations::StepState::warning;
  step.found += ": it is on the way out";
  const ModelInfo* successor = find_model(model->successor);
  step.fix = successor ? "Plan for " + std::string(successor->name) + "." : "Plan for another model.";
  return step;
}

DiagnosisStep look_at_life_cycle(DoctorContext& context, std::stop_token stop) {
  const std::string id = context.model ? std::string(context.model->id) : context.model_id;
  if (id.starts_with("arn:") && !context.model) return step_skipped("an ARN of the account's own has none");
  const auto found = aws::Bedrock(context.session, {.region = context.region})
                         .get_foundation_model({.model_identifier = id}, context.call(std::move(stop)));
  if (!found) return step_not_told(context, found.error(), "bedrock:GetFoundationModel");
  const aws::FoundationModelLifecycle& life = found->model_details.model_lifecycle;
  DiagnosisStep step =
      step_ok(life.status + (life.end_of_life_time ? ", ends " + date_of(*life.end_of_life_time) : ""),
              "Bedrock in " + context.region);
  if (life.status != "LEGACY") return step;
  step.state = operations::StepState::warning;
  step.fix =
      "Plan for its successor: new customers are refused, and so are those who do not use it for some weeks.";
  return step;
}

DiagnosisStep look_at_profile(DoctorContext& context, std::stop_token stop) {
  const std::string& id = context.model_id;
  if (context.is_mantle()) return step_skipped("Mantle has no inference profiles");
  const bool is_base_id = context.model && id == context.model->id;
  if (is_base_id) return step_ok("none: the model is called in " + context.region + " itself");
  const auto profile =
      aws::Bedrock(context.session, {.region = context.region})
          .get_inference_profile({.inference_profile_identifier = id}, context.call(std::move(stop)));
  if (profile) {
    DiagnosisStep step =
        step_ok(profile->inference_profile_id + " leads to " + destinations_in(profile->model_arns),
                "Bedrock in " + context.region);
    step.notes.emplace_back("policies must allow the profile, and the model in each of these regions");
    return step;
  }
  const bool is_unknown = profile.error().status != 0 && profile.error().kind != ErrorKind::permission_denied;
  DiagnosisStep step = step_not_told(context, profile.error(), "bedrock:GetInferenceProfile");
  if (is_unknown || !context.model) return step;
  step.found = id + " leads to " + destinations_of_catalogue(context);
  step.notes.push_back(profile.error().kind == ErrorKind::permission_denied
                           ? "from the catalogue: asking Bedrock needs bedrock:GetInferenceProfile"
                           : "from the catalogue: " + profile.error().message);
  step.state = operations::StepState::ok;
  step.fix.clear();
  return step;
}

}  // namespace anthropic::internal
