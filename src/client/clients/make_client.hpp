#pragma once

#include <memory>
#include <utility>

#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/bedrock_mantle.hpp>

#include "base/access.hpp"
#include "http/world.hpp"

namespace anthropic::internal {

/// What a client with these options shares with its copies; in the real world if `world` is null.
std::shared_ptr<ClientCore> share_core(AnthropicOptions options, std::shared_ptr<const World> world = {});
std::shared_ptr<ClientCore> share_core(AnthropicAwsOptions options, std::shared_ptr<const World> world = {});
std::shared_ptr<ClientCore> share_core(AnthropicBedrockOptions options,
                                       std::shared_ptr<const World> world = {});
std::shared_ptr<ClientCore> share_core(AnthropicBedrockMantleOptions options,
                                       std::shared_ptr<const World> world = {});

/// A client in `world`, for tests and benchmarks: `make_client<AnthropicBedrock>({.max_retries = 0}, world)`.
template <class Client>
Client make_client(typename Client::Options options, std::shared_ptr<const World> world) {
  return Access::make<Client>(share_core(std::move(options), std::move(world)));
}

}  // namespace anthropic::internal
