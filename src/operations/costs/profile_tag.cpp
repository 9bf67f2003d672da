#include <anthropic/operations/costs.hpp>

namespace anthropic::inline v0::operations {
namespace {

Error not_found(std::string message, std::string hint) {
  return {.kind = ErrorKind::not_found, .message = std::move(message), .hint = std::move(hint)};
}

}  // namespace

Result<ProfileTag> find_profile_tag(const aws::Bedrock& bedrock, const aws::CallOptions& options) {
  std::map<std::string, ProfileTag> tags;
  auto profiles = bedrock.list_inference_profiles_all({.type_equals = "APPLICATION"}, options);
  bool has_profiles = false;
  while (const aws::InferenceProfile* profile = profiles.next()) {
    has_profiles = true;
    const auto found =
        bedrock.list_tags_for_resource({.resource_arn = profile->inference_profile_arn}, options);
    if (!found) return found.error();
    for (const auto& [key, value] : found->tags) {
      ProfileTag& tag = tags[key];
      tag.key = key;
      std::string& names = tag.profiles[value];
      names += (names.empty() ? "" : ", ") + profile->inference_profile_name;
    }
  }
  if (const Error* error = profiles.error()) return *error;
  if (!has_profiles)
    return not_found("this region has no application inference profile",
                     "Make one for each application, with a tag of its own, and call Claude by its ARN.");
  const ProfileTag* best = nullptr;
  for (const auto& [key, tag] : tags) {
    if (!best || tag.profiles.size() > best->profiles.size()) best = &tag;
  }
  if (!best)
    return not_found("no application inference profile has a tag, and the bill knows profiles by tags only",
                     "Give each a tag with a value of its own, and activate it as a cost allocation tag.");
  return *best;
}

}  // namespace anthropic::inline v0::operations
