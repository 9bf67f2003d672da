#include <gmock/gmock.h>

#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>

#include "base/crypto/sha256.hpp"
#include "client_fixture.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

class FilesTest : public ClientTest {
 protected:
  FakeAnswer kept() {
    return {.headers = {{"content-type", "application/json"}},
            .pieces = {R"({"type":"file","id":"file_1","filename":"a.txt","size_bytes":3})"}};
  }
  FakeRequest sent(std::size_t index) { return fake_.transport->requests().at(index); }
  /// What the file is within the form that was sent.
  static std::string content_in(const FakeRequest& request) {
    const std::string type = request.header("content-type");
    const std::string boundary = "--" + type.substr(type.find('=') + 1);
    EXPECT_TRUE(request.body.starts_with(boundary + "\r\n"));
    const std::size_t begin = request.body.find("\r\n\r\n") + 4;
    const std::size_t end = request.body.rfind("\r\n" + boundary + "--\r\n");
    return end == std::string::npos ? "no end" : request.body.substr(begin, end - begin);
  }

  TemporaryFolder folder;
  const Anthropic client = make_client<Anthropic>({.api_key = "sk-test"});
};

TEST_F(FilesTest, AFileIsSentAsAForm) {
  fake_.transport->answer(kept());
  const auto file =
      client.files.upload({.filename = "a.txt", .content = "a\r\nb", .mime_type = "text/plain"});
  ASSERT_TRUE(file) << file.error().to_string();
  EXPECT_EQ(file->id, "file_1");
  EXPECT_EQ(content_in(sent(0)), "a\r\nb");
  EXPECT_THAT(sent(0).body, HasSubstr("Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                                      "Content-Type: text/plain\r\n\r\n"));
}

TEST_F(FilesTest, AFileOnDiskIsReadAnewForEachAttempt) {
  std::string bytes;
  for (int i = 0; bytes.size() < 100'000; ++i) bytes += std::to_string(i);
  const auto params = FileUploadParams::from_file(folder.write("a.txt", bytes));
  ASSERT_TRUE(params) << params.error();
  fake_.transport->answer(503, "{}");
  fake_.transport->answer(kept());
  const auto file = client.files.upload(*params);
  ASSERT_TRUE(file) << file.error().to_string();
  EXPECT_EQ(content_in(sent(0)), bytes);
  EXPECT_EQ(sent(1).body, sent(0).body);
}

TEST_F(FilesTest, ASignatureCoversTheWholeForm) {
  const AnthropicAws on_aws = make_client<AnthropicAws>({.aws_region = "us-east-1",
                                                         .aws_access_key = "AKIDEXAMPLE",
                                                         .aws_secret_key = kSecret,
                                                         .workspace_id = "wrkspc_1"});
  fake_.transport->answer(kept());
  fake_.transport->answer(kept());
  ASSERT_TRUE(on_aws.files.upload({.filename = "a.txt", .content = "abc"}));
  ASSERT_TRUE(on_aws.files.upload({.filename = "a.txt", .content_file = folder.write("other name", "abc")}));
  EXPECT_EQ(sent(1).body, sent(0).body);
  EXPECT_FALSE(sent(0).header("authorization").empty());
  EXPECT_EQ(sent(1).header("authorization"), sent(0).header("authorization"));
}

TEST_F(FilesTest, AFileThatChangesOnItsWayIsAnError) {
  const std::string path = folder.write("a.txt", "abc");
  fake_.transport->answer_with([&](const FakeRequest&) {
    folder.write("a.txt", "abcd");
    return FakeAnswer{.status = 503};
  });
  const auto file = client.files.upload({.filename = "a.txt", .content_file = path});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::configuration);
  EXPECT_THAT(file.error().message, HasSubstr(path + " changed"));
  EXPECT_EQ(fake_.transport->requests().size(), 1u);
}

TEST_F(FilesTest, RefusesWhatCannotBeSent) {
  EXPECT_EQ(client.files.upload({.filename = "a", .content = "b", .content_file = "c"}).error().kind,
            ErrorKind::bad_request);
  const std::string none = folder.file("none");
  const auto missing = client.files.upload({.filename = "a", .content_file = none});
  EXPECT_EQ(missing.error().kind, ErrorKind::configuration);
  EXPECT_THAT(missing.error().message, HasSubstr(none));
  EXPECT_TRUE(fake_.transport->requests().empty());
}

}  // namespace
}  // namespace anthropic::internal::testing
