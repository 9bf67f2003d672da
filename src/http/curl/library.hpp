#pragma once

namespace anthropic::internal {

/// Initialises libcurl, once, and sees to it that what it needs is there as long as the process. False if it
/// cannot be used.
bool curl_is_ready();

}  // namespace anthropic::internal
