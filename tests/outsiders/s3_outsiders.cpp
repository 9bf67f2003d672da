#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <stop_token>

#include <anthropic/aws/s3.hpp>

#include "aws/session/make_session.hpp"
#include "http/world.hpp"
#include "support/listed.hpp"
#include "support/temporary_folder.hpp"

// Our S3 client against S3s that are not ours, which AWS_ENDPOINT_URL points at (s3.sh): moto behind
// botocore's check of signatures, and Swift, which checks them itself. S3_OUTSIDER says which of them it is.

namespace anthropic::internal::aws {
namespace {

constexpr std::size_t kMebibyte = 1u << 20;

bool is_swift() {
  const char* name = std::getenv("S3_OUTSIDER");
  return name && std::string_view(name) == "swift";
}

std::string some_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 7;
  for (char& c : bytes) {
    state = state * 1664525 + 1013904223;
    c = static_cast<char>(state >> 24);
  }
  return bytes;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Somebody on the way, who changes each body by a bit after it was signed.
class Meddler final : public Transport {
 public:
  std::unique_ptr<HttpExchange> open(const HttpRequest& request) override {
    body_ = request.body;
    if (!body_.empty()) body_.front() = static_cast<char>(body_.front() ^ 1);
    HttpRequest changed = request;
    changed.body = body_;
    return honest_->open(changed);
  }

 private:
  std::shared_ptr<Transport> honest_ = make_curl_transport();
  std::string body_;
};

class S3Outsider : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto made = s3.create_bucket({.bucket = bucket});
    ASSERT_TRUE(made) << made.error().to_string();
  }

  static std::string fresh_bucket() {
    static int counter = 0;
    return "outsider-" + std::to_string(std::chrono::system_clock::now().time_since_epoch().count()) + "-" +
           std::to_string(++counter);
  }

  const S3 s3;
  const std::string bucket = fresh_bucket();
  testing::TemporaryFolder folder;
};

TEST_F(S3Outsider, KeysOfEveryKindComeBackAsTheyWent) {
  const std::set<std::string> keys = {
      "a b",    "a+b",        "a//b",         "a/./b", "a/../b", "../x",       "ä/ö ü/ß.txt",
      "100%25", "?q=1&b=2#c", "~!*'();:@$,=", "a/",    "你好",   "🙂 emoji", "quote\"and<tag>"};
  for (const std::string& key : keys) {
    const auto put = s3.put_object({.bucket = bucket, .key = key, .body = "object " + key});
    ASSERT_TRUE(put) << key << ": " << put.error().to_string();
  }
  for (const std::string& key : keys) {
    const auto got = s3.get_object({.bucket = bucket, .key = key});
    ASSERT_TRUE(got) << key << ": " << got.error().to_string();
    EXPECT_EQ(got->body, "object " + key);
    EXPECT_TRUE(s3.head_object({.bucket = bucket, .key = key})) << key;
  }
  std::set<std::string> listed;
  const auto list = s3.list_objects_v2({.bucket = bucket});
  ASSERT_TRUE(list) << list.error().to_string();
  for (const auto& object : list->contents) listed.insert(object.key);
  EXPECT_EQ(listed, keys);
  for (const std::string& key : keys) {
    ASSERT_TRUE(s3.delete_object({.bucket = bucket, .key = key})) << key;
    EXPECT_EQ(s3.head_object({.bucket = bucket, .key = key}).error().kind, ErrorKind::not_found) << key;
  }
}

TEST_F(S3Outsider, BucketsAreListed) {
  std::set<std::string> names;
  const testing::Listed listed(s3.list_buckets_all());
  for (const S3Bucket& found : listed.items) {
    names.insert(found.name);
    EXPECT_TRUE(found.creation_date) << found.name;
  }
  ASSERT_FALSE(listed.error) << listed.error->to_string();
  EXPECT_TRUE(names.contains(bucket));
}

TEST_F(S3Outsider, PropertiesAreKept) {
  const auto put = s3.put_object({.bucket = bucket,
                                  .key = "key",
                                  .body = "hello world",
                                  .content_type = "text/x-own",
                                  .metadata = {{"project", "a  b"}, {"who", "me"}}});
  ASSERT_TRUE(put) << put.error().to_string();
  EXPECT_FALSE(put->e_tag.empty());
  const auto head = s3.head_object({.bucket = bucket, .key = "key"});
  ASSERT_TRUE(head) << head.error().to_string();
  EXPECT_EQ(head->content_length, 11);
  EXPECT_EQ(head->content_type, "text/x-own");
  EXPECT_EQ(head->e_tag, put->e_tag);
  EXPECT_EQ(head->metadata.at("who"), "me");
  EXPECT_TRUE(head->last_modified);
  const auto part = s3.get_object({.bucket = bucket, .key = "key", .range = "bytes=6-"});
  ASSERT_TRUE(part) << part.error().to_string();
  EXPECT_EQ(part->body, "world");
  EXPECT_EQ(part->content_range, "bytes 6-10/11");
  EXPECT_EQ(s3.get_object({.bucket = bucket, .key = "key", .if_match = "\"no\""}).error().status, 412);
}

TEST_F(S3Outsider, EmptyObjectsAreObjects) {
  ASSERT_TRUE(s3.put_object({.bucket = bucket, .key = "empty"}));
  const std::string path = folder.file("empty");
  const auto got = s3.get_object({.bucket = bucket, .key = "empty", .body_file = path});
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(std::filesystem::file_size(path), 0u);
}

TEST_F(S3Outsider, LargeFilesGoAndComeInParts) {
  const std::string bytes = some_bytes(40 * kMebibyte + 12345);
  const std::string sent = folder.file("sent"), received = folder.file("received");
  std::ofstream(sent, std::ios::binary) << bytes;
  const auto put = s3.put_object({.bucket = bucket, .key = "large ü", .body_file = sent});
  ASSERT_TRUE(put) << put.error().to_string() << " " << put.error().hint;
  EXPECT_EQ(put->parts, 6);
  const auto got = s3.get_object({.bucket = bucket, .key = "large ü", .body_file = received});
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->content_length, static_cast<std::int64_t>(bytes.size()));
  EXPECT_TRUE(read_file(received) == bytes);
}

TEST_F(S3Outsider, AStreamOfUnknownLengthGoesInParts) {
  const std::string bytes = some_bytes(24 * kMebibyte);
  std::string_view rest = bytes;
  const ObjectSource source = [&rest](char* buffer, std::size_t capacity) {
    const std::size_t size = std::min({capacity, rest.size(), std::size_t{700'000}});
    std::memcpy(buffer, rest.data(), size);
    rest.remove_prefix(size);
    return Result<std::size_t>(size);
  };
  const auto put = s3.put_object({.bucket = bucket, .key = "stream", .body_source = source});
  ASSERT_TRUE(put) << put.error().to_string();
  EXPECT_EQ(put->parts, 3);
  std::string received;
  const auto got =
      s3.get_object({.bucket = bucket, .key = "stream", .body_sink = [&](std::string_view piece) {
                       received += piece;
                       return Result<void>();
                     }});
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_TRUE(received == bytes);
}

TEST_F(S3Outsider, AnUploadThatFailsLeavesNothing) {
  std::size_t given = 0;
  const ObjectSource source = [&given](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    if (given > 20 * kMebibyte) return Error{.kind = ErrorKind::configuration, .message = "torn"};
    std::memset(buffer, 'x', capacity);
    given += capacity;
    return capacity;
  };
  const auto put = s3.put_object({.bucket = bucket, .key = "torn", .body_source = source});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().message, "torn");
  EXPECT_EQ(put.error().hint, "");
  EXPECT_EQ(s3.head_object({.bucket = bucket, .key = "torn"}).error().kind, ErrorKind::not_found);
}

TEST_F(S3Outsider, ListsComeInPages) {
  std::vector<std::string> keys;
  for (int i = 10; i < 35; ++i) keys.push_back("folder " + std::to_string(i % 2) + "/" + std::to_string(i));
  for (const std::string& key : keys) ASSERT_TRUE(s3.put_object({.bucket = bucket, .key = key, .body = "x"}));
  std::sort(keys.begin(), keys.end());
  std::vector<std::string> listed;
  int pages = 0;
  for (const auto& page : s3.list_objects_v2_pages({.bucket = bucket, .max_keys = 10})) {
    ++pages;
    for (const S3Object& object : page.contents) listed.push_back(object.key);
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(listed, keys);
  const auto folders = s3.list_objects_v2({.bucket = bucket, .delimiter = "/"});
  ASSERT_TRUE(folders);
  EXPECT_EQ(folders->common_prefixes, (std::vector<std::string>{"folder 0/", "folder 1/"}));
  const auto one =
      s3.list_objects_v2({.bucket = bucket, .prefix = "folder 1/", .start_after = "folder 1/30"});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->contents.size(), 2u);
}

TEST_F(S3Outsider, WhatIsNotThereIsSaidSo) {
  EXPECT_EQ(s3.get_object({.bucket = bucket, .key = "none"}).error().code, "NoSuchKey");
  EXPECT_EQ(s3.get_object({.bucket = "there-is-no-such-bucket", .key = "none"}).error().code, "NoSuchBucket");
  EXPECT_EQ(s3.head_object({.bucket = bucket, .key = "none"}).error().kind, ErrorKind::not_found);
  const std::string path = folder.file("none");
  EXPECT_FALSE(s3.get_object({.bucket = bucket, .key = "none", .body_file = path}));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(S3Outsider, AWrongKeyIsRefused) {
  const Session stranger({.access_key_id = std::getenv("AWS_ACCESS_KEY_ID"), .secret_access_key = "wrong"});
  const auto put = S3(stranger).put_object({.bucket = bucket, .key = "key", .body = "x"});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().status, 403);
  EXPECT_EQ(put.error().kind, ErrorKind::authentication);
}

TEST_F(S3Outsider, ABodyChangedOnItsWayIsRefused) {
  World world = *World::real();
  world.transport = std::make_shared<Meddler>();
  const Session meddled = internal::make_session({.max_attempts = 1}, std::make_shared<const World>(world));
  const auto put = S3(meddled).put_object({.bucket = bucket, .key = "key", .body = "hello"});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().status, 400) << put.error().to_string();
  EXPECT_EQ(s3.head_object({.bucket = bucket, .key = "key"}).error().kind, ErrorKind::not_found);
}

TEST_F(S3Outsider, AnotherRegionsBucketIsFollowed) {
  // moto serves every region alike.
  const S3 elsewhere(Session(), {.region = "eu-central-1"});
  const auto put = elsewhere.put_object({.bucket = bucket, .key = "key", .body = "hello"});
  ASSERT_TRUE(put) << put.error().to_string();
  const auto got = elsewhere.get_object({.bucket = bucket, .key = "key"});
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->body, "hello");
}

TEST_F(S3Outsider, ChecksumsAreKeptWhereTheServerKnowsThem) {
  // Swift knows no CRC-32: there is nothing to compare, and no failure.
  const auto expected = is_swift() ? std::nullopt : std::optional<std::string>("DUoRhQ==");
  ASSERT_TRUE(s3.put_object({.bucket = bucket, .key = "key", .body = "hello world"}));
  EXPECT_EQ(s3.get_object({.bucket = bucket, .key = "key"})->checksum_crc32, expected);
}

}  // namespace
}  // namespace anthropic::internal::aws
