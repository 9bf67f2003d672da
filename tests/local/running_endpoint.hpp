#pragma once

#include <gtest/gtest.h>

#include <anthropic/testing/local_bedrock.hpp>

#include "signed_request.hpp"

namespace anthropic::internal::local {

/// An endpoint at noon that takes the tests' keys.
inline testing::LocalBedrock start_endpoint(testing::LocalBedrockOptions options = {}) {
  options.keys = {plain_pair(), temporary_pair()};
  options.bearer_tokens = {"good-token"};
  if (!options.now) options.now = noon;
  auto endpoint = testing::LocalBedrock::start(std::move(options));
  EXPECT_TRUE(endpoint) << endpoint.error().message;
  return *std::move(endpoint);
}

}  // namespace anthropic::internal::local
