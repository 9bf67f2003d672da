#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mutex>
#include <string>
#include <vector>

#include <anthropic/testing/local_bedrock.hpp>

#include "raw_client.hpp"
#include "running_endpoint.hpp"

namespace anthropic::internal::testing {
namespace {

using local::RawClient;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(LocalBedrock, MakesAPairWhenNoneIsGiven) {
  LocalBedrockOptions options;
  options.now = local::noon;
  const auto endpoint = LocalBedrock::start(options);
  ASSERT_TRUE(endpoint);
  const aws::Credentials& pair = endpoint->credentials();
  EXPECT_EQ(pair.access_key_id.size(), 20u);
  EXPECT_EQ(pair.secret_access_key.size(), 40u);
  RawClient client(endpoint->port());
  client.send(local::signed_request("POST", local::kHaikuInvoke, local::invoke_body(), {.pair = pair}));
  EXPECT_EQ(client.receive().status, 200);

  const auto other = LocalBedrock::start(options);
  ASSERT_TRUE(other);
  EXPECT_NE(other->credentials().secret_access_key, pair.secret_access_key);
  EXPECT_NE(other->port(), endpoint->port());
  EXPECT_EQ(other->base_url(), "http://127.0.0.1:" + std::to_string(other->port()));
}

TEST(LocalBedrock, RemembersTheLatestRequests) {
  LocalBedrockOptions options;
  options.recorded_requests = 2;
  const auto endpoint = local::start_endpoint(options);
  RawClient client(endpoint.port());
  for (const char* body : {"first", "second", "third"}) {
    client.send(local::signed_request("POST", local::kHaikuInvoke, body));
    client.receive();
  }
  const std::vector<LocalRequest> requests = endpoint.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(endpoint.request_count(), 3u);
  EXPECT_EQ(requests[1].body, "third");
  EXPECT_EQ(requests[1].method, "POST");
  EXPECT_EQ(requests[1].target, local::kHaikuInvoke);
  EXPECT_EQ(requests[1].model, local::kHaikuId);
  EXPECT_EQ(requests[1].status, 400);
  EXPECT_EQ(requests[1].error_code, "ValidationException");
  EXPECT_EQ(requests[1].headers[0], (std::pair<std::string, std::string>("Host", "127.0.0.1:8000")));
}

TEST(LocalBedrock, TellsOfEachRequest) {
  std::vector<LocalRequest> told;
  LocalBedrockOptions options;
  options.recorded_requests = 0;
  options.fault = "throttle/1,slow=1";
  options.on_request = [&told](const LocalRequest& request) { told.push_back(request); };
  {
    const auto endpoint = local::start_endpoint(options);
    RawClient client(endpoint.port());
    const auto ask = [&](const char* method, std::string_view target) {
      client.send(local::signed_request(method, target, method[0] == 'P' ? local::invoke_body() : ""));
      return client.receive().status;
    };
    EXPECT_EQ(ask("POST", local::kHaikuInvoke), 429);
    EXPECT_EQ(ask("POST", std::string(local::kHaikuInvoke) + "-with-response-stream"), 200);
    EXPECT_EQ(ask("GET", "/foundation-models"), 200);
    ask("GET", "/v1/files/file_1/content?a=b");
    ask("GET", "/no-such?a=b");
    EXPECT_TRUE(endpoint.requests().empty());
    EXPECT_EQ(endpoint.request_count(), 5u);
  }
  ASSERT_EQ(told.size(), 5u);
  EXPECT_EQ(told[0].operation, "InvokeModel");
  EXPECT_EQ(told[0].status, 429);
  EXPECT_EQ(told[0].faults, (std::vector<std::string>{"throttle", "slow=1"}));
  EXPECT_FALSE(told[0].streamed);
  EXPECT_EQ(told[1].operation, "InvokeModelWithResponseStream");
  EXPECT_EQ(told[1].faults, std::vector<std::string>{"slow=1"});
  EXPECT_TRUE(told[1].streamed);
  EXPECT_EQ(told[2].operation, "ListFoundationModels");
  EXPECT_EQ(told[3].operation, "GET /v1/files/*/content");
  EXPECT_EQ(told[4].operation, "GET /no-such");
}

TEST(LocalBedrock, LogsALineARequest) {
  std::mutex mutex;
  std::vector<std::string> lines;
  LocalBedrockOptions options;
  options.log = [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    lines.emplace_back(line);
  };
  auto endpoint = local::start_endpoint(options);
  RawClient client(endpoint.port());
  client.send(local::signed_request("POST", local::kHaikuInvoke, local::invoke_body(),
                                    {.pair = local::temporary_pair()}));
  client.receive();
  endpoint.stop();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr(" 200 POST "));
  EXPECT_THAT(lines[0], Not(HasSubstr("session-token")));
}

TEST(LocalBedrock, LogsWhatWasWrongWithBytesThatAreNoRequest) {
  std::mutex mutex;
  std::string lines;
  LocalBedrockOptions options;
  options.log = [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    lines += line;
    lines += '\n';
  };
  auto endpoint = local::start_endpoint(options);
  for (const char* bytes : {"GET /a secret path HTTP/1.1\r\n\r\n",
                            "GET / HTTP/1.1\r\nAuthorization: Bearer secret\r\nsecret value\r\n\r\n",
                            "GET / HTTP/1.1\r\nHost: secret\r\nHost: secret\r\n\r\n",
                            "GET / HTTP/1.1\r\nContent-Length: secret\r\n\r\n"}) {
    RawClient client(endpoint.port());
    client.send(bytes);
    EXPECT_EQ(client.receive().status, 400) << bytes;
  }
  endpoint.stop();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4) << lines;
  EXPECT_THAT(lines, HasSubstr("2026-11-22T12:00:00Z 400 no HTTP request: bad field\n"));
  EXPECT_THAT(lines, HasSubstr(" 400 no HTTP request: more than one Host header\n"));
  EXPECT_THAT(lines, HasSubstr(" 400 no HTTP request: bad Content-Length\n"));
  EXPECT_THAT(lines, Not(HasSubstr("secret")));
}

std::string answer_of(const LocalBedrock& endpoint) {
  const AnthropicBedrock client(endpoint.client_options());
  const auto message =
      client.messages.create({.model = "haiku", .max_tokens = 50, .messages = {{"user", "Hello"}}});
  return message ? message->text() : message.error().to_string();
}

TEST(LocalBedrock, MakesTheOptionsOfAClient) {
  LocalBedrockOptions options;
  options.region = "eu-central-1";
  options.keys = {{.access_key_id = "AKIA1", .secret_access_key = "secret", .session_token = "token"}};
  auto endpoint = LocalBedrock::start(options);
  ASSERT_TRUE(endpoint) << endpoint.error();
  EXPECT_THAT(answer_of(*endpoint), HasSubstr("not Claude"));
  EXPECT_EQ(endpoint->requests().back().status, 200);
}

TEST(LocalBedrock, AnswersWithTextsInTheirOrder) {
  auto endpoint = LocalBedrock::start({.replies = {"Hello", "Second"}});
  ASSERT_TRUE(endpoint) << endpoint.error();
  EXPECT_EQ(answer_of(*endpoint), "Hello");
  EXPECT_EQ(answer_of(*endpoint), "Second");
  EXPECT_EQ(answer_of(*endpoint), "Second") << "the last one again";
}

TEST(LocalBedrock, TakesOneTextAListAndJson) {
  const std::string text = "One";
  EXPECT_EQ(answer_of(*LocalBedrock::start({.replies = {text}})), "One");
  EXPECT_EQ(answer_of(*LocalBedrock::start({.replies = {{"One", "Two"}}})), "One");
  EXPECT_EQ(answer_of(*LocalBedrock::start({.replies = std::vector<std::string>{"One", "Two"}})), "One");
  EXPECT_EQ(answer_of(*LocalBedrock::start({.replies = Json::array({"One"})})), "One");
  EXPECT_EQ(answer_of(*LocalBedrock::start({.replies = R"(["One", {"text": "Two"}])"})), "One");
}

TEST(LocalBedrock, ReadsRepliesFromAFile) {
  const std::string path = ::testing::TempDir() + "local_bedrock_replies.json";
  std::ofstream(path) << R"({"rules": [{"reply": {"text": "from the file"}}]})";
  LocalBedrockOptions options;
  options.replies_file = path;
  const auto endpoint = local::start_endpoint(options);
  RawClient client(endpoint.port());
  client.send(local::signed_request("POST", local::kHaikuInvoke, local::invoke_body()));
  EXPECT_THAT(client.receive().body, HasSubstr("from the file"));
}

TEST(LocalBedrock, SaysWhichOptionIsWrong) {
  const auto complaint = [](LocalBedrockOptions options) {
    const auto endpoint = LocalBedrock::start(std::move(options));
    EXPECT_FALSE(endpoint);
    return endpoint.error().message;
  };
  EXPECT_THAT(complaint({.replies = "{"}), HasSubstr("The replies are wrong"));
  EXPECT_THAT(complaint({.replies = "Hello"}), HasSubstr("The replies are wrong"));
  EXPECT_THAT(complaint({.replies = "[]"}), HasSubstr("at least one answer"));
  EXPECT_THAT(complaint({.replies = "[1]"}), HasSubstr("[0]"));
  EXPECT_THAT(complaint({.replies_file = "/nonexistent/replies.json"}),
              HasSubstr("/nonexistent/replies.json"));
  EXPECT_THAT(complaint({.replies = "{}", .replies_file = "x"}), HasSubstr("not both"));
  EXPECT_THAT(complaint({.fault = "nonsense"}), HasSubstr("nonsense"));
  EXPECT_THAT(complaint({.host = "not an address"}), HasSubstr("not an address"));
  EXPECT_THAT(complaint({.threads = 0}), HasSubstr("the option threads is 0: it must be at least 1"));
  EXPECT_THAT(complaint({.allowed_hosts = {"http://name"}}), HasSubstr("http://name"));
  EXPECT_THAT(complaint({.allowed_hosts = {""}}), HasSubstr("without scheme, port and path"));
  EXPECT_THAT(complaint({.max_connections = 0}), HasSubstr("max_connections is 0"));
  EXPECT_THAT(complaint({.body_memory = 0}), HasSubstr("body_memory is 0"));
  EXPECT_THAT(complaint({.body_timeout = std::chrono::milliseconds(0)}), HasSubstr("body_timeout is 0 ms"));
  EXPECT_THAT(complaint({.recorded_requests = -1}), HasSubstr("recorded_requests is -1"));
  aws::Credentials half;
  half.access_key_id = "AKIA";
  EXPECT_THAT(complaint({.keys = {half}}), HasSubstr("secret key"));
}

TEST(LocalBedrock, SaysThatAPortIsTaken) {
  const auto endpoint = local::start_endpoint();
  LocalBedrockOptions options;
  options.port = endpoint.port();
  const auto second = LocalBedrock::start(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::connection);
  EXPECT_THAT(second.error().message, HasSubstr(std::to_string(endpoint.port())));
}

TEST(LocalBedrock, StopsTwiceAndMovesWhileItRuns) {
  auto first = local::start_endpoint();
  LocalBedrock second = std::move(first);
  RawClient client(second.port());
  client.send(local::signed_request("POST", local::kHaikuInvoke, local::invoke_body()));
  EXPECT_EQ(client.receive().status, 200);
  second.stop();
  second.stop();
  EXPECT_TRUE(client.is_closed());
  second = local::start_endpoint();
  EXPECT_GT(second.port(), 0);
}

TEST(LocalBedrock, SaysWhereItIsAfterItWasMovedFrom) {
  auto first = LocalBedrock::start({.auth = LocalAuth::off}).value();
  const std::string url = first.base_url();
  const LocalBedrock second = std::move(first);
  EXPECT_EQ(first.base_url(), url);  // NOLINT(bugprone-use-after-move)
  first.stop();
  EXPECT_TRUE(AnthropicBedrock(second.client_options())
                  .messages.create({.model = "haiku", .max_tokens = 10, .messages = {{"user", "Hi"}}}));
}

TEST(LocalBedrock, AnswersThoughItsLogAndClockThrow) {
  const auto local = LocalBedrock::start({.auth = LocalAuth::off,
                                          .log = [](std::string_view) { throw std::runtime_error("log"); },
                                          .now = []() -> std::chrono::system_clock::time_point { throw 1; }})
                         .value();
  EXPECT_TRUE(AnthropicBedrock(local.client_options())
                  .messages.create({.model = "haiku", .max_tokens = 10, .messages = {{"user", "Hi"}}}));
}

}  // namespace
}  // namespace anthropic::internal::testing
