#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <anthropic/message_create_params.hpp>

#include "call/call.hpp"
#include "http/transport.hpp"
#include "platform/models/platform_kind.hpp"
#include "platform/requests/platform_support.hpp"
#include "platform/streams/stream_decoder.hpp"

namespace anthropic::internal {

/// A request to the API's other resources, as Anthropic's own API has them.
struct ApiRequest {
  std::string_view operation = {};  ///< "models.list"
  std::string id = {};              ///< of what it is about, if that is there already
  std::string method = "GET";
  std::string path = {};  ///< "/v1/models"
  QueryParameters query = {};
  Headers headers = {};  ///< beside those that every request has
  std::string body = {};
  std::shared_ptr<BodySource> body_source = {};  ///< instead of `body`
  std::optional<Feature> feature = {};           ///< that a platform must have for this
};

/// A request in one platform's form, except for what changes with each attempt. Built once per call.
struct PlatformRequest {
  std::string method = "POST";
  std::string url;
  Headers signed_headers;    ///< `host` and what else a signature covers
  Headers unsigned_headers;  ///< the rest: a proxy may change them without breaking the signature
  std::string body;
  std::shared_ptr<BodySource> body_source = {};  ///< instead of `body`
  std::string payload_hash;                      ///< of the body, if the platform signs
  std::string model;                             ///< as sent
  std::string region;
  std::string signing_region;
  std::string signing_name;
  ConnectionSettings connection;
  int max_attempts = 3;
  std::shared_ptr<AdaptiveRateLimiter> limiter = {};  ///< of the retry mode "adaptive"; else null
  bool stream = false;
};

/// One way to reach Claude. Everything above it knows only Messages requests and first-party events.
/// Thread-safe.
class Platform {
 public:
  virtual ~Platform() = default;

  virtual PlatformKind kind() const = 0;
  /// The region in which to look up models; empty if regions have no meaning here.
  virtual Result<std::string> region() const { return std::string(); }
  virtual Result<PlatformRequest> prepare(const MessageCreateParams& params, const RequestOptions& options,
                                          bool stream) = 0;
  virtual Result<PlatformRequest> prepare_count_tokens(const MessageCreateParams& params,
                                                       const RequestOptions& options) = 0;
  /// Refuses what the platform lacks.
  virtual Result<PlatformRequest> prepare_api(ApiRequest request, const RequestOptions& options) = 0;
  /// Whether authorize() has no credentials to wait for.
  virtual bool authorizes_at_once() const { return true; }
  /// Finds credentials and signs. Called again for each attempt.
  virtual Result<Attempt> authorize(const PlatformRequest& request, std::stop_token stop) = 0;
  /// What an attempt's failure teaches: a wrong clock, expired credentials. Whether to try at once again.
  virtual bool learn(const Error& error, const HttpHead& head, const Attempt& attempt) = 0;
  /// The decoder for a streamed answer; null if the answer is no stream.
  std::unique_ptr<StreamDecoder> stream_decoder(const HttpHead& head, std::size_t max_event_bytes) const;
  /// Fills in `hint`, if something useful is known.
  virtual void add_hint(const PlatformRequest& request, Error& error) = 0;
};

}  // namespace anthropic::internal
