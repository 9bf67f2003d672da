#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

#include "aws/s3_fixture.hpp"
#include "base/crypto/crc32.hpp"
#include "base/text/text.hpp"
#include "support/temporary_folder.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::internal::aws {
namespace {

using anthropic::internal::testing::FakeAnswer;
using anthropic::internal::testing::FakeRequest;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kMebibyte = 1u << 20;

std::string some_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 1;
  for (char& c : bytes) {
    state = state * 1664525 + 1013904223;
    c = static_cast<char>(state >> 24);
  }
  return bytes;
}

/// A bucket that takes uploads in parts.
class S3Upload : public S3Test {
 protected:
  S3Upload() { serve(); }

  void serve() {
    fake_.transport->answer_with([this](const FakeRequest& request) {
      if (on_request) on_request(request);
      const std::string number = part_number(request.url);
      if (request.method == "POST" && request.url.ends_with("?uploads=")) {
        return FakeAnswer{.pieces = {"<InitiateMultipartUploadResult><UploadId>up/1</UploadId>"
                                     "</InitiateMultipartUploadResult>"}};
      }
      if (request.method == "PUT" && !number.empty()) {
        if (number == failing_part) return FakeAnswer{.status = 403};
        std::lock_guard lock(mutex);
        parts[static_cast<int>(*parse_integer(number))] = request.body;
        Headers headers = {{"ETag", "\"<" + number + ">\""}};
        if (keeps_checksums)
          headers.emplace_back("x-amz-checksum-crc32", request.header("x-amz-checksum-crc32"));
        return FakeAnswer{.headers = headers};
      }
      if (request.method == "POST") return FakeAnswer{.pieces = {completion}};
      if (request.method == "DELETE") {
        ++aborted;
        return FakeAnswer{.status = 204};
      }
      return FakeAnswer{.headers = {{"ETag", "\"whole\""}}};
    });
  }
  static std::string part_number(const std::string& url) {
    const std::size_t at = url.find("?partNumber=");
    if (at == std::string::npos) return {};
    return url.substr(at + 12, url.find('&') - at - 12);
  }
  std::string stored() {
    std::string bytes;
    for (const auto& [number, body] : parts) bytes += body;
    return bytes;
  }
  void write_file(const std::string& bytes) const { folder.write("file", bytes); }

  static ObjectSource source_of(const std::string& bytes, std::size_t at_once) {
    auto given = std::make_shared<std::size_t>(0);
    return [&bytes, given, at_once](char* buffer, std::size_t capacity) {
      const std::size_t size = std::min({capacity, at_once, bytes.size() - *given});
      std::memcpy(buffer, bytes.data() + *given, size);
      *given += size;
      return Result<std::size_t>(size);
    };
  }

  testing::TemporaryFolder folder;
  std::string path = folder.file("file");
  std::mutex mutex;
  std::map<int, std::string> parts;
  std::string failing_part;
  bool keeps_checksums = true;
  std::string completion =
      "<CompleteMultipartUploadResult><ETag>&quot;all-3&quot;</ETag><ChecksumCRC32>c</ChecksumCRC32>"
      "</CompleteMultipartUploadResult>";
  std::atomic<int> aborted = 0;
  std::function<void(const FakeRequest&)> on_request;
};

TEST_F(S3Upload, UpTo16MebibytesGoInOneRequest) {
  const std::string bytes = some_bytes(16 * kMebibyte);
  write_file(bytes);
  for (const PutObjectInput& input :
       {PutObjectInput{.bucket = "bucket", .key = "key", .body = bytes},
        PutObjectInput{.bucket = "bucket", .key = "key", .body_file = path},
        PutObjectInput{.bucket = "bucket", .key = "key", .body_source = source_of(bytes, 1000 * 1000)}}) {
    const std::size_t before = requests_sent();
    const auto put = client().put_object(input);
    ASSERT_TRUE(put) << put.error().to_string();
    EXPECT_EQ(put->parts, 0);
    EXPECT_EQ(put->e_tag, "\"whole\"");
    ASSERT_EQ(requests_sent(), before + 1);
    EXPECT_TRUE(sent(before).body == bytes);
    EXPECT_EQ(sent(before).header("x-amz-checksum-crc32"), crc32_base64(crc32(0, bytes)));
    EXPECT_EQ(sent(before).timeout, std::chrono::seconds(60 + 256));
  }
}

TEST_F(S3Upload, MoreGoesInParts) {
  const std::string bytes = some_bytes(16 * kMebibyte + 1);
  write_file(bytes);
  for (const PutObjectInput& input :
       {PutObjectInput{.bucket = "bucket", .key = "a key", .body = bytes, .content_type = "text/plain"},
        PutObjectInput{.bucket = "bucket", .key = "a key", .body_file = path, .content_type = "text/plain"},
        PutObjectInput{.bucket = "bucket",
        .key = "a key",
        .body_source = source_of(bytes, 3'000'000),
        .content_type = "text/plain"}}) {
    parts.clear();
    const std::size_t before = requests_sent();
    const auto put = client().put_object(input);
    ASSERT_TRUE(put) << put.error().to_string();
    EXPECT_EQ(put->parts, 3);
    EXPECT_EQ(put->e_tag, "\"all-3\"");
    EXPECT_TRUE(stored() == bytes);
    EXPECT_EQ(parts[3].size(), 1u);
    EXPECT_EQ(aborted, 0);
    ASSERT_EQ(requests_sent(), before + 5);
    EXPECT_EQ(sent(before).url, "https://bucket.s3.us-east-1.amazonaws.com/a%20key?uploads=");
    EXPECT_EQ(sent(before).header("content-type"), "text/plain");
    const FakeRequest completed = sent(before + 4);
    EXPECT_THAT(completed.url, HasSubstr("a%20key?uploadId=up%2F1"));
    EXPECT_EQ(completed.header("x-amz-checksum-crc32"), crc32_base64(crc32(0, bytes)));
    EXPECT_EQ(completed.header("x-amz-mp-object-size"), std::to_string(bytes.size()));
    const auto list = Xml::parse(completed.body);
    ASSERT_TRUE(list);
    ASSERT_EQ(list->children.size(), 3u);
    for (int i = 0; i < 3; ++i) {
      const Xml& part = list->children[static_cast<std::size_t>(i)];
      EXPECT_EQ(part["PartNumber"].text, std::to_string(i + 1));
      EXPECT_EQ(part["ETag"].text, "\"<" + std::to_string(i + 1) + ">\"");
      EXPECT_EQ(part["ChecksumCRC32"].text, crc32_base64(crc32(0, parts[i + 1])));
    }
  }
}

TEST_F(S3Upload, AServerThatKeepsNoChecksumsIsToldNoneInTheEnd) {
  keeps_checksums = false;
  ASSERT_TRUE(client().put_object({.bucket = "bucket", .key = "key", .body = some_bytes(17 * kMebibyte)}));
  const FakeRequest completed = fake_.transport->requests().back();
  EXPECT_EQ(completed.header("x-amz-checksum-crc32"), "");
  EXPECT_THAT(completed.body, Not(HasSubstr("ChecksumCRC32")));
}

TEST_F(S3Upload, APartThatFailsAbandonsTheUpload) {
  failing_part = "2";
  const auto put =
      client().put_object({.bucket = "bucket", .key = "key", .body = some_bytes(40 * kMebibyte)});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().kind, ErrorKind::permission_denied);
  EXPECT_EQ(aborted, 1);
  EXPECT_EQ(fake_.transport->requests().back().method, "DELETE");
}

TEST_F(S3Upload, AnErrorWithinASuccessIsRetriedAndThenTold) {
  completion =
      "\n<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>";
  int completions = 0;
  on_request = [&](const FakeRequest& request) {
    if (request.method == "POST" && request.url.find("uploadId") != std::string::npos) ++completions;
  };
  const auto put =
      client().put_object({.bucket = "bucket", .key = "key", .body = some_bytes(17 * kMebibyte)});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, "InternalError");
  EXPECT_EQ(put.error().kind, ErrorKind::internal_server);
  EXPECT_EQ(completions, 3);
  EXPECT_EQ(aborted, 1);
}

TEST_F(S3Upload, ACompletionWithoutAnETagIsNone) {
  for (const char* body : {"", "<html/>", "<CompleteMultipartUploadResult/>"}) {
    completion = body;
    const auto put =
        client().put_object({.bucket = "bucket", .key = "key", .body = some_bytes(17 * kMebibyte)});
    ASSERT_FALSE(put) << body;
    EXPECT_EQ(put.error().kind, ErrorKind::response_validation);
  }
}

TEST_F(S3Upload, CancellingAbandonsTheUpload) {
  std::stop_source stop;
  on_request = [&](const FakeRequest& request) {
    if (part_number(request.url) == "2") stop.request_stop();
  };
  const auto put = client().put_object({.bucket = "bucket", .key = "key", .body = some_bytes(40 * kMebibyte)},
                                       {.stop_token = stop.get_token()});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().kind, ErrorKind::user_abort);
  EXPECT_EQ(aborted, 1);
}

TEST_F(S3Upload, AFileThatChangesMeanwhileIsNotStored) {
  write_file(some_bytes(30 * kMebibyte));
  on_request = [&](const FakeRequest& request) {
    if (part_number(request.url) == "1") std::ofstream(path, std::ios::app) << "more";
  };
  const auto put = client().put_object({.bucket = "bucket", .key = "key", .body_file = path});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().kind, ErrorKind::configuration);
  EXPECT_THAT(put.error().message, HasSubstr("changed while it was read"));
  EXPECT_EQ(aborted, 1);
}

TEST_F(S3Upload, ASourceThatFailsIsToldAsItIs) {
  const Error broken{.kind = ErrorKind::configuration, .message = "the tape is torn"};
  int calls = 0;
  const auto put =
      client().put_object({.bucket = "bucket", .key = "key", .body_source = [&](char*, std::size_t capacity) {
                             return ++calls > 30 ? Result<std::size_t>(broken)
                                                 : Result<std::size_t>(std::min(capacity, kMebibyte));
                           }});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().message, "the tape is torn");
  EXPECT_EQ(aborted, 1);

  const auto at_once =
      client().put_object({.bucket = "bucket", .key = "key", .body_source = [&](char*, std::size_t) {
                             return Result<std::size_t>(broken);
                           }});
  ASSERT_FALSE(at_once);
  EXPECT_EQ(at_once.error().message, "the tape is torn");
}

TEST_F(S3Upload, WhatCannotBeReadIsNotSent) {
  for (const std::string& file : {path, folder.path(), std::string("/dev/null")}) {
    const auto put = client().put_object({.bucket = "bucket", .key = "key", .body_file = file});
    ASSERT_FALSE(put) << file;
    EXPECT_EQ(put.error().kind, ErrorKind::configuration);
    EXPECT_THAT(put.error().message, HasSubstr("cannot read " + file));
  }
  const auto two = client().put_object({.bucket = "bucket", .key = "key", .body = "x", .body_file = path});
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().kind, ErrorKind::bad_request);
  EXPECT_EQ(requests_sent(), 0u);
}

TEST_F(S3Upload, SaysThatSoManyPartsCannotBe) {
  for (const int parts : {-1, 0, 33}) {
    const S3 s3 = client({}, {.parallel_parts = parts});
    const auto put = s3.put_object({.bucket = "bucket", .key = "key", .body = "x"});
    ASSERT_FALSE(put) << parts;
    EXPECT_EQ(put.error().kind, ErrorKind::configuration);
    EXPECT_THAT(put.error().message, HasSubstr("the option parallel_parts is " + std::to_string(parts) +
                                               ": it must be from 1 to 32"));
  }
  EXPECT_EQ(requests_sent(), 0u);
}

TEST_F(S3Upload, ConditionsStandWhereTheObjectAppears) {
  ASSERT_TRUE(client().put_object({.bucket = "bucket", .key = "key", .body = "x", .if_none_match = "*"}));
  EXPECT_EQ(sent().header("if-none-match"), "*");
  ASSERT_TRUE(client().put_object(
      {.bucket = "bucket", .key = "key", .body = some_bytes(17 * kMebibyte), .if_none_match = "*"}));
  EXPECT_EQ(sent(1).header("if-none-match"), "");
  EXPECT_EQ(fake_.transport->requests().back().header("if-none-match"), "*");
}

}  // namespace
}  // namespace anthropic::internal::aws
