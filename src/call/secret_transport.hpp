#pragma once

#include <string_view>

#include <anthropic/result.hpp>

#include "http/url.hpp"

namespace anthropic::internal {

/// Whether requests to this host stay on this machine: localhost, 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);

/// Refuses, with a configuration error, to send `what` ("an API key") over plain http to another machine,
/// where all between could read it. Nothing lifts this.
Result<void> check_secret_transport(const Url& url, std::string_view what);

}  // namespace anthropic::internal
