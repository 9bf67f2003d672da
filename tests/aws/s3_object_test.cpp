#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/resource.h>

#include "aws/s3_fixture.hpp"
#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::aws {
namespace {

using anthropic::internal::testing::FakeAnswer;
using ::testing::HasSubstr;
using ::testing::Not;

class S3Object : public S3Test {
 protected:
  /// The object "hello world" breaks off after "hello ".
  void answer_half() {
    fake_.transport->answer(FakeAnswer{
        .headers = {{"ETag", "\"1\""}, {"x-amz-checksum-crc32", "DUoRhQ=="}, {"Content-Length", "11"}},
        .pieces = {"hel", "lo "},
        .error_after_body = Error{.kind = ErrorKind::connection, .message = "reset"}});
  }

  testing::TemporaryFolder folder;
};

TEST_F(S3Object, KeysGoOverTheWireAsTheyAre) {
  const std::pair<const char*, const char*> keys[] = {{"a//b", "/a//b"},
                                                      {"../a/./b/..", "/../a/./b/.."},
                                                      {"/a", "//a"},
                                                      {"a b+c", "/a%20b%2Bc"},
                                                      {"grün?x=1#y", "/gr%C3%BCn%3Fx%3D1%23y"},
                                                      {"100%25", "/100%2525"},
                                                      {"a~b-c_d.e!*'()", "/a~b-c_d.e%21%2A%27%28%29"}};
  for (const auto& [key, path] : keys) {
    fake_ = anthropic::internal::testing::make_fake_world();
    answer(200, "x");
    ASSERT_TRUE(client().get_object({.bucket = "bucket", .key = key}));
    EXPECT_EQ(sent().url, "https://bucket.s3.us-east-1.amazonaws.com" + std::string(path));
  }
}

TEST_F(S3Object, NamesThatCannotBeRightAreNotSent) {
  const S3 s3 = client();
  for (const auto& error :
       {s3.get_object({.bucket = "bucket"}).error(), s3.put_object({.bucket = "bucket"}).error(),
        s3.head_object({.bucket = "bucket"}).error(), s3.delete_object({.bucket = "bucket"}).error(),
        s3.get_object({.bucket = "no bucket", .key = "key"}).error(),
        s3.get_object({.bucket = "", .key = "key"}).error(), s3.list_objects_v2({.bucket = "x"}).error(),
        s3.get_object({.bucket = "bucket", .key = std::string(1025, 'k')}).error(),
        s3.get_object({.bucket = "arn:aws:s3:us-east-1:1:accesspoint:a", .key = "key"}).error(),
        s3.get_object({.bucket = "bucket", .key = "key", .if_match = "a\r\nx-evil: 1"}).error(),
        s3.put_object({.bucket = "bucket", .key = "key", .metadata = {{"a", "grün"}}}).error(),
        s3.put_object({.bucket = "bucket", .key = "key", .metadata = {{"a:b", "c"}}}).error()}) {
    EXPECT_EQ(error.kind, ErrorKind::bad_request) << error.to_string();
    EXPECT_EQ(error.status, 0);
    EXPECT_FALSE(error.hint.empty()) << error.to_string();
  }
  EXPECT_EQ(requests_sent(), 0u);
}

TEST_F(S3Object, EmptyMetadataIsSent) {
  answer(200);
  ASSERT_TRUE(client().put_object({.bucket = "bucket", .key = "key", .metadata = {{"a", ""}}}));
  EXPECT_THAT(sent().header("authorization"), HasSubstr("x-amz-meta-a"));
}

TEST_F(S3Object, AWrongChecksumIsFound) {
  answer(200, "hello worle", {{"x-amz-checksum-crc32", "DUoRhQ=="}});
  const auto object = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().kind, ErrorKind::response_validation);
  EXPECT_THAT(object.error().message, HasSubstr("DUoRhQ=="));
}

TEST_F(S3Object, ChecksumsOfOtherBytesAreNotCompared) {
  answer(200, "hello", {{"x-amz-checksum-crc32", "DUoRhQ==-2"}});
  answer(200, "hello", {{"x-amz-checksum-crc32", "DUoRhQ=="}, {"x-amz-checksum-type", "COMPOSITE"}});
  answer(206, "hello", {{"x-amz-checksum-crc32", "DUoRhQ=="}, {"Content-Range", "bytes 0-4/11"}});
  const S3 s3 = client();
  EXPECT_EQ(s3.get_object({.bucket = "bucket", .key = "key"})->body, "hello");
  EXPECT_EQ(s3.get_object({.bucket = "bucket", .key = "key"})->body, "hello");
  EXPECT_EQ(s3.get_object({.bucket = "bucket", .key = "key", .range = "bytes=0-4"})->content_range,
            "bytes 0-4/11");
}

TEST_F(S3Object, ADownloadThatBreaksOffGoesOnWhereItStopped) {
  answer_half();
  answer(206, "world", {{"ETag", "\"1\""}, {"Content-Range", "bytes 6-10/11"}, {"Content-Length", "5"}});
  const auto object = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_TRUE(object) << object.error().to_string();
  EXPECT_EQ(object->body, "hello world");
  EXPECT_EQ(object->content_length, 11);
  EXPECT_EQ(sent(1).header("range"), "bytes=6-");
  EXPECT_EQ(sent(1).header("if-match"), "\"1\"");
}

TEST_F(S3Object, ADownloadDoesNotGoOnWithAnotherObject) {
  answer_half();
  answer(412, "<Error><Code>PreconditionFailed</Code><Message>no</Message></Error>");
  const auto replaced = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().kind, ErrorKind::conflict);
  EXPECT_THAT(replaced.error().message, HasSubstr("replaced"));

  answer_half();
  answer(200, "hello world");
  const auto ignored = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_FALSE(ignored);
  EXPECT_EQ(ignored.error().kind, ErrorKind::response_validation);
}

TEST_F(S3Object, ADownloadThatBreaksOffAgainAndAgainEnds) {
  answer_half();
  for (int i = 0; i < 5; ++i) {
    const std::string range = "bytes " + std::to_string(6 + i) + "-10/11";
    fake_.transport->answer(FakeAnswer{.status = 206,
                                       .headers = {{"Content-Range", range}},
                                       .pieces = {"w"},
                                       .error_after_body = Error{.kind = ErrorKind::connection}});
  }
  const auto object = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().kind, ErrorKind::connection);
  EXPECT_EQ(requests_sent(), 3u);
}

TEST_F(S3Object, AFileAppearsOnlyWhenItIsWhole) {
  const std::string path = folder.file("file");
  answer(200, "hello world", {{"x-amz-checksum-crc32", "DUoRhQ=="}});
  ASSERT_TRUE(client().get_object({.bucket = "bucket", .key = "key", .body_file = path}));
  EXPECT_EQ(folder.read("file"), "hello world");

  answer(200, "hello worle", {{"x-amz-checksum-crc32", "DUoRhQ=="}});
  EXPECT_FALSE(client().get_object({.bucket = "bucket", .key = "key", .body_file = path}));
  EXPECT_EQ(folder.read("file"), "hello world");
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(S3Object, NothingIsLeftOfAFileThatDoesNotFit) {
  answer(200, std::string(2000, 'x'), {{"ETag", "\"1\""}});
  const Result<GetObjectOutput> object = [&] {
    const testing::FileSizeLimit limit(1000);
    return client().get_object({.bucket = "bucket", .key = "key", .body_file = folder.file("file")});
  }();
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().kind, ErrorKind::configuration);
  EXPECT_THAT(object.error().message, HasSubstr("cannot write"));
  EXPECT_EQ(folder.entries(), 0);
  EXPECT_EQ(requests_sent(), 1u);
}

TEST_F(S3Object, AFileThatCannotBeWrittenIsToldBeforeAnythingIsSent) {
  const auto object =
      client().get_object({.bucket = "bucket", .key = "key", .body_file = folder.file("none/file")});
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().kind, ErrorKind::configuration);
  EXPECT_EQ(requests_sent(), 0u);
}

TEST_F(S3Object, ASinkTakesPiecesAndMayRefuse) {
  std::vector<std::string> pieces;
  fake_.transport->answer(FakeAnswer{.pieces = {"hello ", "world"}});
  const auto object = client().get_object({.bucket = "bucket", .key = "key", .body_sink = [&](auto piece) {
                                             pieces.emplace_back(piece);
                                             return Result<void>();
                                           }});
  ASSERT_TRUE(object);
  EXPECT_EQ(object->body, "");
  EXPECT_THAT(pieces, ::testing::ElementsAre("hello ", "world"));

  fake_.transport->answer(FakeAnswer{.headers = {{"ETag", "\"1\""}}, .pieces = {"hello ", "world"}});
  const auto refused = client().get_object({.bucket = "bucket", .key = "key", .body_sink = [](auto) {
                                              return Result<void>(Error{.kind = ErrorKind::connection});
                                            }});
  ASSERT_FALSE(refused);
  EXPECT_EQ(requests_sent(), 2u);
}

TEST_F(S3Object, AnEmptyObjectIsAnObject) {
  answer(200, "", {{"Content-Length", "0"}, {"x-amz-checksum-crc32", "AAAAAA=="}});
  const auto object =
      client().get_object({.bucket = "bucket", .key = "key", .body_file = folder.file("empty")});
  ASSERT_TRUE(object) << object.error().to_string();
  EXPECT_TRUE(std::filesystem::exists(folder.file("empty")));
  answer(200);
  ASSERT_TRUE(client().put_object({.bucket = "bucket", .key = "key", .body_file = folder.file("empty")}));
  EXPECT_EQ(sent(1).header("x-amz-checksum-crc32"), "AAAAAA==");
}

TEST_F(S3Object, ABucketInAnotherRegionIsFollowedOnceAndRemembered) {
  for (const auto& refusal :
       {FakeAnswer{.status = 301, .headers = {{"x-amz-bucket-region", "eu-central-1"}}},
        FakeAnswer{.status = 307, .headers = {{"x-amz-bucket-region", "eu-central-1"}}},
        FakeAnswer{.status = 400,
        .pieces = {"<Error><Code>AuthorizationHeaderMalformed</Code><Message>m</Message>"
                   "<Region>eu-central-1</Region></Error>"}}}) {
    fake_ = anthropic::internal::testing::make_fake_world();
    fake_.transport->answer(refusal);
    answer(200, "first");
    answer(200, "second");
    const S3 s3 = client();
    EXPECT_EQ(s3.get_object({.bucket = "bucket", .key = "key"})->body, "first");
    EXPECT_EQ(s3.get_object({.bucket = "bucket", .key = "key"})->body, "second");
    ASSERT_EQ(requests_sent(), 3u);
    EXPECT_EQ(sent(0).url, "https://bucket.s3.us-east-1.amazonaws.com/key");
    for (const std::size_t i : {1u, 2u}) {
      EXPECT_EQ(sent(i).url, "https://bucket.s3.eu-central-1.amazonaws.com/key");
      EXPECT_THAT(sent(i).header("authorization"), HasSubstr("/eu-central-1/s3/"));
    }
  }
}

TEST_F(S3Object, ARedirectThatLeadsNowhereEnds) {
  answer(301, "", {{"x-amz-bucket-region", "eu-central-1"}});
  answer(301, "", {{"x-amz-bucket-region", "eu-west-1"}});
  const auto twice = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_FALSE(twice);
  EXPECT_EQ(requests_sent(), 2u);
  EXPECT_THAT(twice.error().hint, HasSubstr("another region"));

  answer(301, "", {{"x-amz-bucket-region", "evil.example/#"}});
  ASSERT_FALSE(client().get_object({.bucket = "bucket", .key = "key"}));
  EXPECT_EQ(requests_sent(), 3u);
}

TEST_F(S3Object, ErrorsSayWhatToDo) {
  struct Case {
    int status;
    const char* code;
    ErrorKind kind;
    const char* hint;
  };
  for (const Case& c :
       {Case{404, "NoSuchKey", ErrorKind::not_found, "byte by byte"},
        Case{404, "NoSuchBucket", ErrorKind::not_found, "bucket's name"},
        Case{403, "AccessDenied", ErrorKind::permission_denied, "s3:GetObject on arn:aws:s3:::bucket/key"},
        Case{403, "InvalidObjectState", ErrorKind::permission_denied, "archived"},
        Case{412, "PreconditionFailed", ErrorKind::api_status, "condition"}}) {
    answer(c.status, "<Error><Code>" + std::string(c.code) + "</Code><Message>text</Message></Error>");
    const auto object = client().get_object({.bucket = "bucket", .key = "key"});
    ASSERT_FALSE(object);
    EXPECT_EQ(object.error().kind, c.kind) << c.code;
    EXPECT_EQ(object.error().code, c.code);
    EXPECT_THAT(object.error().hint, HasSubstr(c.hint));
  }
}

TEST_F(S3Object, AKeyMayBeginWithASlash) {
  const auto hint_for = [&](const char* key) {
    answer(404, "<Error><Code>NoSuchKey</Code><Message>text</Message></Error>");
    return client().get_object({.bucket = "bucket", .key = key}).error().hint;
  };
  EXPECT_THAT(hint_for("/key"), HasSubstr("begins with a slash, which few do"));
  EXPECT_THAT(hint_for("key"), Not(HasSubstr("slash")));
}

TEST_F(S3Object, SlowDownIsRetriedAndThenTold) {
  for (int i = 0; i < 3; ++i) {
    answer(503, "<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>");
  }
  const auto object = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().attempts, 3);
  EXPECT_THAT(object.error().hint, HasSubstr("fewer requests"));
}

TEST_F(S3Object, AHeadHasNoWordsOfItsOwn) {
  answer(404);
  const auto missing = client().head_object({.bucket = "bucket", .key = "the key"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("the key"));
  EXPECT_EQ(sent().method, "HEAD");

  answer(200, "",
         {{"Content-Length", "5000000000"},
          {"ETag", "\"e\""},
          {"x-amz-version-id", "v"},
          {"x-amz-storage-class", "GLACIER"},
          {"X-Amz-Meta-Of-Mine", "yes"},
          {"Last-Modified", "Sun, 22 Nov 2026 09:41:38 GMT"}});
  const auto head = client().head_object({.bucket = "bucket", .key = "key", .version_id = "v"});
  ASSERT_TRUE(head);
  EXPECT_EQ(head->content_length, 5'000'000'000);
  EXPECT_EQ(head->storage_class, "GLACIER");
  EXPECT_EQ(head->metadata.at("of-mine"), "yes");
  EXPECT_TRUE(head->last_modified);
  EXPECT_THAT(sent(1).url, HasSubstr("?versionId=v"));
}

TEST_F(S3Object, DeletingSaysWhatBecameOfIt) {
  answer(204, "", {{"x-amz-delete-marker", "true"}, {"x-amz-version-id", "v2"}});
  const auto deleted = client().delete_object({.bucket = "bucket", .key = "key"});
  ASSERT_TRUE(deleted);
  EXPECT_TRUE(deleted->delete_marker);
  EXPECT_EQ(deleted->version_id, "v2");
  EXPECT_EQ(sent().method, "DELETE");
}

TEST_F(S3Object, SecretsAreNotInErrors) {
  answer(403,
         "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not "
         "match. The Canonical String for this request should have been secret-canonical</Message>"
         "<SignatureProvided>abc</SignatureProvided></Error>");
  const auto object = client().get_object({.bucket = "bucket", .key = "key"});
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().kind, ErrorKind::authentication);
  EXPECT_THAT(object.error().to_string() + object.error().hint, Not(HasSubstr("secret-canonical")));
}

TEST_F(S3Object, PathStyleAndSwitchesOfTheSessionReachTheEndpoint) {
  answer(200, "x");
  ASSERT_TRUE(client({}, {.path_style = true}).get_object({.bucket = "bucket", .key = "key"}));
  EXPECT_EQ(sent().url, "https://s3.us-east-1.amazonaws.com/bucket/key");
  const Session other_endpoint = session({.use_fips_endpoint = true, .use_dualstack_endpoint = true});
  answer(200, "x");
  ASSERT_TRUE(S3(other_endpoint).get_object({.bucket = "bucket", .key = "key"}));
  EXPECT_EQ(sent(1).url, "https://bucket.s3-fips.dualstack.us-east-1.amazonaws.com/key");
}

TEST_F(S3Object, ANewBucketStandsInTheClientsRegion) {
  answer(200, "", {{"Location", "/bucket"}});
  EXPECT_EQ(client().create_bucket({.bucket = "bucket"})->location, "/bucket");
  EXPECT_EQ(sent().body, "");
  answer(200);
  ASSERT_TRUE(client({.region = "eu-west-1"}).create_bucket({.bucket = "bucket"}));
  EXPECT_THAT(sent(1).body, HasSubstr("<LocationConstraint>eu-west-1</LocationConstraint>"));
}

}  // namespace
}  // namespace anthropic::internal::aws
