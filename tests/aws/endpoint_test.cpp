#include "aws/endpoint.hpp"

#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "aws/region.hpp"
#include "support/vectors.hpp"

namespace anthropic::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

void follow_the_endpoint_tests_of(const std::string& service) {
  const auto folder = anthropic::testing::vectors("endpoints/botocore/" + service);
  REQUIRE_VECTORS(folder);
  const auto suite = Json::parse(anthropic::testing::read_file(folder / "endpoint-tests-1.json"));
  ASSERT_TRUE(suite) << suite.error().to_string();
  int proven = 0;
  for (const Json& test : (*suite)["testCases"].items()) {
    SCOPED_TRACE(test["documentation"].string_or(""));
    const Json& params = test["params"];
    const std::string region = params["Region"].string_or("");
    const std::string url = params["Endpoint"].string_or("");
    const auto endpoint =
        resolve_endpoint(service, {.region = region,
                                   .endpoint_url = url,
                                   .fips = params["UseFIPS"].as_bool().value_or(false),
                                   .dual_stack = params["UseDualStack"].as_bool().value_or(false)});
    if (test["expect"].contains("error")) {
      ASSERT_FALSE(endpoint);
      EXPECT_EQ(endpoint.error().kind, ErrorKind::configuration);
    } else {
      ASSERT_TRUE(endpoint) << endpoint.error().to_string();
      EXPECT_EQ(endpoint->url, test["expect"]["endpoint"]["url"].string_or("?"));
      EXPECT_EQ(endpoint->signing_name, "bedrock");
      EXPECT_EQ(endpoint->signing_region, region);
    }
    ++proven;
  }
  EXPECT_EQ(proven, 21);
}

TEST(Endpoint, FollowsAwssTestsOfBedrockRuntime) {
  follow_the_endpoint_tests_of("bedrock-runtime");
}

TEST(Endpoint, FollowsAwssTestsOfBedrock) {
  follow_the_endpoint_tests_of("bedrock");
}

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

TEST(Endpoint, OtherServicesFollowTheDefaultRule) {
  const auto endpoint = resolve_endpoint("kms", {.region = "cn-north-1", .fips = true});
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->url, "https://kms-fips.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(endpoint->signing_name, "kms");
}

}  // namespace
}  // namespace anthropic::aws
