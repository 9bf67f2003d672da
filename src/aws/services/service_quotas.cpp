#include <anthropic/aws/service_quotas.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/pager.hpp"
#include "aws/services/shapes.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr int kMostResults = 100;

std::optional<ServiceQuotaPeriod> period_in(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  return ServiceQuotaPeriod{.period_value = optional_int(json["PeriodValue"]).value_or(0),
                            .period_unit = json["PeriodUnit"].string_or("")};
}

ServiceQuota quota_in(const Json& json) {
  return {.service_code = json["ServiceCode"].string_or(""),
          .service_name = json["ServiceName"].string_or(""),
          .quota_arn = json["QuotaArn"].string_or(""),
          .quota_code = json["QuotaCode"].string_or(""),
          .quota_name = json["QuotaName"].string_or(""),
          .value = json["Value"].as_double(),
          .unit = json["Unit"].string_or(""),
          .adjustable = json["Adjustable"].as_bool().value_or(false),
          .global_quota = json["GlobalQuota"].as_bool().value_or(false),
          .period = period_in(json["Period"]),
          .quota_applied_at_level = optional_text(json["QuotaAppliedAtLevel"]),
          .description = optional_text(json["Description"])};
}

/// The members that both lists have.
template <class Input>
Result<Json> list_body(const Input& input) {
  if (auto given = check_given("service_code", input.service_code); !given) return given.error();
  if (input.max_results && (*input.max_results < 1 || *input.max_results > kMostResults))
    return bad_request_error("max_results is 1 to 100, not " + std::to_string(*input.max_results));
  Json body = Json::object({{"ServiceCode", input.service_code}});
  set_optional(body, "NextToken", input.next_token);
  set_optional(body, "MaxResults", input.max_results);
  return body;
}

ListServiceQuotasOutput quotas_in(const Json& answer) {
  ListServiceQuotasOutput output{.next_token = optional_text(answer["NextToken"])};
  for (const Json& quota : answer["Quotas"].items()) output.quotas.push_back(quota_in(quota));
  return output;
}

}  // namespace

ServiceQuotas::ServiceQuotas(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("Service Quotas"),
                                                    std::move(options))) {}

Result<ListServiceQuotasOutput> ServiceQuotas::list_service_quotas(const ListServiceQuotasInput& input,
                                                                   const CallOptions& options) const {
  auto body = list_body(input);
  if (!body) return std::move(body).error();
  set_optional(*body, "QuotaCode", input.quota_code);
  set_optional(*body, "QuotaAppliedAtLevel", input.quota_applied_at_level);
  const auto answer = client_->call_json("ListServiceQuotas", *body, options);
  if (!answer) return answer.error();
  return quotas_in(*answer);
}

AllItems<ServiceQuota> ServiceQuotas::list_service_quotas_all(const ListServiceQuotasInput& input,
                                                              const CallOptions& options) const {
  return all_items(PagedList{"ListServiceQuotas", &ServiceQuotas::list_service_quotas,
                             &ListServiceQuotasInput::next_token, &ListServiceQuotasOutput::next_token},
                   &ListServiceQuotasOutput::quotas, *this, input, options);
}

Result<ListAWSDefaultServiceQuotasOutput> ServiceQuotas::list_aws_default_service_quotas(
    const ListAWSDefaultServiceQuotasInput& input, const CallOptions& options) const {
  const auto body = list_body(input);
  if (!body) return body.error();
  const auto answer = client_->call_json("ListAWSDefaultServiceQuotas", *body, options);
  if (!answer) return answer.error();
  return quotas_in(*answer);
}

Result<GetServiceQuotaOutput> ServiceQuotas::get_service_quota(const GetServiceQuotaInput& input,
                                                               const CallOptions& options) const {
  if (auto given = check_given("service_code", input.service_code); !given) return given.error();
  if (auto given = check_given("quota_code", input.quota_code); !given) return given.error();
  Json body = Json::object({{"ServiceCode", input.service_code}, {"QuotaCode", input.quota_code}});
  set_optional(body, "ContextId", input.context_id);
  const auto answer = client_->call_json("GetServiceQuota", body, options);
  if (!answer) return answer.error();
  GetServiceQuotaOutput output{.quota = quota_in((*answer)["Quota"])};
  if (!output.quota.value) return incomplete_answer("GetServiceQuota", "Quota.Value");
  return output;
}

}  // namespace anthropic::inline v0::aws
