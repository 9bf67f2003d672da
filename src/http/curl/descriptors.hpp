#pragma once

#include <curl/curl.h>

namespace anthropic::internal {

// libcurl's descriptors, so that no process inherits them that this one starts: not a connection to a server,
// in which it could write.

/// A socket for a connection.
curl_socket_t open_own_socket(const struct curl_sockaddr& address) noexcept;

/// A multi handle, or null. `*usable` says whether it can be woken up.
CURLM* make_multi_handle(bool& usable);

}  // namespace anthropic::internal
