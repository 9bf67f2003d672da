#pragma once

#include "base/environment.hpp"
#include "http/proxy.hpp"
#include "http/system_trust.hpp"

namespace anthropic {

/// What the environment says about connections, asked once.
struct NetworkSettings {
  SystemTrust trust = {};
  ProxyVariables proxies = {};
};

}  // namespace anthropic
