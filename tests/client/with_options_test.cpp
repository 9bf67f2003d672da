#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock_mantle.hpp>
#include <anthropic/tool_runner.hpp>

#include "client/client_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using namespace std::chrono_literals;

class WithOptionsTest : public ClientTest {
 protected:
  WithOptionsTest() {
    fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  }
  FakeRequest last() const { return fake_.transport->requests().back(); }
  std::size_t sent() const { return fake_.transport->requests().size(); }

  /// How many requests a client sends where each is refused with 503.
  template <class Client>
  std::size_t attempts(const Client& client, const RequestOptions& own = {}) {
    fake_.transport->answer_with([](const FakeRequest&) { return refusal(503, "Unavailable", "Later"); });
    const std::size_t before = sent();
    EXPECT_FALSE(client.messages.create(params(), own));
    return sent() - before;
  }
};

TEST_F(WithOptionsTest, OverridesAndLeavesTheClientAlone) {
  AnthropicBedrockOptions options = this->options();
  options.default_headers = {{"x-team", "a"}, {"x-kept", "k"}};
  options.default_query = {{"from", "client"}};
  const AnthropicBedrock client = make_client(options);
  const AnthropicBedrock other = client.with_options(
      {.attempt_timeout = 7s, .default_headers = {{"X-Team", "b"}}, .default_query = {{"more", "1"}}});

  ASSERT_TRUE(other.messages.create(params()));
  EXPECT_EQ(last().timeout, 7s);
  EXPECT_EQ(last().header("x-team"), "b");
  EXPECT_EQ(last().header("x-kept"), "k");
  EXPECT_THAT(last().url, HasSubstr("from=client&more=1")) << last().url;

  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_NE(last().timeout, 7s);
  EXPECT_EQ(last().header("x-team"), "a");
  EXPECT_THAT(last().url, Not(HasSubstr("more")));
}

TEST_F(WithOptionsTest, ACallsOwnOptionsWin) {
  const AnthropicBedrock client = this->client().with_options(
      {.attempt_timeout = 7s, .max_retries = 0, .default_headers = {{"x-team", "b"}, {"x-gone", "1"}}});
  ASSERT_TRUE(client.messages.create(
      params(), {.attempt_timeout = 3s, .extra_headers = {{"x-team", "c"}, {"X-Gone", ""}}}));
  EXPECT_EQ(last().timeout, 3s);
  EXPECT_EQ(last().header("x-team"), "c");
  EXPECT_EQ(last().header("x-gone"), "");
  EXPECT_EQ(attempts(client), 1u);
  EXPECT_EQ(attempts(client, {.max_retries = 3}), 4u);
}

TEST_F(WithOptionsTest, OverridesAddUp) {
  const AnthropicBedrock client =
      this->client()
          .with_options({.attempt_timeout = 7s, .max_retries = 0})
          .with_options({.attempt_timeout = 9s, .default_headers = {{"x-team", "b"}}});
  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_EQ(last().timeout, 9s);
  EXPECT_EQ(last().header("x-team"), "b");
  EXPECT_EQ(attempts(client), 1u);
}

TEST_F(WithOptionsTest, HoldForEveryWayToAsk) {
  const AnthropicBedrock client = this->client().with_options({.default_headers = {{"x-team", "b"}}});
  const auto is_marked = [&] { return last().header("x-team") == "b"; };

  EXPECT_TRUE(client.messages.start(params()).get());
  EXPECT_TRUE(is_marked());
  EXPECT_TRUE(client.messages.create_all({params()}).front());
  EXPECT_TRUE(is_marked());
  bool is_asked = false;
  const auto counts = client.messages.create_each(
      [&]() -> std::optional<CreateRequest> {
        if (std::exchange(is_asked, true)) return std::nullopt;
        return CreateRequest{.params = params(), .options = {.extra_headers = {{"x-own", "1"}}}};
      },
      [](std::uint64_t, const CreateRequest& request, Result<Message>) {
        EXPECT_EQ(request.options.extra_headers.size(), 1u) << "the caller's request, as it was given";
      });
  EXPECT_EQ(counts.succeeded, 1u);
  EXPECT_TRUE(is_marked());
  EXPECT_EQ(last().header("x-own"), "1");
  ToolRunner runner(client, params(), {});
  EXPECT_TRUE(runner.run_until_done());
  EXPECT_TRUE(is_marked());
  client.messages.count_tokens(params()).error();
  EXPECT_TRUE(is_marked());
  fake_.transport->answer(stream_answer(hello_frames()));
  EXPECT_EQ(*client.messages.stream(params()).final_text(), "Hello!");
  EXPECT_TRUE(is_marked());
}

TEST_F(WithOptionsTest, HoldForTheRestOfTheApi) {
  const Anthropic client =
      make_client<Anthropic>({.api_key = "sk-test"}).with_options({.attempt_timeout = 7s});
  const auto is_marked = [&] { return last().timeout == 7s; };
  client.models.list().error();
  EXPECT_TRUE(is_marked());
  client.models.retrieve("claude-haiku-4-5").error();
  EXPECT_TRUE(is_marked());
  client.files.list().error();
  EXPECT_TRUE(is_marked());
  client.files.retrieve_metadata("file_1").error();
  EXPECT_TRUE(is_marked());
  client.files.download("file_1").error();
  EXPECT_TRUE(is_marked());
  client.files.delete_file("file_1").error();
  EXPECT_TRUE(is_marked());
  client.files.upload({.filename = "a.txt", .content = "a"}).error();
  EXPECT_TRUE(is_marked());
  client.messages.batches.create({{.custom_id = "1", .params = params()}}).error();
  EXPECT_TRUE(is_marked());
  client.messages.batches.retrieve("b").error();
  EXPECT_TRUE(is_marked());
  client.messages.batches.list().error();
  EXPECT_TRUE(is_marked());
  client.messages.batches.cancel("b").error();
  EXPECT_TRUE(is_marked());
  client.messages.batches.delete_batch("b").error();
  EXPECT_TRUE(is_marked());
  (void)client.messages.batches.results("b").error();
  EXPECT_TRUE(is_marked());
}

TEST_F(WithOptionsTest, EachClientHasThem) {
  const AnthropicBedrockMantle mantle =
      make_client<AnthropicBedrockMantle>(
          {.aws_region = "us-east-1", .aws_access_key = "AKIDEXAMPLE", .aws_secret_key = kSecret})
          .with_options({.attempt_timeout = 7s});
  ASSERT_TRUE(mantle.messages.create(params()));
  EXPECT_EQ(last().timeout, 7s);
  const AnthropicAws aws = make_client<AnthropicAws>({.aws_region = "us-east-1",
                                                      .aws_access_key = "AKIDEXAMPLE",
                                                      .aws_secret_key = kSecret,
                                                      .workspace_id = "wrkspc_1"})
                               .with_options({.attempt_timeout = 8s});
  ASSERT_TRUE(aws.messages.create(params()));
  EXPECT_EQ(last().timeout, 8s);
}

TEST_F(WithOptionsTest, CredentialsAreShared) {
  struct Provider final : aws::CredentialsProvider {
    explicit Provider(SystemTime expiration) : expiration(expiration) {}
    Result<aws::Credentials> credentials(std::stop_token) override {
      ++calls;
      return aws::Credentials{.access_key_id = "SHARED", .secret_access_key = "s", .expiration = expiration};
    }
    const SystemTime expiration;
    int calls = 0;
  };
  const auto provider = std::make_shared<Provider>(fake_.world->clock->now() + 1h);
  const AnthropicBedrock client = make_client({.aws_region = "us-east-1", .credentials_provider = provider});
  ASSERT_TRUE(client.messages.create(params()));
  ASSERT_TRUE(client.with_options({.max_retries = 0}).messages.create(params()));
  EXPECT_EQ(provider->calls, 1);
}

}  // namespace
}  // namespace anthropic::internal::testing
