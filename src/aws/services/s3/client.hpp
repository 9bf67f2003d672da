#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/aws/s3.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/session/session_state.hpp"
#include "base/process/of_one_process.hpp"
#include "base/public_names.hpp"
#include "base/text/url_query.hpp"

namespace anthropic::internal::aws {

/// Of the documents that S3 is sent.
constexpr std::string_view kS3Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/// A call to S3, before it is known where the bucket is.
struct S3Request {
  std::string_view action;  ///< The permission it takes: "s3:GetObject".
  std::string method = "GET";
  std::string bucket = {};
  bool of_the_account = false;  ///< A call to S3 itself, without a bucket.
  std::string key = {};         ///< Empty for calls to the bucket.
  UrlQuery query = {};
  Headers headers = {};
  std::string body = {};
  std::function<std::optional<Error>(const HttpHead& head, std::string_view body)> failure_in = {};
};

/// Of buckets that were not where they were looked for. Thread-safe.
class S3BucketRegions : public OfOneProcess<S3BucketRegions> {
 public:
  std::optional<std::string> find(const std::string& bucket) const;
  void remember(const std::string& bucket, const std::string& region);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> regions_;
};

/// Calls S3: addresses, checks names, signs the body's hash, follows a bucket to its region. Thread-safe.
class S3Client {
 public:
  S3Client(Session session, ClientOptions options, S3Options s3_options);

  /// `on_head` is told of the head of each answer that is a success, before its body comes.
  Result<ServiceAnswer> call(S3Request request, const CallOptions& options, const BodySink& sink = {},
                             const std::function<void(const HttpHead&)>& on_head = {}) const;

  const ServiceClient& service() const { return service_; }
  int parallel_parts() const;
  Result<int> max_attempts() const { return state_of(service_.session())->max_attempts(); }

 private:
  Result<Endpoint> endpoint(std::string_view bucket, std::string_view region) const;
  Result<std::string> region_of(const std::string& bucket) const;

  const ServiceClient service_;
  const S3Options s3_options_;
  const std::shared_ptr<S3BucketRegions> regions_;
};

}  // namespace anthropic::internal::aws
