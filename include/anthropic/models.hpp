#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <anthropic/message_create_params.hpp>
#include <anthropic/option_overrides.hpp>
#include <anthropic/page.hpp>

namespace anthropic::internal {
class ClientCore;
}

namespace anthropic::inline v0 {

/// A model as a platform lists it.
struct Model {
  std::string id = {};            ///< What to put into MessageCreateParams::model.
  std::string display_name = {};  ///< "Claude Haiku 4.5"
  std::string created_at = {};    ///< RFC 3339; empty if it is not known.
  std::string lifecycle = {};     ///< "active", "deprecated" or "retired"; empty if it is not known.
  std::string line = {};          ///< "haiku", "sonnet", "opus" …; empty if it is not known.
  std::string deprecated_at =
      {};                       ///< RFC 3339; empty if it is active, or it is not known. Likewise the next.
  std::string retires_at = {};  ///< When it is planned to retire.
  std::optional<std::int64_t> max_input_tokens = {};
  std::optional<std::int64_t> max_tokens = {};
  Json extra = {};  ///< Members without a field here ("capabilities"), an object or null.

  Json to_json() const;
  static Model from_json(Json json);
};

/// The models of a client. A handle, safe from many threads.
class Models {
 public:
  /// The models that may be used, the newest first. If the platform has no list (AnthropicBedrock,
  /// AnthropicBedrockMantle), it is the library's catalogue without retired models, on one page.
  Result<Page<Model>> list(const PageParams& params = {}, const RequestOptions& options = {}) const;
  /// One model by its id or alias. Fails with not_found.
  Result<Model> retrieve(const std::string& model_id, const RequestOptions& options = {}) const;

  /// As the client's own with_options(), for its models.
  Models with_options(const OptionOverrides& overrides) const;

  explicit Models(std::shared_ptr<internal::ClientCore> core) : core_(std::move(core)) {}
  // Moving copies, so no handle is ever empty.
  Models(const Models&) = default;
  Models& operator=(const Models&) = default;

 private:
  std::shared_ptr<internal::ClientCore> core_;
  std::shared_ptr<const OptionOverrides> overrides_ = {};
};

}  // namespace anthropic::inline v0
