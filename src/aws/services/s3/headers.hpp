#pragma once

#include <anthropic/aws/s3.hpp>
#include <anthropic/headers.hpp>

// How S3's parameters stand in headers and queries.

namespace anthropic::aws {

/// Nothing if the value is empty.
void add_header(std::string_view name, const std::string& value, Headers& headers);
/// What every call may carry.
void add_common_headers(const std::string& expected_bucket_owner, const std::string& request_payer,
                        Headers& headers);
/// The object's own properties.
Headers object_headers(const PutObjectInput& input);
/// The headers of a GET or a HEAD.
Headers read_headers(const std::string& range, const std::string& if_match, const std::string& if_none_match);
/// Appends "name=value", encoded; nothing if the value is empty.
void add_query(std::string_view name, std::string_view value, std::string& query);

/// What an answer's headers tell of an object.
void read_object_headers(const Headers& headers, HeadObjectOutput& out);
/// The header, or an empty text.
std::string header_or_empty(const Headers& headers, std::string_view name);

}  // namespace anthropic::aws
