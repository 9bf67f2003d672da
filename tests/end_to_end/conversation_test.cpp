#include <algorithm>
#include <utility>

#include "end_to_end/local_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using ConversationTest = LocalTest;

TEST_F(ConversationTest, CreateAndStreamAgree) {
  const AnthropicBedrock client = make_client(options());
  const auto whole = client.messages.create(params());
  ASSERT_TRUE(whole) << whole.error().to_string();
  auto stream = client.messages.stream(params());
  std::string text;
  for (const std::string_view piece : stream.text_stream()) text += piece;
  const auto streamed = stream.final_message();
  EXPECT_EQ(whole->text(), text);
  EXPECT_EQ(streamed->text(), text);
  EXPECT_EQ(whole->stop_reason, streamed->stop_reason);
  EXPECT_EQ(whole->usage.output_tokens, streamed->usage.output_tokens);
  EXPECT_FALSE(whole->request_id.empty());
  EXPECT_FALSE(streamed->request_id.empty());
  EXPECT_TRUE(whole->id.starts_with("msg_local_"));
}

/// How many requests came for answers in one piece, and how many for streams.
std::pair<int, int> whole_and_streamed(const LocalBedrock& endpoint) {
  const std::vector<LocalRequest> requests = endpoint.requests();
  const auto count = [&](std::string_view ending) {
    return static_cast<int>(std::count_if(requests.begin(), requests.end(), [&](const LocalRequest& request) {
      return request.target.ends_with(ending);
    }));
  };
  return {count("/invoke"), count("/invoke-with-response-stream")};
}

/// Answers that could take long are streamed, unseen by the caller; many of them side by side as well.
TEST_F(ConversationTest, LongAnswersSideBySide) {
  const AnthropicBedrock client = make_client(options());
  const auto whole = client.messages.create(params());
  EXPECT_EQ(whole_and_streamed(endpoint), std::pair(1, 0));
  MessageCreateParams request = params();
  request.max_tokens = 60'000;
  const std::vector<MessageCreateParams> requests(40, request);
  for (const auto& message : client.messages.create_all(requests, {.max_concurrency = 20})) {
    ASSERT_TRUE(message) << message.error().to_string();
    EXPECT_EQ(message->text(), whole->text());
  }
  EXPECT_EQ(whole_and_streamed(endpoint), std::pair(1, 40));
}

TEST_F(ConversationTest, ConnectionsAreReused) {
  const AnthropicBedrock client = make_client(options());
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(client.messages.create(params()));
    ASSERT_TRUE(client.messages.stream(params()).final_message());
  }
  EXPECT_EQ(endpoint.open_connections(), 1u);
}

TEST_F(ConversationTest, ManyTurns) {
  const AnthropicBedrock client = make_client(options());
  MessageCreateParams conversation = params("First");
  for (int turn = 0; turn < 5; ++turn) {
    const auto answer = client.messages.create(conversation);
    ASSERT_TRUE(answer) << answer.error().to_string();
    const Json sent = *Json::parse(endpoint.requests().back().body);
    EXPECT_EQ(sent["messages"], *conversation.to_json()->find("messages")) << "all that was said before";
    EXPECT_EQ(sent["messages"].size(), static_cast<std::size_t>(2 * turn + 1));
    conversation.messages.push_back(answer->to_param());
    conversation.messages.push_back({"user", "And then?"});
  }
}

TEST_F(ConversationTest, ImagesArrive) {
  const AnthropicBedrock client = make_client(options());
  MessageCreateParams request = params();
  request.messages = {
      {"user", {*ImageBlock::from_bytes("\x89PNG\r\n\x1a\n......"), TextBlock{"What is it?"}}}};
  ASSERT_TRUE(client.messages.create(request)) << client.messages.create(request).error().to_string();
  const Json body = *Json::parse(endpoint.requests().back().body);
  EXPECT_EQ(body["messages"][0]["content"][0]["source"]["media_type"].as_string(), "image/png");
}

TEST_F(ConversationTest, StopSequencesAndLimits) {
  const AnthropicBedrock client = make_client(options());
  MessageCreateParams request = params();
  request.max_tokens = 2;
  EXPECT_EQ(client.messages.create(request)->stop_reason, StopReason::max_tokens);
  request = params();
  request.stop_sequences = {"not"};
  const auto message = client.messages.stream(request).final_message();
  EXPECT_EQ(message->stop_reason, StopReason::stop_sequence);
  EXPECT_EQ(message->stop_sequence, "not");
}

TEST_F(ConversationTest, AliasesFirstPartyIdsAndArns) {
  const AnthropicBedrock client = make_client(options());
  for (const char* model : {"haiku", "claude-haiku-4-5-20251001", "anthropic.claude-3-haiku-20240307-v1:0",
                            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/"
                            "us.anthropic.claude-haiku-4-5-20251001-v1:0"}) {
    MessageCreateParams request = params();
    request.model = model;
    const auto message = client.messages.create(request);
    if (std::string_view(model).find("claude-3-haiku") != std::string_view::npos) {
      ASSERT_FALSE(message);
      EXPECT_THAT(message.error().hint, HasSubstr("retired")) << message.error().to_string();
      continue;
    }
    EXPECT_TRUE(message) << model << ": " << message.error().to_string();
  }
}

TEST_F(ConversationTest, WrongKeysAreRefusedWithAHint) {
  AnthropicBedrockOptions wrong = options();
  wrong.aws_secret_key = "not-the-secret";
  auto message = make_client(wrong).messages.create(params());
  EXPECT_EQ(message.error().kind, ErrorKind::authentication);
  EXPECT_THAT(message.error().hint, HasSubstr("secret access key")) << message.error().hint;
  EXPECT_THAT((message.error().to_string() + message.error().hint), Not(HasSubstr("not-the-secret")));
  wrong = options();
  wrong.aws_access_key = "AKIDUNKNOWN";
  message = make_client(wrong).messages.create(params());
  EXPECT_EQ(message.error().code, "UnrecognizedClientException");
}

TEST_F(ConversationTest, BearerTokens) {
  auto with_bearer = LocalBedrock::start({.bearer_tokens = {"bedrock-api-key-for-the-test"}});
  const auto ask = [&](std::string token) {
    return make_client(
               {.aws_region = "us-east-1", .api_key = std::move(token), .base_url = with_bearer->base_url()})
        .messages.create(params());
  };
  EXPECT_TRUE(ask("bedrock-api-key-for-the-test"));
  EXPECT_EQ(ask("another").error().status, 403);
}

}  // namespace
}  // namespace anthropic::internal::testing
