#include "aws/services/s3/list.hpp"

#include <algorithm>

#include "aws/services/s3/headers.hpp"
#include "aws/services/shapes.hpp"
#include "base/crypto/encoding.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

/// A key may hold what XML cannot, so keys are asked for percent-encoded. S3 writes a space as a plus.
std::string decoded(std::string text, bool encoded) {
  if (!encoded) return text;
  std::replace(text.begin(), text.end(), '+', ' ');
  return percent_decode(text);
}

Error no_such_list(std::string_view operation, const std::string& name) {
  return Error{.kind = ErrorKind::response_validation,
               .message = "the answer to " + std::string(operation) + " is a <" + name + ">"};
}

Error no_way_to_the_next_page() {
  return Error{.kind = ErrorKind::response_validation,
               .message = "S3 says that there is another page of the list, but not how to ask for it"};
}

S3Object object_in(const Xml& contents, bool encoded) {
  return {.key = decoded(contents["Key"].text, encoded),
          .size = parse_integer(contents["Size"].text).value_or(0),
          .e_tag = contents["ETag"].text,
          .last_modified = parse_iso8601(contents["LastModified"].text),
          .storage_class = optional_text(contents, "StorageClass"),
          .owner_id = optional_text(contents["Owner"], "ID")};
}

}  // namespace

Result<ListObjectsV2Output> list_objects(const S3Client& client, const ListObjectsV2Input& input,
                                         const CallOptions& options) {
  S3Request request{.action = "s3:ListBucket", .bucket = input.bucket};
  request.query.add("list-type", "2")
      .add("encoding-type", "url")
      .add_optional("prefix", input.prefix)
      .add_optional("delimiter", input.delimiter)
      .add_optional("start-after", input.start_after)
      .add_optional("continuation-token", input.continuation_token)
      .add_optional("max-keys", input.max_keys);
  if (input.fetch_owner) request.query.add("fetch-owner", "true");
  add_common_headers(input, request.headers);
  const auto answer = client.call(std::move(request), options);
  if (!answer) return answer.error();
  const auto root = Xml::parse(answer->body);
  if (!root) return root.error();
  if (root->name != "ListBucketResult") return no_such_list("ListObjectsV2", root->name);
  const bool encoded = (*root)["EncodingType"].text == "url";
  ListObjectsV2Output output{
      .key_count = static_cast<int>(parse_integer((*root)["KeyCount"].text).value_or(0)),
      .is_truncated = (*root)["IsTruncated"].text == "true",
      .next_continuation_token = optional_text(*root, "NextContinuationToken"),
      .request_id = answer->request_id};
  for (const Xml* contents : root->all("Contents")) {
    output.contents.push_back(object_in(*contents, encoded));
  }
  for (const Xml* prefix : root->all("CommonPrefixes")) {
    output.common_prefixes.push_back(decoded((*prefix)["Prefix"].text, encoded));
  }
  if (output.is_truncated && output.next_continuation_token.value_or("").empty())
    return no_way_to_the_next_page();
  return output;
}

Result<ListBucketsOutput> list_buckets(const S3Client& client, const ListBucketsInput& input,
                                       const CallOptions& options) {
  S3Request request{.action = "s3:ListAllMyBuckets", .of_the_account = true};
  request.query.add_optional("prefix", input.prefix)
      .add_optional("bucket-region", input.bucket_region)
      .add_optional("continuation-token", input.continuation_token)
      .add_optional("max-buckets", input.max_buckets);
  const auto answer = client.call(std::move(request), options);
  if (!answer) return answer.error();
  const auto root = Xml::parse(answer->body);
  if (!root) return root.error();
  if (root->name != "ListAllMyBucketsResult") return no_such_list("ListBuckets", root->name);
  ListBucketsOutput output{.owner_id = optional_text((*root)["Owner"], "ID"),
                           .continuation_token = optional_text(*root, "ContinuationToken"),
                           .request_id = answer->request_id};
  for (const Xml* bucket : (*root)["Buckets"].all("Bucket")) {
    output.buckets.push_back({.name = (*bucket)["Name"].text,
                              .creation_date = parse_iso8601((*bucket)["CreationDate"].text),
                              .bucket_region = optional_text(*bucket, "BucketRegion")});
  }
  return output;
}

}  // namespace anthropic::internal::aws
