#pragma once

#include <memory>
#include <optional>

#include <anthropic/message_create_params.hpp>
#include <anthropic/option_overrides.hpp>

namespace anthropic::internal {

/// What `with_options` makes of what a handle has; null: nothing was overridden yet.
std::shared_ptr<const OptionOverrides> add_overrides(const std::shared_ptr<const OptionOverrides>& before,
                                                     const OptionOverrides& overrides);

/// A call's own options, and beneath them what `with_options` has set.
RequestOptions with_overrides(const OptionOverrides& overrides, RequestOptions own);

/// The same for the length of a call: `own`, which must outlive this, where nothing was overridden.
class EffectiveOptions {
 public:
  EffectiveOptions(const std::shared_ptr<const OptionOverrides>& overrides, const RequestOptions& own)
      : own_(own) {
    if (overrides) merged_ = with_overrides(*overrides, own);
  }

  const RequestOptions& operator*() const { return merged_ ? *merged_ : own_; }
  const RequestOptions* operator->() const { return &**this; }

 private:
  const RequestOptions& own_;
  std::optional<RequestOptions> merged_;
};

}  // namespace anthropic::internal
