#pragma once

#include <string>
#include <string_view>

// What an answer's thinking carries so that it can be known again. Claude's own is encrypted; here it is a checksum with a
// key that is no secret and never changes, so that an answer of one endpoint can be sent back to another.

namespace anthropic::internal::local {

/// The signature of a thinking block with this text.
std::string thinking_signature(std::string_view thinking);
/// Whether a block with this text may carry the signature: it was made here for just this text, or it has the
/// form of Claude's, which nobody but Anthropic can check.
bool may_sign(std::string_view signature, std::string_view thinking);

/// The data of a redacted_thinking block, of what is to be hidden in it.
std::string sealed_thinking(std::string_view hidden);
/// Whether it was made here, or has the form of Claude's.
bool may_be_sealed(std::string_view data);

}  // namespace anthropic::internal::local
