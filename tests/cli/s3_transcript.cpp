// `s3`, and the objects that `ask` reads and writes.
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kMissing =
    "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>";
constexpr const char* kList = R"(<?xml version="1.0"?><ListBucketResult>
<Name>papers</Name><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>
<Contents><Key>2026/a.pdf</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>"e"</ETag><Size>12</Size></Contents>
<CommonPrefixes><Prefix>2026/more/</Prefix></CommonPrefixes></ListBucketResult>)";

TEST(S3, FetchesToStandardOutputOrAFile) {
  FakeAws s3({answer(200, "some\nbytes")});
  const Outcome outcome = run({"s3", "get", "s3://papers/2026/a.txt", "-"}, s3.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "some\nbytes");
  EXPECT_THAT(s3.request(), StartsWith("GET /papers/2026/a.txt"));

  TemporaryFolder folder;
  const std::string file = folder.write("old", "old");
  const Outcome to_file = run({"s3", "get", "s3://papers/2026/a.txt", file, "--json"}, s3.variables());
  EXPECT_EQ(to_file.exit_code, 0) << to_file.err;
  EXPECT_EQ(folder.read("old"), "some\nbytes");
  EXPECT_EQ((*Json::parse(to_file.out))["uri"], Json("s3://papers/2026/a.txt"));
}

TEST(S3, LeavesAFileAloneIfTheObjectDoesNotCome) {
  FakeAws s3({answer(404, kMissing)});
  TemporaryFolder folder;
  const std::string file = folder.write("old", "old");
  const Outcome outcome = run({"s3", "get", "s3://papers/none", file}, s3.variables());
  EXPECT_EQ(outcome.exit_code, 8) << outcome.err;
  EXPECT_EQ(folder.read("old"), "old");
  const auto entries = std::filesystem::directory_iterator(folder.path());
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(S3, SaysThatADiskIsFull) {
  FakeAws s3({answer(200, "some bytes")});
  const Outcome outcome = run({"s3", "get", "s3://papers/a", "/dev/full"}, s3.variables());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "claude-bedrock: cannot write /dev/full: No space left on device\n");
}

TEST(S3, ListsBuckets) {
  FakeAws s3({answer(200, R"(<ListAllMyBucketsResult><Owner><ID>me</ID></Owner><Buckets>
<Bucket><Name>papers</Name><CreationDate>2026-01-02T03:04:05.000Z</CreationDate><BucketRegion>eu-west-1</BucketRegion></Bucket>
<Bucket><Name>backups</Name></Bucket></Buckets></ListAllMyBucketsResult>)")});
  for (const std::vector<std::string>& line : {std::vector<std::string>{"s3", "ls"}, {"s3", "ls", "s3://"}}) {
    const Outcome outcome = run(line, s3.variables());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out,
              "2026-01-02T03:04:05Z  papers  eu-west-1\n"
              "                      backups\n");
    EXPECT_THAT(s3.request(), StartsWith("GET / HTTP"));
  }
  const Outcome json = run({"s3", "ls", "--json"}, s3.variables());
  EXPECT_EQ(json.exit_code, 0) << json.err;
  EXPECT_EQ((*Json::parse(json.out))["buckets"][0]["region"], Json("eu-west-1"));
  EXPECT_EQ(run({"s3", "ls", "--recursive"}, s3.variables()).exit_code, 2);
}

TEST(S3, StoresFilesAndStandardInput) {
  FakeAws s3({answer(200, "")});
  TemporaryFolder folder;
  const std::string file = folder.write("a.txt", "bytes");
  const Outcome outcome =
      run({"s3", "put", file, "s3://papers/2026/", "--content-type", "text/plain", "--json"}, s3.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ((*Json::parse(outcome.out))["uri"], Json("s3://papers/2026/a.txt"));
  EXPECT_THAT(s3.request(), StartsWith("PUT /papers/2026/a.txt"));
  EXPECT_THAT(s3.request(), HasSubstr("bytes"));
  EXPECT_EQ(testing::header_in(s3.request(), "content-type"), "text/plain");

  const Outcome piped = run({"s3", "put", "-", "s3://papers/piped"}, s3.variables(), "from a pipe");
  EXPECT_EQ(piped.exit_code, 0) << piped.err;
  EXPECT_THAT(s3.request(), HasSubstr("from a pipe"));
}

TEST(S3, Lists) {
  FakeAws s3({answer(200, kList)});
  const Outcome outcome = run({"s3", "ls", "s3://papers/2026/"}, s3.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "                              PRE  2026/more/\n"
            "2026-01-02T03:04:05Z            12  2026/a.pdf\n");
  EXPECT_THAT(s3.request(), HasSubstr("delimiter=%2F"));
  const Outcome json = run({"s3", "ls", "s3://papers/2026/", "--json", "--recursive"}, s3.variables());
  const Result<Json> list = Json::parse(json.out);
  ASSERT_TRUE(list) << json.err;
  EXPECT_EQ((*list)["objects"][0]["size"], Json(12));
  EXPECT_EQ((*list)["prefixes"][0], Json("2026/more/"));
  EXPECT_THAT(s3.request(), ::testing::Not(HasSubstr("delimiter")));
}

TEST(S3, RefusesWhatCannotBeRight) {
  FakeAws s3({answer(500, "")});
  const auto exit_code = [&](std::vector<std::string> line) {
    line.insert(line.begin(), "s3");
    return run(line, s3.variables()).exit_code;
  };
  EXPECT_EQ(exit_code({"get", "papers/a"}), 2);
  EXPECT_EQ(exit_code({"get", "s3://papers"}), 2);
  EXPECT_EQ(exit_code({"get", "s3://papers/a", "-", "--json"}), 2);
  EXPECT_EQ(exit_code({"get", "s3://papers/a", "/nowhere/at/all"}), 2);
  EXPECT_EQ(exit_code({"put", "/nowhere/at/all", "s3://papers/a"}), 2);
  EXPECT_EQ(exit_code({"put", "/", "s3://papers/a"}), 2);
  EXPECT_EQ(exit_code({"put", "-", "s3://papers/"}), 2);
  EXPECT_TRUE(s3.requests().empty());
}

class AskS3 : public ::testing::Test {
 protected:
  // Bedrock is a local endpoint, S3 the fake one.
  Outcome ask(FakeAws& s3, std::vector<std::string> arguments) {
    LocalEndpoint bedrock(
        R"({"rules": [{"match": {"user_contains": "Sum up"}, "reply": {"text": "a sum"}}, {"reply": {"text": "other"}}]})");
    Variables variables = bedrock.variables();
    variables["AWS_ENDPOINT_URL_S3"] = s3.url();
    variables["AWS_MAX_ATTEMPTS"] = "1";
    arguments.insert(arguments.begin(), "ask");
    return run(arguments, variables);
  }
};

TEST_F(AskS3, ReadsThePromptAndStoresTheAnswer) {
  FakeAws s3({answer(200, "Sum up: 1, 2"), answer(200, "")});
  const Outcome outcome = ask(s3, {"--from-s3", "s3://papers/prompt", "--to-s3", "s3://papers/answer"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "a sum\n");
  ASSERT_EQ(s3.requests().size(), 2u);
  EXPECT_THAT(s3.requests()[0], StartsWith("GET /papers/prompt"));
  EXPECT_THAT(s3.requests()[1], StartsWith("PUT /papers/answer"));
  EXPECT_THAT(body_of(s3.requests()[1]), HasSubstr("a sum"));
  EXPECT_THAT(body_of(s3.requests()[1]), Not(HasSubstr("a sum\n"))) << "the object is what Claude wrote";
}

TEST_F(AskS3, PrintsTheAnswerEvenIfItCannotBeStored) {
  FakeAws s3({answer(403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>")});
  const Outcome outcome = ask(s3, {"Sum up", "--to-s3", "s3://papers/answer"});
  EXPECT_EQ(outcome.exit_code, 7) << outcome.err;
  EXPECT_EQ(outcome.out, "a sum\n");
}

TEST_F(AskS3, FailsWithoutAPromptAndBeforeItPays) {
  FakeAws missing({answer(404, kMissing)});
  const Outcome outcome = ask(missing, {"--from-s3", "s3://papers/prompt"});
  EXPECT_EQ(outcome.exit_code, 8) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  FakeAws empty({answer(200, "  ")});
  EXPECT_EQ(ask(empty, {"--from-s3", "s3://papers/prompt"}).exit_code, 2);
  EXPECT_EQ(ask(empty, {"--from-s3", "papers/prompt"}).exit_code, 2);
  EXPECT_EQ(ask(empty, {"x", "--to-s3", "s3://papers"}).exit_code, 2);
}

}  // namespace
}  // namespace anthropic::internal::cli
