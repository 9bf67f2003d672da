#pragma once

#include <memory>

#include "local/connection/connection.hpp"
#include "local/http/session_settings.hpp"

namespace anthropic::internal::local {

/// HTTP/1.1: keep-alive, Expect: 100-continue, and the change to HTTP/2 that a client asks for by `Upgrade: h2c`.
std::unique_ptr<Protocol> http1(Connection& connection, SessionSettings& settings, ConnectionKind kind);

}  // namespace anthropic::internal::local
