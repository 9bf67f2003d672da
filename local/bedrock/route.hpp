#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace anthropic::internal::local {

enum class Operation : std::uint8_t {
  unknown,
  literal_slash,  ///< An id with a bare '/', which AWS answers with status 200 and an error in the body.
  invoke,
  invoke_stream,
  count_tokens,
  converse,
  converse_stream,
  list_models,
  get_model,
  create_profile,
  list_profiles,
  get_profile,
  delete_profile,
  tag_resource,
  untag_resource,
  list_tags,
  create_job,
  get_job,
  list_jobs,
  stop_job,
  put_logging,
  get_logging,
  delete_logging,
  get_availability,
  list_offers,
  create_agreement,
  delete_agreement,
  get_use_case,
  put_use_case,
  get_retention,
  put_retention,
  get_mantle_retention,
  put_mantle_retention,
  get_guardrail,
  list_guardrails,
  apply_guardrail,
};

struct Route {
  Operation operation = Operation::unknown;
  std::string id = {};       ///< The model's, profile's, batch job's or guardrail's id, decoded.
  std::string version = {};  ///< the guardrail's
  std::string query = {};    ///< Without '?', not decoded.
};

/// Which operation a request line means.
Route route(std::string_view method, std::string_view target);

/// AWS's name of an operation: "InvokeModel"; empty if it has none.
std::string_view operation_name(Operation operation);
/// The operation of that name; unknown if there is none.
Operation operation_named(std::string_view name);

/// The name of an operation of Bedrock that a path means and the endpoint does not serve ("InvokeGuardrailChecks"); empty
/// if the path means none.
std::string_view unserved_operation(std::string_view target);

/// The decoded value of a query parameter; empty if it is not there.
std::string query_value(std::string_view query, std::string_view name);
/// All decoded values of a parameter that may be there several times, as `name=` or `name[]=`.
std::vector<std::string> query_list(std::string_view query, std::string_view name);

}  // namespace anthropic::internal::local
