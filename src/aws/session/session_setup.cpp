#include "aws/session/session_setup.hpp"

#include "aws/credentials/sign_in/sso_tokens.hpp"
#include "aws/credentials/source/source.hpp"
#include "aws/endpoint/services.hpp"
#include "base/errors.hpp"
#include "base/option_check.hpp"
#include "base/transport_defaults.hpp"
#include "call/secret_transport.hpp"

namespace anthropic::internal::aws {
namespace {

/// In which nothing is set, and which is on no EC2 instance.
class NoEnvironment final : public Environment {
  std::optional<std::string> raw(const char* name) const override {
    if (std::string_view(name) == "AWS_EC2_METADATA_DISABLED") return "true";
    return std::nullopt;
  }
};

std::shared_ptr<const World> world_of(const SessionOptions& options, std::shared_ptr<const World> world) {
  if (!world) world = World::real();
  if (options.use_environment) return world;
  World own = *world;
  own.environment = std::make_shared<NoEnvironment>();
  return std::make_shared<const World>(std::move(own));
}

}  // namespace

SessionSetup::SessionSetup(SessionOptions given, std::shared_ptr<const World> given_world)
    : options(std::move(given)),
      world(world_of(options, std::move(given_world))),
      settings(std::make_shared<const Settings>(world, options.profile)),
      log(make_log(options.observe, *world->environment)),
      imds(std::make_shared<ImdsClient>(world, settings, options.transport.ca_bundle)),
      sso_tokens(std::make_shared<SsoTokens>(*this)) {}

bool SessionSetup::has_keys() const {
  return !options.access_key_id.empty() || !options.secret_access_key.empty() ||
         !options.session_token.empty();
}

Result<void> SessionSetup::check() const {
  auto fault = OptionCheck()
                   .timeout("timeout", options.timeout)
                   .timeout("attempt_timeout", options.attempt_timeout)
                   .count("max_attempts", options.max_attempts, 1)
                   .transport(options.transport)
                   .fault();
  if (fault) return *std::move(fault);
  for (const auto& [service, url] : options.service_endpoint_urls) {
    if (find_service_id(service).empty()) {
      return configuration_error("service_endpoint_urls names \"" + service + "\", which is no service",
                                 "The names are: " + list_of_services() + ".");
    }
    if (url.empty()) {
      return configuration_error("service_endpoint_urls has an empty URL for \"" + service + "\"",
                                 "Leave the service out to call AWS itself.");
    }
  }
  if (!has_keys()) return {};
  if (options.access_key_id.empty() || options.secret_access_key.empty()) {
    return configuration_error("the access key and the secret key must be given together",
                               "Give both, or neither to use the environment and the AWS profile files.");
  }
  const Credentials given{.access_key_id = options.access_key_id,
                          .secret_access_key = options.secret_access_key,
                          .session_token = options.session_token};
  if (const auto problem = problem_with(given, {"access_key_id", "secret_access_key", "session_token"})) {
    return configuration_error("a key that the program gives is wrong: " + *problem, "Trim what you read.");
  }
  return {};
}

Result<bool> SessionSetup::flag(std::optional<bool> given, const char* variable, std::string_view key) const {
  if (given) return *given;
  const auto value = settings->value(variable, key);
  if (!value) return value.error();
  if (!*value || iequals(**value, "false")) return false;
  if (iequals(**value, "true")) return true;
  return configuration_error(std::string(variable) + " (" + std::string(key) + " in the profile) is \"" +
                             **value + "\"; it must be true or false");
}

Result<std::string> SessionSetup::region(const std::string& given, std::stop_token stop) const {
  const std::string& in_code = given.empty() ? options.region : given;
  auto region = settings->region(in_code);
  if (region || !in_code.empty()) return region;
  const auto is_named = settings->has_region();
  if (!is_named || *is_named) return region;
  const auto own = imds->region(std::move(stop));
  if (!own.failure) return *own.text;
  using Reason = ImdsClient::Failure::Reason;
  const Reason reason = own.failure->reason;
  if (reason == Reason::cancelled || reason == Reason::misconfigured) return own.failure->error;
  Error error = std::move(region).error();
  error.message += ", " + own.failure->error.message;
  return error;
}

Result<EndpointOptions> SessionSetup::endpoint_options(std::string_view url, std::string_view region) const {
  const auto fips = flag(options.use_fips_endpoint, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
  if (!fips) return fips.error();
  const auto dual_stack =
      flag(options.use_dualstack_endpoint, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
  if (!dual_stack) return dual_stack.error();
  if (!url.empty() && (*fips || *dual_stack)) {
    // An address wins over what the environment or the profile set for all services; code that asks for both
    // contradicts itself, which resolve_endpoint() says.
    const bool fips_in_code = options.use_fips_endpoint.value_or(false);
    const bool dual_stack_in_code = options.use_dualstack_endpoint.value_or(false);
    if (!fips_in_code && !dual_stack_in_code)
      log.write(LogLevel::debug, "the endpoint URL wins over use_fips_endpoint and use_dualstack_endpoint");
    return EndpointOptions{
        .region = region, .endpoint_url = url, .fips = fips_in_code, .dual_stack = dual_stack_in_code};
  }
  return EndpointOptions{.region = region, .endpoint_url = url, .fips = *fips, .dual_stack = *dual_stack};
}

Result<Endpoint> SessionSetup::endpoint(std::string_view prefix, std::string_view url,
                                        std::string_view region) const {
  auto where = endpoint_options(url, region);
  if (!where) return where.error();
  if (prefix == "sts") {
    const auto legacy = legacy_sts();
    if (!legacy) return legacy.error();
    where->legacy_sts = *legacy;
  }
  return resolve_endpoint(prefix, *where);
}

Result<bool> SessionSetup::legacy_sts() const {
  const auto which = settings->value("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints");
  if (!which) return which.error();
  if (!*which || iequals(**which, "regional")) return false;
  if (iequals(**which, "legacy")) return true;
  return configuration_error("AWS_STS_REGIONAL_ENDPOINTS (sts_regional_endpoints in the profile) is \"" +
                             **which + "\"; it must be regional or legacy");
}

std::string SessionSetup::endpoint_url_in_code(std::string_view service_id) const {
  for (const auto& [service, url] : options.service_endpoint_urls) {
    if (find_service_id(service) == service_id) return url;
  }
  return {};
}

Result<ConnectionSettings> SessionSetup::connection(const Url& url, const TransportOptions& own) const {
  const TransportOptions transport = filled(own, options.transport);
  ConnectionSettings connection{
      .proxy = transport.proxy,
      .ca_bundle = transport.ca_bundle,
      .connect_timeout = transport.connect_timeout.value_or(kDefaultConnectTimeout)};
  if (connection.proxy.empty() && is_loopback(url.host)) connection.proxy = "none";
  if (!connection.ca_bundle.empty()) return connection;
  auto bundle = ca_bundle();
  if (!bundle) return std::move(bundle).error();
  connection.ca_bundle = *std::move(bundle);
  return connection;
}

Result<std::string> SessionSetup::ca_bundle() const {
  if (!options.transport.ca_bundle.empty()) return options.transport.ca_bundle;
  auto bundle = settings->value("AWS_CA_BUNDLE", "ca_bundle");
  if (!bundle) return std::move(bundle).error();
  return bundle->value_or("");
}

Result<int> SessionSetup::max_attempts() const {
  if (options.max_attempts) return *options.max_attempts;
  const auto configured = settings->value("AWS_MAX_ATTEMPTS", "max_attempts");
  if (!configured) return configured.error();
  if (!*configured) return 3;
  const auto attempts = parse_integer(**configured);
  if (!attempts || *attempts < 1 || *attempts > 1000) {
    return configuration_error("AWS_MAX_ATTEMPTS (max_attempts in the profile) is \"" + **configured +
                               "\"; it must be a number from 1 to 1000");
  }
  return static_cast<int>(*attempts);
}

std::shared_ptr<RetryQuota> SessionSetup::quota(const std::string& host) {
  std::lock_guard lock(mutex_);
  auto& quota = quotas_[host];
  if (!quota) quota = make_retry_quota();
  return quota;
}

Result<RetryMode> SessionSetup::retry_mode() const {
  if (options.retry_mode) return *options.retry_mode;
  const auto mode = settings->value("AWS_RETRY_MODE", "retry_mode");
  if (!mode) return mode.error();
  // The mode "legacy" is what AWS's SDKs had before: it means whatever is usual.
  if (!*mode || iequals(**mode, "standard") || iequals(**mode, "legacy")) return RetryMode::standard;
  if (iequals(**mode, "adaptive")) return RetryMode::adaptive;
  return configuration_error("AWS_RETRY_MODE (retry_mode in the profile) is \"" + **mode +
                             "\"; it must be standard or adaptive");
}

Result<std::shared_ptr<AdaptiveRateLimiter>> SessionSetup::limiter(const std::string& host) {
  const auto mode = retry_mode();
  if (!mode) return mode.error();
  if (*mode != RetryMode::adaptive) return std::shared_ptr<AdaptiveRateLimiter>();
  std::lock_guard lock(mutex_);
  auto& limiter = limiters_[host];
  if (!limiter) limiter = std::make_shared<AdaptiveRateLimiter>();
  return limiter;
}

}  // namespace anthropic::internal::aws
