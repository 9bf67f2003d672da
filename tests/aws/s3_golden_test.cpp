// Requests as botocore makes them, and answers as it reads them.

#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "aws/s3_fixture.hpp"
#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::aws {
namespace {

class S3Golden : public S3Test {
 protected:
  static Json read(const std::string& folder, const std::string& name) {
    const auto text = anthropic::internal::testing::read_file(anthropic::internal::testing::vectors(folder) /
                                                              (name + ".json"));
    auto json = Json::parse(text);
    EXPECT_TRUE(json) << name;
    return json ? *std::move(json) : Json();
  }
  /// botocore still uses the global endpoint of us-east-1, which this client never does by itself.
  S3 like_botocore(const Json& golden) const {
    return S3(session({.session_token = golden["credentials"]["session_token"].string_or("")}),
              {.endpoint_url = "https://s3.amazonaws.com"});
  }
  static std::string header(const Json& golden, std::string_view name) {
    for (const Json& field : golden["request"]["headers"].items()) {
      if (iequals(field[0].string_or(""), name)) return field[1].string_or("");
    }
    return {};
  }
  void expect_signed_as_in(const Json& golden) const {
    EXPECT_EQ(sent().method, golden["request"]["method"].string_or("?"));
    EXPECT_EQ(sent().url, golden["request"]["url"].string_or("?"));
    for (const char* name : {"authorization", "x-amz-content-sha256", "x-amz-checksum-mode", "range"}) {
      EXPECT_EQ(sent().header(name), header(golden, name)) << name;
    }
  }
  Headers answer_headers(const Json& golden) const {
    Headers headers;
    for (const auto& member : golden["headers"].members()) {
      headers.emplace_back(member.name, member.value.string_or(""));
    }
    return headers;
  }
};

TEST_F(S3Golden, ReadsAreSignedAsBotocoreSignsThem) {
  REQUIRE_VECTORS(anthropic::internal::testing::vectors("golden-requests"));
  const Json golden = read("golden-requests", "s3.GetObject");
  answer(206, "0123456789");
  const Json& params = golden["params"];
  ASSERT_TRUE(like_botocore(golden).get_object({.bucket = params["Bucket"].string_or(""),
                                                .key = params["Key"].string_or(""),
                                                .range = params["Range"].string_or("")}));
  expect_signed_as_in(golden);
}

TEST_F(S3Golden, AVersionIsAskedForAsBotocoreDoes) {
  REQUIRE_VECTORS(anthropic::internal::testing::vectors("golden-requests"));
  const Json golden = read("golden-requests", "s3.GetObject.version");
  answer(200, "x");
  const Json& params = golden["params"];
  ASSERT_TRUE(like_botocore(golden).get_object(
      {.bucket = params["Bucket"].string_or(""),
       .key = params["Key"].string_or(""),
       .version_id = params["VersionId"].string_or(""),
       .response_content_type = params["ResponseContentType"].string_or("")}));
  expect_signed_as_in(golden);
}

TEST_F(S3Golden, DotsInBucketAndKeyStay) {
  REQUIRE_VECTORS(anthropic::internal::testing::vectors("golden-requests"));
  const Json golden = read("golden-requests", "s3.GetObject.dots");
  answer(200, "x");
  ASSERT_TRUE(like_botocore(golden).get_object(
      {.bucket = golden["params"]["Bucket"].string_or(""), .key = golden["params"]["Key"].string_or("")}));
  expect_signed_as_in(golden);
}

TEST_F(S3Golden, WritesCarryWhatBotocoresCarryButInOnePiece) {
  REQUIRE_VECTORS(anthropic::internal::testing::vectors("golden-requests"));
  for (const char* name : {"s3.PutObject.bytes", "s3.PutObject.path-style", "s3.PutObject.when_required"}) {
    SCOPED_TRACE(name);
    fake_ = anthropic::internal::testing::make_fake_world();
    const Json golden = read("golden-requests", name);
    const Json& params = golden["params"];
    PutObjectInput input{.bucket = params["Bucket"].string_or(""),
                         .key = params["Key"].string_or(""),
                         .body = params["Body"]["$bytes_utf8"].string_or(""),
                         .content_type = params["ContentType"].string_or("")};
    for (const auto& member : params["Metadata"].members()) {
      input.metadata[member.name] = member.value.string_or("");
    }
    answer(200, "", {{"ETag", "\"1\""}});
    ASSERT_TRUE(like_botocore(golden).put_object(input));
    EXPECT_EQ(sent().method, "PUT");
    EXPECT_EQ(sent().url, golden["request"]["url"].string_or("?"));
    EXPECT_EQ(sent().header("content-type"), header(golden, "content-type"));
    EXPECT_EQ(sent().header("x-amz-meta-foo"), header(golden, "x-amz-meta-foo"));
    EXPECT_EQ(sent().header("content-encoding"), "");
    EXPECT_EQ(sent().body, "hello world");
    EXPECT_EQ(sent().header("x-amz-content-sha256"),
              "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    EXPECT_EQ(sent().header("x-amz-checksum-crc32"), "DUoRhQ==");
  }
}

TEST_F(S3Golden, AnObjectIsReadAsBotocoreReadsIt) {
  REQUIRE_VECTORS(anthropic::internal::testing::vectors("golden-responses"));
  const Json golden = read("golden-responses", "s3.GetObject");
  const Json& parsed = golden["parsed"];
  answer(200, "hello", answer_headers(golden));
  const auto object = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_TRUE(object) << object.error().to_string();
  EXPECT_EQ(object->body, "hello");
  EXPECT_EQ(object->content_length, parsed["ContentLength"].as_int64());
  EXPECT_EQ(object->e_tag, parsed["ETag"].string_or("?"));
  EXPECT_EQ(object->checksum_crc32, parsed["ChecksumCRC32"].string_or("?"));
  EXPECT_EQ(object->content_type, parsed["ContentType"].string_or("?"));
  EXPECT_EQ(object->metadata, (ObjectMetadata{{"a", "b"}}));
  EXPECT_TRUE(object->last_modified);
  EXPECT_EQ(object->request_id, golden["headers"]["x-amzn-requestid"].string_or("?"));
}

TEST_F(S3Golden, AWriteIsReadAsBotocoreReadsIt) {
  REQUIRE_VECTORS(anthropic::internal::testing::vectors("golden-responses"));
  const Json golden = read("golden-responses", "s3.PutObject");
  answer(200, "", answer_headers(golden));
  const auto stored = client().put_object({.bucket = "bucket", .key = "key", .body = "hello"});
  ASSERT_TRUE(stored) << stored.error().to_string();
  EXPECT_EQ(stored->e_tag, golden["parsed"]["ETag"].string_or("?"));
  EXPECT_EQ(stored->checksum_crc32, golden["parsed"]["ChecksumCRC32"].string_or("?"));
  EXPECT_EQ(sent().header("x-amz-checksum-crc32"), golden["parsed"]["ChecksumCRC32"].string_or("?"));
}

TEST_F(S3Golden, ErrorsAreReadAsBotocoreReadsThem) {
  REQUIRE_VECTORS(anthropic::internal::testing::vectors("golden-responses"));
  for (const char* name : {"s3.GetObject.NoSuchKey", "s3.GetObject.NoSuchBucket"}) {
    SCOPED_TRACE(name);
    const Json golden = read("golden-responses", name);
    answer(404, golden["body_utf8"].string_or(""), answer_headers(golden));
    const auto object = client().get_object({.bucket = "bucket", .key = "key"});
    ASSERT_FALSE(object);
    EXPECT_EQ(object.error().kind, ErrorKind::not_found);
    EXPECT_EQ(object.error().code, golden["error_code"].string_or("?"));
    EXPECT_EQ(object.error().message, golden["parsed"]["Error"]["Message"].string_or("?"));
    EXPECT_FALSE(object.error().hint.empty());
    EXPECT_EQ(object.error().request_id, golden["headers"]["x-amzn-requestid"].string_or("?"));
  }
}

}  // namespace
}  // namespace anthropic::internal::aws
