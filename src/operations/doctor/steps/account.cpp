// What the account may do, by what AWS says of it.

#include <algorithm>
#include <iterator>
#include <utility>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/signed_request.hpp>
#include <anthropic/aws/sts.hpp>
#include <anthropic/json.hpp>

#include "base/errors.hpp"
#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/context/private_network.hpp"
#include "operations/doctor/steps/steps.hpp"
#include "operations/doctor/steps/told.hpp"
#include "operations/logs/where_logged.hpp"

namespace anthropic::internal {
namespace {

aws::Bedrock bedrock_of(const DoctorContext& context) {
  return aws::Bedrock(context.session, {.region = context.region});
}

/// As Bedrock would refuse a call, so that the fix is the hint that the call would have.
DiagnosisStep as_refused(const DoctorContext& context, int status, const char* code, std::string message,
                         std::string found) {
  const Error error = context.with_hint(
      {.kind = kind_of_status(status), .status = status, .code = code, .message = std::move(message)},
      "bedrock:InvokeModel");
  return step_failed(error.kind, std::move(found), error.hint);
}

// From the strictest on. What stands in no list of ours is not judged.
constexpr std::string_view kModes[] = {"none", "default", "aws_review", "provider_data_share"};

const std::string_view* rank_of(std::string_view mode) {
  return std::find(std::begin(kModes), std::end(kModes), mode == "inherit" ? "default" : mode);
}

Result<std::string> retention_mode(const DoctorContext& context, std::stop_token stop) {
  if (!context.is_mantle()) {
    const auto retention = bedrock_of(context).get_account_data_retention(context.call(std::move(stop)));
    if (!retention) return retention.error();
    return retention->mode;
  }
  const auto answer = aws::send_signed(context.session,
                                       {.method = "GET",
                                        .url = context.url.origin() + "/v1/data_retention",
                                        .service = "bedrock-mantle",
                                        .region = context.region},
                                       context.call(std::move(stop)));
  if (!answer) return answer.error();
  if (answer->failure) return *answer->failure;
  const auto json = Json::parse(answer->body);
  return json ? (*json)["mode"].string_or("") : std::string();
}

}  // namespace

DiagnosisStep look_at_identity(DoctorContext& context, std::stop_token stop) {
  if (!context.has_credentials) return step_skipped("an API key alone has no caller that AWS would name");
  const auto caller = aws::STS(context.session, {.region = context.region})
                          .get_caller_identity(context.call(std::move(stop)));
  if (caller) return step_ok(caller->arn + ", account " + caller->account, "STS");
  const Error& error = caller.error();
  if (error.kind == ErrorKind::connection || error.kind == ErrorKind::timeout) {
    return step_warning(
        "STS cannot be reached: " + error.message,
        "Claude can be called without it. In a VPC without the internet it needs an interface "
        "endpoint for " +
            interface_service_name("sts", context.region) + ".");
  }
  return step_failed(context.with_hint(error, "sts:GetCallerIdentity"));
}

DiagnosisStep look_at_agreement(DoctorContext& context, std::stop_token stop) {
  if (!context.model) return step_skipped("the catalogue does not know the model");
  const auto told = bedrock_of(context).get_foundation_model_availability(
      {.model_id = std::string(context.model->id)}, context.call(std::move(stop)));
  if (!told) return step_not_told(context, told.error(), "bedrock:GetFoundationModelAvailability");
  const std::string why = told->agreement_error_message ? ": " + *told->agreement_error_message : "";
  if (told->authorization_status == "NOT_AUTHORIZED") {
    return as_refused(context, 403, "AccessDeniedException",
                      "Your account is not authorized to invoke this API operation.",
                      "the account is not authorized for " + std::string(context.model->name));
  }
  if (told->region_availability == "NOT_AVAILABLE") {
    return as_refused(
        context, 400, "ValidationException", "The provided model identifier is invalid.",
        std::string(context.model->name) + " is not offered to this account in " + context.region);
  }
  if (told->agreement_status == "ERROR") {
    return as_refused(context, 403, "AccessDeniedException", "INVALID_PAYMENT_INSTRUMENT",
                      "the agreement for " + std::string(context.model->name) + " could not be made" + why);
  }
  if (told->agreement_status == "PENDING") {
    return step_warning("the agreement for " + std::string(context.model->name) + " is being made",
                        "Wait up to 15 minutes.");
  }
  if (told->agreement_status == "NOT_AVAILABLE") {
    return step_warning("the account has no agreement for " + std::string(context.model->name) + " yet" + why,
                        "It is made at the first call, if the caller may use aws-marketplace:Subscribe and "
                        "aws-marketplace:ViewSubscriptions; then wait up to 15 minutes.");
  }
  DiagnosisStep step = step_ok("agreement " + told->agreement_status + ", " + told->authorization_status,
                               "Bedrock in " + context.region);
  if (told->entitlement_availability != "NOT_AVAILABLE") return step;
  step.state = operations::StepState::warning;
  step.found = "the account is not entitled to " + std::string(context.model->name);
  step.fix =
      "Fill in Anthropic's form about the use case in the Bedrock console (Model catalog), and wait 15 "
      "minutes.";
  return step;
}

DiagnosisStep look_at_use_case(DoctorContext& context, std::stop_token stop) {
  if (context.is_mantle()) return step_skipped("Mantle does not ask for it");
  const auto form = bedrock_of(context).get_use_case_for_model_access(context.call(std::move(stop)));
  if (form) return step_ok("sent", "Bedrock in " + context.region);
  if (form.error().kind != ErrorKind::not_found)
    return step_not_told(context, form.error(), "bedrock:GetUseCaseForModelAccess");
  const Error refused = context.with_hint({.kind = ErrorKind::not_found,
                                           .status = 404,
                                           .code = "ResourceNotFoundException",
                                           .message = "Model use case details have not been submitted"},
                                          "bedrock:InvokeModel");
  return step_warning(
      "this account has sent no form about its use case; one of the organisation's management "
      "account counts, too",
      refused.hint);
}

DiagnosisStep look_at_retention(DoctorContext& context, std::stop_token stop) {
  const std::string needed(context.model ? context.model->features.data_retention : std::string_view());
  const auto mode = retention_mode(context, std::move(stop));
  if (!mode && mode.error().kind == ErrorKind::not_found)
    return step_skipped("the endpoint does not tell it: there is no such operation");
  if (!mode) {
    DiagnosisStep step = step_not_told(context, mode.error(),
                                       context.is_mantle() ? "rights to bedrock-mantle's data retention"
                                                           : "bedrock:GetAccountDataRetention");
    if (!needed.empty() && context.model)
      step.notes.push_back(std::string(context.model->name) + " needs mode " + needed);
    return step;
  }
  const std::string place = (context.is_mantle() ? "Mantle in " : "Bedrock in ") + context.region;
  if (needed.empty()) return step_ok("mode " + *mode + "; the model is not known to need one", place);
  const bool is_known = rank_of(*mode) != std::end(kModes);
  if (!is_known || rank_of(*mode) >= rank_of(needed))
    return step_ok("mode " + *mode + "; the model needs " + needed, place);
  const std::string effective = *mode == "inherit" ? "default" : *mode;
  return as_refused(context, 400, "ValidationException",
                    "data retention mode '" + effective + "' is not available for this model",
                    "data retention mode is " + *mode + " in " + context.region + ", and " +
                        std::string(context.model->name) + " needs " + needed);
}

DiagnosisStep look_at_logging(DoctorContext& context, std::stop_token stop) {
  if (context.is_mantle()) return step_skipped("Bedrock's log of calls does not hold those of Mantle");
  const auto logging =
      bedrock_of(context).get_model_invocation_logging_configuration(context.call(std::move(stop)));
  if (!logging)
    return step_not_told(context, logging.error(), "bedrock:GetModelInvocationLoggingConfiguration");
  if (!logging->logging_config) {
    DiagnosisStep step = step_ok("off: Bedrock keeps no log of calls in " + context.region);
    step.notes.emplace_back(
        "CloudWatch's dashboards of calls and queries by request metadata need it; "
        "`claude-bedrock logs setup` turns it on");
    return step;
  }
  DiagnosisStep step = step_ok("calls are logged to " + where_logged(*logging->logging_config),
                               "Bedrock in " + context.region);
  if (logging->logging_config->text_data_delivery_enabled)
    step.notes.emplace_back("with the texts of prompts and answers");
  return step;
}

}  // namespace anthropic::internal
