#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <anthropic/json.hpp>

#include "local/bedrock/route.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// How many tags a resource may have.
inline constexpr std::size_t kMostTags = 50;

/// Why a resource may not have these tags, a list of {"key", "value"}; empty if it may.
std::optional<Refusal> check_tags(const Json& tags);

/// The tags of Bedrock's resources: inference profiles, batch jobs, guardrails. Thread-safe.
class ResourceTags {
 public:
  /// The list of tags with which a resource was made; nothing if there is no such resource.
  using TagsMadeWith = std::function<std::optional<Json>(std::string_view arn)>;

  explicit ResourceTags(TagsMadeWith made_with);

  /// Of the operations tag_resource, untag_resource and list_tags.
  std::variant<Json, Refusal> answer(const Route& route, std::string_view body);

 private:
  using Tags = std::map<std::string, std::string, std::less<>>;

  std::variant<Json, Refusal> tag(Tags tags, const std::string& arn, const Json& added);

  const TagsMadeWith made_with_;
  std::mutex mutex_;
  std::map<std::string, Tags, std::less<>> changed_;  // by ARN
};

}  // namespace anthropic::internal::local
