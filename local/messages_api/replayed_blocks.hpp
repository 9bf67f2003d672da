#pragma once

#include "local/checks/json_check.hpp"

namespace anthropic::internal::local {

/// Takes out of a body what Anthropic's own API has in its answers and takes back, and Bedrock does not take:
/// `citations: null`, `caller`, `toolset_name`. Refuses a caller that is none.
Checked take_out_replayed_members(Json& body);

}  // namespace anthropic::internal::local
