#pragma once

#include <string>
#include <string_view>

#include <anthropic/message_create_params.hpp>

namespace anthropic::internal {

/// Where a platform wants what the first-party API has in the body or in a header.
struct RequestBodyLayout {
  bool model = true;                        ///< "model" in the body
  std::string_view model_id = {};           ///< what it says there; empty: what the parameters say
  bool stream = false;                      ///< "stream": true in the body
  std::string_view anthropic_version = {};  ///< in the body; empty: not in the body
  bool betas = false;                       ///< "anthropic_beta" in the body, rather than in a header
  /// Whether the server refuses members that only answers have (response_only.hpp) when history is sent back.
  bool strip_response_only = false;
};

/// The request's body as JSON text. Members of `params.extra` replace typed ones. Fails with bad_request,
/// without asking the server, on what can never succeed: what check_request refuses, and text that is not
/// UTF-8.
Result<std::string> write_request(const MessageCreateParams& params, const RequestBodyLayout& layout);

}  // namespace anthropic::internal
