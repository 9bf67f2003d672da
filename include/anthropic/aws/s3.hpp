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
#include <anthropic/result.hpp>

namespace anthropic::aws {

/// Takes an object piece by piece, in order. An Error ends the download with that error.
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
  std::string version_id = {};
  std::string range = {};     ///< "bytes=0-9"
  std::string if_match = {};  ///< An ETag, with its quotation marks; else the call fails with status 412.
  std::string if_none_match = {};
  std::string expected_bucket_owner = {};  ///< An account id; another one's bucket is refused with 403.
  std::string request_payer = {};          ///< "requester"
};

/// What S3 knows of an object.
struct HeadObjectOutput {
  std::int64_t content_length = 0;  ///< In bytes; of the range, if one was asked for.
  std::string content_type = {};
  std::string e_tag = {};  ///< With its quotation marks, as S3 writes it.
  std::optional<std::chrono::system_clock::time_point> last_modified = {};
  std::string version_id = {};  ///< Empty if the bucket keeps no versions.
  ObjectMetadata metadata = {};
  std::string cache_control = {};
  std::string content_disposition = {};
  std::string content_encoding = {};
  std::string content_language = {};
  std::string content_range = {};   ///< "bytes 0-9/100", of a range
  std::string checksum_crc32 = {};  ///< In base64; "…-3" is one over the checksums of three parts.
  std::string checksum_type = {};   ///< "FULL_OBJECT" or "COMPOSITE"
  std::string storage_class = {};   ///< Empty for STANDARD.
  std::string restore = {};         ///< Of an archived object: how its restoring goes.
  std::string server_side_encryption = {};
  std::string ssekms_key_id = {};
  bool delete_marker = false;
  std::string request_id = {};
};

struct GetObjectInput {
  std::string bucket = {};
  std::string key = {};  ///< As in HeadObjectInput.
  /// Where the object is written to. Else `body_sink`, else GetObjectOutput::body.
  std::string body_file = {};
  ObjectSink body_sink = {};
  std::string version_id = {};
  std::string range = {};     ///< "bytes=0-9", "bytes=-500"
  std::string if_match = {};  ///< An ETag, with its quotation marks; else the call fails with status 412.
  std::string if_none_match = {};
  std::string response_content_type = {};  ///< Instead of the object's own, in the answer.
  std::string expected_bucket_owner = {};
  std::string request_payer = {};
};

struct GetObjectOutput : HeadObjectOutput {
  std::string body = {};  ///< The object, unless it went into a file or a sink.
};

struct PutObjectInput {
  std::string bucket = {};
  std::string key = {};           ///< As in HeadObjectInput.
  std::string body = {};          ///< The object. Set at most one of these three; none is an empty object.
  std::string body_file = {};     ///< A regular file that holds it.
  ObjectSource body_source = {};  ///< What gives it, piece by piece.
  std::string content_type = {};  ///< S3 takes binary/octet-stream if this is empty.
  ObjectMetadata metadata = {};   ///< 2 kB in all
  std::string cache_control = {};
  std::string content_disposition = {};
  std::string content_encoding = {};
  std::string content_language = {};
  std::string storage_class = {};           ///< "STANDARD_IA"
  std::string server_side_encryption = {};  ///< "AES256", "aws:kms"
  std::string ssekms_key_id = {};
  std::string acl = {};            ///< "bucket-owner-full-control"
  std::string tagging = {};        ///< "project=tutorial&owner=me"
  std::string if_none_match = {};  ///< "*": only if there is no such object yet, else status 412.
  std::string if_match = {};       ///< Only over the object with this ETag, else status 412.
  std::string expected_bucket_owner = {};
  std::string request_payer = {};
};

struct PutObjectOutput {
  std::string e_tag = {};
  std::string version_id = {};
  std::string checksum_crc32 = {};  ///< Empty from a server that keeps none.
  std::string checksum_type = {};
  std::string server_side_encryption = {};
  std::string ssekms_key_id = {};
  int parts = 0;  ///< How many parts it was sent in; 0 if in one request.
  std::string request_id = {};
};

struct DeleteObjectInput {
  std::string bucket = {};
  std::string key = {};
  std::string version_id = {};  ///< Removes this version for good; else a versioned bucket keeps the object.
  std::string expected_bucket_owner = {};
  std::string request_payer = {};
};

struct DeleteObjectOutput {
  bool delete_marker = false;
  std::string version_id = {};
  std::string request_id = {};
};

struct ListObjectsV2Input {
  std::string bucket = {};
  std::string prefix = {};
  std::string delimiter = {};           ///< "/" groups keys into `common_prefixes`, as folders do.
  std::string start_after = {};         ///< Begins after this key.
  std::string continuation_token = {};  ///< From the page before.
  int max_keys = 0;                     ///< In one page, up to 1000; 0: S3's 1000.
  bool fetch_owner = false;
  std::string expected_bucket_owner = {};
  std::string request_payer = {};
};

/// An object in a list.
struct S3Object {
  std::string key = {};
  std::int64_t size = 0;
  std::string e_tag = {};
  std::optional<std::chrono::system_clock::time_point> last_modified = {};
  std::string storage_class = {};
  std::string owner_id = {};  ///< Only with `fetch_owner`.
};

struct ListObjectsV2Output {
  std::vector<S3Object> contents = {};
  std::vector<std::string> common_prefixes = {};
  int key_count = 0;
  bool is_truncated = false;                 ///< There is a next page:
  std::string next_continuation_token = {};  ///< the `continuation_token` to ask for it with.
  std::string request_id = {};
};

struct ListBucketsInput {
  std::string prefix = {};              ///< Only names that begin so.
  std::string bucket_region = {};       ///< Only buckets of that region.
  std::string continuation_token = {};  ///< From the page before.
  int max_buckets = 0;                  ///< In one page, up to 10,000; 0: S3's own.
};

/// A bucket in a list.
struct S3Bucket {
  std::string name = {};
  std::optional<std::chrono::system_clock::time_point> creation_date = {};
  std::string bucket_region = {};  ///< Empty from a server that does not tell.
};

struct ListBucketsOutput {
  std::vector<S3Bucket> buckets = {};
  std::string owner_id = {};
  std::string continuation_token = {};  ///< Empty on the last page.
  std::string request_id = {};
};

struct CreateBucketInput {
  std::string bucket = {};
};

struct CreateBucketOutput {
  std::string location = {};
  std::string request_id = {};
};

/// Settings that only S3 has.
struct S3Options {
  /// https://host/bucket/key instead of https://bucket.host/key. What has to be so is so anyway: buckets with
  /// dots or upper case, endpoints that are an IP address or localhost.
  bool path_style = false;
  /// How many parts of an upload are under way at once, and in memory: from 1 to 32.
  int parallel_parts = 4;
};

/// Amazon S3: objects of any size. https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
///
///     anthropic::aws::S3 s3;
///     s3.put_object({.bucket = "papers", .key = "2026/a.pdf", .body_file = "a.pdf"}).value();
///     std::string text = s3.get_object({.bucket = "papers", .key = "prompt.txt"})->body;
///
/// What is sent is checked by S3 (SHA-256, CRC-32), and what comes is checked here where S3 knows the CRC-32
/// of the whole object. A bucket in another region is found by S3's own answer and remembered. Access points,
/// Outposts, directory buckets (S3 Express) and Transfer Acceleration are refused: this client does not speak
/// them.
///
/// A handle: copies share the session. Thread-safe. Errors are of the kinds of anthropic/error.hpp; a file
/// that cannot be read or written is ErrorKind::configuration, a name that cannot be right is
/// ErrorKind::bad_request with `status` 0, and nothing was sent.
class S3 {
 public:
  explicit S3(Session session = Session(), ClientOptions options = {}, S3Options s3_options = {});
  // Moving copies, so that no handle is ever empty.
  S3(const S3&) = default;
  S3& operator=(const S3&) = default;

  /// An object, into memory, a file or a sink; only the first needs as much memory as the object is large.
  ///
  /// A connection that breaks is taken up again where it stopped, if the object is still the same. A file is
  /// written beside `body_file` and put in its place when everything is there and right; else nothing is
  /// left. A sink has had the bytes when a wrong checksum is found: then the call fails with
  /// ErrorKind::response_validation.
  Result<GetObjectOutput> get_object(const GetObjectInput& input, const CallOptions& options = {}) const;

  /// Stores an object. More than 16 MiB are sent in parts of 8 MiB or more, a few at a time; if one fails for
  /// good, S3 is told to forget the rest and nothing is stored. A file that changes meanwhile fails. The
  /// time-out of a request is the session's, and a second more for each 64 KiB it carries.
  Result<PutObjectOutput> put_object(const PutObjectInput& input, const CallOptions& options = {}) const;

  /// What get_object() would say, without the object.
  Result<HeadObjectOutput> head_object(const HeadObjectInput& input, const CallOptions& options = {}) const;

  /// Succeeds also if there is no such object.
  Result<DeleteObjectOutput> delete_object(const DeleteObjectInput& input,
                                           const CallOptions& options = {}) const;

  /// One page of a bucket's keys, sorted by their bytes.
  Result<ListObjectsV2Output> list_objects_v2(const ListObjectsV2Input& input,
                                              const CallOptions& options = {}) const;

  /// All pages, one after the other, each handed to `page`, which returns false to stop.
  Result<void> list_objects_v2_pages(const ListObjectsV2Input& input,
                                     const std::function<bool(const ListObjectsV2Output&)>& page,
                                     const CallOptions& options = {}) const;

  /// One page of the account's buckets, in all regions. Takes s3:ListAllMyBuckets.
  Result<ListBucketsOutput> list_buckets(const ListBucketsInput& input = {},
                                         const CallOptions& options = {}) const;

  /// All pages, as list_objects_v2_pages().
  Result<void> list_buckets_pages(const ListBucketsInput& input,
                                  const std::function<bool(const ListBucketsOutput&)>& page,
                                  const CallOptions& options = {}) const;

  /// Makes a bucket in this client's region.
  Result<CreateBucketOutput> create_bucket(const CreateBucketInput& input,
                                           const CallOptions& options = {}) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// A place in S3 as people write it.
struct S3Uri {
  std::string bucket = {};
  std::string key = {};  ///< Empty for the bucket itself.
};

/// "s3://bucket/some/key": the key is everything after the bucket's slash, as it is. ErrorKind::bad_request.
Result<S3Uri> parse_s3_uri(std::string_view uri);

}  // namespace anthropic::aws
