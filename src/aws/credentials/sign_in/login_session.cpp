#include "aws/credentials/sign_in/login_session.hpp"

#include "aws/credentials/calls/service_call.hpp"
#include "aws/credentials/sign_in/dpop_proof.hpp"
#include "aws/credentials/source/json_credentials.hpp"
#include "aws/endpoint/region.hpp"
#include "aws/session/expanded_path.hpp"
#include "base/crypto/sha256.hpp"
#include "base/errors.hpp"
#include "base/text/shell_word.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr auto kRefreshAhead = std::chrono::minutes(5);
constexpr std::int64_t kLongestLife = 12 * 3600;
constexpr JsonNames kTokenNames{"accessKeyId", "secretAccessKey", "sessionToken", "expiresAt", "accountId"};

/// One sign-in of `aws login`.
class LoginSession {
 public:
  LoginSession(SessionSetup& setup, const std::string& profile)
      : setup_(setup), hint_("Sign in again: aws login --profile " + shell_word(profile)) {}

  Result<Credentials> credentials(const std::string& login_session, std::stop_token stop) {
    auto path = path_of(login_session);
    if (!path) return std::move(path).error();
    path_ = *std::move(path);
    if (auto read = this->read(); !read) return std::move(read).error();
    auto cached = credentials_in(json_["accessToken"], kTokenNames);
    if (!cached) return credentials_error(path_ + ": " + cached.error().message, hint_);
    if (!cached->expiration) return credentials_error(path_ + " holds no expiresAt", hint_);
    const SystemTime now = setup_.world->clock->now();
    if (now + kRefreshAhead < *cached->expiration) return cached;
    auto fresh = refresh(*cached, stop);
    if (fresh || fresh.error().kind == ErrorKind::user_abort || now >= *cached->expiration) return fresh;
    return cached;
  }

 private:
  Result<std::string> path_of(const std::string& login_session) const {
    const Environment& environment = *setup_.world->environment;
    const std::string name = sha256_hex(trim(login_session)) + ".json";
    if (const auto folder = environment.get("AWS_LOGIN_CACHE_DIRECTORY")) {
      return expanded_path(*folder, environment) + "/" + name;
    }
    if (const auto home = environment.get("HOME")) return *home + "/.aws/login/cache/" + name;
    return credentials_error("HOME is not set, so ~/.aws/login/cache cannot be found", hint_);
  }

  Result<void> read() {
    const auto contents = setup_.world->files->read(path_);
    if (!contents) return credentials_error(contents.error().message, hint_);
    if (!*contents) return credentials_error("nobody has signed in: " + path_ + " does not exist", hint_);
    auto json = Json::parse(**contents);
    if (!json || !json->is_object()) return credentials_error(path_ + " is not a JSON object", hint_);
    for (const char* name : {"clientId", "refreshToken", "dpopKey"}) {
      if (!(*json)[name].is_string()) {
        return credentials_error(path_ + " holds no " + std::string(name), hint_);
      }
    }
    if (!(*json)["accessToken"].is_object()) return credentials_error(path_ + " holds no accessToken", hint_);
    json_ = *std::move(json);
    return {};
  }

  Result<Credentials> refresh(const Credentials& old, std::stop_token stop) {
    auto region = sign_in_region(stop);
    if (!region) return std::move(region).error();
    const auto key = Es256Key::from_pem(json_["dpopKey"].string_or(""));
    if (!key) return credentials_error("dpopKey in " + path_ + " is not a private key on P-256", hint_);
    const Json body = Json::object({{"clientId", json_["clientId"]},
                                    {"refreshToken", json_["refreshToken"]},
                                    {"grantType", "refresh_token"}});
    SourceCall call{
        .service = service("Signin"),
        .region = *std::move(region),
        .request = {
            .path = "/v1/token", .headers = {{"content-type", "application/json"}}, .body = body.dump()}};
    const auto url = url_of(setup_, call);
    if (!url) return url.error();
    call.request.headers_of_attempt = [&]() -> Result<Headers> {
      auto proof = dpop_proof(*key, *url, setup_.world->random->uuid(), setup_.world->clock->now());
      if (!proof) return std::move(proof).error();
      return Headers{{"dpop", *std::move(proof)}};
    };
    const SystemTime now = setup_.world->clock->now();
    const auto answer = send_call(setup_, call, std::move(stop));
    if (!answer) return refused(answer.error());
    return keep(*answer, old, now);
  }

  /// The one that was signed in to, which the cache names where it is another than the profile's.
  Result<std::string> sign_in_region(const std::stop_token& stop) const {
    std::string region(json_["signInRegion"].as_string().value_or(""));
    if (region.empty()) return setup_.region({}, stop);
    if (is_valid_region(region)) return region;
    return credentials_error("signInRegion in " + path_ + " is not the name of an AWS region", hint_);
  }

  Error refused(const Error& error) const {
    const bool not_allowed = error.message.find("INSUFFICIENT_PERMISSIONS") != std::string::npos;
    return failure_of_source("refreshing the login session", error,
                             not_allowed ? "Whoever has signed in needs the permission "
                                           "signin:CreateOAuth2Token."
                                         : hint_);
  }

  Result<Credentials> keep(const std::string& answer, const Credentials& old, SystemTime now) {
    const auto json = Json::parse(answer);
    const auto seconds = json ? (*json)["expiresIn"].as_int64() : std::nullopt;
    if (!seconds || *seconds < 1 || *seconds > kLongestLife || !(*json)["refreshToken"].is_string()) {
      return credentials_error("the answer that should refresh the login session holds no credentials",
                               hint_);
    }
    Json access = (*json)["accessToken"];
    access.set("accountId", old.account_id);
    access.set("expiresAt", format_iso8601(now + std::chrono::seconds(*seconds)));
    auto credentials = credentials_in(access, kTokenNames);
    if (!credentials) {
      return credentials_error("the refreshed login session: " + credentials.error().message, hint_);
    }
    json_.set("accessToken", std::move(access));
    json_.set("refreshToken", (*json)["refreshToken"]);
    // The old refresh token may be worth nothing any more, so that not keeping the new one loses the session.
    if (const auto written = setup_.world->files->replace(path_, json_.dump()); !written) {
      setup_.log.write(LogLevel::warn,
                       "the refreshed login session could not be kept: " + written.error().message);
    }
    return credentials;
  }

  SessionSetup& setup_;
  const std::string hint_;
  std::string path_;
  Json json_;
};

}  // namespace

Result<Credentials> login_session_credentials(SessionSetup& setup, const std::string& login_session,
                                              const std::string& profile, std::stop_token stop) {
  return LoginSession(setup, profile).credentials(login_session, std::move(stop));
}

}  // namespace anthropic::internal::aws
