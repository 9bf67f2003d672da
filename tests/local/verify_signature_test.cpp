#include "local/credentials/verify_signature.hpp"

#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "signed_request.hpp"
#include "support/hex.hpp"
#include "support/vector_url.hpp"
#include "support/vectors.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::local {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

SignatureVerifier verifier() {
  return SignatureVerifier({{plain_pair(), temporary_pair()}, {"good-token"}, "us-east-1"});
}

// The code of the refusal, or "accepted".
std::string verdict(const Request& request, SystemTime now = noon()) {
  auto check = verifier();
  const auto refusal = check.verify(request, now);
  return refusal ? refusal->code : "accepted";
}

std::string message(const Request& request, SystemTime now = noon()) {
  auto check = verifier();
  const auto refusal = check.verify(request, now);
  return refusal ? refusal->message : "";
}

Request good(const SignedWith& with = {}) {
  return signed_request("POST", kHaikuInvoke, invoke_body(), with);
}

TEST(VerifySignature, AcceptsWhatItsKeysSigned) {
  EXPECT_EQ(verdict(good()), "accepted");
  EXPECT_EQ(verdict(good({.pair = temporary_pair()})), "accepted");
  EXPECT_EQ(verdict(signed_request("POST", "/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/invoke",
                                   invoke_body())),
            "accepted");
  EXPECT_EQ(verdict(signed_request("GET", "/foundation-models?byProvider=Anthropic&a", "")), "accepted");
}

TEST(VerifySignature, AcceptsTheSameKeyAgainOnTheNextDay) {
  auto check = verifier();
  EXPECT_FALSE(check.verify(good(), noon()));
  const SystemTime tomorrow = noon() + std::chrono::hours(24);
  EXPECT_FALSE(check.verify(good({.time = tomorrow}), tomorrow));
  EXPECT_FALSE(check.verify(good(), noon()));
}

TEST(VerifySignature, RefusesEveryTamperedPart) {
  Request request = good();
  request.body += " ";
  EXPECT_EQ(verdict(request), "InvalidSignatureException") << "body";

  request = good();
  request.method = "PUT";
  EXPECT_EQ(verdict(request), "InvalidSignatureException") << "method";

  request = good();
  request.target = std::string(kHaikuStream);
  EXPECT_EQ(verdict(request), "InvalidSignatureException") << "path";

  request = good();
  request.target += "?a=1";
  EXPECT_EQ(verdict(request), "InvalidSignatureException") << "query";

  request = good();
  std::string& authorization = header_of(request, "authorization");
  authorization.back() = authorization.back() == '0' ? '1' : '0';
  EXPECT_EQ(verdict(request), "InvalidSignatureException") << "signature";

  auto wrong_secret = plain_pair();
  wrong_secret.secret_access_key += "x";
  EXPECT_EQ(verdict(good({.pair = wrong_secret})), "InvalidSignatureException") << "secret";
}

TEST(VerifySignature, RefusesAChangeOfAnySignedHeader) {
  const SignedWith with{.pair = temporary_pair(), .more = {{"X-Amzn-Bedrock-Trace", "ENABLED"}}};
  for (const char* name : {"host", "content-type", "x-amzn-bedrock-trace"}) {
    Request request = good(with);
    header_of(request, name) += "x";
    EXPECT_EQ(verdict(request), "InvalidSignatureException") << name << " changed";
    request = good(with);
    remove_header(request, name);
    EXPECT_EQ(verdict(request), "InvalidSignatureException") << name << " removed";
  }
  Request request = good(with);
  header_of(request, "x-amz-date") = format_amz_date(noon() + seconds(1));
  EXPECT_EQ(verdict(request), "InvalidSignatureException") << "x-amz-date";
}

TEST(VerifySignature, RefusesAnUnsignedAmzHeader) {
  Request request = good();
  request.headers.emplace_back("X-Amz-Target", "anything");
  EXPECT_EQ(verdict(request), "InvalidSignatureException");
  EXPECT_THAT(message(request), HasSubstr("'x-amz-target' must be a 'SignedHeader'"));
  Request metadata = good();
  metadata.headers.emplace_back("X-Amzn-Bedrock-Request-Metadata", "{}");
  EXPECT_THAT(message(metadata), HasSubstr("'x-amzn-bedrock-request-metadata' must be a 'SignedHeader'"));
}

TEST(VerifySignature, AllowsUnsignedHeadersOfOtherNames) {
  Request request = good();
  request.headers.emplace_back("X-Local-Fault", "no-stop");
  request.headers.emplace_back("User-Agent", "test");
  EXPECT_EQ(verdict(request), "accepted");
}

TEST(VerifySignature, WantsTheHostSigned) {
  Request request = good();
  std::string& authorization = header_of(request, "authorization");
  const std::size_t at = authorization.find("host;");
  ASSERT_NE(at, std::string::npos);
  authorization.erase(at, 5);
  EXPECT_EQ(verdict(request), "InvalidSignatureException");
  EXPECT_THAT(message(request), HasSubstr("'Host' or ':authority'"));
}

// A signer of HTTP/2 requests signs :authority; a proxy in front turns it into Host.
TEST(VerifySignature, TakesHostForTheAuthorityOfHttp2) {
  Request request{.method = "POST", .target = std::string(kHaikuInvoke)};
  request.body = invoke_body();
  const Headers before = {{":authority", "127.0.0.1:8000"}};
  const std::string hash = sha256_hex(request.body);
  const sigv4::Request what = {
      .method = "POST", .path = kHaikuInvoke, .query = "", .headers = &before, .payload_hash = hash};
  request.headers = sigv4::Signer().sign(what, plain_pair(), {"us-east-1", "bedrock"}, noon());
  request.headers.emplace_back("Host", "127.0.0.1:8000");
  EXPECT_EQ(verdict(request), "accepted");
  header_of(request, "host") = "127.0.0.1:8001";
  EXPECT_EQ(verdict(request), "InvalidSignatureException");
}

TEST(VerifySignature, ChecksTheHashThatTheRequestStates) {
  const std::string body = invoke_body();
  Request request =
      signed_request("POST", kHaikuInvoke, body, {.more = {{"X-Amz-Content-Sha256", sha256_hex(body)}}});
  EXPECT_EQ(verdict(request), "accepted");
  request.body += " ";
  EXPECT_EQ(verdict(request), "InvalidSignatureException");
  EXPECT_THAT(message(request), HasSubstr("x-amz-content-sha256"));
  request =
      signed_request("POST", kHaikuInvoke, body, {.more = {{"X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"}}});
  EXPECT_EQ(verdict(request), "InvalidSignatureException");
}

TEST(VerifySignature, AllowsFiveMinutesOfDifference) {
  EXPECT_EQ(verdict(good({.time = noon() - minutes(5)})), "accepted");
  EXPECT_EQ(verdict(good({.time = noon() + minutes(5)})), "accepted");
  const Request late = good({.time = noon() - minutes(5) - seconds(1)});
  EXPECT_EQ(verdict(late), "InvalidSignatureException");
  EXPECT_EQ(message(late),
            "Signature expired: 20261122T115459Z is now earlier than 20261122T115500Z (20261122T120000Z - 5 "
            "min.)");
  const Request early = good({.time = noon() + minutes(5) + seconds(1)});
  EXPECT_EQ(verdict(early), "InvalidSignatureException");
  EXPECT_THAT(message(early), HasSubstr("Signature not yet current: 20261122T120501Z"));
}

TEST(VerifySignature, ChecksTheScope) {
  EXPECT_EQ(verdict(good({.region = "eu-west-1"})), "InvalidSignatureException");
  EXPECT_THAT(message(good({.region = "eu-west-1"})), HasSubstr("scoped to a valid region"));
  EXPECT_EQ(verdict(good({.service = "bedrock-runtime"})), "InvalidSignatureException");
  EXPECT_THAT(message(good({.service = "bedrock-runtime"})), HasSubstr("correct service: 'bedrock'"));
  Request request = good();
  std::string& authorization = header_of(request, "authorization");
  authorization.replace(authorization.find("/20261122/"), 10, "/20261121/");
  EXPECT_EQ(verdict(request), "InvalidSignatureException");
  EXPECT_THAT(message(request), HasSubstr("Date in Credential scope does not match"));
}

TEST(VerifySignature, ChecksWhoAsks) {
  auto stranger = plain_pair();
  stranger.access_key_id = "AKIASTRANGER";
  EXPECT_EQ(verdict(good({.pair = stranger})), "UnrecognizedClientException");
  EXPECT_EQ(message(good({.pair = stranger})), "The security token included in the request is invalid.");
}

TEST(VerifySignature, ChecksTheSessionToken) {
  auto without = temporary_pair();
  without.session_token.clear();
  EXPECT_EQ(verdict(good({.pair = without})), "UnrecognizedClientException");
  auto wrong = temporary_pair();
  wrong.session_token += "x";
  EXPECT_EQ(verdict(good({.pair = wrong})), "UnrecognizedClientException");
  auto needless = plain_pair();
  needless.session_token = "needless";
  EXPECT_EQ(verdict(good({.pair = needless})), "UnrecognizedClientException");
}

TEST(VerifySignature, KnowsWhenAKeyHasExpired) {
  auto pair = temporary_pair();
  pair.expiration = noon() + minutes(1);
  SignatureVerifier check({{pair}, {}, "us-east-1"});
  EXPECT_FALSE(check.verify(good({.pair = pair}), noon()));
  const auto refusal = check.verify(good({.pair = pair}), noon() + minutes(1));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, "ExpiredTokenException");
  EXPECT_EQ(refusal->status, 403);
}

TEST(VerifySignature, SaysWhatIsMissing) {
  Request request = good();
  remove_header(request, "authorization");
  EXPECT_EQ(verdict(request), "MissingAuthenticationTokenException");

  request = good();
  header_of(request, "authorization") = "AWS4-HMAC-SHA256 Credential=AKIATESTPLAIN/20261122";
  EXPECT_EQ(verdict(request), "IncompleteSignatureException");
  EXPECT_EQ(message(request),
            "Authorization header requires 'SignedHeaders' parameter. Authorization header requires "
            "'Signature' parameter.");

  request = good();
  remove_header(request, "x-amz-date");
  EXPECT_EQ(verdict(request), "IncompleteSignatureException");
  request = good();
  header_of(request, "x-amz-date") = "yesterday";
  EXPECT_EQ(verdict(request), "IncompleteSignatureException");
}

TEST(VerifySignature, ShowsTheCanonicalRequestWithoutSecrets) {
  Request request = good({.pair = temporary_pair()});
  request.body += " ";
  const std::string text = message(request);
  EXPECT_THAT(text, HasSubstr("The Canonical String for this request should have been\n'POST\n"
                              "/model/us.anthropic.claude-haiku-4-5-20251001-v1%253A0/invoke\n"));
  EXPECT_THAT(text, HasSubstr("The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261122T120000Z\n"));
  EXPECT_THAT(text, HasSubstr("x-amz-security-token:***"));
  EXPECT_THAT(text, Not(HasSubstr(temporary_pair().session_token)));
  EXPECT_THAT(text, Not(HasSubstr(temporary_pair().secret_access_key)));
}

TEST(VerifySignature, ChecksBearerTokens) {
  Request request{.method = "POST", .target = std::string(kHaikuInvoke)};
  request.headers = {{"Host", "h"}, {"Authorization", "Bearer good-token"}};
  EXPECT_EQ(verdict(request), "accepted");
  header_of(request, "authorization") = "bearer good-token";
  EXPECT_EQ(verdict(request), "accepted");
  for (const char* wrong : {"Bearer good-tokex", "Bearer good-token2", "Bearer "}) {
    header_of(request, "authorization") = wrong;
    EXPECT_EQ(verdict(request), "AccessDeniedException") << wrong;
  }
}

// Requests that botocore signed: its bytes, not ours.
TEST(VerifySignature, AcceptsTheRequestsThatBotocoreSigned) {
  const std::filesystem::path folder = testing::vectors("golden-requests");
  REQUIRE_VECTORS(folder);
  int checked = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("bedrock") || name.find("api-key") != std::string::npos) continue;
    const Result<Json> json = Json::parse(testing::read_file(entry.path()));
    ASSERT_TRUE(json) << name;
    if (name.find("bearer") != std::string::npos) continue;
    aws::Credentials pair;
    pair.access_key_id = (*json)["credentials"]["access_key_id"].string_or("");
    pair.secret_access_key = (*json)["credentials"]["secret_access_key"].string_or("");
    pair.session_token = (*json)["credentials"]["session_token"].string_or("");
    const Json& wire = (*json)["request"];
    Request request{.method = wire["method"].string_or("")};
    const testing::VectorUrl url(wire["url"].string_or(""));
    request.target = url.path + (url.query.empty() ? "" : "?" + url.query);
    if (wire["body_hex"].is_string())
      request.body = anthropic::internal::testing::from_hex(wire["body_hex"].string_or(""));
    else
      request.body = wire["body_utf8"].string_or("");
    request.headers.emplace_back("Host", url.authority);
    for (const Json& field : wire["headers"].items())
      request.headers.emplace_back(field[0].string_or(""), field[1].string_or(""));
    const auto now = parse_amz_date((*json)["timestamp"].string_or(""));
    ASSERT_TRUE(now) << name;
    SignatureVerifier check({{pair}, {}, (*json)["region"].string_or("")});
    const auto refusal = check.verify(request, *now);
    EXPECT_FALSE(refusal) << name << ": " << (refusal ? refusal->message : "");
    ++checked;
  }
  EXPECT_GE(checked, 13);
}

}  // namespace
}  // namespace anthropic::internal::local
