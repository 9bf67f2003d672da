#pragma once

#include "local/checks/json_check.hpp"

namespace anthropic::internal::local {

/// Refuses what Bedrock itself refuses in the turns of a conversation before a model sees it: roles that do not
/// alternate, turns without content, results of tools that do not match the calls before them. The request has
/// the right shape. The words are Bedrock's, as users have quoted them.
Checked check_conversation(const Json& request);

}  // namespace anthropic::internal::local
