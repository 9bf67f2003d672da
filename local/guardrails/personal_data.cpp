#include "local/guardrails/personal_data.hpp"

#include <algorithm>
#include <iterator>

namespace anthropic::internal::local {
namespace {

struct PersonalData {
  std::string_view name;
  std::string_view pattern = {};
};

// AWS finds these with a model. Where a form is fixed, a pattern does here.
constexpr PersonalData kPersonalData[] = {
    {"ADDRESS"},
    {"AGE"},
    {"AWS_ACCESS_KEY", R"(\b(?:AKIA|ASIA)[A-Z0-9]{16}\b)"},
    {"AWS_SECRET_KEY"},
    {"CA_HEALTH_NUMBER"},
    {"CA_SOCIAL_INSURANCE_NUMBER", R"(\b\d{3}[ -]\d{3}[ -]\d{3}\b)"},
    {"CREDIT_DEBIT_CARD_CVV"},
    {"CREDIT_DEBIT_CARD_EXPIRY", R"(\b(?:0[1-9]|1[0-2])/\d{2}(?:\d{2})?\b)"},
    {"CREDIT_DEBIT_CARD_NUMBER",
     R"(\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,4}\b|\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b)"},
    {"DRIVER_ID"},
    {"EMAIL", R"(\b[\w.%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b)"},
    {"INTERNATIONAL_BANK_ACCOUNT_NUMBER", R"(\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b)"},
    {"IP_ADDRESS", R"(\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b)"},
    {"LICENSE_PLATE"},
    {"MAC_ADDRESS", R"(\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b)"},
    {"NAME"},
    {"PASSWORD"},
    {"PHONE", R"((?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\) ?|\b\d{2,4}[ .-])\d{3,4}[ .-]?\d{4}\b)"},
    {"PIN"},
    {"SWIFT_CODE", R"(\b[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b)"},
    {"UK_NATIONAL_HEALTH_SERVICE_NUMBER", R"(\b\d{3} \d{3} \d{4}\b)"},
    {"UK_NATIONAL_INSURANCE_NUMBER", R"(\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b)"},
    {"UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER"},
    {"URL", R"(\b(?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?)])"},
    {"USERNAME"},
    {"US_BANK_ACCOUNT_NUMBER"},
    {"US_BANK_ROUTING_NUMBER"},
    {"US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER", R"(\b9\d{2}-[5-9]\d-\d{4}\b)"},
    {"US_PASSPORT_NUMBER"},
    {"US_SOCIAL_SECURITY_NUMBER", R"(\b\d{3}-\d{2}-\d{4}\b)"},
    {"VEHICLE_IDENTIFICATION_NUMBER", R"(\b[A-HJ-NPR-Z0-9]{17}\b)"},
};

const PersonalData* find_kind(std::string_view name) {
  const auto* found = std::find_if(std::begin(kPersonalData), std::end(kPersonalData),
                                   [&](const PersonalData& kind) { return kind.name == name; });
  return found == std::end(kPersonalData) ? nullptr : found;
}

}  // namespace

bool is_personal_data(std::string_view name) {
  return find_kind(name) != nullptr;
}

std::optional<std::string_view> pattern_of_personal_data(std::string_view name) {
  const PersonalData* kind = find_kind(name);
  if (!kind || kind->pattern.empty()) return std::nullopt;
  return kind->pattern;
}

}  // namespace anthropic::internal::local
