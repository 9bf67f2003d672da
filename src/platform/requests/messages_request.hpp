#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <anthropic/message_create_params.hpp>

#include "wire/messages/request_codec.hpp"

// What the platforms have in common when a request is written.

namespace anthropic::internal {

/// The version of the API that goes with the header `anthropic-version`, unless the caller sends another one.
inline constexpr std::string_view kMessagesVersion = "2023-06-01";

/// As write_request(), with the call's own `extra_body` and the model's id as the platform knows it.
Result<std::string> write_body(const MessageCreateParams& params, const RequestOptions& options,
                               RequestBodyLayout layout, std::string_view model_id);

/// The body of POST /v1/messages/count_tokens: without the members that count_tokens does not take.
Result<std::string> write_count_body(const MessageCreateParams& params, const RequestOptions& options,
                                     std::string_view model_id);
/// The body of Bedrock's CountTokens: what InvokeModel would be sent, in base64.
Result<std::string> write_bedrock_count_body(const MessageCreateParams& params, const RequestOptions& options,
                                             std::string_view anthropic_version);

/// Takes the header "anthropic-beta" away for a platform that reads betas in the body only: a copy of the
/// request with its betas added; nothing if there is no such header.
std::optional<MessageCreateParams> with_header_betas(const MessageCreateParams& params, Headers& headers);
/// The header "anthropic-beta" for a request's betas; none if there are none.
Headers beta_headers(const MessageCreateParams& params);
/// Replaces a header field; betas are added to those that are there. An empty value removes the field.
void override_header(Headers& headers, std::string_view lower_name, const std::string& value);

/// "a=1&b=2", percent-encoded; empty if there is none.
std::string encoded_query(const QueryParameters& first, const QueryParameters& second = {});
/// Adds a query to a URL.
void append_query(std::string& url, std::string_view query);

Error missing_model();

}  // namespace anthropic::internal
