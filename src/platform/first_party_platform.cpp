#include "platform/first_party_platform.hpp"

#include <anthropic/version.hpp>

#include "base/errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/transport_defaults.hpp"
#include "call/secret_transport.hpp"
#include "http/url.hpp"
#include "platform/errors/hints.hpp"
#include "platform/models/choice.hpp"
#include "platform/requests/messages_request.hpp"
#include "platform/requests/platform_support.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kOwnUrl = "https://api.anthropic.com";
constexpr int kRetries = 2;

class FirstPartyPlatform final : public Platform {
 public:
  FirstPartyPlatform(FirstPartyOptions options, std::shared_ptr<const World> world)
      : options_(std::move(options)), world_(std::move(world)) {}

  PlatformKind kind() const override { return PlatformKind::first_party; }
  Result<PlatformRequest> prepare(const MessageCreateParams& params, const RequestOptions& options,
                                  bool stream) override;
  Result<PlatformRequest> prepare_count_tokens(const MessageCreateParams& params,
                                               const RequestOptions& options) override;
  Result<PlatformRequest> prepare_api(ApiRequest request, const RequestOptions& options) override;
  Result<Attempt> authorize(const PlatformRequest& request, std::stop_token stop) override;
  bool learn(const Error&, const HttpHead&, const Attempt&) override { return false; }
  void add_hint(const PlatformRequest& request, Error& error) override {
    add_api_hint({.model = request.model, .platform = PlatformKind::first_party}, error);
  }

 private:
  std::string variable(const char* name) const { return world_->environment->get(name).value_or(""); }
  Result<Headers> credentials() const;
  Result<PlatformRequest> begin(const RequestOptions& options, std::string_view path,
                                const Headers& own) const;

  const FirstPartyOptions options_;
  const std::shared_ptr<const World> world_;
};

/// Values in code win over the environment, and a key over a token.
Result<Headers> FirstPartyPlatform::credentials() const {
  const struct {
    std::string_view place;
    std::string value;
    bool is_key;
  } given[] = {{"api_key", options_.api_key, true},
               {"auth_token", options_.auth_token, false},
               {"ANTHROPIC_API_KEY", variable("ANTHROPIC_API_KEY"), true},
               {"ANTHROPIC_AUTH_TOKEN", variable("ANTHROPIC_AUTH_TOKEN"), false}};
  for (const auto& [place, value, is_key] : given) {
    if (value.empty()) continue;
    if (auto checked = check_header_value(value, place); !checked) return checked.error();
    return is_key ? Headers{{"x-api-key", value}} : Headers{{"authorization", "Bearer " + value}};
  }
  return Headers();
}

Result<PlatformRequest> FirstPartyPlatform::begin(const RequestOptions& options, std::string_view path,
                                                  const Headers& own) const {
  if (!options_.api_key.empty() && !options_.auth_token.empty()) {
    return configuration_error("api_key and auth_token are both given", "Give one of them.");
  }
  std::string base_text = options_.base_url.empty() ? variable("ANTHROPIC_BASE_URL") : options_.base_url;
  if (base_text.empty()) base_text = kOwnUrl;
  while (base_text.ends_with('/')) base_text.pop_back();
  const auto base = parse_url(base_text);
  if (!base || !base->query.empty()) {
    return configuration_error("the base URL is not an http or https URL without a query",
                               "Look at AnthropicOptions::base_url and ANTHROPIC_BASE_URL.");
  }
  const bool loopback = is_loopback(base->host);
  PlatformRequest request;
  if (!options_.skip_auth) {
    const bool has_own = find_header(options_.default_headers, "x-api-key") ||
                         find_header(options_.default_headers, "authorization") ||
                         find_header(options.extra_headers, "x-api-key") ||
                         find_header(options.extra_headers, "authorization");
    if (!has_own) {
      auto own = credentials();
      if (!own) return std::move(own).error();
      request.unsigned_headers = *std::move(own);
    }
    if (!has_own && request.unsigned_headers.empty()) {
      return Error{.kind = ErrorKind::credentials,
                   .message =
                       "no API key: looked at AnthropicOptions::api_key and auth_token, "
                       "ANTHROPIC_API_KEY and ANTHROPIC_AUTH_TOKEN",
                   .hint = "Set ANTHROPIC_API_KEY to a key of the Claude Console."};
    }
    if (auto checked = check_secret_transport(*base, "an API key"); !checked) return checked.error();
  }
  request.url = base->origin() + base->path + std::string(path);
  request.signed_headers = {{"host", base->authority()}, {"content-type", "application/json"}};
  request.unsigned_headers.emplace_back("accept", "application/json");
  request.unsigned_headers.emplace_back("user-agent", "Anthropic/C++ " ANTHROPIC_VERSION);
  request.unsigned_headers.emplace_back("anthropic-version", kMessagesVersion);
  for (const Headers* given : {&own, &options_.default_headers, &options.extra_headers}) {
    for (const auto& [name, value] : *given) {
      const std::string lower = ascii_lower(name);
      const bool replaces = lower == "host" || lower == "content-type";
      override_header(replaces ? request.signed_headers : request.unsigned_headers, lower, value);
    }
  }
  request.connection = {
      .proxy = options_.transport.proxy,
      .ca_bundle = options_.transport.ca_bundle,
      .connect_timeout = options_.transport.connect_timeout.value_or(kDefaultConnectTimeout)};
  if (request.connection.proxy.empty() && loopback) request.connection.proxy = "none";
  request.max_attempts = options.max_retries.value_or(options_.max_retries.value_or(kRetries)) + 1;
  return request;
}

Result<PlatformRequest> FirstPartyPlatform::prepare(const MessageCreateParams& params,
                                                    const RequestOptions& options, bool stream) {
  if (auto refused = refuse_bedrock_options(PlatformKind::first_party, params.bedrock))
    return *std::move(refused);
  auto request = begin(options, "/v1/messages", beta_headers(params));
  if (!request) return request;
  if (params.model.empty()) return missing_model();
  request->model = model_id_for(PlatformKind::first_party, params.model, {});
  request->stream = stream;
  append_query(request->url, encoded_query(options_.default_query, options.extra_query));
  auto body = write_body(params, options, {.stream = stream}, request->model);
  if (!body) return std::move(body).error();
  request->body = *std::move(body);
  return request;
}

Result<PlatformRequest> FirstPartyPlatform::prepare_count_tokens(const MessageCreateParams& params,
                                                                 const RequestOptions& options) {
  auto request = begin(options, "/v1/messages/count_tokens", beta_headers(params));
  if (!request) return request;
  if (params.model.empty()) return missing_model();
  request->model = model_id_for(PlatformKind::first_party, params.model, {});
  append_query(request->url, encoded_query(options_.default_query, options.extra_query));
  auto body = write_count_body(params, options, request->model);
  if (!body) return std::move(body).error();
  request->body = *std::move(body);
  return request;
}

Result<PlatformRequest> FirstPartyPlatform::prepare_api(ApiRequest api, const RequestOptions& options) {
  auto request = begin(options, api.path, api.headers);
  if (!request) return request;
  request->method = std::move(api.method);
  append_query(request->url, encoded_query(api.query));
  append_query(request->url, encoded_query(options_.default_query, options.extra_query));
  request->body = std::move(api.body);
  request->body_source = std::move(api.body_source);
  if (request->body.empty() && !request->body_source) set_header(request->signed_headers, "content-type", "");
  return request;
}

Result<Attempt> FirstPartyPlatform::authorize(const PlatformRequest& request, std::stop_token) {
  Attempt attempt{.headers = request.signed_headers};
  attempt.headers.insert(attempt.headers.end(), request.unsigned_headers.begin(),
                         request.unsigned_headers.end());
  return attempt;
}

}  // namespace

std::unique_ptr<Platform> make_first_party_platform(FirstPartyOptions options,
                                                    std::shared_ptr<const World> world) {
  return std::make_unique<FirstPartyPlatform>(std::move(options), std::move(world));
}

}  // namespace anthropic::internal
