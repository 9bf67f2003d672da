#include <algorithm>
#include <mutex>
#include <stop_token>
#include <vector>

#include "aws/calls/error.hpp"
#include "aws/services/s3/headers.hpp"
#include "aws/services/s3/upload.hpp"
#include "aws/services/shapes.hpp"
#include "base/crypto/crc32.hpp"
#include "base/threads/start_thread.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr std::uint64_t kSmallestPart = 8u << 20;
constexpr std::uint64_t kMebibyte = 1u << 20;
constexpr std::uint64_t kMostParts = 10'000;
constexpr std::uint64_t kGrowingEvery = 1'000;

struct ObjectPart {
  std::uint64_t number = 0;
  std::string bytes = {};
  std::string checksum = {};
  std::string e_tag = {};
};

Error not_understood(std::string_view call) {
  return Error{.kind = ErrorKind::response_validation,
               .message = "the answer to " + std::string(call) + " is not what S3 promises"};
}

/// Completing may fail after S3 has answered 200, to keep the connection busy: then the body is an error.
std::optional<Error> failure_in_completion(const HttpHead& head, std::string_view body) {
  const auto root = Xml::parse(body);
  if (!root) return root.error();
  if (root->name != "Error") return std::nullopt;
  Error error = error_from_response(head.status, head.headers, body);
  // Its status says nothing; without a code that does, it is a failure of the server.
  if (error.status / 100 == 2) {
    error.status = 500;
    error.kind = ErrorKind::internal_server;
  }
  return error;
}

/// One object on its way in parts.
class PartedUpload {
 public:
  PartedUpload(const S3Client& client, const PutObjectInput& input, std::string beginning,
               const UploadSource& source, const CallOptions& options)
      : client_(client),
        input_(input),
        beginning_(std::move(beginning)),
        source_(source),
        options_(options),
        stop_from_caller_(options.stop_token, [this] { stop_.request_stop(); }) {
    options_.stop_token = stop_.get_token();
  }

  Result<PutObjectOutput> run() {
    if (auto begun = begin(); !begun) return begun.error();
    send_all_parts();
    if (!error_ && source_.check) {
      if (auto whole = source_.check(); !whole) error_ = whole.error();
    }
    if (error_) return abandoned(*std::move(error_));
    auto completed = complete();
    return completed ? completed : abandoned(completed.error());
  }

 private:
  S3Request request(std::string method) const {
    S3Request request{
        .action = "s3:PutObject", .method = std::move(method), .bucket = input_.bucket, .key = input_.key};
    add_common_headers(input_, request.headers);
    return request;
  }

  Result<void> begin() {
    S3Request begin = request("POST");
    begin.query.add("uploads", "");
    for (auto& header : object_headers(input_)) begin.headers.push_back(std::move(header));
    begin.headers.emplace_back("x-amz-checksum-algorithm", "CRC32");
    begin.headers.emplace_back("x-amz-checksum-type", "FULL_OBJECT");
    const auto answer = client_.call(std::move(begin), options_);
    if (!answer) return answer.error();
    const auto root = Xml::parse(answer->body);
    if (root) upload_id_ = (*root)["UploadId"].text;
    if (upload_id_.empty()) return not_understood("CreateMultipartUpload");
    output_.server_side_encryption = optional_header(answer->headers, "x-amz-server-side-encryption");
    output_.ssekms_key_id = optional_header(answer->headers, "x-amz-server-side-encryption-aws-kms-key-id");
    return {};
  }

  void send_all_parts() {
    std::vector<ScopedThread> helpers;
    for (int i = 1; i < client_.parallel_parts(); ++i) helpers.emplace_back([this] { send_parts(); });
    send_parts();
  }

  void send_parts() {
    while (auto part = next_part()) {
      auto e_tag = send(*part);
      part->bytes.clear();
      std::lock_guard lock(mutex_);
      if (e_tag) {
        part->e_tag = *std::move(e_tag);
        sent_.push_back(*std::move(part));
      } else {
        fail(std::move(e_tag).error());
      }
    }
  }

  /// The next bytes as a part; empty at the end and after a failure.
  std::optional<ObjectPart> next_part() {
    std::lock_guard lock(mutex_);
    if (ended_ || error_) return std::nullopt;
    if (last_number_ == kMostParts)
      return fail({.kind = ErrorKind::bad_request, .message = "the object is larger than S3 takes"});
    const std::uint64_t number = last_number_ + 1;
    auto bytes = read_part(part_size(number));
    if (!bytes) return fail(std::move(bytes).error());
    ended_ = bytes->size() < part_size(number);
    if (bytes->empty()) return std::nullopt;
    last_number_ = number;
    size_ += bytes->size();
    crc_ = crc32(crc_, *bytes);
    ObjectPart part{.number = number, .bytes = *std::move(bytes)};
    part.checksum = crc32_base64(crc32(0, part.bytes));
    return part;
  }

  /// Large enough for the whole object in the number of parts that S3 allows. Where the size is not known, it
  /// grows on the way.
  std::uint64_t part_size(std::uint64_t number) const {
    if (!source_.size) return kSmallestPart << (number / kGrowingEvery);
    const std::uint64_t needed = *source_.size / kMostParts + 1;
    return std::max(kSmallestPart, (needed + kMebibyte - 1) / kMebibyte * kMebibyte);
  }

  Result<std::string> read_part(std::uint64_t size) {
    std::string bytes = beginning_.substr(0, size);
    beginning_.erase(0, bytes.size());
    auto more = read_bytes(source_.read, size - bytes.size());
    if (!more || bytes.empty()) return more;
    return bytes + *more;
  }

  Result<std::string> send(ObjectPart& part) const {
    S3Request put = request("PUT");
    put.query.add("partNumber", std::to_string(part.number));
    put.query.add("uploadId", upload_id_);
    put.headers.emplace_back("x-amz-sdk-checksum-algorithm", "CRC32");
    put.headers.emplace_back("x-amz-checksum-crc32", part.checksum);
    put.body = std::move(part.bytes);
    const auto answer = client_.call(std::move(put), options_);
    if (!answer) return answer.error();
    std::string e_tag = header_or_empty(answer->headers, "etag");
    if (e_tag.empty()) return not_understood("UploadPart");
    // A server that keeps no checksums takes none in the list of parts either.
    part.checksum = header_or_empty(answer->headers, "x-amz-checksum-crc32");
    return e_tag;
  }

  /// Remembers the first failure, and ends what the others are doing.
  std::nullopt_t fail(Error error) {
    if (!error_) error_ = std::move(error);
    stop_.request_stop();
    return std::nullopt;
  }

  Result<PutObjectOutput> complete() {
    S3Request post = request("POST");
    post.query.add("uploadId", upload_id_);
    add_header("if-match", input_.if_match, post.headers);
    add_header("if-none-match", input_.if_none_match, post.headers);
    post.headers.emplace_back("content-type", "application/xml");
    const bool kept =
        std::all_of(sent_.begin(), sent_.end(), [](const ObjectPart& p) { return !p.checksum.empty(); });
    if (kept) {
      post.headers.emplace_back("x-amz-checksum-crc32", crc32_base64(crc_));
      post.headers.emplace_back("x-amz-checksum-type", "FULL_OBJECT");
    }
    post.headers.emplace_back("x-amz-mp-object-size", std::to_string(size_));
    post.body = list_of_parts();
    post.failure_in = failure_in_completion;
    const auto answer = client_.call(std::move(post), options_);
    if (!answer) return answer.error();
    const auto root = Xml::parse(answer->body);
    if (root) output_.e_tag = (*root)["ETag"].text;
    if (output_.e_tag.empty()) return not_understood("CompleteMultipartUpload");
    output_.checksum_crc32 = optional_text(*root, "ChecksumCRC32");
    output_.checksum_type = optional_text(*root, "ChecksumType");
    output_.version_id = optional_header(answer->headers, "x-amz-version-id");
    output_.parts = static_cast<int>(sent_.size());
    output_.request_id = answer->request_id;
    return output_;
  }

  std::string list_of_parts() {
    std::sort(sent_.begin(), sent_.end(),
              [](const ObjectPart& a, const ObjectPart& b) { return a.number < b.number; });
    Xml list{.name = "CompleteMultipartUpload"};
    for (const ObjectPart& part : sent_) {
      Xml& entry = list.children.emplace_back(Xml{.name = "Part"});
      if (!part.checksum.empty()) entry.children.push_back({.name = "ChecksumCRC32", .text = part.checksum});
      entry.children.push_back({.name = "ETag", .text = part.e_tag});
      entry.children.push_back({.name = "PartNumber", .text = std::to_string(part.number)});
    }
    return list.document(kS3Namespace);
  }

  /// Has S3 forget the parts, also when the caller has cancelled: they cost money as long as they lie there.
  Error abandoned(Error error) const {
    S3Request abort = request("DELETE");
    abort.action = "s3:AbortMultipartUpload";
    abort.query.add("uploadId", upload_id_);
    CallOptions options = options_;
    options.stop_token = {};
    const auto answer = client_.call(std::move(abort), options);
    if (answer || answer.error().code == "NoSuchUpload") return error;
    error.hint += std::string(error.hint.empty() ? "" : " ") + "Its parts are left in S3 (upload " +
                  upload_id_ + "), since removing them failed: " + answer.error().message;
    return error;
  }

  const S3Client& client_;
  const PutObjectInput& input_;
  std::string beginning_;
  const UploadSource& source_;
  CallOptions options_;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> stop_from_caller_;
  std::string upload_id_;
  PutObjectOutput output_;

  std::mutex mutex_;  // guards what follows while parts are sent
  std::vector<ObjectPart> sent_;
  std::optional<Error> error_;
  std::uint64_t last_number_ = 0;
  std::uint64_t size_ = 0;
  std::uint32_t crc_ = 0;
  bool ended_ = false;
};

}  // namespace

Result<PutObjectOutput> upload_in_parts(const S3Client& client, const PutObjectInput& input,
                                        std::string beginning, const UploadSource& source,
                                        const CallOptions& options) {
  return PartedUpload(client, input, std::move(beginning), source, options).run();
}

}  // namespace anthropic::internal::aws
