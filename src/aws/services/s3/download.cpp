#include "aws/services/s3/download.hpp"

#include "aws/services/s3/headers.hpp"
#include "aws/services/shapes.hpp"
#include "base/crypto/crc32.hpp"
#include "base/file/replacement_file.hpp"

namespace anthropic::internal::aws {
namespace {

/// An object on its way into a sink, over as many connections as it takes.
class Download {
 public:
  Download(const S3Client& client, const GetObjectInput& input, const CallOptions& options,
           const ObjectSink& sink)
      : client_(client), input_(input), options_(options), sink_(sink) {}

  Result<GetObjectOutput> run() {
    const auto max_attempts = client_.max_attempts();
    if (!max_attempts) return max_attempts.error();
    for (int connections = 1;; ++connections) {
      const std::int64_t before = received_;
      const auto answer = request();
      if (answer) {
        output_.request_id = answer->request_id;
        return checked();
      }
      const bool go_on = broke_off(answer.error()) && received_ > before && connections < *max_attempts;
      if (!go_on) return explained(answer.error());
    }
  }

 private:
  Result<ServiceAnswer> request() {
    const bool resuming = received_ > 0;
    S3Request request{.action = "s3:GetObject", .bucket = input_.bucket, .key = input_.key};
    request.query.add_optional("versionId", input_.version_id)
        .add_optional("response-content-type", input_.response_content_type);
    request.headers = resuming ? read_headers("bytes=" + std::to_string(received_) + "-", output_.e_tag, {})
                               : read_headers(input_.range, input_.if_match, input_.if_none_match);
    add_common_headers(input_, request.headers);
    return client_.call(
        std::move(request), options_, [this](std::string_view piece) { return take(piece); },
        [this, resuming](const HttpHead& head) { note(head, resuming); });
  }

  void note(const HttpHead& head, bool resuming) {
    if (!resuming) {
      status_ = head.status;
      read_object_headers(head.headers, output_);
      return;
    }
    const std::string expected = "bytes " + std::to_string(received_) + "-";
    fits_ = head.status == 206 && header_or_empty(head.headers, "content-range").starts_with(expected);
  }

  Result<void> take(std::string_view piece) {
    if (!fits_) return wrong("S3 answered with another part of the object than was asked for");
    received_ += static_cast<std::int64_t>(piece.size());
    crc_ = crc32(crc_, piece);
    auto taken = sink_(piece);
    sink_failed_ = !taken;
    return taken;
  }

  /// Whether the rest may be asked for on another connection: the whole of an object that can be recognised.
  bool broke_off(const Error& error) const {
    if (sink_failed_ || !fits_ || input_.range || output_.e_tag.empty()) return false;
    return error.kind == ErrorKind::connection || error.kind == ErrorKind::timeout ||
           error.kind == ErrorKind::incomplete_stream;
  }

  Error explained(Error error) const {
    const bool replaced = error.status == 412 && received_ > 0;
    if (!replaced) return error;
    error.kind = ErrorKind::conflict;
    error.message = "the object was replaced while it was downloaded";
    error.hint = "Download it again.";
    return error;
  }

  Result<GetObjectOutput> checked() {
    // One over the checksums of the parts says nothing about the whole, nor does the whole's about a range.
    const auto& expected = output_.checksum_crc32;
    const bool of_these_bytes = status_ == 200 && expected && expected->find('-') == std::string::npos &&
                                output_.checksum_type != "COMPOSITE";
    if (of_these_bytes && crc32_base64(crc_) != *expected) {
      return wrong("what arrived is not what S3 keeps: its CRC-32 is " + crc32_base64(crc_) + ", not " +
                   *expected);
    }
    // A server that sends it in chunks does not say before how long it is.
    if (output_.content_length == 0) output_.content_length = received_;
    return std::move(output_);
  }

  Error wrong(std::string message) const {
    return Error{.kind = ErrorKind::response_validation,
                 .message = std::move(message),
                 .request_id = output_.request_id};
  }

  const S3Client& client_;
  const GetObjectInput& input_;
  const CallOptions& options_;
  const ObjectSink& sink_;
  GetObjectOutput output_;
  int status_ = 0;
  std::int64_t received_ = 0;
  std::uint32_t crc_ = 0;
  bool fits_ = true;
  bool sink_failed_ = false;
};

Result<GetObjectOutput> download_into_memory(const S3Client& client, const GetObjectInput& input,
                                             const CallOptions& options) {
  std::string body;
  const ObjectSink sink = [&body](std::string_view piece) {
    body += piece;
    return Result<void>();
  };
  auto output = Download(client, input, options, sink).run();
  if (output) output->body = std::move(body);
  return output;
}

Result<GetObjectOutput> download_into_file(const S3Client& client, const GetObjectInput& input,
                                           const CallOptions& options) {
  const auto file = ReplacementFile::begin(*input.body_file);
  if (!file) return file.error();
  const ObjectSink sink = [&file](std::string_view piece) { return (*file)->write(piece); };
  auto output = Download(client, input, options, sink).run();
  if (!output) return output;
  if (auto in_place = (*file)->commit(); !in_place) return in_place.error();
  return output;
}

}  // namespace

Result<GetObjectOutput> download_object(const S3Client& client, const GetObjectInput& input,
                                        const CallOptions& options) {
  if (input.body_file && input.body_sink) return bad_request_error("both body_file and body_sink are set");
  if (input.body_file) return download_into_file(client, input, options);
  if (input.body_sink) return Download(client, input, options, input.body_sink).run();
  return download_into_memory(client, input, options);
}

}  // namespace anthropic::internal::aws
