#pragma once

#include <chrono>
#include <curl/curl.h>
#include <string>
#include <string_view>

#include "http/curl/transfer.hpp"
#include "http/transport.hpp"

namespace anthropic::internal {

/// "while waiting for the answer of example.com:443": how far the request of a transfer has come.
std::string phase_of(const CurlTransfer& transfer, const HttpRequest& request);

/// What libcurl's failure means to a person. Call it before the transfer is finished.
Error describe_curl_failure(const CurlTransfer& transfer, const HttpRequest& request,
                            const SystemTrust& trust, CURLcode code);

/// "the idle time-out of 120 s passed while reading …". `which` is "idle", "request" or "connect".
Error describe_timeout(const CurlTransfer& transfer, const HttpRequest& request, std::string_view which,
                       std::chrono::milliseconds limit);

Error describe_abort(const CurlTransfer& transfer, const HttpRequest& request);

}  // namespace anthropic::internal
