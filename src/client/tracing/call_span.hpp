#pragma once

#include <memory>
#include <string_view>

#include <anthropic/json.hpp>

#include "client/tracing/tracer.hpp"
#include "platform/platform.hpp"

// The span of one call to the API, around all its attempts.

namespace anthropic::internal {

/// What a call sends, and the span around it.
struct TracedRequest {
  std::shared_ptr<ActiveSpan> span;  ///< Null if nothing is traced.
  Result<PlatformRequest> request;   ///< Or why nothing is sent.
};

/// Names the span of a call that is no inference, for which the conventions have no name, as Anthropic's SDKs
/// do. `operation`: "files.delete"; `id`: of what it is about, if that is there already.
void name_call(ActiveSpan& span, std::string_view operation, std::string_view id = {});

/// Adds whom the call goes to.
void describe_destination(ActiveSpan& span, PlatformKind platform, const Result<PlatformRequest>& request);

/// Adds what the answer of a call that name_call() has named says: the id of what it made, the counted tokens.
void describe_answer(ActiveSpan& span, const Json& answer);

/// How the last attempt of a call was answered.
struct LastAttempt {
  int status = 0;  ///< 0 if no answer came.
  int sent = 0;    ///< How many requests went out.
  std::string_view request_id = {};
};
void describe_last_attempt(ActiveSpan& span, PlatformKind platform, const LastAttempt& attempt);

}  // namespace anthropic::internal
