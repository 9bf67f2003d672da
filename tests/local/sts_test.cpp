#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/encoding.hpp"
#include "base/time/time_format.hpp"
#include "local/credentials/temporary_keys.hpp"
#include "local/server/endpoint.hpp"
#include "signed_request.hpp"
#include "wire/aws/query_protocol.hpp"
#include "wire/aws/sts_protocol.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::internal::local {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kRole = "arn:aws:iam::123456789012:role/teams/reader";

/// An endpoint with a clock of its own.
class Sts : public ::testing::Test {
 protected:
  explicit Sts(std::optional<seconds> longest = {}) : endpoint_(settings(longest)) {}

  EndpointSettings settings(std::optional<seconds> longest) {
    EndpointSettings made;
    made.accepted = {{plain_pair()}, {}, "us-east-1", {}, longest};
    made.now = [this] { return now_; };
    made.random = std::make_shared<RealRandom>();
    made.container_token = "token-of-the-container";
    return made;
  }

  Answer call(std::string_view operation, const QueryParams& params,
              const aws::Credentials& pair = plain_pair()) {
    return endpoint_.answer(signed_request(
        "POST", "/", params.form_body(operation, "2011-06-15"),
        {.pair = pair, .service = "sts", .time = now_, .content_type = "application/x-www-form-urlencoded"}));
  }
  Answer unsigned_call(std::string_view operation, const QueryParams& params,
                       const std::string& host = "127.0.0.1") {
    return endpoint_.answer(
        {.method = "POST",
         .target = "/",
         .headers = {{"Host", host}, {"Content-Type", "application/x-www-form-urlencoded"}},
         .body = params.form_body(operation, "2011-06-15")});
  }
  int status_of_invoke(const aws::Credentials& pair) {
    return endpoint_.answer(signed_request("POST", kHaikuInvoke, invoke_body(), {.pair = pair, .time = now_}))
        .status;
  }
  std::string error_of_invoke(const aws::Credentials& pair) {
    return endpoint_.answer(signed_request("POST", kHaikuInvoke, invoke_body(), {.pair = pair, .time = now_}))
        .error_code;
  }
  std::string arn_of(const aws::Credentials& pair) {
    return (*Xml::parse(call("GetCallerIdentity", {}, pair).body))["GetCallerIdentityResult"]["Arn"].text;
  }

  SystemTime now_ = noon();
  Endpoint endpoint_;
};

class ShortLivedSts : public Sts {
 protected:
  ShortLivedSts() : Sts(seconds(60)) {}
};

QueryParams role(std::string_view arn = kRole, std::string_view session = "tester") {
  QueryParams params;
  params.add("RoleArn", arn);
  params.add("RoleSessionName", session);
  return params;
}

aws::Credentials keys_in(const Answer& answer) {
  const auto keys = sts::credentials_of_answer(answer.body);
  EXPECT_TRUE(keys) << answer.body;
  return keys ? *keys : aws::Credentials();
}

std::string error_in(const Answer& answer) {
  const auto root = Xml::parse(answer.body);
  if (!root) return answer.body;
  return std::to_string(answer.status) + " " + (*root)["Error"]["Code"].text + " " +
         (*root)["Error"]["Message"].text;
}

std::string jwt(const Json& claims, const Json& header = Json::object({{"alg", "none"}})) {
  return base64_encode(header.dump()) + "." + base64_encode(claims.dump()) + ".x";
}

Json claims(SystemTime until) {
  return Json::object({{"sub", "repo:me/mine"},
                       {"iss", "https://token.example"},
                       {"aud", "sts.amazonaws.com"},
                       {"exp", std::chrono::duration_cast<seconds>(until.time_since_epoch()).count()}});
}

TEST_F(Sts, ARolesKeysWorkUntilTheyExpire) {
  const Answer answer = call("AssumeRole", role());
  ASSERT_EQ(answer.status, 200) << answer.body;
  const aws::Credentials keys = keys_in(answer);
  EXPECT_THAT(keys.access_key_id, StartsWith("ASIA"));
  EXPECT_EQ(keys.access_key_id.size(), 20u);
  EXPECT_EQ(keys.secret_access_key.size(), 40u);
  EXPECT_EQ(keys.expiration, noon() + hours(1));
  EXPECT_EQ(keys.account_id, "123456789012");
  EXPECT_EQ(arn_of(keys), "arn:aws:sts::123456789012:assumed-role/reader/tester");
  EXPECT_EQ(status_of_invoke(keys), 200);
  now_ = noon() + hours(1) - seconds(1);
  EXPECT_EQ(status_of_invoke(keys), 200);
  now_ = noon() + hours(1);
  EXPECT_EQ(error_of_invoke(keys), "ExpiredTokenException");
  EXPECT_EQ(error_in(call("GetCallerIdentity", {}, keys)),
            "403 ExpiredToken The security token included in the request is expired");
}

TEST_F(Sts, ARoleHasOneIdAndEachSessionKeysOfItsOwn) {
  const auto id = [&](const Answer& answer) {
    return (*Xml::parse(answer.body))["AssumeRoleResult"]["AssumedRoleUser"]["AssumedRoleId"].text;
  };
  const Answer first = call("AssumeRole", role()), second = call("AssumeRole", role());
  EXPECT_EQ(id(first), id(second));
  EXPECT_THAT(id(first), StartsWith("AROA"));
  EXPECT_NE(keys_in(first).access_key_id, keys_in(second).access_key_id);
  EXPECT_NE(keys_in(first).session_token, keys_in(second).session_token);
}

TEST_F(Sts, TheTokenMustBeThatOfTheKey) {
  const aws::Credentials keys = keys_in(call("AssumeRole", role()));
  aws::Credentials changed = keys;
  changed.session_token.clear();
  EXPECT_EQ(error_of_invoke(changed), "UnrecognizedClientException");
  changed = keys;
  changed.access_key_id.back() = changed.access_key_id.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(error_of_invoke(changed), "UnrecognizedClientException");
  changed = keys;
  changed.session_token[60] = changed.session_token[60] == 'A' ? 'B' : 'A';
  EXPECT_EQ(error_of_invoke(changed), "UnrecognizedClientException");
  changed = keys;
  changed.secret_access_key += "x";
  EXPECT_EQ(error_of_invoke(changed), "InvalidSignatureException");
  changed = TemporaryKeys().issue({}, noon(), hours(1));
  EXPECT_EQ(error_of_invoke(changed), "UnrecognizedClientException") << "another endpoint's";
}

TEST_F(Sts, ALifetimeIsWithinAwssLimits) {
  const auto asked = [&](std::string_view operation, const std::string& seconds) {
    QueryParams params = operation == "AssumeRole" ? role() : QueryParams();
    params.add("DurationSeconds", seconds);
    return call(operation, params);
  };
  EXPECT_EQ(keys_in(asked("AssumeRole", "900")).expiration, noon() + minutes(15));
  EXPECT_EQ(keys_in(asked("AssumeRole", "43200")).expiration, noon() + hours(12));
  EXPECT_EQ(keys_in(asked("GetSessionToken", "129600")).expiration, noon() + hours(36));
  EXPECT_EQ(
      error_in(asked("AssumeRole", "899")),
      "400 ValidationError 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy "
      "constraint: Member must have value greater than or equal to 900");
  EXPECT_THAT(error_in(asked("AssumeRole", "43201")), HasSubstr("less than or equal to 43200"));
  EXPECT_THAT(error_in(asked("GetSessionToken", "129601")), HasSubstr("less than or equal to 129600"));
  EXPECT_THAT(error_in(asked("AssumeRole", "soon")), StartsWith("400 MalformedInput"));
}

TEST_F(Sts, AChainOfRolesEndsWithinAnHour) {
  const aws::Credentials first = keys_in(call("AssumeRole", role()));
  EXPECT_EQ(call("AssumeRole", role(), first).status, 200);
  QueryParams longer = role();
  longer.add("DurationSeconds", "3601");
  EXPECT_THAT(error_in(call("AssumeRole", longer, first)), HasSubstr("1 hour session limit"));
}

TEST_F(Sts, WhatTheModelForbidsIsRefused) {
  EXPECT_EQ(error_in(call("AssumeRole", {})),
            "400 ValidationError 2 validation errors detected: Value null at 'roleArn' failed to satisfy "
            "constraint: "
            "Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member "
            "must not "
            "be null");
  EXPECT_THAT(error_in(call("AssumeRole", role("arn:aws:iam::1"))), HasSubstr("greater than or equal to 20"));
  EXPECT_THAT(error_in(call("AssumeRole", role(kRole, "a"))), HasSubstr("greater than or equal to 2"));
  EXPECT_THAT(error_in(call("AssumeRole", role(kRole, std::string(65, 'a')))),
              HasSubstr("less than or equal to 64"));
  EXPECT_THAT(error_in(call("AssumeRole", role(kRole, "two words"))),
              HasSubstr("Member must satisfy regular expression pattern: [\\w+=,.@-]*"));
  for (const char* arn : {"arn:aws:iam::123456789012:user/somebody", "arn:aws:iam::12345678901x:role/reader",
                          "arn:aws:sts::123456789012:role/reader", "arn:aws:iam::123456789012:role/",
                          "not an ARN of any kind at all", "arn:aws:iam::123456789012:role/re\nader"}) {
    EXPECT_EQ(error_in(call("AssumeRole", role(arn))), "400 ValidationError Request ARN is invalid") << arn;
  }
  QueryParams code = role();
  code.add("TokenCode", "12345x");
  EXPECT_THAT(error_in(call("AssumeRole", code)), HasSubstr("tokenCode"));
  QueryParams policy = role();
  policy.add("Policy", "{");
  EXPECT_THAT(error_in(call("AssumeRole", policy)), StartsWith("400 MalformedPolicyDocument"));
  policy = role();
  policy.add("Policy", "{}");
  EXPECT_EQ(call("AssumeRole", policy).status, 200);
}

TEST_F(Sts, AUserGetsASessionOfItsOwn) {
  const aws::Credentials keys = keys_in(call("GetSessionToken", {}));
  EXPECT_EQ(keys.expiration, noon() + hours(12));
  EXPECT_EQ(arn_of(keys), "arn:aws:iam::000000000000:user/local-endpoint");
  EXPECT_EQ(status_of_invoke(keys), 200);
  EXPECT_EQ(error_in(call("GetSessionToken", {}, keys)),
            "403 AccessDenied Cannot call GetSessionToken with session credentials");
}

TEST_F(Sts, FederatesAUser) {
  QueryParams params;
  params.add("Name", "visitor");
  const Answer answer = call("GetFederationToken", params);
  EXPECT_EQ(arn_of(keys_in(answer)), "arn:aws:sts::000000000000:federated-user/visitor");
  EXPECT_EQ((*Xml::parse(answer.body))["GetFederationTokenResult"]["FederatedUser"]["FederatedUserId"].text,
            "000000000000:visitor");
  EXPECT_THAT(error_in(call("GetFederationToken", {})), HasSubstr("Value null at 'name'"));
}

TEST_F(Sts, ATokenOfAnIdentityProviderNeedsNoSignature) {
  QueryParams params = role();
  params.add("WebIdentityToken", jwt(claims(noon() + minutes(5))));
  const Answer answer = unsigned_call("AssumeRoleWithWebIdentity", params);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.operation, "sts:AssumeRoleWithWebIdentity");
  const auto root = Xml::parse(answer.body);
  const Xml& result = (*root)["AssumeRoleWithWebIdentityResult"];
  EXPECT_EQ(result["SubjectFromWebIdentityToken"].text, "repo:me/mine");
  EXPECT_EQ(result["Provider"].text, "https://token.example");
  EXPECT_EQ(result["Audience"].text, "sts.amazonaws.com");
  EXPECT_EQ(status_of_invoke(keys_in(answer)), 200);
}

TEST_F(Sts, AnIdentityTokenIsReadAsAwsReadsIt) {
  const auto with = [&](const std::string& token) {
    QueryParams params = role();
    params.add("WebIdentityToken", token);
    return error_in(unsigned_call("AssumeRoleWithWebIdentity", params));
  };
  const SystemTime later = noon() + minutes(5);
  EXPECT_EQ(
      with(jwt(claims(noon()))),
      "400 ExpiredTokenException Token expired: current date/time 1795348800 must be before the expiration "
      "date/time 1795348800");
  for (const std::string& token :
       {std::string("opaque"), std::string("a.b.c"), "x." + jwt(claims(later)),
        jwt(claims(later)).substr(0, 40), jwt(Json::array()), std::string("....")}) {
    EXPECT_THAT(with(token), StartsWith("400 InvalidIdentityToken The ID Token provided is not a valid JWT"))
        << token;
  }
  Json without = claims(later);
  without.erase("sub");
  EXPECT_EQ(with(jwt(without)), "400 InvalidIdentityToken Missing a required claim: sub");
  without = claims(later);
  without.erase("exp");
  EXPECT_EQ(with(jwt(without)), "400 InvalidIdentityToken Missing a required claim: exp");
  EXPECT_THAT(with("x"), HasSubstr("greater than or equal to 4"));
}

TEST_F(Sts, NothingElseIsAnsweredWithoutASignature) {
  EXPECT_THAT(error_in(unsigned_call("AssumeRole", role())), StartsWith("403 MissingAuthenticationToken"));
  EXPECT_THAT(error_in(unsigned_call("GetCallerIdentity", {})), StartsWith("403 MissingAuthenticationToken"));
  Request head{.method = "POST",
               .target = "/",
               .headers = {{"Host", "127.0.0.1"}, {"Content-Type", "application/x-www-form-urlencoded"}}};
  EXPECT_FALSE(endpoint_.needs_body(head));
  head.headers.emplace_back("Content-Length", "65537");
  EXPECT_FALSE(endpoint_.needs_body(head));
  header_of(head, "content-length") = "65536";
  EXPECT_TRUE(endpoint_.needs_body(head));
}

// A page in a browser can send a form to any name that it points here.
TEST_F(Sts, NoWebPageGetsKeys) {
  QueryParams params = role();
  params.add("WebIdentityToken", jwt(claims(noon() + minutes(5))));
  EXPECT_EQ(unsigned_call("AssumeRoleWithWebIdentity", params, "rebound.example").status, 403);
}

TEST_F(ShortLivedSts, KeysLiveNoLongerThanTheEndpointSays) {
  const aws::Credentials keys = keys_in(call("AssumeRole", role()));
  EXPECT_EQ(keys.expiration, noon() + seconds(60));
  EXPECT_EQ(keys_in(call("GetSessionToken", {})).expiration, noon() + seconds(60));
  now_ = noon() + seconds(59);
  EXPECT_EQ(status_of_invoke(keys), 200);
  now_ = noon() + seconds(60);
  EXPECT_EQ(error_of_invoke(keys), "ExpiredTokenException");
}

TEST_F(ShortLivedSts, AContainerFetchesKeys) {
  Request request{
      .method = "GET", .target = "/credentials", .headers = {{"Authorization", "token-of-the-container"}}};
  const Answer answer = endpoint_.answer(request);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json said = *Json::parse(answer.body);
  aws::Credentials keys;
  keys.access_key_id = said["AccessKeyId"].string_or("");
  keys.secret_access_key = said["SecretAccessKey"].string_or("");
  keys.session_token = said["Token"].string_or("");
  EXPECT_EQ(said["Expiration"].as_string(), "2026-11-22T12:01:00Z");
  EXPECT_EQ(status_of_invoke(keys), 200);
  EXPECT_EQ(arn_of(keys), "arn:aws:sts::000000000000:assumed-role/local-endpoint/container");

  header_of(request, "authorization") = "token-of-another";
  EXPECT_EQ(endpoint_.answer(request).status, 401);
  remove_header(request, "authorization");
  EXPECT_EQ(endpoint_.answer(request).status, 401);
}

TEST(ContainerCredentials, AreNotThereWithoutAToken) {
  EndpointSettings settings;
  settings.accepted = {{plain_pair()}, {}, "us-east-1"};
  settings.now = noon;
  settings.random = std::make_shared<RealRandom>();
  const Request request{.method = "GET", .target = "/credentials", .headers = {{"Authorization", ""}}};
  EXPECT_EQ(Endpoint(std::move(settings)).answer(request).status, 404);
}

}  // namespace
}  // namespace anthropic::internal::local
