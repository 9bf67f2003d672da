#include <anthropic/aws/s3.hpp>

#include "aws/services/s3/endpoint.hpp"
#include "aws/services/shapes.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;

Result<S3Uri> parse_s3_uri(std::string_view uri) {
  constexpr std::string_view scheme = "s3://";
  if (!uri.starts_with(scheme)) {
    return bad_request_error("\"" + std::string(uri) + "\" is no place in S3",
                             "Write it as s3://bucket/key.");
  }
  uri.remove_prefix(scheme.size());
  const std::size_t slash = uri.find('/');
  S3Uri place{.bucket = std::string(uri.substr(0, slash))};
  if (slash != std::string_view::npos) place.key = uri.substr(slash + 1);
  if (auto named = check_bucket_name(place.bucket); !named) return named.error();
  return place;
}

}  // namespace anthropic::inline v0::aws
