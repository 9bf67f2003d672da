#include "aws/services/s3/hints.hpp"

namespace anthropic::internal::aws {
namespace {

std::string hint_for(const Error& error, std::string_view action, const std::string& bucket,
                     const std::string& key) {
  const std::string arn = "arn:aws:s3:::" + bucket + (key.empty() ? "" : "/" + key);
  if (error.code == "NoSuchKey") {
    const std::string compared = "Keys are compared byte by byte; ";
    if (key.starts_with('/'))
      return compared + "this one begins with a slash, which few do. List those that are there.";
    return compared + "list those that are there.";
  }
  if (error.code == "NoSuchBucket")
    return "Check the bucket's name, and whose account these credentials are.";
  if (error.code == "NoSuchUpload")
    return "Somebody ended this upload: a lifecycle rule, or another program.";
  if (error.code == "SlowDown" || error.code == "RequestLimitExceeded") {
    return "S3 asks for fewer requests a second under this prefix; send fewer at once, or try later.";
  }
  if (error.code == "InvalidObjectState") return "The object is archived; restore it first.";
  if (error.code == "PreconditionFailed" || error.status == 412) {
    return "The object is not, or no longer, the one that the condition names.";
  }
  if (error.status == 301 || error.status == 307 || error.code == "AuthorizationHeaderMalformed") {
    return "The bucket is in another region; set the region to the bucket's.";
  }
  if (error.kind == ErrorKind::permission_denied) {
    if (bucket.empty()) return "It takes " + std::string(action) + ".";
    std::string hint = "It takes " + std::string(action) + " on " + arn + ".";
    if (action == "s3:GetObject") {
      hint += " Without s3:ListBucket a key that does not exist is answered so, too.";
    }
    return hint;
  }
  return {};
}

}  // namespace

Error with_s3_hint(Error error, std::string_view method, std::string_view action, const std::string& bucket,
                   const std::string& key) {
  const bool without_words = method == "HEAD" && error.code.empty();
  if (without_words && error.status == 404) {
    error.message = "there is no object \"" + key + "\" in the bucket " + bucket + ", or no such bucket";
  }
  if (without_words && error.status == 403) error.message = "S3 refuses access, and says no more to a HEAD";
  if (error.hint.empty()) error.hint = hint_for(error, action, bucket, key);
  return error;
}

}  // namespace anthropic::internal::aws
