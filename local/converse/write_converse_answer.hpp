#pragma once

#include <string>

#include <anthropic/json.hpp>

#include "local/converse/read_converse_request.hpp"
#include "local/replies/composed_message.hpp"

namespace anthropic::internal::local {

/// The body of an answer to Converse.
std::string converse_body(const ComposedMessage& message, const ConverseRequest& request);

// The parts that a stream has, too.

/// A citation of the Messages API as Converse has it.
Json converse_citation(const Json& citation);
/// The Messages API's reason in Converse's words: "refusal" is "content_filtered".
std::string converse_stop_reason(const std::string& reason);
/// inputTokens, outputTokens and so on.
Json converse_usage(const ComposedMessage& message);
/// The fields of the model's answer that the request asked for, at their places; null if it has none of them.
Json converse_fields(Json answer, const ConverseRequest& request);
/// Repeats the settings that a request has asked for.
void repeat_settings(const ConverseRequest& request, Json& answer);

}  // namespace anthropic::internal::local
