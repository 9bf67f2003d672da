#pragma once

#include <cstddef>

#include <anthropic/message_create_params.hpp>

namespace anthropic {

/// What every server takes of an image, in bytes; more than this in base64 is more than that as well.
constexpr std::size_t largest_image = 5 * 1024 * 1024;

/// Fails with bad_request on what no server accepts, saying where it is and what to do: no max_tokens, no
/// messages, numbers that are none, images too large or of a type that Claude cannot see, tool calls and
/// results that do not pair.
Result<void> check_request(const MessageCreateParams& params);

}  // namespace anthropic
