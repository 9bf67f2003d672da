#include <anthropic/aws/session.hpp>

#include "aws/session_state.hpp"

namespace anthropic::aws {
namespace {

Error configuration_error(std::string message, std::string hint = {}) {
  return Error{.kind = ErrorKind::configuration, .message = std::move(message), .hint = std::move(hint)};
}

/// Keys as they were given, right or wrong: check() says what is wrong with them.
class GivenKeys final : public CredentialsProvider {
 public:
  explicit GivenKeys(const SessionOptions& options)
      : credentials_{.access_key_id = options.access_key_id,
                     .secret_access_key = options.secret_access_key,
                     .session_token = options.session_token,
                     .source = "options"} {}
  Result<Credentials> credentials(std::stop_token) override { return credentials_; }

 private:
  const Credentials credentials_;
};

bool keys_are_given(const SessionOptions& options) {
  return !options.access_key_id.empty() || !options.secret_access_key.empty() ||
         !options.session_token.empty();
}

std::shared_ptr<CredentialsProvider> provider_of(const SessionOptions& options) {
  if (keys_are_given(options)) return std::make_shared<GivenKeys>(options);
  return options.credentials_provider;
}

}  // namespace

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

SessionState::SessionState(SessionOptions given)
    : options(std::move(given)),
      world(options.world ? options.world : World::real()),
      settings(std::make_shared<const Settings>(world, options.profile)),
      log(options.logger, options.log_level),
      signer(world, provider_of(options), provider_of(options) ? nullptr : default_chain(settings, world)) {}

bool SessionState::has_keys() const {
  return keys_are_given(options);
}

Result<void> SessionState::check() const {
  if (!has_keys() || (!options.access_key_id.empty() && !options.secret_access_key.empty())) return {};
  return configuration_error("the access key and the secret key must be given together",
                             "Give both, or neither to use the environment and the AWS profile files.");
}

Result<bool> SessionState::flag(std::optional<bool> given, const char* variable, std::string_view key) const {
  if (given) return *given;
  const auto value = settings->value(variable, key);
  if (!value) return value.error();
  if (!*value || iequals(**value, "false")) return false;
  if (iequals(**value, "true")) return true;
  return configuration_error(std::string(variable) + " (" + std::string(key) + " in the profile) is \"" +
                             **value + "\"; it must be true or false");
}

Result<EndpointOptions> SessionState::endpoint_options(std::string_view url, std::string_view region) const {
  const auto fips = flag(options.use_fips_endpoint, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
  if (!fips) return fips.error();
  const auto dual_stack =
      flag(options.use_dualstack_endpoint, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
  if (!dual_stack) return dual_stack.error();
  return EndpointOptions{.region = region, .endpoint_url = url, .fips = *fips, .dual_stack = *dual_stack};
}

Result<Endpoint> SessionState::endpoint(std::string_view prefix, std::string_view url,
                                        std::string_view region) const {
  const auto where = endpoint_options(url, region);
  if (!where) return where.error();
  return resolve_endpoint(prefix, *where);
}

Result<ConnectionSettings> SessionState::connection(const Url& url) const {
  ConnectionSettings connection{
      .proxy = options.proxy, .ca_bundle = options.ca_bundle, .connect_timeout = options.connect_timeout};
  if (connection.proxy.empty()) {
    if (is_loopback(url.host())) {
      connection.proxy = "none";
    } else if (url.scheme == "http") {
      // libcurl reads the other proxy variables itself; this one it leaves out by design.
      connection.proxy = world->environment->get("HTTP_PROXY").value_or("");
    }
  }
  if (connection.ca_bundle.empty()) {
    auto bundle = settings->value("AWS_CA_BUNDLE", "ca_bundle");
    if (!bundle) return std::move(bundle).error();
    connection.ca_bundle = bundle->value_or("");
  }
  return connection;
}

Result<int> SessionState::max_attempts() const {
  if (options.max_attempts) return *options.max_attempts < 1 ? 1 : *options.max_attempts;
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

std::shared_ptr<RetryQuota> SessionState::quota(const std::string& host) {
  std::lock_guard lock(mutex_);
  auto& quota = quotas_[host];
  if (!quota) quota = make_retry_quota();
  return quota;
}

Session::Session(SessionOptions options) : state_(std::make_shared<SessionState>(std::move(options))) {}

Result<Credentials> Session::credentials(std::stop_token stop) const {
  if (auto checked = state_->check(); !checked) return checked.error();
  return state_->signer.credentials(std::move(stop));
}

Result<std::string> Session::region() const {
  return state_->region();
}

}  // namespace anthropic::aws
