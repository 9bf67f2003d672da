#include "aws/services/s3/headers.hpp"

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr std::string_view kMetadataPrefix = "x-amz-meta-";

ObjectMetadata metadata_in(const Headers& headers) {
  ObjectMetadata metadata;
  for (const auto& [name, value] : headers) {
    const std::string lower = ascii_lower(name);
    if (lower.starts_with(kMetadataPrefix)) metadata[lower.substr(kMetadataPrefix.size())] = value;
  }
  return metadata;
}

}  // namespace

void add_header(std::string_view name, const std::optional<std::string>& value, Headers& headers) {
  if (value && !value->empty()) headers.emplace_back(name, *value);
}

Headers object_headers(const PutObjectInput& input) {
  Headers headers;
  add_header("content-type", input.content_type, headers);
  add_header("cache-control", input.cache_control, headers);
  add_header("content-disposition", input.content_disposition, headers);
  add_header("content-encoding", input.content_encoding, headers);
  add_header("content-language", input.content_language, headers);
  add_header("x-amz-storage-class", input.storage_class, headers);
  add_header("x-amz-server-side-encryption", input.server_side_encryption, headers);
  add_header("x-amz-server-side-encryption-aws-kms-key-id", input.ssekms_key_id, headers);
  add_header("x-amz-acl", input.acl, headers);
  add_header("x-amz-tagging", input.tagging, headers);
  for (const auto& [name, value] : input.metadata) {
    headers.emplace_back(std::string(kMetadataPrefix) + name, value);
  }
  return headers;
}

Headers read_headers(const std::optional<std::string>& range, const std::optional<std::string>& if_match,
                     const std::optional<std::string>& if_none_match) {
  Headers headers = {{"x-amz-checksum-mode", "ENABLED"}};
  add_header("range", range, headers);
  add_header("if-match", if_match, headers);
  add_header("if-none-match", if_none_match, headers);
  return headers;
}

std::optional<std::string> optional_header(const Headers& headers, std::string_view name) {
  const std::string* value = find_header(headers, name);
  return value ? std::optional(*value) : std::nullopt;
}

std::string header_or_empty(const Headers& headers, std::string_view name) {
  return optional_header(headers, name).value_or("");
}

void read_object_headers(const Headers& headers, HeadObjectOutput& out) {
  const auto text = [&](std::string_view name) { return optional_header(headers, name); };
  out.content_length = parse_integer(header_or_empty(headers, "content-length")).value_or(0);
  out.content_type = text("content-type");
  out.e_tag = header_or_empty(headers, "etag");
  out.last_modified = parse_http_date(header_or_empty(headers, "last-modified"));
  out.version_id = text("x-amz-version-id");
  out.metadata = metadata_in(headers);
  out.cache_control = text("cache-control");
  out.content_disposition = text("content-disposition");
  out.content_encoding = text("content-encoding");
  out.content_language = text("content-language");
  out.content_range = text("content-range");
  out.checksum_crc32 = text("x-amz-checksum-crc32");
  out.checksum_type = text("x-amz-checksum-type");
  out.storage_class = text("x-amz-storage-class");
  out.restore = text("x-amz-restore");
  out.server_side_encryption = text("x-amz-server-side-encryption");
  out.ssekms_key_id = text("x-amz-server-side-encryption-aws-kms-key-id");
  out.delete_marker = text("x-amz-delete-marker") == "true";
}

}  // namespace anthropic::internal::aws
