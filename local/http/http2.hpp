#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "local/connection/connection.hpp"
#include "local/http/session_settings.hpp"

namespace anthropic::internal::local {

/// What a client that speaks HTTP/2 says first.
inline constexpr std::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// HTTP/2: many requests at once, each answered on its stream. A cut or reset answer resets its stream alone.
std::unique_ptr<Protocol> http2(Connection& connection, SessionSettings& settings, ConnectionKind kind);

/// HTTP/2 behind a request that has asked for it in HTTP/1.1, and that is answered on stream 1.
std::unique_ptr<Protocol> http2_after_upgrade(Connection& connection, SessionSettings& settings,
                                              std::string client_settings, Request request);

/// What an HTTP2-Settings header holds. Empty if it is not base64url of whole settings.
std::optional<std::string> decoded_settings(std::string_view header);

}  // namespace anthropic::internal::local
