#pragma once

#include "base/environment.hpp"
#include "http/network/proxy.hpp"
#include "http/network/system_trust.hpp"

namespace anthropic::internal {

/// The environment's settings for connections, read once.
struct NetworkSettings {
  SystemTrust trust = {};
  ProxyVariables proxies = {};
};

}  // namespace anthropic::internal
