#include "aws/credentials/sign_in/sso_tokens.hpp"

#include "aws/credentials/calls/service_call.hpp"
#include "aws/credentials/source/source.hpp"
#include "base/crypto/sha1.hpp"
#include "base/errors.hpp"
#include "base/text/shell_word.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr auto kRefreshTokenAhead = std::chrono::minutes(15);
constexpr auto kRefreshAgainAfter = std::chrono::minutes(1);
constexpr std::int64_t kLongestTokenLife = 366 * 24 * 3600;

}  // namespace

struct SsoTokens::Cached {
  std::string path;
  Json json;
  BearerToken token;
};

Result<SsoTokens::Cached> SsoTokens::read(const std::string& path, const std::string& hint) const {
  const auto contents = setup_.world->files->read(path);
  if (!contents) return credentials_error(contents.error().message, hint);
  if (!*contents) return credentials_error("nobody has signed in: " + path + " does not exist", hint);
  auto json = Json::parse(**contents);
  if (!json || !json->is_object()) return credentials_error(path + " is not a JSON object", hint);
  Cached cached{.path = path, .json = *std::move(json), .token = {}};
  cached.token.token = cached.json["accessToken"].string_or("");
  if (cached.token.token.empty() || !fits_in_a_header(cached.token.token))
    return credentials_error(path + " holds no accessToken", hint);
  cached.token.expiration = parse_expiration(cached.json["expiresAt"].as_string().value_or(""));
  if (!cached.token.expiration) {
    return credentials_error("expiresAt in " + path + " is not a time in ISO 8601 with its zone", hint);
  }
  return cached;
}

bool SsoTokens::may_try(const std::string& path) {
  const SteadyTime now = setup_.world->clock->steady_now();
  std::lock_guard lock(mutex_);
  const auto last = tried_.find(path);
  if (last != tried_.end() && now - last->second < kRefreshAgainAfter) return false;
  tried_[path] = now;
  return true;
}

Result<BearerToken> SsoTokens::refresh(const Cached& cached, const SsoConfig& config, std::stop_token stop) {
  Json body = Json::object({{"clientId", cached.json["clientId"]},
                            {"clientSecret", cached.json["clientSecret"]},
                            {"grantType", "refresh_token"},
                            {"refreshToken", cached.json["refreshToken"]}});
  const SystemTime asked = setup_.world->clock->now();
  const auto answer = send_call(
      setup_,
      {.service = service("SSO OIDC"),
       .region = config.region,
       .request = {.path = "/token", .headers = {{"content-type", "application/json"}}, .body = body.dump()}},
      std::move(stop));
  if (!answer) return answer.error();
  const auto json = Json::parse(*answer);
  const std::string token = json ? (*json)["accessToken"].string_or("") : "";
  const auto seconds = json ? (*json)["expiresIn"].as_int64() : std::nullopt;
  if (token.empty() || !fits_in_a_header(token) || !seconds || *seconds < 1 || *seconds > kLongestTokenLife) {
    return Error{.kind = ErrorKind::response_validation, .message = "the answer holds no token"};
  }
  const SystemTime expiration = asked + std::chrono::seconds(*seconds);
  Json renewed = cached.json;
  renewed.set("accessToken", token);
  renewed.set("expiresAt", format_iso8601(expiration));
  if ((*json)["refreshToken"].is_string()) renewed.set("refreshToken", (*json)["refreshToken"]);
  // The token is good even where it cannot be kept; then the next process refreshes again.
  if (const auto written = setup_.world->files->replace(cached.path, renewed.dump()); !written) {
    setup_.log.write(LogLevel::warn, "the refreshed SSO token could not be kept: " + written.error().message);
  }
  return BearerToken{.token = token, .expiration = expiration};
}

Result<BearerToken> SsoTokens::token(const SsoConfig& config, const std::string& profile,
                                     std::stop_token stop) {
  const std::string hint = "Sign in: aws sso login --profile " + shell_word(profile);
  const auto home = setup_.world->environment->get("HOME");
  if (!home) return credentials_error("HOME is not set, so ~/.aws/sso/cache cannot be found", hint);
  const std::string key = config.session.empty() ? config.start_url : config.session;
  const auto cached = read(*home + "/.aws/sso/cache/" + sha1_hex(key) + ".json", hint);
  if (!cached) return cached.error();

  const SystemTime now = setup_.world->clock->now();
  const bool is_valid = now < *cached->token.expiration;
  const bool is_fresh = now + kRefreshTokenAhead < *cached->token.expiration;
  const Json& json = cached->json;
  const auto registration = parse_expiration(json["registrationExpiresAt"].as_string().value_or(""));
  const bool can_refresh = !config.session.empty() && json["refreshToken"].is_string() &&
                           json["clientId"].is_string() && json["clientSecret"].is_string() && registration &&
                           now < *registration;
  const std::string expired = "the SSO sign-in expired " + describe_time(*cached->token.expiration);
  if (is_fresh || (is_valid && !can_refresh)) return cached->token;
  if (!can_refresh) return credentials_error(expired, hint);
  if (!may_try(cached->path)) {
    if (is_valid) return cached->token;
    return credentials_error(expired + ", and refreshing it failed less than a minute ago", hint);
  }
  auto token = refresh(*cached, config, std::move(stop));
  if (token || token.error().kind == ErrorKind::user_abort) return token;
  if (is_valid) return cached->token;
  return failure_of_source(expired + ", and refreshing it", std::move(token).error(), hint);
}

}  // namespace anthropic::internal::aws
