#include "aws/endpoint/endpoint.hpp"

#include <gmock/gmock.h>
#include <set>
#include <string_view>
#include <utility>

#include <anthropic/aws/signed_request.hpp>
#include <anthropic/json.hpp>

#include "aws/endpoint/region.hpp"
#include "aws/endpoint/services.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Suite {
  const char* folder;
  const char* endpoint_prefix;
  const char* signing_name;
  int followed;
  /// Rules that this library has no use for: signin's control plane and OAuth.
  int left_out;
};

const Suite kSuites[] = {{"bedrock-runtime", "bedrock-runtime", "bedrock", 21, 0},
                         {"bedrock", "bedrock", "bedrock", 21, 0},
                         {"sts", "sts", "sts", 69, 0},
                         {"ec2", "ec2", "ec2", 54, 0},
                         {"kms", "kms", "kms", 68, 0},
                         {"logs", "logs", "logs", 49, 0},
                         {"cloudwatch", "monitoring", "monitoring", 26, 0},
                         {"ce", "ce", "ce", 26, 0},
                         {"budgets", "budgets", "budgets", 26, 0},
                         {"secretsmanager", "secretsmanager", "secretsmanager", 49, 0},
                         {"iam", "iam", "iam", 26, 0},
                         {"sso", "portal.sso", "awsssoportal", 40, 0},
                         {"sso-oidc", "oidc", "sso-oauth", 40, 0},
                         {"signin", "signin", "signin", 13, 9}};

bool is_left_out(const Json& params) {
  for (const char* flag : {"IsControlPlane", "IsOAuthEndpoint"}) {
    if (params[flag].as_bool() == true) return true;
  }
  return false;
}

void follow(const Suite& suite, const Json& test) {
  const Json& params = test["params"];
  const std::string region = params["Region"].string_or("");
  const std::string url = params["Endpoint"].string_or("");
  const auto endpoint = resolve_endpoint(
      suite.endpoint_prefix, {.region = region,
                              .endpoint_url = url,
                              .fips = params["UseFIPS"].as_bool().value_or(false),
                              .dual_stack = params["UseDualStack"].as_bool().value_or(false),
                              .legacy_sts = params["UseGlobalEndpoint"].as_bool().value_or(false)});
  if (test["expect"].contains("error")) {
    ASSERT_FALSE(endpoint);
    EXPECT_EQ(endpoint.error().kind, ErrorKind::configuration);
    return;
  }
  ASSERT_TRUE(endpoint) << endpoint.error().to_string();
  const Json& expected = test["expect"]["endpoint"];
  EXPECT_EQ(endpoint->url, expected["url"].string_or("?"));
  EXPECT_EQ(endpoint->signing_name, suite.signing_name);
  // Where the rules say nothing, it is the region asked for; with a URL of one's own they never do.
  const Json& scheme = expected["properties"]["authSchemes"][0];
  if (!url.empty()) return;
  EXPECT_EQ(endpoint->signing_region, scheme["signingRegion"].string_or(region));
}

class AwssEndpointTests : public ::testing::TestWithParam<Suite> {};

TEST_P(AwssEndpointTests, AreFollowed) {
  const Suite& suite = GetParam();
  const auto folder =
      anthropic::internal::testing::vectors(std::string("endpoints/botocore/") + suite.folder);
  REQUIRE_VECTORS(folder);
  const auto tests = Json::parse(anthropic::internal::testing::read_file(folder / "endpoint-tests-1.json"));
  ASSERT_TRUE(tests) << tests.error().to_string();
  int followed = 0;
  int left_out = 0;
  for (const Json& test : (*tests)["testCases"].items()) {
    SCOPED_TRACE(test["documentation"].string_or("") + test["params"].dump());
    if (is_left_out(test["params"])) {
      ++left_out;
      continue;
    }
    follow(suite, test);
    ++followed;
  }
  EXPECT_EQ(followed, suite.followed);
  EXPECT_EQ(left_out, suite.left_out);
}

INSTANTIATE_TEST_SUITE_P(Endpoint, AwssEndpointTests, ::testing::ValuesIn(kSuites),
                         [](const ::testing::TestParamInfo<Suite>& suite) {
                           std::string name = suite.param.folder;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

TEST(Endpoint, KnowsThePartitionOfARegionByItsName) {
  const std::pair<const char*, const char*> cases[] = {{"us-east-1", "aws"},
                                                       {"ap-southeast-7", "aws"},
                                                       {"mx-central-1", "aws"},
                                                       {"xy-newplace-1", "aws"},
                                                       {"aws-global", "aws"},
                                                       {"cn-north-1", "aws-cn"},
                                                       {"us-gov-west-1", "aws-us-gov"},
                                                       {"eusc-de-east-1", "aws-eusc"},
                                                       {"us-iso-west-1", "aws-iso"},
                                                       {"us-isob-east-1", "aws-iso-b"},
                                                       {"eu-isoe-west-1", "aws-iso-e"},
                                                       {"us-isof-south-1", "aws-iso-f"},
                                                       {"aws-cn-global", "aws-cn"},
                                                       {"aws-iso-b-global", "aws-iso-b"}};
  for (const auto& [region, partition] : cases) EXPECT_EQ(partition_of(region).name, partition) << region;
}

TEST(Endpoint, RefusesARegionThatIsNoHostLabel) {
  for (const std::string& region :
       {std::string("us-east-1.evil.example/"), std::string("us east 1"), std::string(""), std::string("-us"),
        std::string("us-"), std::string("a\r\nb"), std::string("us_east"), std::string(64, 'a'),
        std::string("us-east-1#")}) {
    EXPECT_FALSE(is_valid_region(region)) << region;
    const auto endpoint = resolve_endpoint("bedrock-runtime", {.region = region});
    ASSERT_FALSE(endpoint) << region;
    EXPECT_EQ(endpoint.error().kind, ErrorKind::configuration);
  }
  EXPECT_FALSE(
      resolve_endpoint("bedrock-runtime", {.region = "a\r\nb", .endpoint_url = "https://example.com"}));
  EXPECT_TRUE(is_valid_region("US-East-1"));
}

TEST(Endpoint, KeepsPortAndPathOfACustomUrl) {
  const auto endpoint = resolve_endpoint(
      "bedrock-runtime", {.region = "eu-west-1", .endpoint_url = "http://127.0.0.1:8080/gateway/"});
  ASSERT_TRUE(endpoint) << endpoint.error().to_string();
  EXPECT_EQ(endpoint->url, "http://127.0.0.1:8080/gateway");
  EXPECT_EQ(endpoint->signing_region, "eu-west-1");
}

TEST(Endpoint, RefusesAUrlThatIsNone) {
  for (const char* url :
       {"example.com", "ftp://example.com", "https://", "https://example.com?key=1", "localhost:80"}) {
    const auto endpoint = resolve_endpoint("bedrock-runtime", {.region = "us-east-1", .endpoint_url = url});
    ASSERT_FALSE(endpoint) << url;
    EXPECT_EQ(endpoint.error().kind, ErrorKind::configuration) << url;
  }
  const auto endpoint = resolve_endpoint(
      "bedrock-runtime", {.region = "us-east-1", .endpoint_url = "https://user:hunter2@example.com"});
  ASSERT_FALSE(endpoint);
  EXPECT_THAT(endpoint.error().to_string(), Not(HasSubstr("hunter2")));
}

TEST(Endpoint, AUrlOfOnesOwnIsSignedForTheServicesRegion) {
  const auto signing_region = [](const char* service, const char* region) {
    return resolve_endpoint(service, {.region = region, .endpoint_url = "https://vpce-1.example"})
        ->signing_region;
  };
  EXPECT_EQ(signing_region("kms", "eu-west-1"), "eu-west-1");
  EXPECT_EQ(signing_region("ce", "eu-west-1"), "us-east-1");
  EXPECT_EQ(signing_region("budgets", "us-gov-east-1"), "us-gov-west-1");
  EXPECT_EQ(signing_region("iam", "cn-northwest-1"), "cn-north-1");
}

TEST(Endpoint, OtherServicesFollowTheDefaultRule) {
  const auto endpoint = resolve_endpoint("kms", {.region = "cn-north-1", .fips = true});
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->url, "https://kms-fips.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(endpoint->signing_name, "kms");
}

TEST(Services, EachRowIsWhole) {
  std::set<std::string_view> ids, prefixes;
  for (const Service& row : kServices) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_TRUE(prefixes.insert(row.endpoint_prefix).second) << row.endpoint_prefix;
    const bool is_json = row.protocol == Protocol::json || row.protocol == Protocol::json_query_compatible;
    const bool is_query = row.protocol == Protocol::query || row.protocol == Protocol::ec2_query;
    EXPECT_EQ(row.version.empty(), !is_json && !is_query) << row.id;
    EXPECT_EQ(row.target_prefix.empty(), !is_json) << row.id;
    EXPECT_EQ(carries_secrets(row.signing_name), row.holds_secrets) << row.id;
  }
}

TEST(Services, AreSignedForTheirOwnNames) {
  const std::pair<const char*, const char*> cases[] = {{"bedrock-agent", "bedrock"},
                                                       {"email", "ses"},
                                                       {"portal.sso", "awsssoportal"},
                                                       {"execute-api", "execute-api"}};
  for (const auto& [prefix, name] : cases) {
    const auto endpoint = resolve_endpoint(prefix, {.region = "eu-west-1"});
    ASSERT_TRUE(endpoint) << prefix;
    EXPECT_EQ(endpoint->signing_name, name);
    const SigningScope scope = guess_signing_scope(endpoint->url.substr(8));
    EXPECT_EQ(scope.service, name);
    EXPECT_EQ(scope.region, "eu-west-1");
  }
}

}  // namespace
}  // namespace anthropic::internal::aws
