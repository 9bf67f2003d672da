#include <atomic>
#include <future>
#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <thread>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/json.hpp>

#include "aws/session/make_session.hpp"
#include "base/crypto/encoding.hpp"
#include "base/crypto/es256.hpp"
#include "base/crypto/sha1.hpp"
#include "base/crypto/sha256.hpp"
#include "support/fake_world.hpp"

// People who have signed in: `aws sso login`, `aws login`, a program of their own.

namespace anthropic::internal::aws {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_fake_world;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr const char* kConfig = "/home/user/.aws/config";
constexpr const char* kSsoProfile =
    "[profile dev]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 111122223333\n"
    "sso_role_name = Read Only\n[sso-session corp]\nsso_region = us-east-1\n"
    "sso_start_url = https://corp.awsapps.com/start\n";
constexpr const char* kRoleCredentials =
    R"({"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"rolesecret","sessionToken":"roletoken","expiration":1795384800000}})";

std::string sso_path() {
  return "/home/user/.aws/sso/cache/" + sha1_hex("corp") + ".json";
}

std::string sso_token(const std::string& expires_at, bool can_refresh = true) {
  Json json = Json::object({{"startUrl", "https://corp.awsapps.com/start"},
                            {"accessToken", "oldaccess"},
                            {"expiresAt", expires_at}});
  if (can_refresh) {
    json.set("refreshToken", "oldrefresh");
    json.set("clientId", "client");
    json.set("clientSecret", "clientsecret");
    json.set("registrationExpiresAt", "2027-01-01T00:00:00Z");
  }
  return json.dump();
}

testing::FakeWorld sso_world(const std::string& token) {
  return make_fake_world({{"AWS_PROFILE", "dev"}}, {{kConfig, kSsoProfile}, {sso_path(), token}});
}

TEST(Sso, RefreshesATokenThatEndsSoonAndWritesItBack) {
  auto fake = sso_world(sso_token("2026-11-22T12:10:00Z"));
  fake.transport->answer(200, R"({"accessToken":"newaccess","expiresIn":28800,"refreshToken":"newrefresh"})");
  fake.transport->answer(200, kRoleCredentials);
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "ASIASSO");
  EXPECT_EQ(credentials->account_id, "111122223333");
  EXPECT_EQ(credentials->source, "profile dev, SSO");
  const auto requests = fake.transport->requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].url, "https://oidc.us-east-1.amazonaws.com/token");
  const auto body = Json::parse(requests[0].body);
  ASSERT_TRUE(body);
  EXPECT_EQ(*body, Json::object({{"clientId", "client"},
                                 {"clientSecret", "clientsecret"},
                                 {"grantType", "refresh_token"},
                                 {"refreshToken", "oldrefresh"}}));
  EXPECT_EQ(requests[1].url,
            "https://portal.sso.us-east-1.amazonaws.com/federation/credentials?role_name=Read%20Only&"
            "account_id=111122223333");
  EXPECT_EQ(requests[1].header("x-amz-sso_bearer_token"), "newaccess");
  const auto written = Json::parse(**fake.files->read(sso_path()));
  ASSERT_TRUE(written);
  EXPECT_EQ((*written)["accessToken"].string_or(""), "newaccess");
  EXPECT_EQ((*written)["refreshToken"].string_or(""), "newrefresh");
  EXPECT_EQ((*written)["expiresAt"].string_or(""), "2026-11-22T20:00:00Z");
  EXPECT_EQ((*written)["clientSecret"].string_or(""), "clientsecret");
  EXPECT_EQ((*written)["startUrl"].string_or(""), "https://corp.awsapps.com/start");
}

TEST(Sso, ReadsExpirationsInEveryForm) {
  for (const char* text : {"2026-11-23 11:00:00+00:00", "20261123T110000Z", "2026-11-23T11:00z"}) {
    auto fake = sso_world(sso_token(text));
    EXPECT_EQ(internal::make_session({}, fake.world).sso_token()->token, "oldaccess") << text;
  }
}

TEST(Sso, AFailedRefreshDoesNoHarmWhileTheTokenIsValidAndIsNotRepeatedAtOnce) {
  auto fake = sso_world(sso_token("2026-11-22T12:10:00Z"));
  fake.transport->answer(400, R"({"error":"invalid_grant"})");
  const Session session = internal::make_session({}, fake.world);
  EXPECT_EQ(session.sso_token()->token, "oldaccess");
  EXPECT_EQ(session.sso_token()->token, "oldaccess");
  EXPECT_EQ(fake.transport->requests().size(), 1u);
  fake.clock->advance(61s);
  fake.transport->answer(400, R"({"error":"invalid_grant"})");
  EXPECT_EQ(session.sso_token()->token, "oldaccess");
  EXPECT_EQ(fake.transport->requests().size(), 2u);
}

TEST(Sso, AnExpiredSignInIsAnErrorThatSaysHowToSignIn) {
  const auto error_of = [](testing::FakeWorld fake) {
    const auto credentials = internal::make_session({}, fake.world).credentials();
    EXPECT_FALSE(credentials);
    EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
    EXPECT_EQ(credentials.error().hint, "Sign in: aws sso login --profile dev");
    EXPECT_THAT(credentials.error().message, AllOf(Not(HasSubstr("oldaccess")), Not(HasSubstr("oldrefresh")),
                                                   Not(HasSubstr("clientsecret"))));
    return credentials.error().message;
  };
  EXPECT_THAT(error_of(sso_world(sso_token("2026-11-22T11:00:00Z", false))),
              HasSubstr("expired at 2026-11-22T11:00:00Z"));
  auto refused = sso_world(sso_token("2026-11-22T11:00:00Z"));
  refused.transport->answer(400, R"({"error":"invalid_grant"})");
  EXPECT_THAT(error_of(refused), HasSubstr("refreshing it failed"));
  auto signed_out = sso_world(sso_token("2026-11-23T11:00:00Z"));
  signed_out.transport->answer(401, R"({"message":"Session token not found or invalid"})");
  EXPECT_THAT(error_of(signed_out), HasSubstr("Session token not found"));
  auto missing = sso_world("");
  missing.files->remove(sso_path());
  EXPECT_THAT(error_of(missing), HasSubstr("does not exist"));
  for (const char* rubbish : {"", "oldaccess", "{}", R"({"accessToken":"oldaccess"})",
                              R"({"accessToken":"old access","expiresAt":"2027-01-01T00:00:00Z"})"}) {
    error_of(sso_world(rubbish));
  }
}

TEST(Sso, AnAnswerThatIsRubbishIsAnErrorWithoutItsText) {
  for (const char* body : {"rolesecret", "{}", R"({"roleCredentials":{"secretAccessKey":"rolesecret"}})",
                           R"({"roleCredentials":{"accessKeyId":"A","secretAccessKey":"rolesecret"}})"}) {
    auto fake = sso_world(sso_token("2026-11-23T11:00:00Z"));
    fake.transport->answer(200, body);
    const auto credentials = internal::make_session({}, fake.world).credentials();
    ASSERT_FALSE(credentials) << body;
    EXPECT_THAT(credentials.error().message, Not(HasSubstr("rolesecret")));
  }
}

std::string fresh_pem() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  BIO* bio = BIO_new(BIO_s_mem());
  EXPECT_EQ(PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr), 1);
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio, &data);
  std::string pem(data, static_cast<std::size_t>(length));
  BIO_free(bio);
  EVP_PKEY_free(key);
  return pem;
}

std::string from_base64url(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (text.size() % 4 != 0) text += '=';
  return base64_decode(text).value_or("not base64");
}

constexpr const char* kLogin = "arn:aws:iam::111122223333:user/me";

std::string login_path() {
  return "/home/user/.aws/login/cache/" + sha256_hex(kLogin) + ".json";
}

testing::FakeWorld login_world(const std::string& expires_at, const std::string& pem) {
  const Json cached = Json::object({{"accessToken", Json::object({{"accessKeyId", "ASIAOLD"},
                                                                  {"secretAccessKey", "oldsecret"},
                                                                  {"sessionToken", "oldtoken"},
                                                                  {"accountId", "111122223333"},
                                                                  {"expiresAt", expires_at}})},
                                    {"clientId", "arn:aws:signin:::devtools/same-device"},
                                    {"refreshToken", "oldrefresh"},
                                    {"dpopKey", pem},
                                    {"idToken", "id"}});
  return make_fake_world({},
                         {{kConfig, std::string("[default]\nregion = us-east-1\nlogin_session = ") + kLogin},
                          {login_path(), cached.dump()}});
}

TEST(LoginSession, IsUsedAsItIsWhileItLasts) {
  auto fake = login_world("2026-11-22T12:06:00Z", "");
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "ASIAOLD");
  EXPECT_EQ(credentials->account_id, "111122223333");
  EXPECT_EQ(credentials->source, "profile default, login session");
  EXPECT_TRUE(fake.transport->requests().empty());
}

TEST(LoginSession, IsRefreshedWithAProofAndWrittenBack) {
  const std::string pem = fresh_pem();
  auto fake = login_world("2026-11-22T12:04:00Z", pem);
  fake.transport->answer(503, "");
  fake.transport->answer(
      200,
      R"({"accessToken":{"accessKeyId":"ASIANEW","secretAccessKey":"newsecret","sessionToken":"newtoken"},"tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"newrefresh"})");
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "ASIANEW");
  EXPECT_EQ(credentials->account_id, "111122223333");

  const auto requests = fake.transport->requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[1].url, "https://us-east-1.signin.aws.amazon.com/v1/token");
  EXPECT_EQ(*Json::parse(requests[1].body),
            Json::object({{"clientId", "arn:aws:signin:::devtools/same-device"},
                          {"refreshToken", "oldrefresh"},
                          {"grantType", "refresh_token"}}));
  // A server takes each proof once.
  EXPECT_NE(requests[0].header("dpop"), requests[1].header("dpop"));
  const std::string proof = requests[1].header("dpop");
  const std::size_t first = proof.find('.');
  const std::size_t second = proof.find('.', first + 1);
  ASSERT_NE(second, std::string::npos);
  const auto header = Json::parse(from_base64url(proof.substr(0, first)));
  const auto claims = Json::parse(from_base64url(proof.substr(first + 1, second - first - 1)));
  ASSERT_TRUE(header && claims);
  EXPECT_EQ((*header)["typ"].string_or(""), "dpop+jwt");
  EXPECT_EQ((*header)["alg"].string_or(""), "ES256");
  const auto key = Es256Key::from_pem(pem);
  EXPECT_EQ(from_base64url((*header)["jwk"]["x"].string_or("")), key->x());
  EXPECT_EQ(from_base64url((*header)["jwk"]["y"].string_or("")), key->y());
  EXPECT_EQ((*claims)["htm"].string_or(""), "POST");
  EXPECT_EQ((*claims)["htu"].string_or(""), requests[1].url);
  EXPECT_GE((*claims)["iat"].as_int64().value_or(0), 1795348800);
  EXPECT_EQ((*claims)["jti"].string_or("").size(), 36u);
  EXPECT_EQ(from_base64url(proof.substr(second + 1)).size(), 64u);

  const auto written = Json::parse(**fake.files->read(login_path()));
  ASSERT_TRUE(written);
  EXPECT_EQ((*written)["accessToken"]["accessKeyId"].string_or(""), "ASIANEW");
  EXPECT_EQ((*written)["accessToken"]["accountId"].string_or(""), "111122223333");
  EXPECT_EQ((*written)["refreshToken"].string_or(""), "newrefresh");
  EXPECT_EQ((*written)["idToken"].string_or(""), "id");
  EXPECT_EQ((*written)["dpopKey"].string_or(""), pem);
}

TEST(LoginSession, IsRefreshedInTheRegionThatWasSignedInTo) {
  const auto refreshed_at = [](const char* region) {
    auto fake = login_world("2026-11-22T12:04:00Z", fresh_pem());
    Json cached = *Json::parse(**fake.files->read(login_path()));
    cached.set("signInRegion", region);
    fake.files->write(login_path(), cached.dump());
    fake.transport->answer(
        200,
        R"({"accessToken":{"accessKeyId":"ASIANEW","secretAccessKey":"newsecret","sessionToken":"newtoken"},"tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"newrefresh"})");
    const auto credentials = internal::make_session({}, fake.world).credentials();
    if (!credentials) return credentials.error().message;
    if (credentials->access_key_id != "ASIANEW") return std::string("not refreshed");
    const auto written = Json::parse(**fake.files->read(login_path()));
    EXPECT_EQ((*written)["signInRegion"].string_or(""), region);
    return fake.transport->requests().at(0).url;
  };
  EXPECT_EQ(refreshed_at("eu-west-3"), "https://eu-west-3.signin.aws.amazon.com/v1/token");
  EXPECT_EQ(refreshed_at(""), "https://us-east-1.signin.aws.amazon.com/v1/token");
  EXPECT_EQ(refreshed_at("evil.example/"), "not refreshed");
}

TEST(LoginSession, ItsFolderMayBeNamedWithAVariable) {
  auto fake = login_world("2026-11-22T12:06:00Z", "");
  const std::string cached = **fake.files->read(login_path());
  fake.files->remove(login_path());
  fake.environment->set("AWS_LOGIN_CACHE_DIRECTORY", "$HOME/elsewhere");
  fake.files->write("/home/user/elsewhere/" + sha256_hex(kLogin) + ".json", cached);
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "ASIAOLD");
}

TEST(LoginSession, ReadsExpirationsInEveryForm) {
  for (const char* text : {"2026-11-22 13:06:00+00:00", "20261122T130600Z", "2026-11-22t13:06z"}) {
    auto fake = login_world(text, "");
    EXPECT_EQ(internal::make_session({}, fake.world).credentials()->access_key_id, "ASIAOLD") << text;
  }
}

TEST(LoginSession, ThatIsOverSaysHowToSignInAgain) {
  const auto error_of = [](testing::FakeWorld fake) {
    const auto credentials = internal::make_session({}, fake.world).credentials();
    EXPECT_FALSE(credentials);
    EXPECT_THAT(credentials.error().message, AllOf(Not(HasSubstr("oldsecret")), Not(HasSubstr("oldrefresh")),
                                                   Not(HasSubstr("PRIVATE KEY"))));
    return credentials.error();
  };
  auto expired = login_world("2026-11-22T11:00:00Z", fresh_pem());
  expired.transport->answer(400, R"({"error":"TOKEN_EXPIRED","message":"m"})");
  const Error over = error_of(expired);
  EXPECT_THAT(over.message, HasSubstr("TOKEN_EXPIRED"));
  EXPECT_EQ(over.hint, "Sign in again: aws login --profile default");
  auto forbidden = login_world("2026-11-22T11:00:00Z", fresh_pem());
  forbidden.transport->answer(403, R"({"error":"INSUFFICIENT_PERMISSIONS","message":"m"})");
  EXPECT_THAT(error_of(forbidden).hint, HasSubstr("signin:CreateOAuth2Token"));
  EXPECT_THAT(error_of(login_world("2026-11-22T11:00:00Z", "rubbish")).message, HasSubstr("dpopKey"));
  auto missing = login_world("2026-11-22T11:00:00Z", "");
  missing.files->remove(login_path());
  EXPECT_THAT(error_of(missing).message, HasSubstr("nobody has signed in"));
  for (const char* rubbish : {"", "[]", "{}", R"({"clientId":"c","refreshToken":"r","dpopKey":"k"})"}) {
    missing.files->write(login_path(), rubbish);
    error_of(missing);
  }
}

TEST(SignIn, SendsNoTokenInTheClear) {
  struct Case {
    const char* variable;
    const char* service;
    testing::FakeWorld fake;
  };
  const std::string over = "2026-11-22T11:00:00Z";
  for (const Case& one : {Case{"AWS_ENDPOINT_URL_SSO", "SSO", sso_world(sso_token("2026-11-23T11:00:00Z"))},
                          Case{"AWS_ENDPOINT_URL_SSO_OIDC", "SSO OIDC", sso_world(sso_token(over))},
                          Case{"AWS_ENDPOINT_URL_SIGNIN", "Signin", login_world(over, fresh_pem())}}) {
    one.fake.environment->set(one.variable, "http://gateway.corp:8080");
    const auto credentials = internal::make_session({}, one.fake.world).credentials();
    ASSERT_FALSE(credentials) << one.variable;
    EXPECT_THAT(credentials.error().message,
                AllOf(HasSubstr(std::string("a call to ") + one.service),
                      HasSubstr("is not sent over plain http to gateway.corp:8080")));
    EXPECT_TRUE(one.fake.transport->requests().empty()) << one.variable;
  }
}

testing::FakeWorld process_world(Result<ProcessResult> result) {
  auto fake = make_fake_world({}, {{kConfig, "[default]\ncredential_process = get --key commandsecret"}});
  fake.processes->answer("get --key commandsecret", std::move(result));
  return fake;
}

TEST(CredentialProcess, RubbishIsAnErrorThatQuotesNothing) {
  const auto error_of = [](Result<ProcessResult> result) {
    auto fake = process_world(std::move(result));
    const auto credentials = internal::make_session({}, fake.world).credentials();
    EXPECT_FALSE(credentials);
    EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
    EXPECT_THAT(credentials.error().message + credentials.error().hint,
                AllOf(Not(HasSubstr("printedsecret")), Not(HasSubstr("commandsecret"))));
    return credentials.error().message;
  };
  const auto printed = [&](const char* output) { return error_of(ProcessResult{.output = output}); };
  EXPECT_THAT(printed("printedsecret"), HasSubstr("something other than a JSON object"));
  EXPECT_THAT(printed(R"(["printedsecret"])"), HasSubstr("something other than a JSON object"));
  EXPECT_THAT(printed(R"({"Version":2,"SecretAccessKey":"printedsecret"})"), HasSubstr("Version is not 1"));
  EXPECT_THAT(printed(R"({"Version":1,"SecretAccessKey":"printedsecret"})"), HasSubstr("AccessKeyId is not"));
  EXPECT_THAT(printed(R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"printedsecret\n"})"),
              HasSubstr("SecretAccessKey holds"));
  EXPECT_THAT(
      printed(R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"printedsecret","Expiration":"soon"})"),
      HasSubstr("Expiration is not a time"));
  for (const char* errors :
       {"please log in first\n", "bad key printedsecret", "+ curl -H X-Vault: printedsecret"})
    EXPECT_EQ(error_of(ProcessResult{.exit_code = 3, .errors = errors}),
              "credential_process ended with exit code 3");
  EXPECT_THAT(error_of(Error{.kind = ErrorKind::timeout, .message = "m"}), HasSubstr("after 60 seconds"));
}

TEST(CredentialProcess, ReadsExpirationsInEveryForm) {
  const auto load = [](const std::string& expiration) {
    auto fake = process_world(
        ProcessResult{.output = R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"s","Expiration":")" +
                                expiration + "\"}"});
    return internal::make_session({}, fake.world).credentials();
  };
  for (const char* text : {"2026-11-22 13:00:00+00:00", "2026-11-22T13:00Z", "2026-11-22T14:00:00+01",
                           "2026-11-22t13:00:00z", "20261122T130000Z"}) {
    const auto credentials = load(text);
    ASSERT_TRUE(credentials) << text << credentials.error().to_string();
    EXPECT_EQ(credentials->expiration, std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 13h)
        << text;
  }
  EXPECT_THAT(load("2026-11-22T13:00:00").error().message, HasSubstr("with its zone"));
  const auto first_year = load("0001-01-01T00:00:00Z");
  ASSERT_FALSE(first_year);
  EXPECT_THAT(first_year.error().message,
              AllOf(HasSubstr("expired before the year 1678"), Not(HasSubstr("1677"))));
  EXPECT_THAT(first_year.error().hint, HasSubstr("year 1"));
  EXPECT_EQ(load("2026-01-01T00:00:00Z").error().hint,
            "Get new ones; if these should still be valid, check this machine's clock.");
  EXPECT_TRUE(load("9999-12-31T23:59:59Z"));
}

TEST(CredentialProcess, ThatHangsIsEndedWhenTheCallerStops) {
  auto fake = make_fake_world({}, {{kConfig, "[default]\ncredential_process = sleep 600"}});
  World world = *fake.world;
  world.processes = std::make_shared<RealProcesses>();
  const Session session = internal::make_session({}, std::make_shared<const World>(world));
  std::stop_source stop;
  auto waiting = std::async(std::launch::async, [&] { return session.credentials(stop.get_token()); });
  stop.request_stop();
  EXPECT_EQ(waiting.get().error().kind, ErrorKind::user_abort);
}

TEST(Session, TenThreadsThatNeedCredentialsCauseOneSignIn) {
  auto fake = sso_world(sso_token("2026-11-23T11:00:00Z"));
  std::promise<void> asked, answer;
  std::shared_future<void> may_answer = answer.get_future().share();
  fake.transport->answer_with([&](const testing::FakeRequest&) {
    asked.set_value();  // a second request would throw
    may_answer.wait();
    return testing::FakeAnswer{.pieces = {kRoleCredentials}};
  });
  const Session session = internal::make_session({}, fake.world);
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 10; ++i) {
      threads.emplace_back([&] {
        const auto credentials = session.credentials();
        if (credentials && credentials->access_key_id == "ASIASSO") ++right;
      });
    }
    asked.get_future().wait();
    answer.set_value();
  }
  EXPECT_EQ(right, 10);
  EXPECT_EQ(fake.transport->requests().size(), 1u);
}

}  // namespace
}  // namespace anthropic::internal::aws
