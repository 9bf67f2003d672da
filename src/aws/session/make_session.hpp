#pragma once

#include <memory>

#include <anthropic/aws/session.hpp>

#include "base/public_names.hpp"
#include "http/world.hpp"

namespace anthropic::internal {

/// A session in `world`: its clock, environment, files, randomness, processes and network. Null: the real
/// one.
aws::Session make_session(aws::SessionOptions options, std::shared_ptr<const World> world);

}  // namespace anthropic::internal
