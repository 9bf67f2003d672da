#include <utility>

#include <anthropic/aws/bedrock_control.hpp>

#include "operations/iam/routes.hpp"

namespace anthropic::internal {
namespace {

// The list of a profile depends on the region that asks.
Result<StringList> ask_for_destinations(const aws::Session& session, const ModelRoute& route,
                                        const aws::ClientOptions& client, const aws::CallOptions& options) {
  const aws::Bedrock bedrock(session, {.region = route.region, .endpoint_url = client.endpoint_url});
  const std::string id = route.profile.empty() ? route.profile_arn : route.profile + "." + route.model_id;
  Result<aws::InferenceProfile> profile =
      bedrock.get_inference_profile({.inference_profile_identifier = id}, options);
  if (!profile) return profile.error();
  return std::move(profile->model_arns);
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

Result<std::vector<ProfileDestinations>> find_destinations(const aws::Session& session,
                                                           const PolicyNeeds& needs,
                                                           const aws::ClientOptions& client,
                                                           const aws::CallOptions& options) {
  const Result<std::vector<ModelRoute>> routes = find_routes(needs);
  if (!routes) return routes.error();
  std::vector<ProfileDestinations> found;
  Error unreachable;  // Why there is no use in asking for more.
  for (const ModelRoute& route : *routes) {
    if (route.profile_arn.empty()) continue;
    const Result<StringList> arns = unreachable.kind == ErrorKind::none
                                        ? ask_for_destinations(session, route, client, options)
                                        : Result<StringList>(unreachable);
    if (arns) {
      found.push_back({.profile_arn = route.profile_arn, .model_arns = *arns});
      continue;
    }
    if (arns.error().kind == ErrorKind::user_abort) return arns.error();
    if (arns.error().status == 0) unreachable = arns.error();
    found.push_back({.profile_arn = route.profile_arn,
                     .model_arns = catalog_destinations(route),
                     .from_catalog = true,
                     .problem = arns.error().to_string()});
  }
  return found;
}

}  // namespace anthropic::inline v0::operations
