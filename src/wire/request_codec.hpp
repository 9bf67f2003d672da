#pragma once

#include <string>
#include <string_view>

#include <anthropic/message_create_params.hpp>

namespace anthropic {

/// Where a platform wants what the first-party API has in the body or in a header.
struct RequestBodyLayout {
  bool model = true;                        ///< "model" in the body
  std::string_view model_id = {};           ///< instead of the parameters' own
  bool stream = false;                      ///< "stream": true in the body
  std::string_view anthropic_version = {};  ///< in the body; empty: not in the body
  const Json* extra = nullptr;              ///< instead of the parameters' own; must outlive the call
};

/// The request's body as JSON text. Members of `params.extra` replace typed ones. Fails with bad_request,
/// without asking the server, on what can never succeed: no max_tokens, no messages, text that is not UTF-8,
/// a temperature that is no number.
Result<std::string> write_request(const MessageCreateParams& params, const RequestBodyLayout& layout);

}  // namespace anthropic
