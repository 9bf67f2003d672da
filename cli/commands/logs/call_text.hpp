#pragma once

#include <string>

#include <anthropic/json.hpp>
#include <anthropic/operations/logs.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::cli {

/// A call on one line: time, model, how long it took, tokens, how it ended, who called.
std::string call_line(const operations::LoggedCall& call);

/// Both kinds of records in one shape; what that has no place for is in `extra`.
Json call_json(const operations::LoggedCall& call);

}  // namespace anthropic::internal::cli
