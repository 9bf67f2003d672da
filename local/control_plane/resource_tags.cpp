#include "local/control_plane/resource_tags.hpp"

#include <algorithm>
#include <utility>

#include "base/text/text.hpp"
#include "local/control_plane/request_shapes.hpp"

namespace anthropic::internal::local {
namespace {

Refusal too_many_tags() {
  return refuse("TooManyTagsException",
                "A resource may have at most " + std::to_string(kMostTags) + " tags.");
}

const Shape& shape_of(Operation operation) {
  if (operation == Operation::tag_resource) return kTagResource;
  return operation == Operation::untag_resource ? kUntagResource : kListTags;
}

}  // namespace

std::optional<Refusal> check_tags(const Json& tags) {
  if (tags.size() > kMostTags) return too_many_tags();
  for (const Json& tag : tags.items()) {
    if (ascii_lower(tag["key"].string_or("")).starts_with("aws:"))
      return refuse_input("aws: prefixed tag key names are not allowed for external use.");
  }
  return std::nullopt;
}

ResourceTags::ResourceTags(TagsMadeWith made_with) : made_with_(std::move(made_with)) {}

std::variant<Json, Refusal> ResourceTags::answer(const Route& route, std::string_view body) {
  const Result<Json> request = Json::parse(body);
  if (auto refusal = check_shape(request ? *request : Json(), shape_of(route.operation)))
    return *std::move(refusal);
  const std::string arn = (*request)["resourceARN"].string_or("");
  const auto made_with = made_with_(arn);
  const std::lock_guard lock(mutex_);
  if (!made_with) {
    changed_.erase(arn);
    return refuse("ResourceNotFoundException", "The provided resource ARN was not found.");
  }
  Tags tags;
  for (const Json& tag : made_with->items()) tags[tag["key"].string_or("")] = tag["value"].string_or("");
  if (const auto changed = changed_.find(arn); changed != changed_.end()) tags = changed->second;
  if (route.operation == Operation::tag_resource) return this->tag(std::move(tags), arn, (*request)["tags"]);
  if (route.operation == Operation::untag_resource) {
    for (const Json& key : (*request)["tagKeys"].items()) tags.erase(key.string_or(""));
    changed_[arn] = std::move(tags);
    return Json::object();
  }
  Json list = Json::array();
  for (const auto& [key, value] : tags) list.push_back(Json::object({{"key", key}, {"value", value}}));
  return Json::object({{"tags", std::move(list)}});
}

std::variant<Json, Refusal> ResourceTags::tag(Tags tags, const std::string& arn, const Json& added) {
  if (auto refusal = check_tags(added)) return *std::move(refusal);
  for (const Json& tag : added.items()) tags[tag["key"].string_or("")] = tag["value"].string_or("");
  if (tags.size() > kMostTags) return too_many_tags();
  changed_[arn] = std::move(tags);
  return Json::object();
}

}  // namespace anthropic::internal::local
