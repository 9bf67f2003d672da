#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "local/credentials/request_signature.hpp"
#include "local/credentials/verify_signature.hpp"
#include "local/server/endpoint.hpp"
#include "signed_request.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::internal::local {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

struct PresignedWith {
  std::string method = "POST";
  std::string path = std::string(kHaikuInvoke);
  std::string query = {};
  std::string body = invoke_body();
  std::string service = "bedrock";
  aws::Credentials pair = plain_pair();
  seconds lifetime = minutes(15);
};

Request presigned(const PresignedWith& with = {}) {
  const Headers headers = {{"host", "127.0.0.1:8000"}};
  const std::string hash = sha256_hex(with.body);
  const std::string query =
      sigv4::Signer().presign({.method = with.method,
                               .path = with.path,
                               .query = with.query,
                               .headers = &headers,
                               .payload_hash = hash},
                              with.pair, {"us-east-1", with.service}, noon(), with.lifetime);
  return {.method = with.method, .target = with.path + "?" + query, .headers = headers, .body = with.body};
}

std::optional<Refusal> refusal_of(const Request& request, SystemTime now = noon()) {
  return SignatureVerifier({{plain_pair(), temporary_pair()}, {}, "us-east-1"}).verify(request, now);
}

std::string message_of(const Request& request, SystemTime now = noon()) {
  const auto refusal = refusal_of(request, now);
  return refusal ? refusal->message : "accepted";
}

TEST(PresignedRequest, IsAcceptedUntilItExpires) {
  EXPECT_EQ(message_of(presigned()), "accepted");
  EXPECT_EQ(message_of(presigned({.pair = temporary_pair()})), "accepted");
  EXPECT_EQ(message_of(presigned(), noon() + minutes(15)), "accepted");
  EXPECT_EQ(message_of(presigned(), noon() + minutes(15) + seconds(1)),
            "Signature expired: 20261122T120000Z is now earlier than 20261122T120001Z (20261122T121501Z - 15 "
            "min.)");
  EXPECT_THAT(message_of(presigned({.lifetime = seconds(90)}), noon() + minutes(2)),
              HasSubstr(" - 90 sec.)"));
  EXPECT_THAT(message_of(presigned(), noon() - minutes(6)), HasSubstr("Signature not yet current"));
}

TEST(PresignedRequest, IsRefusedIfAPartIsChanged) {
  Request request = presigned();
  request.body += " ";
  EXPECT_EQ(refusal_of(request)->code, "InvalidSignatureException");
  request = presigned();
  request.target.replace(request.target.find("X-Amz-Expires=900"), 17, "X-Amz-Expires=901");
  EXPECT_EQ(refusal_of(request)->code, "InvalidSignatureException");
  request = presigned();
  request.target += "&more=1";
  EXPECT_EQ(refusal_of(request)->code, "InvalidSignatureException");
  EXPECT_EQ(refusal_of(presigned({.service = "sts"}))->code, "InvalidSignatureException");
}

TEST(PresignedRequest, SaysWhatIsIncomplete) {
  Request request{.method = "POST",
                  .target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261122T120000Z"};
  EXPECT_EQ(refusal_of(request)->code, "IncompleteSignatureException");
  EXPECT_EQ(
      message_of(request),
      "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include "
      "'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. Re-examine the "
      "query-string parameters.");
  request.target = "/?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256";
  EXPECT_EQ(message_of(request), "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.");
  EXPECT_THAT(message_of(presigned({.lifetime = hours(24 * 7) + seconds(1)})), HasSubstr("less than a week"));
  request = presigned();
  request.target.replace(request.target.find("X-Amz-Expires=900"), 17, "X-Amz-Expires=x00");
  EXPECT_EQ(message_of(request), "X-Amz-Expires should be a number");
}

TEST(PresignedRequest, KeepsItsSessionTokenOutOfTheMessage) {
  aws::Credentials pair = temporary_pair();
  pair.session_token = "a+token/with=signs";
  Request request = presigned({.pair = pair});
  request.body += " ";
  const auto refusal = SignatureVerifier({{pair}, {}, "us-east-1"}).verify(request, noon());
  EXPECT_THAT(refusal->message, HasSubstr("X-Amz-Security-Token=***"));
  EXPECT_THAT(refusal->message, Not(HasSubstr("a%2Btoken")));
}

// As clusters and vaults are told who asks.
TEST(PresignedRequest, AsksStsWhoAsks) {
  EndpointSettings settings;
  settings.accepted = {{plain_pair()}, {}, "us-east-1"};
  settings.now = noon;
  settings.random = std::make_shared<RealRandom>();
  Endpoint endpoint(std::move(settings));
  const std::string query = "Action=GetCallerIdentity&Version=2011-06-15";
  for (const char* method : {"GET", "POST"}) {
    const Answer answer = endpoint.answer(
        presigned({.method = method, .path = "/", .query = query, .body = "", .service = "sts"}));
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto root = Xml::parse(answer.body);
    ASSERT_TRUE(root);
    EXPECT_EQ((*root)["GetCallerIdentityResult"]["Account"].text, "000000000000");
  }
}

TEST(PresignedRequest, OfAModelIsAnswered) {
  EndpointSettings settings;
  settings.accepted = {{plain_pair()}, {}, "us-east-1"};
  settings.now = noon;
  settings.random = std::make_shared<RealRandom>();
  Endpoint endpoint(std::move(settings));
  Request request = presigned();
  request.headers.emplace_back("Content-Type", "application/json");
  EXPECT_TRUE(endpoint.needs_body(request));
  EXPECT_EQ(endpoint.answer(request).status, 200) << endpoint.answer(request).body;
}

TEST(PayloadHash, MayBeUnsignedOnClaudePlatformOnAws) {
  SignatureVerifier check({{plain_pair()}, {}, "us-east-1"});
  const auto request = [](const char* service, const char* hash) {
    const Headers headers = {{"host", "127.0.0.1:8000"}, {"x-amz-content-sha256", hash}};
    Request made{.method = "POST", .target = "/v1/files", .headers = headers, .body = "any"};
    const sigv4::Request what = {
        .method = "POST", .path = "/v1/files", .query = "", .headers = &headers, .payload_hash = hash};
    for (auto& field : sigv4::Signer().sign(what, plain_pair(), {"us-east-1", service}, noon()))
      made.headers.push_back(std::move(field));
    return made;
  };
  const Request upload = request("aws-external-anthropic", "UNSIGNED-PAYLOAD");
  EXPECT_FALSE(check.verify_api(upload, noon(), {"aws-external-anthropic"}));
  EXPECT_FALSE(check.verify_api(upload, noon(), {"aws-external-anthropic"}, Part::head));
  Request tampered = upload;
  header_of(tampered, "host") = "elsewhere";
  EXPECT_TRUE(check.verify_api(tampered, noon(), {"aws-external-anthropic"}));

  EXPECT_THAT(check.verify(request("bedrock", "UNSIGNED-PAYLOAD"), noon())->message,
              HasSubstr("'UNSIGNED-PAYLOAD' is not supported as 'x-amz-content-sha256' by 'bedrock'"));
  for (const char* chunked : {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                              "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"}) {
    const auto refusal = check.verify(request("bedrock", chunked), noon());
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, "InvalidSignatureException");
    EXPECT_THAT(refusal->message, HasSubstr(std::string(chunked) + "' is not supported"));
    EXPECT_THAT(refusal->message, HasSubstr("only Amazon S3"));
  }
}

TEST(SigningService, IsReadFromTheHeaderOrTheQuery) {
  EXPECT_EQ(signing_service(signed_request("POST", kHaikuInvoke, "")), "bedrock");
  EXPECT_EQ(signing_service(presigned({.service = "sts"})), "sts");
  EXPECT_EQ(signing_service({.method = "POST", .target = "/"}), "");
  for (const char* header :
       {"Bearer Credential=a/b/c/sts/d", "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 x",
        "AWS4-HMAC-SHA256 Credential=a/b", "AWS4-HMAC-SHA256 Credential=/"}) {
    EXPECT_EQ(signing_service({.method = "POST", .target = "/", .headers = {{"Authorization", header}}}), "")
        << header;
  }
}

}  // namespace
}  // namespace anthropic::internal::local
