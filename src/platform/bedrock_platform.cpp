#include "platform/bedrock_platform.hpp"

#include <charconv>

#include <anthropic/model_catalog.hpp>
#include <anthropic/version.hpp>

#include "aws/clock_skew.hpp"
#include "aws/credentials/chain.hpp"
#include "aws/endpoint.hpp"
#include "aws/error.hpp"
#include "aws/retry.hpp"
#include "aws/settings.hpp"
#include "base/encoding.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "platform/hints.hpp"
#include "wire/request_codec.hpp"
#include "wire/sigv4.hpp"

namespace anthropic {
namespace {

constexpr std::string_view anthropic_version = "bedrock-2023-05-31";

Error configuration_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::configuration, .message = std::move(message), .hint = std::move(hint)};
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

class BedrockPlatform final : public Platform {
 public:
  BedrockPlatform(const AnthropicBedrockOptions& options, std::shared_ptr<const World> world)
      : options_(options),
        world_(std::move(world)),
        settings_(std::make_shared<aws::Settings>(world_, options.aws_profile)),
        chain_(aws::default_chain(settings_, world_)) {}

  Result<PlatformRequest> prepare(const MessageCreateParams& params, const RequestOptions& options,
                                  bool stream) override;
  Result<Attempt> authorize(const PlatformRequest& request, std::stop_token stop) override;
  Error error_from_answer(const HttpHead& head, std::string_view body) override;
  std::string request_id(const HttpHead& head) override;
  bool learn(const Error& error, const HttpHead& head, const Attempt& attempt) override;
  std::unique_ptr<StreamDecoder> stream_decoder(const HttpHead& head) override;
  void add_hint(const PlatformRequest& request, Error& error) override;

 private:
  enum class Auth { none, bearer, signature };

  bool has_explicit_keys() const {
    return !options_.aws_access_key.empty() || !options_.aws_secret_key.empty() ||
           !options_.aws_session_token.empty();
  }
  Result<void> check_options() const;
  std::string bearer_token() const;
  Auth auth() const;
  Result<aws::Endpoint> endpoint(std::string& region) const;
  Result<bool> flag(const char* variable, std::string_view key) const;
  Result<ConnectionSettings> connection(const Url& url) const;
  Result<int> max_attempts(const RequestOptions& options) const;
  Headers signed_headers(const Url& url, bool stream) const;
  Headers unsigned_headers(const RequestOptions& options, Headers& signed_headers) const;
  Result<aws::Credentials> credentials(std::stop_token stop);

  const AnthropicBedrockOptions options_;
  const std::shared_ptr<const World> world_;
  const std::shared_ptr<const aws::Settings> settings_;
  const std::shared_ptr<aws::CredentialsChain> chain_;
  sigv4::Signer signer_;
  aws::ClockSkew clock_skew_;
};

Result<void> BedrockPlatform::check_options() const {
  if (has_explicit_keys() && (options_.aws_access_key.empty() || options_.aws_secret_key.empty())) {
    return configuration_error("aws_access_key and aws_secret_key must be given together",
                               "Give both, or neither to use the environment and the AWS profile files.");
  }
  if (has_explicit_keys() && !options_.api_key.empty()) {
    return configuration_error("api_key and aws_access_key are both given",
                               "Give the Bedrock API key or the AWS keys, not both.");
  }
  return {};
}

std::string BedrockPlatform::bearer_token() const {
  if (!options_.api_key.empty()) return options_.api_key;
  // What is passed in code, a profile too, wins over the environment.
  if (has_explicit_keys() || options_.credentials_provider || !options_.aws_profile.empty()) return {};
  return world_->environment->get("AWS_BEARER_TOKEN_BEDROCK").value_or("");
}

BedrockPlatform::Auth BedrockPlatform::auth() const {
  if (options_.skip_auth) return Auth::none;
  return bearer_token().empty() ? Auth::signature : Auth::bearer;
}

Result<bool> BedrockPlatform::flag(const char* variable, std::string_view key) const {
  const auto value = settings_->value(variable, key);
  if (!value) return value.error();
  if (!*value || iequals(**value, "false")) return false;
  if (iequals(**value, "true")) return true;
  return configuration_error(std::string(variable) + " (" + std::string(key) + " in the profile) is \"" +
                             **value + "\"; it must be true or false");
}

Result<aws::Endpoint> BedrockPlatform::endpoint(std::string& region) const {
  const auto url =
      settings_->endpoint_url(options_.base_url, "ANTHROPIC_BEDROCK_BASE_URL", "bedrock_runtime");
  if (!url) return url.error();
  auto found = settings_->region(options_.aws_region);
  // Without a signature, and with a URL, the region decides nothing but how aliases are spelt.
  if (!found && (url->empty() || auth() == Auth::signature)) return std::move(found).error();
  region = found ? *std::move(found) : "us-east-1";
  const auto fips = flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
  if (!fips) return fips.error();
  const auto dual_stack = flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
  if (!dual_stack) return dual_stack.error();
  return aws::resolve_endpoint(
      "bedrock-runtime", {.region = region, .endpoint_url = *url, .fips = *fips, .dual_stack = *dual_stack});
}

Result<ConnectionSettings> BedrockPlatform::connection(const Url& url) const {
  ConnectionSettings settings{
      .proxy = options_.proxy, .ca_bundle = options_.ca_bundle, .connect_timeout = options_.connect_timeout};
  if (settings.proxy.empty()) {
    if (is_loopback(url.host())) {
      settings.proxy = "none";
    } else if (url.scheme == "http") {
      // libcurl reads the other proxy variables itself; this one it leaves out by design.
      settings.proxy = world_->environment->get("HTTP_PROXY").value_or("");
    }
  }
  if (settings.ca_bundle.empty()) {
    const auto bundle = settings_->value("AWS_CA_BUNDLE", "ca_bundle");
    if (!bundle) return bundle.error();
    settings.ca_bundle = bundle->value_or("");
  }
  return settings;
}

Result<int> BedrockPlatform::max_attempts(const RequestOptions& options) const {
  const auto retries = options.max_retries ? options.max_retries : options_.max_retries;
  if (retries) return *retries < 0 ? 1 : *retries + 1;
  const auto configured = settings_->value("AWS_MAX_ATTEMPTS", "max_attempts");
  if (!configured) return configured.error();
  if (!*configured) return 3;
  const auto attempts = parse_integer(**configured);
  if (!attempts || *attempts < 1 || *attempts > 1000) {
    return configuration_error("AWS_MAX_ATTEMPTS (max_attempts in the profile) is \"" + **configured +
                               "\"; it must be a number from 1 on");
  }
  return static_cast<int>(*attempts);
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
  if (auth() == Auth::bearer && base->scheme != "https" && !is_loopback(base->host())) {
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

  auto connection = this->connection(*base);
  if (!connection) return connection.error();
  request.connection = *std::move(connection);
  const auto attempts = max_attempts(options);
  if (!attempts) return attempts.error();
  request.max_attempts = *attempts;

  auto body = write_request(params, {.model = false, .anthropic_version = anthropic_version});
  if (!body) return body.error();
  request.body = *std::move(body);
  if (auth() == Auth::signature) request.payload_hash = sha256_hex(request.body);
  return request;
}

Result<aws::Credentials> BedrockPlatform::credentials(std::stop_token stop) {
  if (has_explicit_keys()) {
    return aws::Credentials{.access_key_id = options_.aws_access_key,
                            .secret_access_key = options_.aws_secret_key,
                            .session_token = options_.aws_session_token,
                            .source = "options"};
  }
  if (options_.credentials_provider) return options_.credentials_provider->credentials(stop);
  return chain_->credentials(stop);
}

Result<Attempt> BedrockPlatform::authorize(const PlatformRequest& request, std::stop_token stop) {
  Attempt attempt{.headers = request.signed_headers, .clock_offset = clock_skew_.offset()};
  const Auth auth = this->auth();
  if (auth == Auth::bearer) attempt.headers.emplace_back("authorization", "Bearer " + bearer_token());
  if (auth == Auth::signature) {
    const auto credentials = this->credentials(stop);
    if (!credentials) return credentials.error();
    const std::string_view path =
        std::string_view(request.url).substr(request.url.find('/', request.url.find("://") + 3));
    const Headers added =
        signer_.sign({.method = request.method,
                      .path = path,
                      .query = {},
                      .headers = &request.signed_headers,
                      .payload_hash = request.payload_hash},
                     *credentials, {.region = request.signing_region, .service = request.signing_name},
                     world_->clock->now() + attempt.clock_offset);
    attempt.headers.insert(attempt.headers.end(), added.begin(), added.end());
  }
  attempt.headers.insert(attempt.headers.end(), request.unsigned_headers.begin(),
                         request.unsigned_headers.end());
  return attempt;
}

Error BedrockPlatform::error_from_answer(const HttpHead& head, std::string_view body) {
  return aws::error_from_response(head.status, head.headers, body);
}

std::string BedrockPlatform::request_id(const HttpHead& head) {
  for (const char* name : {"x-amzn-requestid", "x-amz-request-id", "request-id"}) {
    if (const std::string* id = find_header(head.headers, name)) return *id;
  }
  return {};
}

bool BedrockPlatform::learn(const Error& error, const HttpHead& head, const Attempt& attempt) {
  const std::string* date = find_header(head.headers, "date");
  if (date && clock_skew_.learn(error.code, *date, world_->clock->now(), attempt.clock_offset)) return true;
  const bool expired = error.code == "ExpiredTokenException" || error.code == "ExpiredToken";
  if (!expired || has_explicit_keys() || options_.credentials_provider) return false;
  chain_->invalidate();
  return true;
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
       .profile = settings_->profile_name(),
       .clock_offset = clock_skew_.offset()},
      error);
}

}  // namespace

std::unique_ptr<Platform> make_bedrock_platform(const AnthropicBedrockOptions& options,
                                                std::shared_ptr<const World> world) {
  return std::make_unique<BedrockPlatform>(options, std::move(world));
}

}  // namespace anthropic
