#pragma once

#include <string>
#include <string_view>

namespace anthropic::internal {

/// A URL as it may be logged and put into an error: without user and password, and with "***" for the value
/// of each query parameter whose name speaks of a key, a token, a signature or the like.
std::string loggable_url(std::string_view url);
/// The same for what follows the '?'.
std::string loggable_query(std::string_view query);

}  // namespace anthropic::internal
