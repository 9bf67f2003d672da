#pragma once

#include <anthropic/call_record.hpp>

namespace anthropic::internal {

/// A call as one line of a log. Prompt and answer are in it only `with_text`.
Json call_record_json(const CallRecord& record, bool with_text);

}  // namespace anthropic::internal
