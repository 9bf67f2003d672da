#pragma once

#include <optional>
#include <string>

#include <anthropic/aws/s3.hpp>
#include <anthropic/headers.hpp>

#include "base/public_names.hpp"

// How S3's parameters stand in headers and queries.

namespace anthropic::internal::aws {

/// Nothing if the value is absent or empty.
void add_header(std::string_view name, const std::optional<std::string>& value, Headers& headers);
/// What every call may carry.
template <class Input>
void add_common_headers(const Input& input, Headers& headers) {
  add_header("x-amz-expected-bucket-owner", input.expected_bucket_owner, headers);
  add_header("x-amz-request-payer", input.request_payer, headers);
}
/// The object's own properties.
Headers object_headers(const PutObjectInput& input);
/// The headers of a GET or a HEAD.
Headers read_headers(const std::optional<std::string>& range, const std::optional<std::string>& if_match,
                     const std::optional<std::string>& if_none_match);

/// What an answer's headers tell of an object.
void read_object_headers(const Headers& headers, HeadObjectOutput& out);
std::optional<std::string> optional_header(const Headers& headers, std::string_view name);
/// The header, or an empty text.
std::string header_or_empty(const Headers& headers, std::string_view name);

}  // namespace anthropic::internal::aws
