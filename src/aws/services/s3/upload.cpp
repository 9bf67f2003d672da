#include "aws/services/s3/upload.hpp"

#include <algorithm>
#include <cstring>

#include "aws/services/s3/headers.hpp"
#include "aws/services/shapes.hpp"
#include "base/crypto/crc32.hpp"
#include "base/file/input_file.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr std::size_t kReadStep = 1u << 20;

Result<PutObjectOutput> upload_at_once(const S3Client& client, const PutObjectInput& input, std::string body,
                                       const CallOptions& options) {
  S3Request request{.action = "s3:PutObject", .method = "PUT", .bucket = input.bucket, .key = input.key};
  request.headers = object_headers(input);
  add_common_headers(input, request.headers);
  add_header("if-match", input.if_match, request.headers);
  add_header("if-none-match", input.if_none_match, request.headers);
  request.headers.emplace_back("x-amz-sdk-checksum-algorithm", "CRC32");
  request.headers.emplace_back("x-amz-checksum-crc32", crc32_base64(crc32(0, body)));
  request.body = std::move(body);
  const auto answer = client.call(std::move(request), options);
  if (!answer) return answer.error();
  const auto text = [&](std::string_view name) { return optional_header(answer->headers, name); };
  return PutObjectOutput{.e_tag = text("etag").value_or(""),
                         .version_id = text("x-amz-version-id"),
                         .checksum_crc32 = text("x-amz-checksum-crc32"),
                         .checksum_type = text("x-amz-checksum-type"),
                         .server_side_encryption = text("x-amz-server-side-encryption"),
                         .ssekms_key_id = text("x-amz-server-side-encryption-aws-kms-key-id"),
                         .request_id = answer->request_id};
}

Result<PutObjectOutput> upload_from(const UploadSource& source, const S3Client& client,
                                    const PutObjectInput& input, const CallOptions& options) {
  if (source.size && *source.size > kMultipartThreshold) {
    return upload_in_parts(client, input, {}, source, options);
  }
  auto beginning = read_bytes(source.read, kMultipartThreshold + 1);
  if (!beginning) return std::move(beginning).error();
  if (beginning->size() > kMultipartThreshold) {
    return upload_in_parts(client, input, *std::move(beginning), source, options);
  }
  if (auto whole = source.check ? source.check() : Result<void>(); !whole) return whole.error();
  return upload_at_once(client, input, *std::move(beginning), options);
}

Result<PutObjectOutput> upload_file(const S3Client& client, const PutObjectInput& input,
                                    const CallOptions& options) {
  const auto file = InputFile::open(*input.body_file);
  if (!file) return file.error();
  const UploadSource source{
      .read = [&file](char* buffer, std::size_t capacity) { return (*file)->read(buffer, capacity); },
      .size = (*file)->size(),
      .check = [&file] { return (*file)->check_unchanged(); }};
  return upload_from(source, client, input, options);
}

Result<PutObjectOutput> upload_text(const S3Client& client, const PutObjectInput& input,
                                    const CallOptions& options) {
  if (input.body.size() <= kMultipartThreshold) return upload_at_once(client, input, input.body, options);
  std::string_view rest = input.body;
  const UploadSource source{.read =
                                [&rest](char* buffer, std::size_t capacity) {
                                  const std::size_t size = std::min(capacity, rest.size());
                                  std::memcpy(buffer, rest.data(), size);
                                  rest.remove_prefix(size);
                                  return Result<std::size_t>(size);
                                },
                            .size = input.body.size()};
  return upload_from(source, client, input, options);
}

}  // namespace

Result<std::string> read_bytes(const ObjectSource& source, std::size_t size) {
  std::string bytes;
  std::size_t filled = 0;
  while (filled < size) {
    // Grows with what comes: a small object takes no large buffer.
    if (bytes.size() == filled) bytes.resize(std::min(size, std::max(2 * filled, kReadStep)));
    const std::size_t capacity = bytes.size() - filled;
    const auto count = source(bytes.data() + filled, capacity);
    if (!count) return count.error();
    if (*count > capacity)
      return bad_request_error("body_source says that it wrote more than its buffer holds");
    if (*count == 0) break;
    filled += *count;
  }
  bytes.resize(filled);
  return bytes;
}

Result<PutObjectOutput> upload_object(const S3Client& client, const PutObjectInput& input,
                                      const CallOptions& options) {
  const int bodies =
      int{!input.body.empty()} + int{input.body_file.has_value()} + int{input.body_source != nullptr};
  if (bodies > 1) return bad_request_error("more than one of body, body_file and body_source is set");
  if (input.body_file) return upload_file(client, input, options);
  if (input.body_source) return upload_from({.read = input.body_source}, client, input, options);
  return upload_text(client, input, options);
}

}  // namespace anthropic::internal::aws
