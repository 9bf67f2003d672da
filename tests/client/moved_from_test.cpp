#include <gmock/gmock.h>

#include <anthropic/aws/secrets_manager.hpp>
#include <anthropic/tool_runner.hpp>

#include "aws/session/make_session.hpp"
#include "client/client_fixture.hpp"

// NOLINTBEGIN(bugprone-use-after-move): that is what is tested.

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using MovedFromTest = ClientTest;

TEST_F(MovedFromTest, AHandleIsAsGoodAsACopy) {
  fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  AnthropicBedrock client = this->client();
  const AnthropicBedrock other = std::move(client);
  EXPECT_TRUE(client.messages.create(params()));
  EXPECT_TRUE(other.messages.create(params()));
  EXPECT_TRUE(client.messages.start(params()).get());
  EXPECT_TRUE(client.models.list());
  EXPECT_EQ(client.files.list().error().kind, ErrorKind::bad_request) << "Bedrock keeps none";
  Messages messages = client.messages;
  const Messages elsewhere = std::move(messages);
  EXPECT_TRUE(messages.create(params()));
  EXPECT_FALSE(messages.batches.list());

  aws::Session session = internal::make_session(
      {.region = "us-east-1", .access_key_id = "AKIDEXAMPLE", .secret_access_key = kSecret}, fake_.world);
  const aws::Session moved_session = std::move(session);
  EXPECT_EQ(session.region().value_or(""), "us-east-1");
  EXPECT_TRUE(session.credentials());
  aws::SecretsManager secrets(session);
  const aws::SecretsManager moved_secrets = std::move(secrets);
  fake_.transport->answer(200, R"({"SecretString":"s"})");
  EXPECT_TRUE(secrets.get_secret_value({.secret_id = "a"}));
}

TEST_F(MovedFromTest, AStreamSaysSo) {
  fake_.transport->answer(stream_answer(hello_frames()));
  MessageStream stream = client().messages.stream(params());
  MessageStream other = std::move(stream);
  EXPECT_EQ(stream.next(), nullptr);
  ASSERT_TRUE(stream.error());
  EXPECT_EQ(stream.error()->kind, ErrorKind::configuration);
  EXPECT_EQ(stream.error()->message, "this stream was moved from");
  EXPECT_EQ(stream.final_message().error().kind, ErrorKind::configuration);
  EXPECT_FALSE(stream.final_text());
  EXPECT_TRUE(stream.current_message().content.empty());
  EXPECT_EQ(stream.request_id(), "");
  stream.cancel();
  EXPECT_THROW(for (const StreamEvent& event : stream)(void) event, ConfigurationError);
  EXPECT_THROW(for (const std::string_view text : stream.text_stream())(void) text, ConfigurationError);
  EXPECT_EQ(other.final_message()->text(), "Hello!");
}

TEST_F(MovedFromTest, AToolRunnerSaysSo) {
  fake_.transport->answer(message_answer());
  ToolRunner runner(client().messages, params(), {});
  ToolRunner other = std::move(runner);
  const auto failed = runner.next();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->error().message, "this ToolRunner was moved from");
  EXPECT_FALSE(runner.run_until_done());
  EXPECT_FALSE(runner.finished());
  EXPECT_TRUE(std::as_const(runner).params().messages.empty());
  EXPECT_TRUE(runner.messages().empty());
  EXPECT_EQ(runner.tools_running(), 0u);
  runner.push_messages({{"user", "Are you there?"}});
  EXPECT_FALSE(runner.run_until_done());
  EXPECT_EQ(other.run_until_done()->text(), "Hello!");
}

TEST_F(MovedFromTest, ResultsOfABatchSaySo) {
  MessageBatchResults results = client().messages.batches.results("msgbatch_1");
  const MessageBatchResults other = std::move(results);
  EXPECT_EQ(results.next(), nullptr);
  ASSERT_TRUE(results.error());
  EXPECT_THAT(results.error()->message, HasSubstr("was moved from"));
}

TEST_F(MovedFromTest, APageIsEmpty) {
  auto page = *client().models.list();
  const auto other = std::move(page);
  EXPECT_FALSE(other.data.empty());
  EXPECT_TRUE(page.data.empty());
  EXPECT_TRUE(page.next_page());
}

}  // namespace
}  // namespace anthropic::internal::testing

// NOLINTEND(bugprone-use-after-move)
