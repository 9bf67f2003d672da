#pragma once

#include <memory>

#include "local/connection/connection.hpp"
#include "local/http/session_settings.hpp"

namespace anthropic::internal::local {

/// Speaks HTTP/2 with clients that begin with its preface, in the clear with prior knowledge or over TLS, and
/// HTTP/1.1 with all others.
std::unique_ptr<Protocol> protocol_choice(Connection& connection, SessionSettings& settings,
                                          ConnectionKind kind);

}  // namespace anthropic::internal::local
