#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "local/server/exchange.hpp"

// A request and its answer as a line of JSON has them, without secrets.

namespace anthropic::internal::local {

/// What stands in place of a secret.
inline constexpr std::string_view kHidden = "(hidden)";

/// Method, path, the headers that say what is asked for, and the body: as JSON if it is, else {"base64": …}. Left out
/// are signatures, keys and cookies, the parameters of a presigned URL, and in the body what members such as "api_key"
/// and "authorization_token" say.
Json request_json(const Request& request);

/// Status, headers, body; of a stream its pieces, each with the milliseconds before it.
Json answer_json(const Answer& answer);

/// Reads what answer_json() has written. Fails with ErrorKind::configuration, naming the member.
Result<Answer> read_answer(const Json& json);

}  // namespace anthropic::internal::local
