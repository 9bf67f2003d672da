#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>
#include <anthropic/result.hpp>

namespace anthropic::inline v0::aws {

/// Receives an object piece by piece, in order. An Error ends the download with that error.
using ObjectSink = std::function<Result<void>(std::string_view piece)>;

/// Gives the next bytes of an object: writes up to `capacity` of them to `buffer` and returns how many; 0 is
/// the end. An Error ends the upload with that error. Called by one thread at a time, not always the same.
using ObjectSource = std::function<Result<std::size_t>(char* buffer, std::size_t capacity)>;

/// Metadata of your own, sent as `x-amz-meta-NAME`. Names come back in lower case; names and values are
/// ASCII.
using ObjectMetadata = std::map<std::string, std::string>;

struct HeadObjectInput {
  std::string bucket = {};
  /// As it is: "a//b", "../c" and "grün +.txt" are keys like any other. Up to 1024 bytes.
  std::string key = {};
  std::optional<std::string> version_id = {};
  std::optional<std::string> range = {};  ///< "bytes=0-9"
  /// An ETag, with its quotation marks; else the call fails with status 412.
  std::optional<std::string> if_match = {};
  std::optional<std::string> if_none_match = {};
  /// An account id; a bucket of another account is refused with 403.
  std::optional<std::string> expected_bucket_owner = {};
  std::optional<std::string> request_payer = {};  ///< "requester"
};

/// What S3 knows about an object.
struct HeadObjectOutput {
  std::int64_t content_length = 0;  ///< In bytes; of the range, if one was asked for.
  std::optional<std::string> content_type = {};
  std::string e_tag = {};  ///< With its quotation marks, as S3 writes it.
  std::optional<std::chrono::system_clock::time_point> last_modified = {};
  std::optional<std::string> version_id = {};  ///< Absent if the bucket keeps no versions.
  ObjectMetadata metadata = {};
  std::optional<std::string> cache_control = {};
  std::optional<std::string> content_disposition = {};
  std::optional<std::string> content_encoding = {};
  std::optional<std::string> content_language = {};
  std::optional<std::string> content_range = {};  ///< "bytes 0-9/100", of a range.
  /// In base64; "…-3" is one over the checksums of three parts.
  std::optional<std::string> checksum_crc32 = {};
  std::optional<std::string> checksum_type = {};  ///< "FULL_OBJECT" or "COMPOSITE"
  std::optional<std::string> storage_class = {};  ///< Absent for STANDARD.
  std::optional<std::string> restore = {};        ///< The state of restoring an archived object.
  std::optional<std::string> server_side_encryption = {};
  std::optional<std::string> ssekms_key_id = {};
  bool delete_marker = false;
  std::string request_id = {};
};

struct GetObjectInput {
  std::string bucket = {};
  std::string key = {};  ///< As in HeadObjectInput.
  /// Where the object is written to. Else `body_sink`, else GetObjectOutput::body.
  std::optional<std::string> body_file = {};
  ObjectSink body_sink = {};
  std::optional<std::string> version_id = {};
  std::optional<std::string> range = {};  ///< "bytes=0-9", "bytes=-500"
  /// An ETag, with its quotation marks; else the call fails with status 412.
  std::optional<std::string> if_match = {};
  std::optional<std::string> if_none_match = {};
  std::optional<std::string> response_content_type = {};  ///< Instead of the object's own, in the answer.
  std::optional<std::string> expected_bucket_owner = {};
  std::optional<std::string> request_payer = {};
};

struct GetObjectOutput : HeadObjectOutput {
  std::string body = {};  ///< The object, unless it went into a file or a sink.
};

struct PutObjectInput {
  std::string bucket = {};
  std::string key = {};   ///< As in HeadObjectInput.
  std::string body = {};  ///< The object. Set at most one of these three; none is an empty object.
  std::optional<std::string> body_file = {};     ///< A regular file that holds it.
  ObjectSource body_source = {};                 ///< What gives it, piece by piece.
  std::optional<std::string> content_type = {};  ///< Else binary/octet-stream.
  ObjectMetadata metadata = {};                  ///< 2 kB in all.
  std::optional<std::string> cache_control = {};
  std::optional<std::string> content_disposition = {};
  std::optional<std::string> content_encoding = {};
  std::optional<std::string> content_language = {};
  std::optional<std::string> storage_class = {};           ///< "STANDARD_IA"
  std::optional<std::string> server_side_encryption = {};  ///< "AES256", "aws:kms"
  std::optional<std::string> ssekms_key_id = {};
  std::optional<std::string> acl = {};      ///< "bucket-owner-full-control"
  std::optional<std::string> tagging = {};  ///< "project=tutorial&owner=me"
  /// "*": only if there is no such object yet, else status 412.
  std::optional<std::string> if_none_match = {};
  std::optional<std::string> if_match = {};  ///< Only over the object with this ETag, else status 412.
  std::optional<std::string> expected_bucket_owner = {};
  std::optional<std::string> request_payer = {};
};

struct PutObjectOutput {
  std::string e_tag = {};
  std::optional<std::string> version_id = {};
  std::optional<std::string> checksum_crc32 = {};  ///< Absent if the server keeps none.
  std::optional<std::string> checksum_type = {};
  std::optional<std::string> server_side_encryption = {};
  std::optional<std::string> ssekms_key_id = {};
  int parts = 0;  ///< In how many parts it was sent; 0 for a single request.
  std::string request_id = {};
};

struct DeleteObjectInput {
  std::string bucket = {};
  std::string key = {};
  /// Removes this version permanently; without it, a versioned bucket keeps the object.
  std::optional<std::string> version_id = {};
  std::optional<std::string> expected_bucket_owner = {};
  std::optional<std::string> request_payer = {};
};

struct DeleteObjectOutput {
  bool delete_marker = false;
  std::optional<std::string> version_id = {};
  std::string request_id = {};
};

struct ListObjectsV2Input {
  std::string bucket = {};
  std::optional<std::string> prefix = {};
  std::optional<std::string> delimiter = {};    ///< "/" groups keys into `common_prefixes`, as folders do.
  std::optional<std::string> start_after = {};  ///< Begins after this key.
  std::optional<std::string> continuation_token = {};  ///< From the page before.
  std::optional<int> max_keys = {};                    ///< In one page: 1 to 1,000; else 1,000.
  bool fetch_owner = false;
  std::optional<std::string> expected_bucket_owner = {};
  std::optional<std::string> request_payer = {};
};

/// An object in a list.
struct S3Object {
  std::string key = {};
  std::int64_t size = 0;
  std::string e_tag = {};
  std::optional<std::chrono::system_clock::time_point> last_modified = {};
  std::optional<std::string> storage_class = {};
  std::optional<std::string> owner_id = {};  ///< Only with `fetch_owner`.
};

struct ListObjectsV2Output {
  std::vector<S3Object> contents = {};
  std::vector<std::string> common_prefixes = {};
  int key_count = 0;
  bool is_truncated = false;  ///< There is a next page.
  /// The `continuation_token` to ask for the next page with. Absent: this was the last page.
  std::optional<std::string> next_continuation_token = {};
  std::string request_id = {};
};

struct ListBucketsInput {
  std::optional<std::string> prefix = {};              ///< Only names that begin so.
  std::optional<std::string> bucket_region = {};       ///< Only buckets of that region.
  std::optional<std::string> continuation_token = {};  ///< From the page before.
  std::optional<int> max_buckets = {};                 ///< In one page: 1 to 10,000.
};

/// A bucket in a list.
struct S3Bucket {
  std::string name = {};
  std::optional<std::chrono::system_clock::time_point> creation_date = {};
  std::optional<std::string> bucket_region = {};  ///< Absent if the server does not send it.
};

struct ListBucketsOutput {
  std::vector<S3Bucket> buckets = {};
  std::optional<std::string> owner_id = {};
  std::optional<std::string> continuation_token = {};  ///< Absent: this was the last page.
  std::string request_id = {};
};

struct CreateBucketInput {
  std::string bucket = {};
};

struct CreateBucketOutput {
  std::optional<std::string> location = {};
  std::string request_id = {};
};

/// Settings that only S3 has.
struct S3Options {
  /// https://host/bucket/key instead of https://bucket.host/key. Path style is always used where the other
  /// form cannot work: for buckets with dots or upper case, and for endpoints that are an IP address or
  /// localhost.
  bool path_style = false;
  /// How many parts of an upload are in flight, and in memory, at a time: from 1 to 32. With any other number
  /// every call fails with ErrorKind::configuration.
  int parallel_parts = 4;
};

/// Amazon S3: objects of any size. https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
///
///     anthropic::aws::S3 s3;
///     s3.put_object({.bucket = "papers", .key = "2026/a.pdf", .body_file = "a.pdf"}).value();
///     std::string text = s3.get_object({.bucket = "papers", .key = "prompt.txt"})->body;
///
/// S3 checks uploads (SHA-256, CRC-32); downloads are checked here if S3 knows the CRC-32 of the whole
/// object. S3's own answer leads to a bucket in another region, and the region is remembered. Access points,
/// Outposts, directory buckets (S3 Express) and Transfer Acceleration are not supported and refused.
///
/// A handle: copies share the session. Thread-safe. Errors are of the kinds of anthropic/error.hpp; a file
/// that cannot be read or written is ErrorKind::configuration, an impossible name is ErrorKind::bad_request
/// with `status` 0, and nothing was sent.
class S3 {
 public:
  explicit S3(Session session = Session(), ClientOptions options = {}, S3Options s3_options = {});
  // Moving copies, so no handle is ever empty.
  S3(const S3&) = default;
  S3& operator=(const S3&) = default;

  /// Gets an object into memory, a file or a sink; only the first needs memory for the whole object.
  ///
  /// A broken download resumes where it stopped, if the object is still the same. A file is written beside
  /// `body_file` and moved into place when it is complete and correct; otherwise nothing is left. With a
  /// sink, the bytes are already delivered when a checksum mismatch is found; the call then fails with
  /// ErrorKind::response_validation.
  Result<GetObjectOutput> get_object(const GetObjectInput& input, const CallOptions& options = {}) const;

  /// Stores an object. More than 16 MiB are sent in parts of 8 MiB or more, a few at a time; if a part
  /// finally fails, the upload is aborted and nothing is stored. A file that changes meanwhile is an error.
  /// The time-out of a request is the session's, plus a second for each 64 KiB that it carries.
  Result<PutObjectOutput> put_object(const PutObjectInput& input, const CallOptions& options = {}) const;

  /// What get_object() would return, without the object.
  Result<HeadObjectOutput> head_object(const HeadObjectInput& input, const CallOptions& options = {}) const;

  /// Succeeds even if there is no such object.
  Result<DeleteObjectOutput> delete_object(const DeleteObjectInput& input,
                                           const CallOptions& options = {}) const;

  /// One page of a bucket's keys, sorted by their bytes.
  Result<ListObjectsV2Output> list_objects_v2(const ListObjectsV2Input& input,
                                              const CallOptions& options = {}) const;

  /// Every object, page after page. `options` count for each page.
  AllItems<S3Object> list_objects_v2_all(const ListObjectsV2Input& input,
                                         const CallOptions& options = {}) const;

  /// The pages themselves, for a list with a `delimiter`: they have `common_prefixes` beside their objects.
  AllItems<ListObjectsV2Output> list_objects_v2_pages(const ListObjectsV2Input& input,
                                                      const CallOptions& options = {}) const;

  /// One page of the account's buckets, in all regions. Needs s3:ListAllMyBuckets.
  Result<ListBucketsOutput> list_buckets(const ListBucketsInput& input = {},
                                         const CallOptions& options = {}) const;

  /// Every bucket, as list_objects_v2_all().
  AllItems<S3Bucket> list_buckets_all(const ListBucketsInput& input = {},
                                      const CallOptions& options = {}) const;

  /// Creates a bucket in this client's region.
  Result<CreateBucketOutput> create_bucket(const CreateBucketInput& input,
                                           const CallOptions& options = {}) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// A location in S3 as people write it.
struct S3Uri {
  std::string bucket = {};
  std::string key = {};  ///< Empty for the bucket itself.
};

/// "s3://bucket/some/key": the key is everything after the bucket's slash, as it is. ErrorKind::bad_request.
Result<S3Uri> parse_s3_uri(std::string_view uri);

}  // namespace anthropic::inline v0::aws
