#include "platform/aws_platform.hpp"

#include <mutex>

#include <anthropic/model_catalog.hpp>
#include <anthropic/version.hpp>

#include "aws/credentials/source/source.hpp"
#include "aws/endpoint/known_regions.hpp"
#include "aws/session/make_session.hpp"
#include "aws/session/session_state.hpp"
#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "base/errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "call/secret_transport.hpp"
#include "http/url.hpp"
#include "platform/errors/hints.hpp"
#include "platform/models/choice.hpp"
#include "platform/requests/bedrock_headers.hpp"
#include "platform/requests/messages_request.hpp"
#include "platform/requests/platform_support.hpp"

namespace anthropic::internal {

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
constinit const AwsPlatformTraits kInvokeModelTraits = {.kind = PlatformKind::invoke_model,
                                                        .client = "AnthropicBedrock",
                                                        .service = aws::service("Bedrock Runtime"),
                                                        .own_path = "",
                                                        .messages_path = "",
                                                        .base_url_variable = "ANTHROPIC_BEDROCK_BASE_URL",
                                                        .api_key_variable = "AWS_BEARER_TOKEN_BEDROCK"};
// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-messages-api.html
constinit const AwsPlatformTraits kRuntimeMessagesTraits = {.kind = PlatformKind::runtime_messages,
                                                            .client = "AnthropicBedrock",
                                                            .service = aws::service("Bedrock Runtime"),
                                                            .own_path = "",
                                                            .messages_path = "/anthropic/v1/messages",
                                                            .base_url_variable = "ANTHROPIC_BEDROCK_BASE_URL",
                                                            .api_key_variable = "AWS_BEARER_TOKEN_BEDROCK"};
constinit const AwsPlatformTraits kMantleTraits = {.kind = PlatformKind::mantle,
                                                   .client = "AnthropicBedrockMantle",
                                                   .service = aws::service("Bedrock Mantle"),
                                                   .own_path = "/anthropic",
                                                   .messages_path = "/v1/messages",
                                                   .base_url_variable = "ANTHROPIC_BEDROCK_MANTLE_BASE_URL",
                                                   .api_key_variable = "AWS_BEARER_TOKEN_BEDROCK"};
constinit const AwsPlatformTraits kClaudeOnAwsTraits = {.kind = PlatformKind::claude_on_aws,
                                                        .client = "AnthropicAws",
                                                        .service = aws::service("AWS External Anthropic"),
                                                        .own_path = "",
                                                        .messages_path = "/v1/messages",
                                                        .base_url_variable = "ANTHROPIC_AWS_BASE_URL",
                                                        .api_key_variable = "ANTHROPIC_AWS_API_KEY",
                                                        .sends_x_api_key = true,
                                                        .has_workspaces = true,
                                                        .has_the_whole_api = true};

namespace {

constexpr std::string_view kBedrockVersion = "bedrock-2023-05-31";
constexpr auto kKeepCommon = std::chrono::seconds(1);
constexpr std::size_t kHashedAtOnce = 64u << 10;

class AwsPlatform final : public Platform {
 public:
  AwsPlatform(const AwsPlatformTraits& traits, AwsPlatformOptions options, std::shared_ptr<const World> world)
      : traits_(traits),
        options_(std::move(options)),
        world_(std::move(world)),
        session_(options_.session ? state_of(*options_.session)
                                  : state_of(internal::make_session(options_.own, world_))) {}

  PlatformKind kind() const override { return traits_.kind; }
  Result<std::string> region() const override;
  Result<PlatformRequest> prepare(const MessageCreateParams& params, const RequestOptions& options,
                                  bool stream) override;
  Result<PlatformRequest> prepare_count_tokens(const MessageCreateParams& params,
                                               const RequestOptions& options) override;
  Result<PlatformRequest> prepare_api(ApiRequest request, const RequestOptions& options) override;
  bool authorizes_at_once() const override;
  Result<Attempt> authorize(const PlatformRequest& request, std::stop_token stop) override;
  bool learn(const Error& error, const HttpHead& head, const Attempt& attempt) override;
  void add_hint(const PlatformRequest& request, Error& error) override;

 private:
  enum class Auth { none, api_key, signature };

  Result<void> check_options() const;
  SecretString api_key() const;
  Auth auth() const;
  KeysFrom keys_from() const;
  Result<std::string> base_url() const;
  Result<aws::Endpoint> endpoint(std::string& region) const;
  Result<int> max_attempts() const;
  Result<PlatformRequest> begin(const RequestOptions& options, const Headers& own_headers) const;
  Result<std::shared_ptr<const PlatformRequest>> common() const;
  Result<PlatformRequest> make_common() const;
  Result<PlatformRequest> finish(Result<PlatformRequest>&& begun, Result<std::string>&& body) const;
  void add_headers(const Headers& given, PlatformRequest& request) const;

  const AwsPlatformTraits& traits_;
  const AwsPlatformOptions options_;
  const std::shared_ptr<const World> world_;
  const std::shared_ptr<aws::SessionState> session_;
  mutable std::mutex common_mutex_;
  mutable std::shared_ptr<const PlatformRequest> common_;
  mutable SteadyTime common_made_;
};

Result<void> AwsPlatform::check_options() const {
  const aws::SessionOptions& given = options_.own;
  const bool keys =
      !given.access_key_id.empty() || !given.secret_access_key.empty() || !given.session_token.empty();
  if (options_.session && (keys || !given.profile.empty() || given.credentials_provider)) {
    return configuration_error("aws_session is given together with keys, a profile or a provider of its own",
                               "Give them to the session, or leave the session out.");
  }
  if (keys && !options_.api_key.empty()) {
    return configuration_error("api_key and aws_access_key are both given",
                               "Give the API key or the AWS keys, not both.");
  }
  const bool is_given = !options_.api_key.empty();
  if (is_given && trim(options_.api_key).empty()) return configuration_error("api_key is blank");
  if (const auto problem = problem_in_header(api_key(), is_given ? "api_key" : traits_.api_key_variable)) {
    return configuration_error(*problem, is_given ? "Give the key as AWS shows it."
                                                  : "Set it anew, or unset it to sign with AWS credentials.");
  }
  return session_->check();
}

SecretString AwsPlatform::api_key() const {
  if (!options_.api_key.empty()) return trim(options_.api_key);
  // Values passed in code, including a profile, win over the environment.
  const aws::SessionOptions& given = session_->options;
  if (session_->has_keys() || given.credentials_provider || !given.profile.empty()) return {};
  return world_->environment->get(traits_.api_key_variable).value_or("");
}

AwsPlatform::Auth AwsPlatform::auth() const {
  if (options_.skip_auth) return Auth::none;
  return api_key().empty() ? Auth::signature : Auth::api_key;
}

/// The URL that was configured; empty for AWS's own.
Result<std::string> AwsPlatform::base_url() const {
  if (!options_.base_url.empty()) return options_.base_url;
  std::string of_session = session_->endpoint_url_in_code(traits_.service.id);
  if (of_session.empty()) of_session = session_->options.endpoint_url;
  if (of_session.empty()) {
    if (auto own = world_->environment->get(traits_.base_url_variable)) return *std::move(own);
  }
  auto url = session_->settings->endpoint_url(of_session, nullptr, traits_.service.id);
  if (url && !url->empty()) *url += traits_.own_path;
  return url;
}

Result<aws::Endpoint> AwsPlatform::endpoint(std::string& region) const {
  const auto url = base_url();
  if (!url) return url.error();
  const std::string& in_code = options_.own.region.empty() ? session_->options.region : options_.own.region;
  // Without a signature, and with a URL, the region only matters for aliases.
  const bool is_needed = url->empty() || auth() == Auth::signature;
  auto found = is_needed ? session_->region(in_code) : session_->settings->region(in_code);
  if (!found && is_needed) return std::move(found).error();
  region = found ? *std::move(found) : "us-east-1";
  auto endpoint = session_->endpoint(traits_.service.endpoint_prefix, *url, region);
  if (endpoint && url->empty()) endpoint->url += traits_.own_path;
  return endpoint;
}

Result<std::string> AwsPlatform::region() const {
  std::string region;
  const auto endpoint = this->endpoint(region);
  if (!endpoint) return endpoint.error();
  return region;
}

Result<int> AwsPlatform::max_attempts() const {
  if (options_.max_retries) return *options_.max_retries + 1;
  return session_->max_attempts();
}

/// The caller's headers. Those that AWS wants signed, and those that change the request's meaning, are
/// signed.
void AwsPlatform::add_headers(const Headers& given, PlatformRequest& request) const {
  for (const auto& [name, value] : given) {
    const std::string lower = ascii_lower(name);
    const bool sign = lower.starts_with("x-amz") || lower.starts_with("anthropic-") ||
                      lower == "content-type" || lower == "host";
    override_header(sign ? request.signed_headers : request.unsigned_headers, lower, value);
  }
}

/// What does not depend on the body: `url` is the endpoint's.
Result<PlatformRequest> AwsPlatform::begin(const RequestOptions& options, const Headers& own_headers) const {
  const auto common = this->common();
  if (!common) return common.error();
  PlatformRequest request = **common;
  if (auth() == Auth::api_key) {
    // Read for each request: the key may appear in the environment later than the rest.
    const auto base = parse_url(request.url);
    if (base) {
      if (auto checked = check_secret_transport(*base, "an API key"); !checked) return checked.error();
    }
  }
  add_headers(own_headers, request);
  add_headers(options_.default_headers, request);
  add_headers(options.extra_headers, request);
  if (options.max_retries) request.max_attempts = *options.max_retries + 1;
  return request;
}

/// What all requests share, kept as long as the settings are kept between two reads of the profile.
Result<std::shared_ptr<const PlatformRequest>> AwsPlatform::common() const {
  const SteadyTime now = world_->clock->steady_now();
  {
    std::lock_guard lock(common_mutex_);
    if (common_ && now - common_made_ < kKeepCommon) return common_;
  }
  auto made = make_common();
  if (!made) return std::move(made).error();
  std::lock_guard lock(common_mutex_);
  common_ = std::make_shared<const PlatformRequest>(*std::move(made));
  common_made_ = now;
  return common_;
}

Result<PlatformRequest> AwsPlatform::make_common() const {
  if (auto checked = check_options(); !checked) return checked.error();
  PlatformRequest request;
  const auto endpoint = this->endpoint(request.region);
  if (!endpoint) return endpoint.error();
  const auto base = parse_url(endpoint->url);
  if (!base || !base->query.empty()) {
    return configuration_error("the base URL \"" + endpoint->url +
                               "\" is not an http or https URL without a query");
  }
  request.url = endpoint->url;
  request.signing_region = endpoint->signing_region;
  request.signing_name = endpoint->signing_name;
  request.signed_headers = {{"host", base->authority()}, {"content-type", "application/json"}};
  request.unsigned_headers = {{"accept", "application/json"},
                              {"user-agent", std::string(traits_.client) + "/C++ " ANTHROPIC_VERSION}};
  if (!traits_.messages_path.empty())
    request.signed_headers.emplace_back("anthropic-version", kMessagesVersion);
  if (traits_.has_workspaces) {
    std::string workspace = options_.workspace_id;
    const char* place = workspace.empty() ? "ANTHROPIC_AWS_WORKSPACE_ID" : "workspace_id";
    if (workspace.empty()) workspace = world_->environment->get(place).value_or("");
    if (auto checked = check_header_value(workspace, place); !checked) return checked.error();
    if (workspace.empty() && !options_.skip_auth) {
      return configuration_error(
          "no workspace: neither AnthropicAwsOptions::workspace_id nor ANTHROPIC_AWS_WORKSPACE_ID is set",
          "Claude Platform on AWS wants the id of a workspace; the console shows it.");
    }
    if (!workspace.empty()) set_header(request.signed_headers, "anthropic-workspace-id", workspace);
  }
  auto connection = session_->connection(*base, options_.own.transport);
  if (!connection) return connection.error();
  request.connection = *std::move(connection);
  const auto attempts = max_attempts();
  if (!attempts) return attempts.error();
  request.max_attempts = *attempts;
  auto limiter = session_->limiter(base->authority());
  if (!limiter) return limiter.error();
  request.limiter = *std::move(limiter);
  return request;
}

/// What a signature says of the body. A source is read once for it, before it is read to be sent.
Result<std::string> payload_hash_of(const PlatformRequest& request) {
  if (!request.body_source) return sha256_hex(request.body);
  BodySource& body = *request.body_source;
  if (auto begun = body.rewind(); !begun) return std::move(begun).error();
  std::string buffer(kHashedAtOnce, '\0');
  return sha256_hex([&]() -> Result<std::string_view> {
    const auto count = body.read(buffer.data(), buffer.size());
    if (!count) return count.error();
    return std::string_view(buffer).substr(0, *count);
  });
}

Result<PlatformRequest> AwsPlatform::finish(Result<PlatformRequest>&& begun,
                                            Result<std::string>&& body) const {
  if (!body) return std::move(body).error();
  begun->body = *std::move(body);
  if (auth() != Auth::signature) return std::move(begun);
  auto hash = payload_hash_of(*begun);
  if (!hash) return std::move(hash).error();
  begun->payload_hash = *std::move(hash);
  return std::move(begun);
}

/// Bedrock reads betas from the body only.
Result<std::string> write_body_with_header_betas(const MessageCreateParams& params,
                                                 const RequestOptions& options,
                                                 const RequestBodyLayout& layout, PlatformRequest& request) {
  const auto with_betas = with_header_betas(params, request.signed_headers);
  return write_body(with_betas ? *with_betas : params, options, layout, request.model);
}

Result<PlatformRequest> AwsPlatform::prepare(const MessageCreateParams& params, const RequestOptions& options,
                                             bool stream) {
  const bool invokes = traits_.messages_path.empty();
  const bool is_runtime =
      traits_.kind == PlatformKind::invoke_model || traits_.kind == PlatformKind::runtime_messages;
  if (auto refused = refuse_bedrock_options(traits_.kind, params.bedrock)) return *std::move(refused);
  Headers own;
  if (is_runtime && params.bedrock) {
    auto headers = bedrock_headers(*params.bedrock);
    if (!headers) return headers.error();
    own = *std::move(headers);
  }
  if (invokes && stream) own.emplace_back("x-amzn-bedrock-accept", "application/json");
  if (!invokes) {
    for (auto& header : beta_headers(params)) own.push_back(std::move(header));
  }
  auto begun = begin(options, own);
  if (!begun) return begun;
  PlatformRequest& request = *begun;
  if (params.model.empty()) return missing_model();
  request.stream = stream;
  request.model = model_id_for(traits_.kind, params.model, request.region);
  if (is_runtime && params.bedrock && options_.check_support) {
    if (auto refused = refuse_service_tier(params.bedrock->service_tier, request.model, request.region))
      return *std::move(refused);
  }
  RequestBodyLayout layout;
  if (invokes) {
    request.url +=
        "/model/" + percent_encode(request.model) + (stream ? "/invoke-with-response-stream" : "/invoke");
    layout = {.model = false, .anthropic_version = kBedrockVersion, .betas = true};
  } else {
    request.url += traits_.messages_path;
    layout.stream = stream;
  }
  layout.strip_response_only = !traits_.has_the_whole_api;
  append_query(request.url, encoded_query(options_.default_query, options.extra_query));
  const bool betas_in_header = invokes && find_header(request.signed_headers, "anthropic-beta");
  auto body = betas_in_header ? write_body_with_header_betas(params, options, layout, request)
                              : write_body(params, options, layout, request.model);
  return finish(std::move(begun), std::move(body));
}

Result<PlatformRequest> AwsPlatform::prepare_count_tokens(const MessageCreateParams& params,
                                                          const RequestOptions& options) {
  const bool is_runtime =
      traits_.kind == PlatformKind::invoke_model || traits_.kind == PlatformKind::runtime_messages;
  auto begun = begin(options, is_runtime ? Headers() : beta_headers(params));
  if (!begun) return begun;
  PlatformRequest& request = *begun;
  if (params.model.empty()) return missing_model();
  request.model = model_id_for(traits_.kind, params.model, request.region);
  if (!is_runtime) {
    request.url += std::string(traits_.messages_path) + "/count_tokens";
    append_query(request.url, encoded_query(options_.default_query, options.extra_query));
    return finish(std::move(begun), write_count_body(params, options, request.model));
  }
  if (options_.check_support) {
    if (auto refused = refuse_model_feature(ModelFeature::count_tokens, request.model, request.region))
      return *std::move(refused);
  }
  // CountTokens wants the model itself, not a profile.
  if (const ModelInfo* known = find_model(request.model); known && !request.model.starts_with("arn:"))
    request.model = std::string(known->id);
  request.url += "/model/" + percent_encode(request.model) + "/count-tokens";
  append_query(request.url, encoded_query(options_.default_query, options.extra_query));
  const auto with_betas = with_header_betas(params, request.signed_headers);
  return finish(std::move(begun),
                write_bedrock_count_body(with_betas ? *with_betas : params, options, kBedrockVersion));
}

Result<PlatformRequest> AwsPlatform::prepare_api(ApiRequest api, const RequestOptions& options) {
  if (api.feature) {
    if (auto refused = refuse_feature(traits_.kind, *api.feature)) return *std::move(refused);
  }
  auto begun = begin(options, api.headers);
  if (!begun) return begun;
  PlatformRequest& request = *begun;
  request.method = std::move(api.method);
  request.url += api.path;
  append_query(request.url, encoded_query(api.query));
  append_query(request.url, encoded_query(options_.default_query, options.extra_query));
  if (api.body.empty() && !api.body_source) set_header(request.signed_headers, "content-type", "");
  request.body_source = std::move(api.body_source);
  return finish(std::move(begun), std::move(api.body));
}

bool AwsPlatform::authorizes_at_once() const {
  return session_->has_keys() || auth() != Auth::signature || session_->signer.has_fresh_credentials();
}

Result<Attempt> AwsPlatform::authorize(const PlatformRequest& request, std::stop_token stop) {
  Attempt attempt;
  if (auth() == Auth::signature) {
    const std::string_view url = request.url;
    const std::string_view target = url.substr(url.find('/', url.find("://") + 3));
    const std::size_t mark = target.find('?');
    auto signed_attempt = session_->signer.sign(
        {.method = request.method,
         .path = target.substr(0, mark),
         .query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1),
         .headers = &request.signed_headers,
         .payload_hash = request.payload_hash},
        {.region = request.signing_region, .service = request.signing_name}, {}, std::move(stop));
    if (!signed_attempt) return signed_attempt;
    attempt = *std::move(signed_attempt);
  } else {
    attempt.headers = request.signed_headers;
    if (auth() == Auth::api_key && traits_.sends_x_api_key) {
      attempt.headers.emplace_back("x-api-key", api_key());
    } else if (auth() == Auth::api_key) {
      attempt.headers.emplace_back("authorization", "Bearer " + api_key());
    }
  }
  attempt.headers.insert(attempt.headers.end(), request.unsigned_headers.begin(),
                         request.unsigned_headers.end());
  return attempt;
}

bool AwsPlatform::learn(const Error& error, const HttpHead& head, const Attempt& attempt) {
  return auth() == Auth::signature && session_->signer.learn(error, head.headers, attempt);
}

KeysFrom AwsPlatform::keys_from() const {
  if (session_->has_keys() || session_->options.credentials_provider) return KeysFrom::code;
  return session_->signer.signs_from_environment() ? KeysFrom::environment : KeysFrom::elsewhere;
}

void AwsPlatform::add_hint(const PlatformRequest& request, Error& error) {
  std::string_view action = request.stream ? "bedrock:InvokeModelWithResponseStream" : "bedrock:InvokeModel";
  if (request.url.ends_with("/count-tokens")) action = "bedrock:CountTokens";
  if (traits_.kind == PlatformKind::mantle) action = "of bedrock-mantle";
  if (traits_.has_the_whole_api) action = {};
  const HintContext context{.model = request.model,
                            .region = request.region,
                            .action = action,
                            .profile = session_->settings->profile_name(),
                            .keys_from = keys_from(),
                            .clock_offset = session_->signer.clock_offset(),
                            .platform = traits_.kind};
  if (traits_.has_the_whole_api) {
    add_api_hint(context, error);
  } else {
    add_bedrock_hint(context, error);
  }
  aws::add_region_hint(request.url, error);
}

}  // namespace

std::unique_ptr<Platform> make_aws_platform(const AwsPlatformTraits& traits, AwsPlatformOptions options,
                                            std::shared_ptr<const World> world) {
  return std::make_unique<AwsPlatform>(traits, std::move(options), std::move(world));
}

}  // namespace anthropic::internal
