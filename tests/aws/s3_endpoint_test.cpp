#include <gmock/gmock.h>

#include <anthropic/aws/s3.hpp>
#include <anthropic/json.hpp>

#include "aws/services/s3/endpoint.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;

bool is_set(const Json& params, const char* name) {
  return params[name].as_bool().value_or(false);
}

/// What this client has no switch for, and so never asks for.
bool needs_a_switch_we_lack(const Json& params) {
  return is_set(params, "Accelerate") || is_set(params, "UseGlobalEndpoint") ||
         is_set(params, "UseS3ExpressControlEndpoint") || is_set(params, "UseObjectLambdaEndpoint");
}

bool is_refused_by_design(const std::string& bucket) {
  return bucket.starts_with("arn:") || bucket.ends_with("--x-s3") || bucket.ends_with("--xa-s3") ||
         bucket.ends_with("--op-s3");
}

TEST(S3Endpoint, FollowsAwssTests) {
  const auto folder = anthropic::internal::testing::vectors("endpoints/botocore/s3");
  REQUIRE_VECTORS(folder);
  const auto suite = Json::parse(anthropic::internal::testing::read_file(folder / "endpoint-tests-1.json"));
  ASSERT_TRUE(suite) << suite.error().to_string();
  int followed = 0, refused = 0, left_out = 0;
  for (const Json& test : (*suite)["testCases"].items()) {
    SCOPED_TRACE(test["documentation"].string_or(""));
    const Json& params = test["params"];
    const std::string bucket = params["Bucket"].string_or("");
    const std::string region = params["Region"].string_or("");
    const std::string url = params["Endpoint"].string_or("");
    if (needs_a_switch_we_lack(params)) {
      ++left_out;
      continue;
    }
    const auto endpoint = resolve_s3_endpoint(bucket,
                                              {.region = region,
                                               .endpoint_url = url,
                                               .fips = is_set(params, "UseFIPS"),
                                               .dual_stack = is_set(params, "UseDualStack")},
                                              is_set(params, "ForcePathStyle"));
    if (is_refused_by_design(bucket)) {
      ASSERT_FALSE(endpoint);
      EXPECT_EQ(endpoint.error().kind, ErrorKind::bad_request);
      ++refused;
    } else if (test["expect"].contains("error")) {
      ASSERT_FALSE(endpoint);
      EXPECT_EQ(endpoint.error().kind, ErrorKind::configuration);
      ++followed;
    } else {
      ASSERT_TRUE(endpoint) << endpoint.error().to_string();
      const Json& expected = test["expect"]["endpoint"];
      EXPECT_EQ(endpoint->url, expected["url"].string_or("?"));
      EXPECT_EQ(endpoint->signing_region,
                expected["properties"]["authSchemes"][0]["signingRegion"].string_or("?"));
      EXPECT_EQ(endpoint->signing_name, "s3");
      ++followed;
    }
  }
  EXPECT_EQ(followed, 103);
  EXPECT_EQ(refused, 197);
  EXPECT_EQ(left_out, 93);
}

TEST(S3Endpoint, PutsTheBucketIntoThePathOnThisMachine) {
  const auto named =
      resolve_s3_endpoint("bucket", {.region = "us-east-1", .endpoint_url = "http://localhost:5000"}, false);
  EXPECT_EQ(named->url, "http://localhost:5000/bucket");
  const auto in_figures =
      resolve_s3_endpoint("bucket", {.region = "us-east-1", .endpoint_url = "http://[::1]:5000"}, false);
  EXPECT_EQ(in_figures->url, "http://[::1]:5000/bucket");
}

TEST(S3Endpoint, SaysWhatIsNotSupported) {
  const EndpointOptions options{.region = "us-east-1"};
  const auto arn = resolve_s3_endpoint("arn:aws:s3:us-west-2:123456789012:accesspoint:mine", options, false);
  ASSERT_FALSE(arn);
  EXPECT_THAT(arn.error().message, HasSubstr("is an ARN"));
  EXPECT_THAT(arn.error().hint, HasSubstr("not supported"));
  EXPECT_FALSE(resolve_s3_endpoint("mine--usw2-az1--x-s3", options, false));
  EXPECT_TRUE(resolve_s3_endpoint("mine-abcdefgh-s3alias", options, false));
}

TEST(S3Endpoint, KnowsWhatCanBeABucket) {
  for (const char* name : {"abc", "my-bucket", "my.dotted.bucket", "Old_Bucket"}) {
    EXPECT_TRUE(check_bucket_name(name)) << name;
  }
  for (const std::string& name :
       {std::string(), std::string("ab"), std::string("a b c"), std::string("bücket"), std::string("a/b"),
        std::string("s3://bucket"), std::string("bucket#"), std::string("a\nb"), std::string(256, 'a')}) {
    const auto checked = check_bucket_name(name);
    ASSERT_FALSE(checked) << name;
    EXPECT_EQ(checked.error().kind, ErrorKind::bad_request);
    EXPECT_EQ(checked.error().status, 0);
  }
}

TEST(S3Uri, IsBucketAndKeyAsTheyAre) {
  const auto place = parse_s3_uri("s3://bucket/a//b/../grün +%20.txt");
  ASSERT_TRUE(place) << place.error().to_string();
  EXPECT_EQ(place->bucket, "bucket");
  EXPECT_EQ(place->key, "a//b/../grün +%20.txt");
  EXPECT_EQ(parse_s3_uri("s3://bucket")->key, "");
  EXPECT_EQ(parse_s3_uri("s3://bucket/")->key, "");
  EXPECT_EQ(parse_s3_uri("s3://bucket//key")->key, "/key");
}

TEST(S3Uri, RefusesEverythingElse) {
  for (const char* uri : {"", "bucket/key", "https://bucket/key", "S3://bucket/key", "s3:/bucket/key",
                          "s3://", "s3:///key", "s3://a b c/key", "s3://arn:aws:s3:::bucket/key"}) {
    const auto place = parse_s3_uri(uri);
    ASSERT_FALSE(place) << uri;
    EXPECT_EQ(place.error().kind, ErrorKind::bad_request) << uri;
    EXPECT_FALSE(place.error().hint.empty()) << uri;
  }
}

}  // namespace
}  // namespace anthropic::internal::aws
