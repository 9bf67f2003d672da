#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

#include "base/crypto/random.hpp"
#include "base/time/clock.hpp"
#include "local/bedrock/model_access.hpp"
#include "local/bedrock/route.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// The inference profiles of a region: AWS's own, from the catalogue, and those that the account has made.
/// Thread-safe.
class InferenceProfiles {
 public:
  InferenceProfiles(std::string region, std::function<SystemTime()> now, std::shared_ptr<Random> random);

  /// Of the operations create_profile, get_profile, list_profiles and delete_profile.
  std::variant<Json, Refusal> answer(const Route& route, std::string_view body);

  /// The id of what an application profile was made of, if `id` is the ARN of one; else the id itself.
  std::string source_of(std::string_view id) const;
  /// model_for_request() which knows application profiles, too.
  std::variant<const ModelInfo*, Refusal> model_for(std::string_view id, ModelUse use) const;
  /// The tags that an application profile was made with; nothing if there is no such profile.
  std::optional<Json> tags_made_with(std::string_view arn) const;

 private:
  struct Made {
    Json description;  ///< as GetInferenceProfile gives it
    Json request;
    std::string source;  ///< an id
  };
  using Answer = std::variant<Json, Refusal>;

  Answer create(std::string_view body);
  Answer get(const std::string& identifier) const;
  Answer list(std::string_view query) const;
  Answer remove(const std::string& identifier);
  const Made* find(std::string_view identifier) const;

  const std::string region_;
  const std::function<SystemTime()> now_;
  const std::shared_ptr<Random> random_;
  mutable std::mutex mutex_;
  std::vector<Made> made_;
};

}  // namespace anthropic::internal::local
