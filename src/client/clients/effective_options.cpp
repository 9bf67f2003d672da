#include "client/clients/effective_options.hpp"

namespace anthropic::internal {

std::shared_ptr<const OptionOverrides> add_overrides(const std::shared_ptr<const OptionOverrides>& before,
                                                     const OptionOverrides& overrides) {
  auto all = std::make_shared<OptionOverrides>(before ? *before : OptionOverrides());
  if (overrides.timeout) all->timeout = overrides.timeout;
  if (overrides.attempt_timeout) all->attempt_timeout = overrides.attempt_timeout;
  if (overrides.max_retries) all->max_retries = overrides.max_retries;
  all->default_headers.insert(all->default_headers.end(), overrides.default_headers.begin(),
                              overrides.default_headers.end());
  all->default_query.insert(all->default_query.end(), overrides.default_query.begin(),
                            overrides.default_query.end());
  return all;
}

RequestOptions with_overrides(const OptionOverrides& overrides, RequestOptions own) {
  if (!own.timeout) own.timeout = overrides.timeout;
  if (!own.attempt_timeout) own.attempt_timeout = overrides.attempt_timeout;
  if (!own.max_retries) own.max_retries = overrides.max_retries;
  // Of two that have one name the later counts.
  own.extra_headers.insert(own.extra_headers.begin(), overrides.default_headers.begin(),
                           overrides.default_headers.end());
  own.extra_query.insert(own.extra_query.begin(), overrides.default_query.begin(),
                         overrides.default_query.end());
  return own;
}

}  // namespace anthropic::internal
