#include "aws/services/s3/client.hpp"

#include <algorithm>

#include "aws/endpoint/region.hpp"
#include "aws/services/s3/endpoint.hpp"
#include "aws/services/s3/hints.hpp"
#include "aws/services/shapes.hpp"
#include "aws/session/session_state.hpp"
#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "base/option_check.hpp"
#include "base/text/header_lookup.hpp"
#include "http/url.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr std::size_t kSlowestBytesPerSecond = 64u << 10;

/// What S3 says of where a bucket is; empty if it says nothing that helps.
std::string region_told(const HttpHead& head, std::string_view body) {
  if (const std::string* header = find_header(head.headers, "x-amz-bucket-region")) return *header;
  const auto error = Xml::parse(body);
  return error ? std::string(trim((*error)["Region"].text)) : std::string();
}

bool tells_of_another_region(const Error& error) {
  return error.status == 301 || error.status == 307 || error.status == 400 || error.status == 403;
}

Result<void> check_header_values(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    const bool plain =
        std::all_of(value.begin(), value.end(), [](char c) { return (c >= ' ' && c < 0x7f) || c == '\t'; });
    const bool token = std::all_of(name.begin(), name.end(), [](char c) {
      return c > ' ' && c < 0x7f && std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
    });
    if (plain && token && !name.empty()) continue;
    return bad_request_error(
        "the header \"" + (token ? name : std::string("x-amz-meta-")) +
            "\" holds what a header cannot: a line break, or a character that is not ASCII",
        "Percent-encode it, or keep it in the object.");
  }
  return {};
}

}  // namespace

std::optional<std::string> S3BucketRegions::find(const std::string& bucket) const {
  std::lock_guard lock(mutex_);
  const auto known = regions_.find(bucket);
  if (known == regions_.end()) return std::nullopt;
  return known->second;
}

void S3BucketRegions::remember(const std::string& bucket, const std::string& region) {
  std::lock_guard lock(mutex_);
  regions_[bucket] = region;
}

S3Client::S3Client(Session session, ClientOptions options, S3Options s3_options)
    : service_(std::move(session), aws::service("S3"), std::move(options)),
      s3_options_(s3_options),
      regions_(S3BucketRegions::share([] { return std::make_unique<S3BucketRegions>(); })) {}

int S3Client::parallel_parts() const {
  return s3_options_.parallel_parts;
}

Result<Endpoint> S3Client::endpoint(std::string_view bucket, std::string_view region) const {
  const SessionState& state = *state_of(service_.session());
  if (auto checked = state.check(); !checked) return checked.error();
  auto fault = OptionCheck().count("parallel_parts", s3_options_.parallel_parts, 1, 32).fault();
  if (fault) return *std::move(fault);
  const auto url = service_.endpoint_url();
  if (!url) return url.error();
  const auto where = state.endpoint_options(*url, region);
  if (!where) return where.error();
  return resolve_s3_endpoint(bucket, *where, s3_options_.path_style);
}

Result<std::string> S3Client::region_of(const std::string& bucket) const {
  if (auto known = in_this_process(regions_)->find(bucket)) return *std::move(known);
  return service_.region();
}

Result<ServiceAnswer> S3Client::call(S3Request request, const CallOptions& options, const BodySink& sink,
                                     const std::function<void(const HttpHead&)>& on_head) const {
  if (!request.of_the_account) {
    if (auto checked = check_bucket_name(request.bucket); !checked) return checked.error();
  }
  if (auto checked = check_header_values(request.headers); !checked) return checked.error();
  request.headers.emplace_back("x-amz-content-sha256", sha256_hex(request.body));

  std::string told;
  ServiceRequest sent{.method = request.method,
                      .query = request.query.text(),
                      .headers = std::move(request.headers),
                      .body = std::move(request.body),
                      .signing = {.double_encode_path = false, .normalize_path = false},
                      .on_answer =
                          [&](const HttpHead& head, std::string_view body) {
                            const bool success = head.status >= 200 && head.status < 300;
                            if (!success) told = region_told(head, body);
                            if (success && on_head) on_head(head);
                          },
                      .failure_in = request.failure_in};
  sent.attempt_timeout = state_of(service_.session())->options.attempt_timeout +
                         std::chrono::seconds(sent.body.size() / kSlowestBytesPerSecond);
  for (bool redirected = false;; redirected = true) {
    const auto region = region_of(request.bucket);
    if (!region) return region.error();
    auto endpoint = this->endpoint(request.bucket, *region);
    if (!endpoint) return endpoint.error();
    const auto url = parse_url(endpoint->url);
    const bool bucket_in_path = url && !url->path.empty();
    sent.path = request.key.empty() && bucket_in_path ? "" : "/" + percent_encode(request.key, "/");
    sent.endpoint = *std::move(endpoint);
    told.clear();
    auto answer = service_.call(sent, options, sink);
    if (answer) return answer;
    const bool elsewhere = !request.of_the_account && tells_of_another_region(answer.error()) &&
                           is_valid_region(told) && told != sent.endpoint->signing_region;
    if (redirected || !elsewhere) {
      return with_s3_hint(answer.error(), request.method, request.action, request.bucket, request.key);
    }
    in_this_process(regions_)->remember(request.bucket, told);
  }
}

}  // namespace anthropic::internal::aws
