#include "local/recording/recording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/anthropic.hpp>
#include <anthropic/aws/sts.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "base/file/files.hpp"
#include "local/recording/exchange_json.hpp"
#include "local/recording/recorder.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using testing::LocalBedrock;
using testing::LocalBedrockOptions;
using ::testing::Not;
using testing::TemporaryFolder;

Request request(std::string path, std::string body) {
  return {.method = "POST", .target = std::move(path), .body = std::move(body)};
}

Answer answer(std::string body) {
  Answer made;
  made.headers.emplace_back("Content-Type", "application/json");
  made.body = std::move(body);
  return made;
}

std::string line(const Request& asked, const Answer& answered) {
  return Json::object({{"request", request_json(asked)}, {"answer", answer_json(answered)}}).dump() + "\n";
}

std::string complaint(std::string_view text) {
  const auto read = Recording::parse(text);
  return read ? "fine" : read.error().message;
}

TEST(Recording, HoldsNoSecrets) {
  Request asked =
      request("/model/m/invoke?X-Amz-Signature=abc&a=1&X-Amz-Security-Token=t",
              R"({"mcp_servers": [{"authorization_token": "hush", "name": "n"}], "api_key": "hush"})");
  asked.headers = {{"Authorization", "hush"}, {"x-api-key", "hush"},   {"X-Amz-Security-Token", "hush"},
                   {"Cookie", "hush"},        {"anthropic-beta", "b"}, {"X-Amzn-Bedrock-Trace", "ENABLED"}};
  const Json json = request_json(asked);
  EXPECT_THAT(json.dump(), Not(HasSubstr("hush")));
  EXPECT_EQ(json["path"].as_string(), "/model/m/invoke?a=1");
  EXPECT_EQ(json["headers"], *Json::parse(R"({"anthropic-beta": "b", "x-amzn-bedrock-trace": "ENABLED"})"));
  EXPECT_EQ(json["body"]["mcp_servers"][0]["name"].as_string(), "n");

  const TemporaryFolder folder;
  auto recorder = Recorder::open(folder.file("r"), {"AbCdEf123", ""});
  ASSERT_TRUE(recorder);
  ASSERT_TRUE((*recorder)->add(request("/p", R"({"text": "my key is AbCdEf123"})"), answer("AbCdEf123"), {}));
  const auto written = RealFiles().read(folder.file("r"));
  EXPECT_THAT(**written, Not(HasSubstr("AbCdEf123")));
  EXPECT_THAT(**written, HasSubstr("my key is (hidden)"));
}

TEST(Recording, KeepsWhatAnAnswerIs) {
  Answer made = answer("");
  made.status = 429;
  made.streamed = true;
  made.steps = {{std::chrono::milliseconds(0), "data: x\n\n"}, {std::chrono::milliseconds(20), "\xff\x00"}};
  made.delay_before_head = std::chrono::milliseconds(5);
  made.cut_after = 7;
  const auto read = read_answer(answer_json(made));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->status, 429);
  EXPECT_TRUE(read->streamed);
  ASSERT_EQ(read->steps.size(), 2u);
  EXPECT_EQ(read->steps[1].delay.count(), 20);
  EXPECT_EQ(read->steps[1].bytes, made.steps[1].bytes);
  EXPECT_EQ(read->delay_before_head.count(), 5);
  EXPECT_EQ(read->cut_after, 7u);
  EXPECT_EQ(answer_json(*read), answer_json(made));
}

TEST(Recording, AnswersInOrderWhatIsTheSame) {
  const Request asked = request("/a", R"({"x": 1, "y": [2.0]})");
  auto recording =
      Recording::parse(line(asked, answer("first")) + line(request("/b", "{}"), answer("other")) +
                       line(asked, answer("second")));
  ASSERT_TRUE(recording);
  const Request again = request("/a", R"({"y":[2],"x":1})");
  EXPECT_EQ((*recording)->answer(again).body, "first");
  EXPECT_EQ((*recording)->answer(request("/b", "{}")).body, "other");
  EXPECT_EQ((*recording)->answer(again).body, "second");
  EXPECT_EQ((*recording)->answer(again).body, "second");
}

TEST(Recording, SaysWhatIsDifferent) {
  auto recording =
      Recording::parse(line(request("/model/m/invoke",
                                    R"({"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 5})"),
                            answer("")) +
                       line(request("/model/m/invoke", R"({"messages": []})"), answer("")));
  ASSERT_TRUE(recording);
  const auto refusal = [&](std::string path, std::string body) {
    const Answer refused = (*recording)->answer(request(std::move(path), std::move(body)));
    EXPECT_EQ(refused.status, 400);
    return refused.body;
  };
  EXPECT_THAT(
      refusal("/model/m/invoke", R"({"messages": [{"role": "user", "content": "Ho"}], "max_tokens": 5})"),
      HasSubstr(R"(messages[0].content is \"Ho\", not \"Hi\".)"));
  EXPECT_THAT(refusal("/model/m/invoke", R"({"messages": [{"role": "user", "content": "Hi"}]})"),
              HasSubstr("max_tokens is missing"));
  EXPECT_THAT(refusal("/model/m/invoke", "x"), HasSubstr("the body is"));
  EXPECT_THAT(refusal("/v1/messages", "{}"), HasSubstr(R"("invalid_request_error")"));
  EXPECT_THAT(refusal("/v1/messages", "{}"), HasSubstr("no recorded answer to this POST /v1/messages."));
  EXPECT_THAT(refusal("/v1/messages", "{}"),
              HasSubstr("The first that was recorded is POST /model/m/invoke."));
}

TEST(Recording, SaysWhichLineIsWrong) {
  const std::string good = line(request("/a", "{}"), answer(""));
  EXPECT_EQ(complaint(good), "fine");
  EXPECT_THAT(complaint(good + good.substr(0, 20)),
              HasSubstr("line 2 of the recording is wrong: it is cut off"));
  EXPECT_THAT(complaint("{}\n"), HasSubstr("line 1 of the recording is wrong: request.method"));
  EXPECT_THAT(complaint("x\n"), HasSubstr("line 1"));
  EXPECT_THAT(complaint(""), HasSubstr("there is none"));
  EXPECT_THAT(complaint(R"({"request": {"method": "GET", "path": "/"}, "answer": {"status": 7}})"
                        "\n"),
              HasSubstr("answer.status should be a status of HTTP"));
  EXPECT_THAT(complaint(R"({"request": {"method": "GET", "path": "/"}, "answer": {"status": 200, "body": 1}})"
                        "\n"),
              HasSubstr("answer.body should be"));
}

TEST(Recording, IsNotContinuedBehindALineThatIsCutOff) {
  const TemporaryFolder folder;
  ASSERT_TRUE(RealFiles().replace(folder.file("r"), "{\"request", 0600));
  const auto recorder = Recorder::open(folder.file("r"), {});
  ASSERT_FALSE(recorder);
  EXPECT_THAT(recorder.error().message, HasSubstr("its last line is cut off"));
  EXPECT_FALSE(Recorder::open(folder.path() + "/none/r", {}));
}

// They hand out keys.
TEST(Recording, LeavesOutOtherServices) {
  const TemporaryFolder folder;
  const auto ask = [](const LocalBedrock& endpoint) {
    const aws::Credentials& pair = endpoint.credentials();
    const aws::Session session({.region = endpoint.region(),
                                .access_key_id = pair.access_key_id,
                                .secret_access_key = pair.secret_access_key,
                                .endpoint_url = endpoint.base_url()});
    return aws::STS(session).assume_role(
        {.role_arn = "arn:aws:iam::123456789012:role/reader", .role_session_name = "test"});
  };
  const auto recorded = LocalBedrock::start({.record_file = folder.file("r")});
  ASSERT_TRUE(recorded);
  EXPECT_TRUE(ask(*recorded));
  EXPECT_EQ(**RealFiles().read(folder.file("r")), "");
  folder.write("one", line(request("/p", "{}"), answer("{}")));
  const auto replayed = LocalBedrock::start({.replay_file = folder.file("one")});
  ASSERT_TRUE(replayed);
  EXPECT_TRUE(ask(*replayed));
}

TEST(Recording, IsReplayedToClients) {
  const TemporaryFolder folder;
  const auto ask = [](const LocalBedrock& endpoint) {
    AnthropicBedrock client(endpoint.client_options());
    const MessageCreateParams params{.model = "haiku", .max_tokens = 50, .messages = {{"user", "Hi there"}}};
    std::string said = client.messages.create(params)->text();
    auto stream = client.messages.stream(params);
    for (std::string_view text : stream.text_stream()) said += text;
    Anthropic own({.api_key = "key-of-a-test", .base_url = endpoint.base_url()});
    said += own.messages.create(params)->text();
    return said;
  };
  LocalBedrockOptions options;
  options.api_keys = {"key-of-a-test"};
  options.replies = {"One.", "Two.", "Three."};
  options.record_file = folder.file("r");
  {
    const auto endpoint = LocalBedrock::start(options);
    ASSERT_TRUE(endpoint) << endpoint.error().message;
    EXPECT_EQ(ask(*endpoint), "One.Two.Three.");
  }
  EXPECT_THAT(**RealFiles().read(folder.file("r")), Not(HasSubstr("key-of-a-test")));
  options.replies = {"Something else."};
  options.replay_file = options.record_file;
  EXPECT_FALSE(LocalBedrock::start(options)) << "from the file that is recorded to";
  options.record_file.clear();
  const auto endpoint = LocalBedrock::start(options);
  ASSERT_TRUE(endpoint) << endpoint.error().message;
  EXPECT_EQ(ask(*endpoint), "One.Two.Three.");

  AnthropicBedrock client(endpoint->client_options());
  const auto refused =
      client.messages.create({.model = "haiku", .max_tokens = 50, .messages = {{"user", "Hi"}}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("messages[0].content"));
  EXPECT_EQ(refused.error().status, 400);

  AnthropicBedrockOptions stranger = endpoint->client_options();
  stranger.aws_secret_key = "wrong";
  AnthropicBedrock other(stranger);
  EXPECT_EQ(other.messages.create({.model = "haiku", .max_tokens = 50, .messages = {{"user", "Hi there"}}})
                .error()
                .status,
            403);
}

}  // namespace
}  // namespace anthropic::internal::local
