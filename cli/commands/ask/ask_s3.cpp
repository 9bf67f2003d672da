#include "commands/ask/ask_s3.hpp"

#include <utility>

#include "connection/aws_session.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

Result<aws::S3Uri> place_of(const std::string& option, const std::string& text) {
  if (text.empty()) return aws::S3Uri{};
  Result<aws::S3Uri> uri = aws::parse_s3_uri(text);
  if (uri && !uri->key.empty()) return uri;
  return usage_error(option + " takes s3://bucket/key, not " + text);
}

// --endpoint-url is Bedrock's.
aws::S3 s3_of(const AskOptions& options, const Interrupts& interrupts) {
  return aws::S3(open_session(options.connection.aws, interrupts.token()));
}

}  // namespace

Result<AskPlaces> ask_places(const AskOptions& options) {
  Result<aws::S3Uri> from = place_of("--from-s3", options.from_s3);
  if (!from) return from.error();
  Result<aws::S3Uri> to = place_of("--to-s3", options.to_s3);
  if (!to) return to.error();
  return AskPlaces{*std::move(from), *std::move(to)};
}

Result<std::string> fetch_prompt(const AskOptions& options, const aws::S3Uri& place,
                                 const Interrupts& interrupts) {
  std::string text;
  if (place.key.empty()) return text;
  aws::GetObjectInput input;
  input.bucket = place.bucket;
  input.key = place.key;
  input.body_sink = [&](std::string_view piece) -> Result<void> {
    text += piece;
    if (text.size() <= kLargestRequest) return {};
    return usage_error(options.from_s3 + " is too large: Bedrock takes at most " +
                       with_thousands(kLargestRequest) + " bytes a request");
  };
  const Result<aws::GetObjectOutput> object =
      s3_of(options, interrupts).get_object(input, {.stop_token = interrupts.token()});
  if (!object) return object.error();
  if (const auto at = find_invalid_utf8(text))
    return usage_error(options.from_s3 + " is not UTF-8: byte " + std::to_string(*at + 1) +
                       " cannot be read");
  return text;
}

Result<void> store_answer(const AskOptions& options, const aws::S3Uri& place, const std::string& answer,
                          const Interrupts& interrupts) {
  if (place.key.empty()) return {};
  aws::PutObjectInput input;
  input.bucket = place.bucket;
  input.key = place.key;
  input.body = answer;
  input.content_type = options.turn.json ? "application/json" : "text/plain; charset=utf-8";
  const Result<aws::PutObjectOutput> stored =
      s3_of(options, interrupts).put_object(input, {.stop_token = interrupts.token()});
  if (!stored) return stored.error();
  return {};
}

}  // namespace anthropic::internal::cli
