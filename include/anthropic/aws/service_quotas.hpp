#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>
#include <anthropic/result.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// The span of time that a quota counts over: one MINUTE.
struct ServiceQuotaPeriod {
  int period_value = 0;
  std::string period_unit = {};  ///< "SECOND", "MINUTE", "DAY" …
};

/// How much of something an account may use.
struct ServiceQuota {
  std::string service_code = {};  ///< "bedrock"
  std::string service_name = {};
  std::string quota_arn = {};
  std::string quota_code = {};  ///< "L-…"; it differs from model to model, and is in no list of AWS's.
  std::string quota_name = {};
  std::optional<double> value = {};
  std::string unit = {};      ///< "None" of most.
  bool adjustable = false;    ///< Whether Service Quotas takes a request for more.
  bool global_quota = false;  ///< Of the account, not of a region.
  std::optional<ServiceQuotaPeriod> period = {};
  std::optional<std::string> quota_applied_at_level = {};  ///< "ACCOUNT" or "RESOURCE"
  std::optional<std::string> description = {};
};

/// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
struct ListServiceQuotasInput {
  std::string service_code = {};                           ///< "bedrock"
  std::optional<std::string> quota_code = {};              ///< Of one quota alone.
  std::optional<std::string> quota_applied_at_level = {};  ///< "ACCOUNT" (else), "RESOURCE" or "ALL"
  std::optional<int> max_results = {};                     ///< In one page: 1 to 100.
  std::optional<std::string> next_token = {};              ///< From the page before.
};
struct ListServiceQuotasOutput {
  std::vector<ServiceQuota> quotas = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

/// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListAWSDefaultServiceQuotas.html
struct ListAWSDefaultServiceQuotasInput {
  std::string service_code = {};
  std::optional<int> max_results = {};  ///< In one page: 1 to 100.
  std::optional<std::string> next_token = {};
};
using ListAWSDefaultServiceQuotasOutput = ListServiceQuotasOutput;

/// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
struct GetServiceQuotaInput {
  std::string service_code = {};
  std::string quota_code = {};
  std::optional<std::string> context_id = {};  ///< Of a quota that a resource has for itself.
};
struct GetServiceQuotaOutput {
  ServiceQuota quota = {};
};

/// Service Quotas: what this account may use in this region. A handle: copies share the session. Thread-safe.
/// Constructing does no I/O.
///
///     aws::ServiceQuotas quotas(session);
///     for (const auto& quota : quotas.list_service_quotas_all({.service_code = "bedrock"}))
///       std::cout << quota.quota_name << ": " << quota.value.value_or(0) << "\n";
///
/// operations::find_model_quotas() finds those of a model.
/// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/
class ServiceQuotas {
 public:
  explicit ServiceQuotas(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  ServiceQuotas(const ServiceQuotas&) = default;
  ServiceQuotas& operator=(const ServiceQuotas&) = default;

  /// The quotas that the account has now. One page.
  Result<ListServiceQuotasOutput> list_service_quotas(const ListServiceQuotasInput& input,
                                                      const CallOptions& options = {}) const;
  /// All of them, page after page. `options` count for each page.
  AllItems<ServiceQuota> list_service_quotas_all(const ListServiceQuotasInput& input,
                                                 const CallOptions& options = {}) const;
  /// What AWS gives an account that has not asked for more. One page.
  Result<ListAWSDefaultServiceQuotasOutput> list_aws_default_service_quotas(
      const ListAWSDefaultServiceQuotasInput& input, const CallOptions& options = {}) const;
  Result<GetServiceQuotaOutput> get_service_quota(const GetServiceQuotaInput& input,
                                                  const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
