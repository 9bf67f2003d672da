#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include <anthropic/message.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/result.hpp>

// What can be known of a request before it is sent. The clients check each request themselves; call these to
// find mistakes earlier: in a file of requests, or in a conversation that was stored. They call nobody, and
// any thread may call them.

namespace anthropic::inline v0 {

/// Fails with bad_request on what no server accepts, and says where it is and what to do: no max_tokens, no
/// messages, numbers that are none, images that are too large or of a type that Claude cannot see, tool calls
/// and results that do not pair. A request that passes may still be refused, by its model for one.
Result<void> check_request(const MessageCreateParams& params);

/// Fails with bad_request unless each tool call has its one result in the user's turn that follows, and each
/// result its call. Names the message and the id.
Result<void> check_tool_pairs(const std::vector<MessageParam>& messages);

/// Answers the tool calls of the last message that have no result with `why`, as a failure, and returns how
/// many there were. A conversation that ends with a call, because a tool was stopped, can neither be sent nor
/// continued without.
std::size_t answer_open_calls(std::vector<MessageParam>& messages, const std::string& why);

}  // namespace anthropic::inline v0
