#include "aws/services/s3/list.hpp"

#include <algorithm>

#include "aws/services/s3/headers.hpp"
#include "base/crypto/encoding.hpp"
#include "base/text/time_format.hpp"

namespace anthropic::aws {
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
          .storage_class = contents["StorageClass"].text,
          .owner_id = contents["Owner"]["ID"].text};
}

}  // namespace

Result<ListObjectsV2Output> list_objects(const S3Client& client, const ListObjectsV2Input& input,
                                         const CallOptions& options) {
  S3Request request{.action = "s3:ListBucket", .bucket = input.bucket, .query = "list-type=2"};
  add_query("encoding-type", "url", request.query);
  add_query("prefix", input.prefix, request.query);
  add_query("delimiter", input.delimiter, request.query);
  add_query("start-after", input.start_after, request.query);
  add_query("continuation-token", input.continuation_token, request.query);
  if (input.max_keys > 0) add_query("max-keys", std::to_string(input.max_keys), request.query);
  if (input.fetch_owner) add_query("fetch-owner", "true", request.query);
  add_common_headers(input.expected_bucket_owner, input.request_payer, request.headers);
  const auto answer = client.call(std::move(request), options);
  if (!answer) return answer.error();
  const auto root = Xml::parse(answer->body);
  if (!root) return root.error();
  if (root->name != "ListBucketResult") return no_such_list("ListObjectsV2", root->name);
  const bool encoded = (*root)["EncodingType"].text == "url";
  ListObjectsV2Output output{
      .key_count = static_cast<int>(parse_integer((*root)["KeyCount"].text).value_or(0)),
      .is_truncated = (*root)["IsTruncated"].text == "true",
      .next_continuation_token = (*root)["NextContinuationToken"].text,
      .request_id = answer->request_id};
  for (const Xml* contents : root->all("Contents")) {
    output.contents.push_back(object_in(*contents, encoded));
  }
  for (const Xml* prefix : root->all("CommonPrefixes")) {
    output.common_prefixes.push_back(decoded((*prefix)["Prefix"].text, encoded));
  }
  return output;
}

Result<void> list_objects_pages(const S3Client& client, ListObjectsV2Input input,
                                const std::function<bool(const ListObjectsV2Output&)>& page,
                                const CallOptions& options) {
  while (true) {
    const auto output = list_objects(client, input, options);
    if (!output) return output.error();
    if (!page(*output) || !output->is_truncated) return {};
    const std::string& token = output->next_continuation_token;
    if (token.empty() || token == input.continuation_token) return no_way_to_the_next_page();
    input.continuation_token = token;
  }
}

Result<ListBucketsOutput> list_buckets(const S3Client& client, const ListBucketsInput& input,
                                       const CallOptions& options) {
  S3Request request{.action = "s3:ListAllMyBuckets", .of_the_account = true};
  add_query("prefix", input.prefix, request.query);
  add_query("bucket-region", input.bucket_region, request.query);
  add_query("continuation-token", input.continuation_token, request.query);
  if (input.max_buckets > 0) add_query("max-buckets", std::to_string(input.max_buckets), request.query);
  const auto answer = client.call(std::move(request), options);
  if (!answer) return answer.error();
  const auto root = Xml::parse(answer->body);
  if (!root) return root.error();
  if (root->name != "ListAllMyBucketsResult") return no_such_list("ListBuckets", root->name);
  ListBucketsOutput output{.owner_id = (*root)["Owner"]["ID"].text,
                           .continuation_token = (*root)["ContinuationToken"].text,
                           .request_id = answer->request_id};
  for (const Xml* bucket : (*root)["Buckets"].all("Bucket")) {
    output.buckets.push_back({.name = (*bucket)["Name"].text,
                              .creation_date = parse_iso8601((*bucket)["CreationDate"].text),
                              .bucket_region = (*bucket)["BucketRegion"].text});
  }
  return output;
}

Result<void> list_buckets_pages(const S3Client& client, ListBucketsInput input,
                                const std::function<bool(const ListBucketsOutput&)>& page,
                                const CallOptions& options) {
  while (true) {
    const auto output = list_buckets(client, input, options);
    if (!output) return output.error();
    if (!page(*output) || output->continuation_token.empty()) return {};
    if (output->continuation_token == input.continuation_token) return no_way_to_the_next_page();
    input.continuation_token = output->continuation_token;
  }
}

}  // namespace anthropic::aws
