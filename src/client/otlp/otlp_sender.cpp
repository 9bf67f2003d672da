#include "client/otlp/otlp_sender.hpp"

#include <algorithm>
#include <array>

#include <anthropic/aws/signed_request.hpp>
#include <anthropic/json.hpp>
#include <anthropic/version.hpp>

#include "aws/calls/error.hpp"
#include "aws/session/session_state.hpp"
#include "base/crypto/gzip.hpp"
#include "base/crypto/sha256.hpp"
#include "base/errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/utf8.hpp"
#include "base/transport_defaults.hpp"
#include "call/retry.hpp"
#include "call/secret_transport.hpp"
#include "http/url.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::milliseconds;

constexpr int kMostTries = 4;
constexpr milliseconds kFirstPause = std::chrono::seconds(1);
constexpr milliseconds kLongestPause = std::chrono::seconds(30);
constexpr milliseconds kNoLimit = std::chrono::hours(24);
constexpr std::size_t kLongestAnswer = 4u << 20;
constexpr std::string_view kXRay = "xray";

bool is_worth_another_try(int status) {
  constexpr std::array statuses = {429, 502, 503, 504};
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

/// What a collector says of itself: a google.rpc.Status, or any page.
std::string words_of(std::string_view body) {
  const auto json = Json::parse(body);
  const auto message = json ? (*json)["message"].as_string() : std::nullopt;
  return one_line(message ? *message : body, 300);
}

Error refusal(int status, std::string_view body) {
  std::string message = "the collector answered " + std::to_string(status);
  if (const std::string words = words_of(body); !words.empty()) message += ": " + words;
  return Error{.kind = kind_of_status(status), .status = status, .message = std::move(message)};
}

}  // namespace

/// Where a request goes.
struct OtlpSender::Place {
  std::string text;
  Url url;
  ConnectionSettings connection;
  std::string region = {};  // to sign for
};

struct OtlpSender::Try {
  OtlpOutcome outcome = {};
  std::optional<milliseconds> retry_after = {};
  bool at_once = false;  // the refusal taught something
  bool was_sent = true;
};

Result<OtlpSender::Place> OtlpSender::place_of(const OtlpTarget& target) const {
  Place place{.text = target.url, .url = {}, .connection = {}};
  if (place.text.empty()) {
    const auto endpoint = aws::service_endpoint(*session_, kXRay);
    if (!endpoint) return endpoint.error();
    place.text = *endpoint + "/v1/traces";
  }
  const auto url = parse_url(place.text);
  if (!url) return configuration_error("\"" + place.text + "\" is no http or https URL");
  place.url = *url;
  if (!session_) {
    place.connection = {.proxy = target.transport.proxy,
                        .ca_bundle = target.transport.ca_bundle,
                        .connect_timeout = target.transport.connect_timeout.value_or(kDefaultConnectTimeout)};
    if (place.connection.proxy.empty() && is_loopback(url->host)) place.connection.proxy = "none";
    return place;
  }
  auto connection = state_of(*session_)->connection(*url, target.transport);
  if (!connection) return std::move(connection).error();
  place.connection = *std::move(connection);
  auto region = session_->region();
  if (!region) return std::move(region).error();
  place.region = *std::move(region);
  return place;
}

Result<Attempt> OtlpSender::authorize(const OtlpTarget& target, const Place& place, std::string_view body,
                                      const std::stop_token& stop) const {
  Attempt attempt{.headers = target.headers};
  set_header(attempt.headers, "host", place.url.authority());
  set_header(attempt.headers, "content-type", "application/json");
  if (target.compression == OtlpCompression::gzip) set_header(attempt.headers, "content-encoding", "gzip");
  if (session_) {
    const Headers to_sign = std::move(attempt.headers);
    auto signed_attempt =
        state_of(*session_)->signer.sign({.method = "POST",
                                          .path = place.url.path.empty() ? "/" : place.url.path,
                                          .query = place.url.query,
                                          .headers = &to_sign,
                                          .payload_hash = sha256_hex(body)},
                                         {.region = place.region, .service = kXRay}, {}, stop);
    if (!signed_attempt) return signed_attempt;
    attempt = *std::move(signed_attempt);
  }
  attempt.headers.emplace_back(
      "user-agent", "anthropic-bedrock-cpp/" ANTHROPIC_VERSION " OTel-OTLP-Exporter-cpp/" ANTHROPIC_VERSION);
  return attempt;
}

OtlpSender::Try OtlpSender::try_once(const OtlpTarget& target, const Place& place, std::string_view body,
                                     const std::stop_token& stop) const {
  const auto attempt = authorize(target, place, body, stop);
  if (!attempt) return {.outcome = {.error = attempt.error(), .may_work_later = true}, .was_sent = false};
  const auto exchange = world_->transport->open({.method = "POST",
                                                 .url = place.text,
                                                 .headers = &attempt->headers,
                                                 .body = body,
                                                 .connection = &place.connection,
                                                 .timeout = target.timeout.value_or(kNoLimit),
                                                 .stop = stop});
  const auto head = exchange->head();
  if (!head) return {.outcome = {.error = head.error(), .may_work_later = true}};
  const int status = (*head)->status;
  const Headers& headers = (*head)->headers;
  const std::string answer = exchange->read_start(kLongestAnswer);
  if (status >= 200 && status < 300) return {.outcome = read_success(answer)};
  Try failed{.outcome = {.error = refusal(status, answer), .may_work_later = is_worth_another_try(status)},
             .retry_after = retry_after(headers, world_->clock->now())};
  failed.at_once = session_ && state_of(*session_)->signer.learn(
                                   aws::error_from_response(status, headers, answer), headers, *attempt);
  return failed;
}

/// A success that names what was rejected is final.
OtlpOutcome OtlpSender::read_success(std::string_view body) const {
  OtlpOutcome outcome;
  const auto json = Json::parse(body);
  if (!json) return outcome;
  const Json& partial = (*json)["partialSuccess"];
  for (const char* name : {"rejectedSpans", "rejectedDataPoints"}) {
    const auto text = partial[name].as_string();
    outcome.rejected += text ? parse_integer(*text).value_or(0) : partial[name].as_int64().value_or(0);
  }
  const auto words = partial["errorMessage"].as_string();
  if (outcome.rejected > 0 || (words && !words->empty())) {
    log_.write(LogLevel::warn, "the collector rejected " + std::to_string(outcome.rejected) +
                                   (words ? ": " + one_line(*words, 300) : std::string()));
  }
  return outcome;
}

OtlpOutcome OtlpSender::send(const OtlpTarget& target, std::string_view json, const std::stop_token& stop) {
  Clock& clock = *world_->clock;
  if (clock.steady_now() < not_before_) {
    return {.error = Error{.kind = ErrorKind::rate_limit,
                           .message = "the collector asked to be left alone for a while"},
            .may_work_later = true};
  }
  const auto place = place_of(target);
  if (!place) return {.error = place.error(), .may_work_later = true};
  const std::string packed = target.compression == OtlpCompression::gzip ? gzip(json) : std::string();
  const std::string_view body = target.compression == OtlpCompression::gzip ? packed : json;
  milliseconds pause = kFirstPause;
  for (int tries = 1;; ++tries) {
    Try last = try_once(target, *place, body, stop);
    if (!last.outcome.error || tries == kMostTries || stop.stop_requested()) return last.outcome;
    if (last.at_once && tries == 1) continue;
    if (!last.outcome.may_work_later || !last.was_sent) return last.outcome;
    // Not all clients at the same time: between half of it and all.
    const milliseconds own(static_cast<milliseconds::rep>(static_cast<double>(pause.count()) *
                                                          (0.5 + world_->random->uniform() / 2)));
    const milliseconds wanted = last.retry_after.value_or(own);
    if (wanted > kLongestPause) {
      not_before_ = clock.steady_now() + wanted;
      return last.outcome;
    }
    if (!clock.sleep_for(wanted, stop)) return last.outcome;
    pause *= 2;
  }
}

}  // namespace anthropic::internal
