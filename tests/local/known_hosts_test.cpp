#include "local/server/known_hosts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "raw_client.hpp"
#include "running_endpoint.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

bool is_taken(const Headers& headers, const KnownHosts& known = {.names = {"127.0.0.1"}}) {
  return !refuse_foreign_host(headers, known);
}

std::string refusal(const Headers& headers) {
  const auto refused = refuse_foreign_host(headers, {});
  return refused ? std::to_string(refused->status) + " " + refused->code + " " + refused->message : "";
}

TEST(KnownHosts, TakesLoopbackByEveryName) {
  for (const char* host : {"localhost", "LOCALHOST:8080", "localhost.", "app.localhost:1", "127.0.0.1",
                           "127.0.0.1:80", "127.1.2.3:80", "[::1]", "[::1]:8080", "[::ffff:127.0.0.1]:80"})
    EXPECT_TRUE(is_taken({{"Host", host}})) << host;
  EXPECT_TRUE(is_taken({})) << "no browser leaves it out";
}

TEST(KnownHosts, RefusesEveryOtherName) {
  for (const char* host :
       {"evil.example", "evil.example:80", "localhost.evil.example", "notlocalhost", "127.0.0.1.evil.example",
        "127.0.0.1@evil.example", "evil.example#127.0.0.1", "192.168.1.2", "[fe80::1]:80", "0.0.0.0",
        "[::1]evil.example", "2130706433", "127.1", "", ":80", "[", "[]"})
    EXPECT_FALSE(is_taken({{"Host", host}})) << host;
  EXPECT_FALSE(is_taken({{"Host", "localhost"}, {"host", "evil.example"}})) << "a second one";
}

TEST(KnownHosts, TakesPagesOfKnownHostsOnly) {
  for (const char* origin : {"http://localhost:3000", "https://127.0.0.1", "http://[::1]:80"})
    EXPECT_TRUE(is_taken({{"Host", "localhost"}, {"Origin", origin}})) << origin;
  for (const char* origin : {"http://evil.example", "https://localhost.evil.example:80", "null", "",
                             "localhost", "chrome-extension://abcdef", "http://evil.example/://localhost"})
    EXPECT_FALSE(is_taken({{"Host", "localhost"}, {"Origin", origin}})) << origin;
}

TEST(KnownHosts, TakesTheNamesItIsGiven) {
  const KnownHosts known{.names = {"10.0.0.5", "Endpoint", "::2"}};
  for (const char* host : {"10.0.0.5:80", "endpoint:80", "ENDPOINT", "[0:0::2]:80", "localhost"})
    EXPECT_TRUE(is_taken({{"Host", host}}, known)) << host;
  for (const char* host : {"10.0.0.6", "endpoint.evil.example", "sub.endpoint"})
    EXPECT_FALSE(is_taken({{"Host", host}}, known)) << host;
}

TEST(KnownHosts, TakesAnyAddressButNoNameWhereItListensOnAll) {
  const KnownHosts known{.names = {"0.0.0.0"}, .any_address = true};
  EXPECT_TRUE(is_taken({{"Host", "192.168.1.2:80"}}, known));
  EXPECT_TRUE(is_taken({{"Host", "[fe80::1]"}}, known));
  EXPECT_FALSE(is_taken({{"Host", "evil.example"}}, known));
}

TEST(KnownHosts, SaysWhatToDo) {
  EXPECT_THAT(refusal({{"Host", "endpoint.test:80"}}), HasSubstr("403 AccessDeniedException"));
  EXPECT_THAT(refusal({{"Host", "endpoint.test:80"}}), HasSubstr("The Host header is \"endpoint.test:80\""));
  EXPECT_THAT(refusal({{"Host", "endpoint.test:80"}}),
              HasSubstr("--allow-host endpoint.test (allowed_hosts)"));
  EXPECT_THAT(refusal({{"Origin", "http://page.test"}}),
              HasSubstr("The Origin header is \"http://page.test\""));
  EXPECT_THAT(refusal({{"Origin", "null"}}), Not(HasSubstr("--allow-host")));
  EXPECT_LT(refusal({{"Host", std::string(60'000, 'a')}}).size(), 1000u);
}

Request upload() {
  Request request{.method = "POST", .target = "/v1/files"};
  request.headers = {{"Host", "127.0.0.1"},
                     {"anthropic-version", "2023-06-01"},
                     {"anthropic-beta", "files-api-2025-04-14"},
                     {"Content-Type", "multipart/form-data; boundary=b"}};
  request.body =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
      "Content-Type: text/plain\r\n\r\nof the owner\r\n--b--\r\n";
  return request;
}

TEST(KnownHosts, KeepPagesAwayWithoutSignatures) {
  const auto endpoint = start_endpoint({.auth = testing::LocalAuth::off, .allowed_hosts = {"endpoint.test"}});
  RawClient client(endpoint.port());
  client.send(upload());
  const RawResponse uploaded = client.receive();
  ASSERT_EQ(uploaded.status, 200) << uploaded.body;
  const std::string id = uploaded.body.substr(uploaded.body.find("file_"), 0x40);
  Request download{.method = "GET", .target = "/v1/files/" + id.substr(0, id.find('"')) + "/content"};
  const auto status = [&](const Headers& headers) {
    download.headers = {{"anthropic-version", "2023-06-01"}, {"anthropic-beta", "files-api-2025-04-14"}};
    download.headers.insert(download.headers.end(), headers.begin(), headers.end());
    client.send(download);
    const RawResponse response = client.receive();
    EXPECT_EQ(response.body.find("of the owner") != std::string::npos, response.status == 200);
    return response.status;
  };
  EXPECT_EQ(status({{"Host", "localhost"}}), 200);
  EXPECT_EQ(status({{"Host", "endpoint.test:80"}}), 200);
  EXPECT_EQ(status({{"Host", "evil.example"}}), 403);
  EXPECT_EQ(status({{"Host", "localhost"}, {"Origin", "http://evil.example"}}), 403);

  Request job{.method = "POST", .target = "/model-invocation-job"};
  job.headers = {{"Host", "127.0.0.1"}, {"Origin", "http://evil.example"}, {"Content-Type", "text/plain"}};
  job.body = "{}";
  client.send(job);
  EXPECT_EQ(client.receive().status, 403);
}

TEST(KnownHosts, AreNoRuleForWhatIsSigned) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  Request bearer{.method = "POST", .target = std::string(kHaikuInvoke)};
  bearer.headers = {
      {"Host", "bedrock.test"}, {"Origin", "http://page.test"}, {"Authorization", "Bearer good-token"}};
  bearer.body = invoke_body();
  client.send(bearer);
  EXPECT_EQ(client.receive().status, 200);
}

}  // namespace
}  // namespace anthropic::internal::local
