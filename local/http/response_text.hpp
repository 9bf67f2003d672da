#pragma once

#include <string>
#include <string_view>

#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

/// The status line and the headers of an answer, with the blank line. Streams are chunked.
std::string response_head(const Answer& answer, bool keep_alive);
/// One chunk of a chunked body.
std::string chunk(std::string_view bytes);

}  // namespace anthropic::internal::local
