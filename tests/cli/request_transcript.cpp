// `request`: what is sent, and what a dry run shows.
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kUrl =
    "https://sts.us-east-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15";

TEST(Request, SignsForWhatTheHostSays) {
  FakeAws aws({answer(200, "<ok/>")});
  const Outcome outcome = run({"request", kUrl, "--endpoint-url", aws.url()}, aws.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "<ok/>");
  EXPECT_THAT(aws.request(), StartsWith("GET /?Action=GetCallerIdentity&Version=2011-06-15 HTTP/1.1\r\n"));
  EXPECT_THAT(testing::header_in(aws.request(), "authorization"), HasSubstr("/us-east-2/sts/aws4_request"));
}

TEST(Request, SendsABodyAndHeaders) {
  FakeAws aws({answer(200, "done")});
  TemporaryFolder folder;
  const std::string file = folder.write("body", "a\nb\r\n");
  const std::vector<std::string> line = {"request", aws.url() + "/x%20y?q=1", "--service", "execute-api"};
  std::vector<std::string> with_data = line;
  for (const char* more : {"--header", "X-Trace: 7", "--data", ""}) with_data.push_back(more);
  with_data.back() = "@" + file;
  EXPECT_EQ(run(with_data, aws.variables()).exit_code, 0);
  EXPECT_THAT(aws.request(), StartsWith("POST /x%20y?q=1 HTTP/1.1\r\n"));
  EXPECT_EQ(body_of(aws.request()), "ab");
  EXPECT_EQ(testing::header_in(aws.request(), "x-trace"), "7");
  EXPECT_EQ(testing::header_in(aws.request(), "content-type"), "application/x-www-form-urlencoded");
  EXPECT_THAT(testing::header_in(aws.request(), "authorization"),
              AllOf(HasSubstr("/eu-west-1/execute-api/"), HasSubstr("x-trace")));

  const Outcome binary = run({"request", "PUT", aws.url() + "/x", "--service", "execute-api", "--data-binary",
                              "@-", "-H", "Content-Type: text/plain", "-i"},
                             aws.variables(), "a\nb\n");
  EXPECT_THAT(aws.request(), StartsWith("PUT /x HTTP/1.1\r\n"));
  EXPECT_EQ(body_of(aws.request()), "a\nb\n");
  EXPECT_EQ(testing::header_in(aws.request(), "content-type"), "text/plain");
  EXPECT_THAT(binary.out, AllOf(StartsWith("HTTP 200\n"), HasSubstr("x-amzn-requestid: 4711\n")));
}

TEST(Request, FindsAPathAtTheServicesOwnEndpoint) {
  FakeAws aws({answer(200, "{}")});
  const Outcome outcome =
      run({"request", "/foundation-models", "--service", "bedrock-runtime"}, aws.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(testing::header_in(aws.request(), "authorization"),
              HasSubstr("/eu-west-1/bedrock/aws4_request"));
}

TEST(Request, PrintsARefusalAndExitsWithItsCode) {
  FakeAws aws({answer(404, R"({"__type":"ResourceNotFoundException","message":"none"})")});
  const Outcome outcome = run({"request", kUrl, "--endpoint-url", aws.url()}, aws.variables());
  EXPECT_EQ(outcome.exit_code, 8);
  EXPECT_THAT(outcome.out, HasSubstr("ResourceNotFoundException"));
  EXPECT_THAT(outcome.err, StartsWith("claude-bedrock: NotFoundError 404 ResourceNotFoundException: none"));
  const Outcome json = run({"request", kUrl, "--endpoint-url", aws.url(), "--json"}, aws.variables());
  EXPECT_EQ((*Json::parse(json.out))["status"], Json(404));
  EXPECT_EQ((*Json::parse(json.out))["request_id"], Json("4711"));
}

TEST(Request, ShowsWhatItWouldSendWithoutSecrets) {
  FakeAws aws({answer(500, "")});
  for (const char* format : {"--debug", "--json"}) {
    const Outcome outcome = run({"request", "--dry-run", kUrl, format}, aws.variables());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("AWS4-HMAC-SHA256"));
    EXPECT_THAT(outcome.out, HasSubstr("Action=GetCallerIdentity&Version=2011-06-15"));
    EXPECT_THAT(outcome.out, HasSubstr("x-amz-security-token:(hidden)"));
    EXPECT_THAT(outcome.out, HasSubstr("Signature=(hidden)"));
    EXPECT_THAT(outcome.out, HasSubstr("Credential=AKIDEXAMPLE12/"));
    EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(FakeAws::kSecret)));
    EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(FakeAws::kToken)));
  }
  EXPECT_TRUE(aws.requests().empty());
}

// The canonical request, the empty body's hash and the scope, as the signing rules have them.
TEST(Request, ShowsTheCanonicalRequest) {
  const Variables keys = {{"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};
  const Outcome outcome =
      run({"request", "--dry-run", "--json", "https://s3.eu-west-3.amazonaws.com/b/a//c%20d"}, keys);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json plan = *Json::parse(outcome.out);
  const std::string empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const std::string date = [&] {
    for (const Json& header : plan["headers"].items()) {
      if (header[0] == Json("x-amz-date")) return header[1].string_or("");
    }
    return std::string();
  }();
  ASSERT_EQ(date.size(), 16u);
  EXPECT_EQ(plan["canonical_request"].string_or(""),
            "GET\n/b/a//c%20d\n\nhost:s3.eu-west-3.amazonaws.com\nx-amz-content-sha256:" + empty +
                "\nx-amz-date:" + date + "\n\nhost;x-amz-content-sha256;x-amz-date\n" + empty);
  EXPECT_THAT(
      plan["string_to_sign"].string_or(""),
      StartsWith("AWS4-HMAC-SHA256\n" + date + "\n" + date.substr(0, 8) + "/eu-west-3/s3/aws4_request\n"));
}

// As `s3 ls` and the AWS CLI have them.
TEST(Request, FindsS3WhereAwsHasIt) {
  const Variables keys = {{"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};
  const auto url_in = [&](const char* region, Variables more) {
    more.insert(keys.begin(), keys.end());
    const Outcome outcome =
        run({"request", "/", "--service", "s3", "--region", region, "--dry-run", "--json"}, more);
    const auto plan = Json::parse(outcome.out);
    return plan ? (*plan)["url"].string_or("") : outcome.err;
  };
  const Variables dual = {{"AWS_USE_DUALSTACK_ENDPOINT", "true"}};
  const Variables fips = {{"AWS_USE_FIPS_ENDPOINT", "true"}};
  const Variables both = {{"AWS_USE_DUALSTACK_ENDPOINT", "true"}, {"AWS_USE_FIPS_ENDPOINT", "true"}};
  EXPECT_EQ(url_in("eu-central-1", {}), "https://s3.eu-central-1.amazonaws.com/");
  EXPECT_EQ(url_in("eu-central-1", dual), "https://s3.dualstack.eu-central-1.amazonaws.com/");
  EXPECT_EQ(url_in("us-east-1", both), "https://s3-fips.dualstack.us-east-1.amazonaws.com/");
  EXPECT_EQ(url_in("cn-north-1", dual), "https://s3.dualstack.cn-north-1.amazonaws.com.cn/");
  EXPECT_THAT(url_in("cn-north-1", fips), HasSubstr("no FIPS endpoints of S3 in cn-north-1"));
}

TEST(Request, RefusesWhatCannotBeSigned) {
  FakeAws aws({answer(500, "")});
  const auto exit_code = [&](std::vector<std::string> line) {
    line.insert(line.begin(), "request");
    return run(line, aws.variables()).exit_code;
  };
  EXPECT_EQ(exit_code({aws.url()}), 3);  // nothing says which service
  EXPECT_EQ(exit_code({"/path"}), 3);
  EXPECT_EQ(exit_code({"ftp://sts.us-east-1.amazonaws.com/"}), 3);
  EXPECT_EQ(exit_code({"https://sts.us-east-1.amazonaws.com/a b"}), 3);
  EXPECT_EQ(exit_code({kUrl, "-H", "Authorization: mine"}), 3);
  EXPECT_EQ(exit_code({kUrl, "-H", "no header"}), 2);
  EXPECT_EQ(exit_code({kUrl, "--data", "a", "--data-binary", "b"}), 2);
  EXPECT_EQ(exit_code({kUrl, "--data", "@/nowhere/at/all"}), 2);
  EXPECT_EQ(exit_code({"GET", kUrl, "more"}), 2);
  EXPECT_TRUE(aws.requests().empty());
}

}  // namespace
}  // namespace anthropic::internal::cli
