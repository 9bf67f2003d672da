#pragma once

#include <optional>
#include <string>

#include "base/public_names.hpp"
#include "base/time/clock.hpp"
#include "local/credentials/temporary_keys.hpp"
#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

/// Keys that expire, for who has the token: as containers on AWS get those of their role, by
/// AWS_CONTAINER_CREDENTIALS_FULL_URI. https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
class ContainerCredentials {
 public:
  static constexpr std::string_view kPath = "/credentials";

  /// Without a token there are none. The keys outlive it.
  ContainerCredentials(std::string token, const TemporaryKeys& keys)
      : token_(std::move(token)), keys_(&keys) {}

  /// Empty if the request is for something else.
  std::optional<Answer> answer(const Request& request, SystemTime now) const;

 private:
  std::string token_;
  const TemporaryKeys* keys_;
};

}  // namespace anthropic::internal::local
