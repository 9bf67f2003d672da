#include "platform/bedrock_platform.hpp"

#include <anthropic/model_catalog.hpp>
#include <anthropic/version.hpp>

#include "aws/error.hpp"
#include "aws/session_state.hpp"
#include "base/encoding.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "platform/hints.hpp"
#include "wire/request_codec.hpp"

namespace anthropic {
namespace {

constexpr std::string_view anthropic_version = "bedrock-2023-05-31";
constexpr std::string_view service_id = "Bedrock Runtime";
constexpr char base_url_variable[] = "ANTHROPIC_BEDROCK_BASE_URL";

Error configuration_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::configuration, .message = std::move(message), .hint = std::move(hint)};
}

aws::Session session_for(const AnthropicBedrockOptions& options, std::shared_ptr<const World> world) {
  if (options.aws_session) return *options.aws_session;
  return aws::Session({.profile = options.aws_profile,
                       .region = options.aws_region,
                       .access_key_id = options.aws_access_key,
                       .secret_access_key = options.aws_secret_key,
                       .session_token = options.aws_session_token,
                       .credentials_provider = options.credentials_provider,
                       .endpoint_url = options.base_url,
                       .ca_bundle = options.ca_bundle,
                       .proxy = options.proxy,
                       .connect_timeout = options.connect_timeout,
                       .world = std::move(world)});
}

class BedrockPlatform final : public Platform {
 public:
  BedrockPlatform(const AnthropicBedrockOptions& options, std::shared_ptr<const World> world)
      : options_(options), world_(world), session_(session_for(options, std::move(world)).state()) {}

  Result<PlatformRequest> prepare(const MessageCreateParams& params, const RequestOptions& options,
                                  bool stream) override;
  Result<aws::Attempt> authorize(const PlatformRequest& request, std::stop_token stop) override;
  Error error_from_answer(const HttpHead& head, std::string_view body) override;
  bool learn(const Error& error, const HttpHead& head, const aws::Attempt& attempt) override;
  std::unique_ptr<StreamDecoder> stream_decoder(const HttpHead& head) override;
  void add_hint(const PlatformRequest& request, Error& error) override;

 private:
  enum class Auth { none, bearer, signature };

  Result<void> check_options() const;
  std::string bearer_token() const;
  Auth auth() const;
  Result<aws::Endpoint> endpoint(std::string& region) const;
  Result<int> max_attempts(const RequestOptions& options) const;
  Headers signed_headers(const Url& url, bool stream) const;
  Headers unsigned_headers(const RequestOptions& options, Headers& signed_headers) const;

  const AnthropicBedrockOptions options_;
  const std::shared_ptr<const World> world_;
  const std::shared_ptr<aws::SessionState> session_;
};

Result<void> BedrockPlatform::check_options() const {
  const bool keys = !options_.aws_access_key.empty() || !options_.aws_secret_key.empty() ||
                    !options_.aws_session_token.empty();
  if (options_.aws_session && (keys || !options_.aws_profile.empty() || options_.credentials_provider)) {
    return configuration_error("aws_session is given together with keys, a profile or a provider of its own",
                               "Give them to the session, or leave the session out.");
  }
  if (keys && !options_.api_key.empty()) {
    return configuration_error("api_key and aws_access_key are both given",
                               "Give the Bedrock API key or the AWS keys, not both.");
  }
  return session_->check();
}

std::string BedrockPlatform::bearer_token() const {
  if (!options_.api_key.empty()) return options_.api_key;
  // What is passed in code, a profile too, wins over the environment.
  const aws::SessionOptions& given = session_->options;
  if (session_->has_keys() || given.credentials_provider || !given.profile.empty()) return {};
  return world_->environment->get("AWS_BEARER_TOKEN_BEDROCK").value_or("");
}

BedrockPlatform::Auth BedrockPlatform::auth() const {
  if (options_.skip_auth) return Auth::none;
  return bearer_token().empty() ? Auth::signature : Auth::bearer;
}

Result<aws::Endpoint> BedrockPlatform::endpoint(std::string& region) const {
  const std::string& own = options_.base_url;
  const auto url = session_->settings->endpoint_url(own.empty() ? session_->options.endpoint_url : own,
                                                    base_url_variable, service_id);
  if (!url) return url.error();
  const std::string& in_code = options_.aws_region.empty() ? session_->options.region : options_.aws_region;
  // Without a signature, and with a URL, the region decides nothing but how aliases are spelt.
  const bool is_needed = url->empty() || auth() == Auth::signature;
  auto found = is_needed ? session_->region(in_code) : session_->settings->region(in_code);
  if (!found && is_needed) return std::move(found).error();
  region = found ? *std::move(found) : "us-east-1";
  return session_->endpoint("bedrock-runtime", *url, region);
}

Result<int> BedrockPlatform::max_attempts(const RequestOptions& options) const {
  const auto retries = options.max_retries ? options.max_retries : options_.max_retries;
  if (retries) return *retries < 0 ? 1 : *retries + 1;
  return session_->max_attempts();
}

Headers BedrockPlatform::signed_headers(const Url& url, bool stream) const {
  Headers headers{{"host", url.authority}, {"content-type", "application/json"}};
  if (stream) headers.emplace_back("x-amzn-bedrock-accept", "application/json");
  return headers;
}

/// The caller's headers; those that AWS wants signed go to `signed_headers`.
Headers BedrockPlatform::unsigned_headers(const RequestOptions& options, Headers& signed_headers) const {
  Headers headers{{"accept", "application/json"}, {"user-agent", "AnthropicBedrock/C++ " ANTHROPIC_VERSION}};
  const auto add = [&](const Headers& given) {
    for (const auto& [name, value] : given) {
      const std::string lower = ascii_lower(name);
      const bool sign = lower.starts_with("x-amz") || lower == "content-type" || lower == "host";
      set_header(sign ? signed_headers : headers, lower, value);
    }
  };
  add(options_.default_headers);
  add(options.headers);
  return headers;
}

Result<PlatformRequest> BedrockPlatform::prepare(const MessageCreateParams& params,
                                                 const RequestOptions& options, bool stream) {
  if (auto checked = check_options(); !checked) return checked.error();
  if (params.model.empty()) {
    return Error{.kind = ErrorKind::bad_request,
                 .type = "invalid_request_error",
                 .message = "model: required",
                 .hint =
                     "Set MessageCreateParams::model, for example to \"haiku\"; `claude-bedrock models` "
                     "lists the ids."};
  }
  PlatformRequest request;
  const auto endpoint = this->endpoint(request.region);
  if (!endpoint) return endpoint.error();
  const auto base = parse_url(endpoint->url);
  if (!base || !base->query.empty()) {
    return configuration_error("the base URL \"" + endpoint->url +
                               "\" is not an http or https URL without a query");
  }
  if (auth() == Auth::bearer && base->scheme != "https" && !aws::is_loopback(base->host())) {
    return configuration_error("a Bedrock API key is not sent over plain http to " + base->authority,
                               "Use an https URL.");
  }
  request.model = resolve_model_id(params.model, request.region);
  request.signing_region = endpoint->signing_region;
  request.signing_name = endpoint->signing_name;
  request.stream = stream;
  request.url = endpoint->url + "/model/" + percent_encode(request.model) +
                (stream ? "/invoke-with-response-stream" : "/invoke");
  request.signed_headers = signed_headers(*base, stream);
  request.unsigned_headers = unsigned_headers(options, request.signed_headers);

  auto connection = session_->connection(*base);
  if (!connection) return connection.error();
  request.connection = *std::move(connection);
  const auto attempts = max_attempts(options);
  if (!attempts) return attempts.error();
  request.max_attempts = *attempts;
  auto limiter = session_->limiter(base->authority);
  if (!limiter) return limiter.error();
  request.limiter = *std::move(limiter);

  auto body = write_request(params, {.model = false, .anthropic_version = anthropic_version});
  if (!body) return body.error();
  request.body = *std::move(body);
  if (auth() == Auth::signature) request.payload_hash = sha256_hex(request.body);
  return request;
}

Result<aws::Attempt> BedrockPlatform::authorize(const PlatformRequest& request, std::stop_token stop) {
  aws::Attempt attempt;
  if (auth() == Auth::signature) {
    const std::string_view url = request.url;
    const std::string_view path = url.substr(url.find('/', url.find("://") + 3));
    auto signed_attempt = session_->signer.sign(
        {.method = request.method,
         .path = path,
         .query = {},
         .headers = &request.signed_headers,
         .payload_hash = request.payload_hash},
        {.region = request.signing_region, .service = request.signing_name}, {}, std::move(stop));
    if (!signed_attempt) return signed_attempt;
    attempt = *std::move(signed_attempt);
  } else {
    attempt.headers = request.signed_headers;
    if (auth() == Auth::bearer) attempt.headers.emplace_back("authorization", "Bearer " + bearer_token());
  }
  attempt.headers.insert(attempt.headers.end(), request.unsigned_headers.begin(),
                         request.unsigned_headers.end());
  return attempt;
}

Error BedrockPlatform::error_from_answer(const HttpHead& head, std::string_view body) {
  return aws::error_from_response(head.status, head.headers, body);
}

bool BedrockPlatform::learn(const Error& error, const HttpHead& head, const aws::Attempt& attempt) {
  return auth() == Auth::signature && session_->signer.learn(error, head.headers, attempt);
}

std::unique_ptr<StreamDecoder> BedrockPlatform::stream_decoder(const HttpHead& head) {
  const std::string* type = find_header(head.headers, "content-type");
  if (!type) return nullptr;
  if (type->find("application/vnd.amazon.eventstream") != std::string::npos)
    return make_event_stream_decoder();
  if (type->find("text/event-stream") != std::string::npos) return make_sse_decoder();
  return nullptr;
}

void BedrockPlatform::add_hint(const PlatformRequest& request, Error& error) {
  add_bedrock_hint(
      {.model = request.model,
       .region = request.region,
       .action = request.stream ? "bedrock:InvokeModelWithResponseStream" : "bedrock:InvokeModel",
       .profile = session_->settings->profile_name(),
       .clock_offset = session_->signer.clock_offset()},
      error);
}

}  // namespace

std::unique_ptr<Platform> make_bedrock_platform(const AnthropicBedrockOptions& options,
                                                std::shared_ptr<const World> world) {
  return std::make_unique<BedrockPlatform>(options, std::move(world));
}

}  // namespace anthropic
