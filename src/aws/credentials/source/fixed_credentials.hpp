#pragma once

#include <utility>

#include <anthropic/aws/credentials.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// Always the same credentials, right or wrong.
class FixedCredentials final : public CredentialsProvider {
 public:
  explicit FixedCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<Credentials> credentials(std::stop_token) override { return credentials_; }

 private:
  const Credentials credentials_;
};

}  // namespace anthropic::internal::aws
