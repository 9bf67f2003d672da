#include "local/credentials/short_term_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "base/time/time_format.hpp"
#include "local/credentials/verify_signature.hpp"
#include "signed_request.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::local {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct KeyOf {
  aws::Credentials pair = plain_pair();
  std::string region = "us-east-1";
  std::string service = "bedrock";
  seconds lifetime = hours(12);
  std::string action = "Action=CallWithBearerToken";
  std::string host = "bedrock.amazonaws.com";
};

// As AWS's generators make it.
std::string short_term_key(const KeyOf& of = {}) {
  const Headers headers = {{"host", of.host}};
  const std::string hash = sha256_hex("");
  const std::string query = sigv4::Signer().presign(
      {.method = "POST", .path = "/", .query = of.action, .headers = &headers, .payload_hash = hash}, of.pair,
      {of.region, of.service}, noon(), of.lifetime);
  return "bedrock-api-key-" + base64_encode(of.host + "/?" + query + "&Version=1");
}

AcceptedKeys accepted() {
  return {{plain_pair(), temporary_pair()}, {"good-token"}, "us-east-1"};
}

// "accepted", or what the refusal says.
std::string verdict(const std::string& key, SystemTime now = noon(), AcceptedKeys keys = accepted()) {
  Request request{.method = "POST", .target = std::string(kHaikuInvoke)};
  request.headers = {{"Host", "h"}, {"Authorization", "Bearer " + key}};
  const auto refusal = SignatureVerifier(std::move(keys)).verify(request, now);
  if (!refusal) return "accepted";
  EXPECT_EQ(refusal->status, 403);
  EXPECT_EQ(refusal->code, "AccessDeniedException");
  EXPECT_TRUE(refusal->capital_member);
  return refusal->message;
}

TEST(ShortTermKey, IsAcceptedIfAcceptedKeysMadeIt) {
  EXPECT_EQ(verdict(short_term_key()), "accepted");
  EXPECT_EQ(verdict(short_term_key({.pair = temporary_pair()})), "accepted");
  EXPECT_EQ(verdict(short_term_key(), noon() + hours(12) - seconds(1)), "accepted");
  EXPECT_EQ(verdict(short_term_key(), noon() - minutes(5)), "accepted");
}

TEST(ShortTermKey, Ends) {
  EXPECT_EQ(verdict(short_term_key(), noon() + hours(12)), "Bearer Token has expired");
  EXPECT_EQ(verdict(short_term_key({.lifetime = seconds(60)}), noon() + seconds(60)),
            "Bearer Token has expired");
  AcceptedKeys keys = accepted();
  keys.pairs[1].expiration = noon() + minutes(1);
  EXPECT_EQ(verdict(short_term_key({.pair = temporary_pair()}), noon(), keys), "accepted");
  EXPECT_EQ(verdict(short_term_key({.pair = temporary_pair()}), noon() + minutes(1), keys),
            "Bearer Token has expired");
}

TEST(ShortTermKey, IsRefusedWithTheReason) {
  auto stranger = plain_pair();
  stranger.access_key_id = "AKIASTRANGER";
  auto wrong_secret = plain_pair();
  wrong_secret.secret_access_key += "x";
  auto wrong_token = temporary_pair();
  wrong_token.session_token += "x";
  const std::string good = short_term_key();
  struct Case {
    std::string key;
    std::string reason;
  };
  for (const auto& [key, reason] : {
           Case{short_term_key({.pair = stranger}), "keys that are not accepted here"},
           Case{short_term_key({.pair = wrong_token}), "keys that are not accepted here"},
           Case{short_term_key({.pair = wrong_secret}), "Its signature is wrong"},
           Case{short_term_key({.region = "eu-west-1"}),
                "for the region 'eu-west-1', and this is 'us-east-1'"},
           Case{short_term_key({.service = "bedrock-mantle"}), "correct service: 'bedrock'"},
           Case{short_term_key({.lifetime = hours(13)}), "at most 43200"},
           Case{short_term_key({.action = "Action=GetCallerIdentity"}), "not CallWithBearerToken"},
           Case{short_term_key({.host = "sts.amazonaws.com"}), "does not begin with bedrock.amazonaws.com/?"},
           Case{good.substr(0, good.size() - 2), "not base64"},
           Case{"bedrock-api-key-", "does not begin with"},
           Case{"bedrock-api-key-" + base64_encode("bedrock.amazonaws.com/?Action=CallWithBearerToken"),
                "Missing Authentication Token"},
       }) {
    const std::string said = verdict(key);
    EXPECT_THAT(said, StartsWith("Authentication failed: Please make sure your API Key is valid. ("));
    EXPECT_THAT(said, HasSubstr(reason));
  }
  EXPECT_THAT(verdict(good, noon() - minutes(6)), HasSubstr("in the future"));
}

TEST(ShortTermKey, DoesNotReturnInTheRefusal) {
  const std::string key = short_term_key({.pair = temporary_pair(), .region = "eu-west-1"});
  EXPECT_THAT(verdict(key), Not(HasSubstr(key.substr(16, 40))));
  EXPECT_THAT(verdict(key), Not(HasSubstr(temporary_pair().session_token)));
}

TEST(ShortTermKey, IsTakenByBedrocksMessagesEndpointsAlone) {
  SignatureVerifier check(accepted());
  Request request{.method = "POST", .target = "/anthropic/v1/messages"};
  for (const char* header : {"authorization", "x-api-key"}) {
    const bool is_bearer = std::string_view(header) == "authorization";
    request.headers = {{header, (is_bearer ? "Bearer " : "") + short_term_key()}};
    EXPECT_FALSE(check.verify_api(request, noon(), {"bedrock", "bedrock-mantle"})) << header;
    const auto late = check.verify_api(request, noon() + hours(12), {"bedrock", "bedrock-mantle"});
    ASSERT_TRUE(late);
    EXPECT_EQ(late->status, 401);
    EXPECT_EQ(late->message, "Bearer Token has expired");
    const auto elsewhere = check.verify_api(request, noon(), {"aws-external-anthropic"});
    ASSERT_TRUE(elsewhere) << header;
    EXPECT_EQ(elsewhere->status, 401);
  }
}

// What AWS's own generator made.
TEST(ShortTermKey, OfAwssGeneratorIsAccepted) {
  const std::filesystem::path folder = testing::vectors("golden-requests");
  REQUIRE_VECTORS(folder);
  for (const char* name :
       {"bedrock.presigned-api-key.json", "bedrock.presigned-api-key.session-token.json"}) {
    const Result<Json> vector = Json::parse(testing::read_file(folder / name));
    ASSERT_TRUE(vector) << name;
    const Json& said = (*vector)["credentials"];
    aws::Credentials pair;
    pair.access_key_id = said["access_key_id"].string_or("");
    pair.secret_access_key = said["secret_access_key"].string_or("");
    pair.session_token = said["session_token"].string_or("");
    const auto made = parse_amz_date((*vector)["timestamp"].string_or(""));
    ASSERT_TRUE(made) << name;
    EXPECT_EQ(verdict((*vector)["api_key"].string_or(""), *made, {{pair}, {}, "us-west-2"}), "accepted")
        << name;
  }
}

}  // namespace
}  // namespace anthropic::internal::local
