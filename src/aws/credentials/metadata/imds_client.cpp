#include "aws/credentials/metadata/imds_client.hpp"

#include "aws/credentials/source/source.hpp"
#include "aws/endpoint/region.hpp"
#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "http/url.hpp"

namespace anthropic::internal::aws {
namespace {

using Reason = ImdsClient::Failure::Reason;

constexpr auto kTokenLifetime = std::chrono::hours(6);
// A token is given up a little before it ends, so that no request takes one along that ends on its way.
constexpr auto kTokenReserve = std::chrono::minutes(2);
constexpr auto kLeaveItFor = std::chrono::minutes(1);
constexpr auto kPauseBetweenTries = std::chrono::milliseconds(100);
constexpr std::string_view kService = "EC2's instance metadata";

ImdsClient::Answer failed(Reason reason, Error error) {
  return {.failure = ImdsClient::Failure{reason, std::move(error)}};
}

ImdsClient::Answer failed(Reason reason, std::string_view what) {
  return failed(reason, credentials_error(std::string(kService) + " (" + std::string(what) + ")"));
}

ImdsClient::Answer failed_with_status(std::string_view what, int status) {
  const std::string text = std::string(what) + ": status " + std::to_string(status);
  if (status == 403) return failed(Reason::refused, text);
  return failed(Reason::failed, text);
}

}  // namespace

ImdsClient::ImdsClient(std::shared_ptr<const World> world, std::shared_ptr<const Settings> settings,
                       std::string ca_bundle)
    : world_(std::move(world)), settings_(std::move(settings)), ca_bundle_(std::move(ca_bundle)) {}

bool ImdsClient::is_disabled() const {
  const auto text = world_->environment->get("AWS_EC2_METADATA_DISABLED");
  return text && iequals(*text, "true");
}

Result<ImdsClient::Options> ImdsClient::options() const {
  Options options{.endpoint = "http://169.254.169.254", .timeout = std::chrono::seconds(1), .attempts = 3};
  const auto mode =
      settings_->value("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
  if (!mode) return mode.error();
  if (*mode && iequals(**mode, "ipv6")) {
    options.endpoint = "http://[fd00:ec2::254]";
  } else if (*mode && !iequals(**mode, "ipv4")) {
    return configuration_error(
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE "
        "(ec2_metadata_service_endpoint_mode in the profile) is \"" +
        **mode + "\"; it must be IPv4 or IPv6");
  }
  const auto endpoint =
      settings_->value("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
  if (!endpoint) return endpoint.error();
  if (*endpoint) {
    const auto url = parse_url(**endpoint);
    if (!url || !url->query.empty()) {
      return configuration_error(
          "AWS_EC2_METADATA_SERVICE_ENDPOINT (ec2_metadata_service_endpoint in the "
          "profile) is not an http or https URL");
    }
    options.endpoint = **endpoint;
    while (options.endpoint.back() == '/') options.endpoint.pop_back();
    if (url->scheme == "https") {
      const auto bundle = ca_bundle_.empty() ? settings_->value("AWS_CA_BUNDLE", "ca_bundle")
                                             : Result<std::optional<std::string>>(ca_bundle_);
      if (!bundle) return bundle.error();
      options.ca_bundle = bundle->value_or("");
    }
  }
  const auto timeout = settings_->value("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout");
  if (!timeout) return timeout.error();
  if (*timeout) {
    const auto seconds = parse_integer(**timeout);
    if (!seconds || *seconds < 1 || *seconds > 60) {
      return configuration_error(
          "AWS_METADATA_SERVICE_TIMEOUT (metadata_service_timeout in the profile) must "
          "be a number of seconds from 1 to 60");
    }
    options.timeout = std::chrono::seconds(*seconds);
  }
  const auto attempts =
      settings_->value("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts");
  if (!attempts) return attempts.error();
  if (*attempts) {
    const auto number = parse_integer(**attempts);
    if (!number || *number < 1 || *number > 10) {
      return configuration_error(
          "AWS_METADATA_SERVICE_NUM_ATTEMPTS (metadata_service_num_attempts in the "
          "profile) must be a number from 1 to 10");
    }
    options.attempts = static_cast<int>(*number);
  }
  return options;
}

// Tries again only where an instance has answered that it cannot just now.
Result<PlainAnswer> ImdsClient::send(const Options& options, PlainRequest request,
                                     const std::stop_token& stop) {
  request.connect_timeout = options.timeout;
  request.timeout = options.timeout;
  request.ca_bundle = options.ca_bundle;
  for (int attempt = 1;; ++attempt) {
    auto answer = send_plain(*world_, request, stop);
    if (!answer || answer->status < 500 || attempt >= options.attempts) return answer;
    world_->clock->sleep_for(kPauseBetweenTries, stop);
  }
}

std::optional<std::string> ImdsClient::known_token() {
  std::lock_guard lock(mutex_);
  if (token_.empty() || world_->clock->steady_now() >= token_ends_) return std::nullopt;
  return token_;
}

ImdsClient::Answer ImdsClient::unreachable(const Error& error) {
  if (error.kind == ErrorKind::user_abort) return failed(Reason::cancelled, error);
  std::lock_guard lock(mutex_);
  unreachable_until_ = world_->clock->steady_now() + kLeaveItFor;
  if (error.kind == ErrorKind::timeout) return failed(Reason::unreachable, "does not answer");
  return failed(Reason::unreachable, "does not answer: " + error.message);
}

ImdsClient::Answer ImdsClient::fetch_token(const Options& options, const std::stop_token& stop) {
  const SteadyTime now = world_->clock->steady_now();
  auto answer = send(options,
                     {.method = "PUT",
                      .url = options.endpoint + "/latest/api/token",
                      .headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}},
                      .connect_timeout = {},
                      .timeout = {}},
                     stop);
  if (!answer) return unreachable(answer.error());
  const std::string_view token = trim(answer->body);
  if (answer->status == 404 || answer->status == 405) {
    return failed(Reason::unreachable, "is not there: status " + std::to_string(answer->status));
  }
  if (answer->status != 200 || token.empty() || !fits_in_a_header(token)) {
    return failed_with_status("gives no token", answer->status);
  }
  std::lock_guard lock(mutex_);
  token_ = token;
  token_ends_ = now + kTokenLifetime - kTokenReserve;
  unreachable_until_.reset();
  return {.text = token_};
}

ImdsClient::Answer ImdsClient::get(std::string_view path, std::stop_token stop) {
  if (is_disabled()) return failed(Reason::disabled, "switched off by AWS_EC2_METADATA_DISABLED");
  {
    std::lock_guard lock(mutex_);
    if (unreachable_until_ && world_->clock->steady_now() < *unreachable_until_) {
      return failed(Reason::unreachable, "did not answer a short while ago");
    }
  }
  const auto options = this->options();
  if (!options) return failed(Reason::misconfigured, options.error());
  for (bool token_is_new = false;;) {
    auto token = known_token();
    if (!token) {
      Answer fetched = fetch_token(*options, stop);
      if (fetched.failure) return fetched;
      token = std::move(fetched.text);
      token_is_new = true;
    }
    auto answer = send(*options,
                       {.url = options->endpoint + std::string(path),
                        .headers = {{"x-aws-ec2-metadata-token", *token}},
                        .connect_timeout = {},
                        .timeout = {}},
                       stop);
    if (!answer) return unreachable(answer.error());
    if (answer->status == 200) return {.text = std::move(answer->body)};
    if (answer->status == 401 && !token_is_new) {
      std::lock_guard lock(mutex_);
      token_.clear();
      continue;
    }
    if (answer->status == 404) return failed(Reason::not_found, "knows nothing of it");
    return failed_with_status("gives nothing", answer->status);
  }
}

ImdsClient::Answer ImdsClient::region(std::stop_token stop) {
  {
    std::lock_guard lock(mutex_);
    if (!region_.empty()) return {.text = region_};
  }
  Answer answer = get("/latest/meta-data/placement/region", std::move(stop));
  if (answer.failure) return answer;
  const std::string region(trim(*answer.text));
  if (!is_valid_region(region)) return failed(Reason::failed, "its region is not the name of one");
  std::lock_guard lock(mutex_);
  region_ = region;
  return {.text = region};
}

}  // namespace anthropic::internal::aws
