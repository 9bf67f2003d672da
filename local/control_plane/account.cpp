#include "local/control_plane/account.hpp"

#include <algorithm>
#include <utility>

#include "base/crypto/encoding.hpp"
#include "base/time/time_format.hpp"
#include "local/bedrock/model_access.hpp"
#include "local/control_plane/request_shapes.hpp"
#include "local/faults/named_refusals.hpp"

namespace anthropic::internal::local {
namespace {

// From the strictest on.
constexpr std::string_view kModes[] = {"none", "default", "aws_review", "provider_data_share"};
constexpr std::string_view kInherit = "inherit";

// Bytes of a form.
constexpr std::size_t kShortestForm = 10;
constexpr std::size_t kLongestForm = 16'384;

std::size_t rank_of(std::string_view mode) {
  const auto* found = std::find(std::begin(kModes), std::end(kModes), mode);
  return static_cast<std::size_t>(found - std::begin(kModes));
}

const NamedRefusal* refusal_in(const Faults& faults) {
  const Fault* fault = find_fault(faults, FaultKind::refuse);
  return fault ? find_named_refusal(fault->refusal) : nullptr;
}

// The form that was not sent: what one puts into it is JSON.
std::string sample_form() {
  const Json form = Json::object({{"companyName", "The local endpoint"},
                                  {"companyWebsite", "http://localhost"},
                                  {"intendedUsers", "0"},
                                  {"industryOption", "Testing"},
                                  {"otherIndustryOption", ""},
                                  {"useCases", "This is not AWS, and no form was sent."}});
  return base64_encode(form.dump());
}

bool refuses(const Faults& faults, std::string_view name) {
  const NamedRefusal* refusal = refusal_in(faults);
  return refusal && refusal->name == name;
}

}  // namespace

Account::Account(std::string region, std::function<SystemTime()> now)
    : region_(std::move(region)),
      now_(std::move(now)),
      form_(sample_form()),
      runtime_retention_{.set_at = now_()},
      mantle_retention_(runtime_retention_) {}

Json Account::Retention::to_json() const {
  return Json::object({{"mode", mode}, {"updatedAt", format_iso8601(set_at)}});
}

std::variant<Json, Refusal> Account::answer(const Route& route, std::string_view body, const Faults& faults) {
  switch (route.operation) {
    case Operation::get_availability:
      return availability(route.id, faults);
    case Operation::list_offers:
    case Operation::create_agreement:
    case Operation::delete_agreement:
      return agreements_.answer(route, body);
    case Operation::get_use_case:
      return get_use_case(faults);
    case Operation::put_use_case:
      return put_use_case(body);
    case Operation::put_retention:
      return put_retention(body, false);
    case Operation::put_mantle_retention:
      return put_retention(body, true);
    case Operation::get_mantle_retention: {
      const std::lock_guard lock(mutex_);
      return mantle_retention_.to_json();
    }
    default: {
      const std::lock_guard lock(mutex_);
      return runtime_retention_.to_json();
    }
  }
}

std::optional<Refusal> Account::refuse_call(const ModelInfo& model, std::string_view action, bool is_guarded,
                                            const Faults& faults) {
  if (const NamedRefusal* refusal = refusal_in(faults)) {
    const bool befalls = refusal->requests == Refused::invocations ||
                         (refusal->requests == Refused::guarded_invocations && is_guarded);
    if (befalls) return refusal_of(*refusal, action, resource_of_call(action, model.id, region_));
  }
  const std::string_view needed = model.features.data_retention;
  const std::lock_guard lock(mutex_);
  const Retention& retention = is_mantle_action(action) ? mantle_retention_ : runtime_retention_;
  const std::string_view mode = retention.mode == kInherit ? "default" : std::string_view(retention.mode);
  if (!needed.empty() && rank_of(mode) < rank_of(needed))
    return refuse_input("data retention mode '" + std::string(mode) + "' is not available for this model");
  agreements_.subscribe(model.id);
  return std::nullopt;
}

std::variant<Json, Refusal> Account::availability(const std::string& model_id, const Faults& faults) const {
  const ModelInfo* model = model_with_base_id(model_id);
  if (!model) return refuse_input("The provided model identifier is invalid.");
  const auto yes_or_no = [](bool yes) { return yes ? "AVAILABLE" : "NOT_AVAILABLE"; };
  const bool has_no_agreement =
      !agreements_.has(model_id) || refuses(faults, "marketplace") || refuses(faults, "access");
  Json agreement = Json::object({{"status", yes_or_no(!has_no_agreement)}});
  if (refuses(faults, "agreement")) agreement.set("status", "PENDING");
  if (refuses(faults, "payment")) {
    agreement.set("status", "ERROR");
    agreement.set("errorMessage", "INVALID_PAYMENT_INSTRUMENT");
  }
  const bool is_restricted = refuses(faults, "account") || refuses(faults, "operation");
  return Json::object({{"modelId", model_id},
                       {"agreementAvailability", std::move(agreement)},
                       {"authorizationStatus", is_restricted ? "NOT_AUTHORIZED" : "AUTHORIZED"},
                       {"entitlementAvailability", yes_or_no(!refuses(faults, "use-case"))},
                       {"regionAvailability", yes_or_no(serves_region(*model, region_))}});
}

std::variant<Json, Refusal> Account::get_use_case(const Faults& faults) const {
  if (refuses(faults, "use-case"))
    return refuse("ResourceNotFoundException", "Use case details have not been submitted for this account.");
  const std::lock_guard lock(mutex_);
  return Json::object({{"formData", form_}});
}

std::variant<Json, Refusal> Account::put_use_case(std::string_view body) {
  const Result<Json> request = Json::parse(body);
  if (auto refusal = check_shape(request ? *request : Json(), kPutUseCase)) return *std::move(refusal);
  const std::string form = (*request)["formData"].string_or("");
  const auto decoded = base64_decode(form);
  if (!decoded) return refuse_input("The request is malformed: formData is not base64.");
  for (const auto& [is_wrong, limit] :
       {std::pair{decoded->size() < kShortestForm,
                  "greater than or equal to " + std::to_string(kShortestForm)},
        std::pair{decoded->size() > kLongestForm, "less than or equal to " + std::to_string(kLongestForm)}}) {
    if (is_wrong)
      return refuse_input(
          "1 validation error detected: Value at 'formData' failed to satisfy constraint: Member must have "
          "length " +
          limit);
  }
  const std::lock_guard lock(mutex_);
  form_ = form;
  return Json::object();
}

std::variant<Json, Refusal> Account::put_retention(std::string_view body, bool is_mantle) {
  const Result<Json> request = Json::parse(body);
  const std::string mode = request ? (*request)["mode"].string_or("") : "";
  if (mode != kInherit && rank_of(mode) == std::size(kModes)) {
    return refuse_input(
        "1 validation error detected: Value at 'mode' failed to satisfy constraint: Member must satisfy enum "
        "value set: [none, default, aws_review, provider_data_share, inherit]");
  }
  const std::lock_guard lock(mutex_);
  Retention& retention = is_mantle ? mantle_retention_ : runtime_retention_;
  retention = {.mode = mode, .set_at = now_()};
  return retention.to_json();
}

}  // namespace anthropic::internal::local
