#include <anthropic/aws/s3.hpp>

#include "aws/services/pager.hpp"
#include "aws/services/s3/client.hpp"
#include "aws/services/s3/download.hpp"
#include "aws/services/s3/endpoint.hpp"
#include "aws/services/s3/headers.hpp"
#include "aws/services/s3/list.hpp"
#include "aws/services/s3/upload.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr PagedList kListOfObjects{"ListObjectsV2", &S3::list_objects_v2,
                                   &ListObjectsV2Input::continuation_token,
                                   &ListObjectsV2Output::next_continuation_token};

}  // namespace

struct S3::State {
  S3Client client;
};

S3::S3(Session session, ClientOptions options, S3Options s3_options)
    : state_(new State{S3Client(std::move(session), std::move(options), s3_options)}) {}

Result<GetObjectOutput> S3::get_object(const GetObjectInput& input, const CallOptions& options) const {
  if (auto checked = check_key(input.key); !checked) return checked.error();
  return download_object(state_->client, input, options);
}

Result<PutObjectOutput> S3::put_object(const PutObjectInput& input, const CallOptions& options) const {
  if (auto checked = check_key(input.key); !checked) return checked.error();
  return upload_object(state_->client, input, options);
}

Result<HeadObjectOutput> S3::head_object(const HeadObjectInput& input, const CallOptions& options) const {
  if (auto checked = check_key(input.key); !checked) return checked.error();
  S3Request request{.action = "s3:GetObject", .method = "HEAD", .bucket = input.bucket, .key = input.key};
  request.query.add_optional("versionId", input.version_id);
  request.headers = read_headers(input.range, input.if_match, input.if_none_match);
  add_common_headers(input, request.headers);
  const auto answer = state_->client.call(std::move(request), options);
  if (!answer) return answer.error();
  HeadObjectOutput output;
  read_object_headers(answer->headers, output);
  output.request_id = answer->request_id;
  return output;
}

Result<DeleteObjectOutput> S3::delete_object(const DeleteObjectInput& input,
                                             const CallOptions& options) const {
  if (auto checked = check_key(input.key); !checked) return checked.error();
  S3Request request{
      .action = "s3:DeleteObject", .method = "DELETE", .bucket = input.bucket, .key = input.key};
  request.query.add_optional("versionId", input.version_id);
  add_common_headers(input, request.headers);
  const auto answer = state_->client.call(std::move(request), options);
  if (!answer) return answer.error();
  return DeleteObjectOutput{
      .delete_marker = header_or_empty(answer->headers, "x-amz-delete-marker") == "true",
      .version_id = optional_header(answer->headers, "x-amz-version-id"),
      .request_id = answer->request_id};
}

Result<ListObjectsV2Output> S3::list_objects_v2(const ListObjectsV2Input& input,
                                                const CallOptions& options) const {
  return list_objects(state_->client, input, options);
}

AllItems<S3Object> S3::list_objects_v2_all(const ListObjectsV2Input& input,
                                           const CallOptions& options) const {
  return all_items(kListOfObjects, &ListObjectsV2Output::contents, *this, input, options);
}

AllItems<ListObjectsV2Output> S3::list_objects_v2_pages(const ListObjectsV2Input& input,
                                                        const CallOptions& options) const {
  return all_pages(kListOfObjects, *this, input, options);
}

Result<ListBucketsOutput> S3::list_buckets(const ListBucketsInput& input, const CallOptions& options) const {
  return aws::list_buckets(state_->client, input, options);
}

AllItems<S3Bucket> S3::list_buckets_all(const ListBucketsInput& input, const CallOptions& options) const {
  return all_items(PagedList{"ListBuckets", &S3::list_buckets, &ListBucketsInput::continuation_token,
                             &ListBucketsOutput::continuation_token},
                   &ListBucketsOutput::buckets, *this, input, options);
}

Result<CreateBucketOutput> S3::create_bucket(const CreateBucketInput& input,
                                             const CallOptions& options) const {
  const auto region = state_->client.service().region();
  if (!region) return region.error();
  S3Request request{.action = "s3:CreateBucket", .method = "PUT", .bucket = input.bucket};
  // The oldest region is the one that must not be named.
  if (*region != "us-east-1") {
    request.headers.emplace_back("content-type", "application/xml");
    const Xml constraint{.name = "LocationConstraint", .text = *region};
    request.body = Xml{.name = "CreateBucketConfiguration", .children = {constraint}}.document(kS3Namespace);
  }
  const auto answer = state_->client.call(std::move(request), options);
  if (!answer) return answer.error();
  return CreateBucketOutput{.location = optional_header(answer->headers, "location"),
                            .request_id = answer->request_id};
}

}  // namespace anthropic::inline v0::aws
