#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock_mantle.hpp>

#include "client/client_fixture.hpp"
#include "wire/aws/sigv4.hpp"

// The same call through every platform: where it goes, what it is signed for, and what a platform lacks.

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PlatformsTest : public ClientTest {
 protected:
  template <class Options>
  Options aws_options() {
    Options made;
    made.aws_region = "us-east-1";
    made.aws_access_key = "AKIDEXAMPLE";
    made.aws_secret_key = kSecret;
    made.aws_session_token = "session-token-of-the-test";
    made.observe = options().observe;
    return made;
  }
  AnthropicOptions first_party() { return {.api_key = "sk-ant-of-the-test", .observe = options().observe}; }
  FakeAnswer answer() {
    return {.status = 200,
            .headers = {{"content-type", "application/json"}, {"request-id", "req_1"}},
            .pieces = {kHelloMessage}};
  }
  static FakeAnswer sse_answer() {
    std::string text;
    for (const std::string& event : hello_events()) text += "event: x\ndata: " + event + "\n\n";
    return {.status = 200, .headers = {{"content-type", "text/event-stream"}}, .pieces = {text}};
  }
  static FakeAnswer json_answer(std::string body) {
    return {.status = 200,
            .headers = {{"content-type", "application/json"}, {"request-id", "req_2"}},
            .pieces = {std::move(body)}};
  }
  FakeRequest last() { return fake_.transport->requests().back(); }
  static std::string service_of(const FakeRequest& request) {
    const auto parsed = sigv4::parse_authorization(request.header("authorization"));
    return parsed ? parsed->service : "";
  }

  void TearDown() override {
    EXPECT_THAT(log, Not(HasSubstr("sk-ant-of-the-test")));
    ClientTest::TearDown();
  }
};

TEST_F(PlatformsTest, FirstPartyMessages) {
  fake_.transport->answer(answer());
  const Anthropic client = make_client<Anthropic>(first_party());
  auto asked = params();
  asked.model = "haiku";
  asked.betas = {"one", "two"};
  const auto message = client.messages.create(asked);
  ASSERT_TRUE(message) << message.error().to_string();
  EXPECT_EQ(message->request_id, "req_1");
  EXPECT_EQ(last().url, "https://api.anthropic.com/v1/messages");
  EXPECT_EQ(last().header("x-api-key"), "sk-ant-of-the-test");
  EXPECT_EQ(last().header("anthropic-version"), "2023-06-01");
  EXPECT_EQ(last().header("anthropic-beta"), "one,two");
  EXPECT_EQ(last().header("authorization"), "");
  const Json body = *Json::parse(last().body);
  EXPECT_EQ(body["model"].as_string(), "claude-haiku-5-5");
  EXPECT_FALSE(body.contains("anthropic_version"));
  EXPECT_FALSE(body.contains("stream"));
}

TEST_F(PlatformsTest, ABatchAsksForTheBetasOfItsRequests) {
  fake_.transport->answer(json_answer(R"({"id":"msgbatch_1"})"));
  const Anthropic client = make_client<Anthropic>(first_party());
  auto one = params(), two = params();
  one.betas = {"one"};
  two.betas = {"two", "one"};
  ASSERT_TRUE(client.messages.batches.create({{"a", one}, {"b", two}, {"c", params()}}));
  EXPECT_EQ(last().header("anthropic-beta"), "one,two");
  EXPECT_THAT(last().body, Not(HasSubstr("beta")));
}

TEST_F(PlatformsTest, ADamagedResultOfABatchDoesNotEndTheOthers) {
  const auto good = [](const char* id) {
    return R"({"custom_id":")" + std::string(id) + R"(","result":{"type":"succeeded","message":)" +
           kHelloMessage + "}}\n";
  };
  const std::string lines = good("a") +
                            R"({"custom_id":"b","result":{"type":"succ)"
                            "\n" +
                            "\xff\n" + "[1]\n" +
                            R"({"custom_id":"not one of ours/","result":7})"
                            "\n" +
                            good("f") + R"({"custom_id":"g)";
  fake_.transport->answer({.status = 200, .pieces = {lines.substr(0, 200), lines.substr(200)}});
  const Anthropic client = make_client<Anthropic>(first_party());
  auto results = client.messages.batches.results("msgbatch_1");
  std::vector<std::string> seen;
  while (const MessageBatchResult* result = results.next()) {
    seen.push_back(result->custom_id + ":" + result->type);
    if (!result->type.empty()) continue;
    ASSERT_TRUE(result->error);
    EXPECT_EQ(result->error->kind, ErrorKind::response_validation);
    EXPECT_FALSE(result->error->message.empty());
    EXPECT_FALSE(result->message);
  }
  EXPECT_EQ(results.error(), nullptr);
  EXPECT_EQ(seen, (std::vector<std::string>{"a:succeeded", "b:", ":", ":", ":", "f:succeeded", ":"}));
}

TEST_F(PlatformsTest, FirstPartyStream) {
  fake_.transport->answer(sse_answer());
  const Anthropic client = make_client<Anthropic>(first_party());
  auto stream = client.messages.stream(params());
  EXPECT_EQ(stream.final_message()->text(), "Hello!");
  EXPECT_EQ((*Json::parse(last().body))["stream"].as_bool(), true);
  EXPECT_EQ((*Json::parse(last().body))["model"].as_string(), "claude-haiku-4-5-20251001");
}

TEST_F(PlatformsTest, FirstPartyReadsItsOwnVariablesAndNoneOfAws) {
  fake_.environment->set("ANTHROPIC_BASE_URL", "https://gateway.example/claude/");
  fake_.environment->set("ANTHROPIC_AUTH_TOKEN", "token-1");
  fake_.environment->set("AWS_REGION", "us-west-2");
  fake_.environment->set("AWS_PROFILE", "nobody");
  fake_.transport->answer(answer());
  AnthropicOptions from_environment = first_party();
  from_environment.api_key = "";
  const Anthropic client = make_client<Anthropic>(from_environment);
  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_EQ(last().url, "https://gateway.example/claude/v1/messages");
  EXPECT_EQ(last().header("authorization"), "Bearer token-1");

  fake_.environment->set("ANTHROPIC_API_KEY", "key-1");
  fake_.transport->answer(answer());
  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_EQ(last().header("x-api-key"), "key-1");
  EXPECT_EQ(last().header("authorization"), "");
}

TEST_F(PlatformsTest, FirstPartyVariablesNeverReachBedrock) {
  fake_.environment->set("ANTHROPIC_API_KEY", "sk-ant-of-the-test");
  fake_.environment->set("ANTHROPIC_AUTH_TOKEN", "sk-ant-of-the-test");
  fake_.environment->set("ANTHROPIC_BASE_URL", "https://elsewhere.example");
  const auto is_untouched = [&](const std::string& host) {
    EXPECT_EQ(last().header("host"), host);
    EXPECT_EQ(last().header("x-api-key"), "");
    for (const auto& [name, value] : last().headers)
      EXPECT_THAT(value, Not(HasSubstr("sk-ant-of-the-test"))) << name;
  };
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(client().messages.create(params()));
  is_untouched("bedrock-runtime.us-east-1.amazonaws.com");
  fake_.transport->answer(answer());
  ASSERT_TRUE(make_client<AnthropicBedrockMantle>(aws_options<AnthropicBedrockMantleOptions>())
                  .messages.create(params()));
  is_untouched("bedrock-mantle.us-east-1.api.aws");
}

TEST_F(PlatformsTest, FirstPartyWithoutAKeySaysWhereItLooked) {
  AnthropicOptions none = first_party();
  none.api_key = "";
  const auto refused = make_client<Anthropic>(none).messages.create(params());
  EXPECT_EQ(refused.error().kind, ErrorKind::credentials);
  EXPECT_THAT(refused.error().message, HasSubstr("ANTHROPIC_API_KEY"));
  AnthropicOptions plain = first_party();
  plain.base_url = "http://far.example";
  EXPECT_EQ(make_client<Anthropic>(plain).messages.create(params()).error().kind, ErrorKind::configuration);
  plain.auth_token = "t";
  EXPECT_EQ(make_client<Anthropic>(plain).messages.create(params()).error().kind, ErrorKind::configuration);
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(PlatformsTest, FirstPartyRetries) {
  for (int i = 0; i < 2; ++i) {
    fake_.transport->answer(
        {.status = 529,
         .headers = {{"content-type", "application/json"}, {"retry-after-ms", "1500"}},
         .pieces = {R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"}});
  }
  fake_.transport->answer(answer());
  ASSERT_TRUE(make_client<Anthropic>(first_party()).messages.create(params()));
  EXPECT_EQ(fake_.transport->requests().size(), 3u);
  EXPECT_EQ(fake_.clock->sleeps(),
            std::vector<std::chrono::milliseconds>(2, std::chrono::milliseconds(1500)));

  fake_.transport->answer(
      {.status = 401,
       .headers = {{"content-type", "application/json"}, {"request-id", "req_9"}},
       .pieces = {
           R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})"}});
  const auto refused = make_client<Anthropic>(first_party()).messages.create(params());
  EXPECT_EQ(refused.error().kind, ErrorKind::authentication);
  EXPECT_EQ(refused.error().type, "authentication_error");
  EXPECT_EQ(refused.error().request_id, "req_9");
  EXPECT_EQ(refused.error().attempts, 1);
  EXPECT_FALSE(refused.error().hint.empty());
}

TEST_F(PlatformsTest, RuntimeMessages) {
  AnthropicBedrockOptions native = options();
  native.api = BedrockAPI::messages;
  const AnthropicBedrock client = make_client(native);
  fake_.transport->answer(answer());
  auto asked = params();
  asked.model = "haiku";
  asked.betas = {"one"};
  asked.bedrock = BedrockOptions{.guardrail = GuardrailConfig{.identifier = "g1", .version = "2"}};
  ASSERT_TRUE(client.messages.create(asked));
  EXPECT_EQ(last().url, "https://bedrock-runtime.us-east-1.amazonaws.com/anthropic/v1/messages");
  EXPECT_EQ(service_of(last()), "bedrock");
  EXPECT_EQ(last().header("anthropic-version"), "2023-06-01");
  EXPECT_EQ(last().header("anthropic-beta"), "one");
  EXPECT_EQ(last().header("x-amzn-bedrock-guardrailidentifier"), "g1");
  EXPECT_EQ((*Json::parse(last().body))["model"].as_string(), "us.anthropic.claude-haiku-5-5");
  fake_.transport->answer(sse_answer());
  EXPECT_EQ(client.messages.stream(params()).final_message()->text(), "Hello!");
}

TEST_F(PlatformsTest, InvokeModelHasBetasInTheBodyAndOptionsInSignedHeaders) {
  fake_.transport->answer(message_answer());
  auto asked = params();
  asked.betas = {"one"};
  asked.bedrock = BedrockOptions{.service_tier = "reserved", .request_metadata = {{"team", "a"}}};
  ASSERT_TRUE(client().messages.create(asked));
  EXPECT_EQ((*Json::parse(last().body))["anthropic_beta"], Json::array({"one"}));
  EXPECT_EQ(last().header("x-amzn-bedrock-service-tier"), "reserved");
  EXPECT_EQ(last().header("x-amzn-bedrock-request-metadata"), R"({"team":"a"})");
  EXPECT_THAT(last().header("authorization"), HasSubstr("x-amzn-bedrock-service-tier"));
}

TEST_F(PlatformsTest, OptionsOfBedrockAreRefusedWhereNothingWouldHeedThem) {
  const AnthropicBedrockMantle mantle =
      make_client<AnthropicBedrockMantle>(aws_options<AnthropicBedrockMantleOptions>());
  const AnthropicAws on_aws = make_client<AnthropicAws>(aws_options<AnthropicAwsOptions>());
  const Anthropic own = make_client<Anthropic>(first_party());
  auto asked = params();
  asked.bedrock = BedrockOptions{};
  fake_.transport->answer(answer());
  EXPECT_TRUE(mantle.messages.create(asked)) << "nothing is set";
  const auto refused = [&](const Messages& messages, const BedrockOptions& options) {
    asked.bedrock = options;
    const auto message = messages.create(asked);
    return message ? "" : message.error().message;
  };
  const BedrockOptions guarded = {.guardrail = GuardrailConfig{.identifier = "g1", .version = "2"}};
  EXPECT_EQ(refused(mantle.messages, guarded),
            "bedrock.guardrail is not available on Bedrock's Mantle endpoint");
  EXPECT_EQ(refused(on_aws.messages, guarded),
            "bedrock.guardrail is not available on Claude Platform on AWS");
  EXPECT_EQ(refused(own.messages, guarded), "bedrock.guardrail is not available on Anthropic's own API");
  EXPECT_EQ(refused(mantle.messages, {.service_tier = "flex"}),
            "bedrock.service_tier is not available on Bedrock's Mantle endpoint");
  EXPECT_EQ(refused(mantle.messages, {.performance_latency = "optimized"}),
            "bedrock.performance_latency is not available on Bedrock's Mantle endpoint");
  EXPECT_EQ(refused(mantle.messages, {.request_metadata = {{"team", "a"}}}),
            "bedrock.request_metadata is not available on Bedrock's Mantle endpoint");
}

TEST_F(PlatformsTest, Mantle) {
  const AnthropicBedrockMantle client =
      make_client<AnthropicBedrockMantle>(aws_options<AnthropicBedrockMantleOptions>());
  fake_.transport->answer(answer());
  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_EQ(last().url, "https://bedrock-mantle.us-east-1.api.aws/anthropic/v1/messages");
  EXPECT_EQ(service_of(last()), "bedrock-mantle");
  EXPECT_EQ((*Json::parse(last().body))["model"].as_string(), "anthropic.claude-haiku-4-5");

  AnthropicBedrockMantleOptions with_key = aws_options<AnthropicBedrockMantleOptions>();
  with_key.aws_access_key = with_key.aws_secret_key = with_key.aws_session_token = "";
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "bedrock-key");
  fake_.environment->set("ANTHROPIC_BEDROCK_MANTLE_BASE_URL", "https://gateway.example/m");
  fake_.transport->answer(answer());
  ASSERT_TRUE(make_client<AnthropicBedrockMantle>(with_key).messages.create(params()));
  EXPECT_EQ(last().url, "https://gateway.example/m/v1/messages");
  EXPECT_EQ(last().header("authorization"), "Bearer bedrock-key");
}

TEST_F(PlatformsTest, ClaudePlatformOnAws) {
  AnthropicAwsOptions given = aws_options<AnthropicAwsOptions>();
  EXPECT_EQ(make_client<AnthropicAws>(given).messages.create(params()).error().kind,
            ErrorKind::configuration);
  given.workspace_id = "wrkspc_1";
  fake_.transport->answer(answer());
  ASSERT_TRUE(make_client<AnthropicAws>(given).messages.create(params()));
  EXPECT_EQ(last().url, "https://aws-external-anthropic.us-east-1.api.aws/v1/messages");
  EXPECT_EQ(service_of(last()), "aws-external-anthropic");
  EXPECT_EQ(last().header("anthropic-workspace-id"), "wrkspc_1");
  EXPECT_EQ((*Json::parse(last().body))["model"].as_string(), "claude-haiku-4-5-20251001");

  given.aws_access_key = given.aws_secret_key = given.aws_session_token = "";
  fake_.environment->set("ANTHROPIC_AWS_API_KEY", "aws-key");
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "not for here");
  fake_.transport->answer(answer());
  ASSERT_TRUE(make_client<AnthropicAws>(given).messages.create(params()));
  EXPECT_EQ(last().header("x-api-key"), "aws-key");
  EXPECT_EQ(last().header("authorization"), "");
}

TEST_F(PlatformsTest, CountsTokens) {
  auto asked = params();
  asked.max_tokens = 0;
  fake_.transport->answer(json_answer(R"({"inputTokens":12})"));
  EXPECT_EQ(client().messages.count_tokens(asked)->input_tokens, 12);
  EXPECT_EQ(last().url,
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/"
            "anthropic.claude-haiku-4-5-20251001-v1%3A0/count-tokens");
  const Json wrapped = *Json::parse(last().body);
  const auto inner = base64_decode(*wrapped["input"]["invokeModel"]["body"].as_string());
  ASSERT_TRUE(inner);
  EXPECT_EQ((*Json::parse(*inner))["anthropic_version"].as_string(), "bedrock-2023-05-31");
  EXPECT_EQ((*Json::parse(*inner))["max_tokens"].as_int64(), 1);

  fake_.transport->answer(json_answer(R"({"input_tokens":13})"));
  EXPECT_EQ(make_client<Anthropic>(first_party()).messages.count_tokens(params())->input_tokens, 13);
  EXPECT_EQ(last().url, "https://api.anthropic.com/v1/messages/count_tokens");
  EXPECT_FALSE((*Json::parse(last().body)).contains("max_tokens"));

  fake_.transport->answer(json_answer(R"({"input_tokens":14})"));
  const AnthropicBedrockMantle mantle =
      make_client<AnthropicBedrockMantle>(aws_options<AnthropicBedrockMantleOptions>());
  EXPECT_EQ(mantle.messages.count_tokens(params())->input_tokens, 14);
  EXPECT_EQ(last().url, "https://bedrock-mantle.us-east-1.api.aws/anthropic/v1/messages/count_tokens");

  fake_.transport->answer(json_answer(R"({"Output":{"__type":"x#UnknownOperationException"}})"));
  EXPECT_EQ(client().messages.count_tokens(params()).error().kind, ErrorKind::not_found);
}

TEST_F(PlatformsTest, RefusesWhatBedrockHasForOtherModelsOnly) {
  const auto error_of = [](const auto& result) {
    return result ? std::string("sent") : result.error().message + " / " + result.error().hint;
  };
  auto asked = params();
  asked.output_config =
      OutputConfig{.format = JSONOutputFormat{.schema = Json::object({{"type", "object"}})}};
  for (const char* model : {"haiku", "sonnet", "opus", "claude-opus-4-8"}) {
    asked.model = model;
    const Error error = client().messages.create(asked).error();
    EXPECT_EQ(error.kind, ErrorKind::bad_request) << model;
    EXPECT_EQ(error.status, 0) << model;
    EXPECT_THAT(error.message, HasSubstr("has no structured output on Bedrock")) << error.message;
    EXPECT_THAT(error.hint, HasSubstr("messages.parse()")) << error.hint;
  }
  EXPECT_THAT(client().messages.stream(asked).final_message().error().message,
              HasSubstr("structured output"));
  fake_.transport->answer(message_answer());
  asked.model = "claude-haiku-4-5";
  EXPECT_EQ(error_of(client().messages.create(asked)), "sent");
  fake_.transport->answer(answer());
  asked.model = "haiku";
  EXPECT_EQ(error_of(make_client<Anthropic>(first_party()).messages.create(asked)), "sent");

  asked = params();
  asked.model = "haiku";
  EXPECT_EQ(error_of(client().messages.count_tokens(asked)),
            "model: Bedrock's runtime counts no tokens for Claude Haiku 5.5 / Count with "
            "AnthropicBedrockMantle or AnthropicAws (`claude-bedrock count --platform mantle`), or for "
            "\"us.anthropic.claude-haiku-4-5-20251001-v1:0\", whose tokens may be others.");
  asked.bedrock = BedrockOptions{.service_tier = "flex"};
  EXPECT_EQ(
      error_of(client().messages.create(asked)),
      "bedrock.service_tier: Claude Haiku 5.5 has no tier \"flex\" on Bedrock / Leave it out: no Claude "
      "model is known to have it.");
}

TEST_F(PlatformsTest, RefusesWhatBedrockLacksByName) {
  const AnthropicBedrock bedrock = client();
  const auto expect = [&](const Error& error, std::string_view name, std::string_view alternative) {
    EXPECT_EQ(error.kind, ErrorKind::bad_request);
    EXPECT_EQ(error.status, 0);
    EXPECT_THAT(error.message, HasSubstr(name)) << error.message;
    EXPECT_THAT(error.hint, HasSubstr(alternative)) << error.hint;
  };
  expect(bedrock.messages.batches.retrieve("b").error(), "messages.batches is not available on",
         "batch inference job");
  expect(bedrock.messages.batches.create({{"a", params()}}).error(), "messages.batches", "aws::Bedrock");
  expect(bedrock.files.list().error(), "files are not available on", "base64");
  const auto extra = [&](const char* json) {
    auto asked = params();
    asked.extra = *Json::parse(json);
    const auto made = bedrock.messages.create(asked);
    return made.error();
  };
  expect(extra(R"({"container":"c1"})"), "container", "AnthropicAws");
  expect(extra(R"({"mcp_servers":[{"type":"url","url":"https://x"}]})"), "mcp_servers", "tools");
  expect(extra(R"({"cache_control":{"type":"ephemeral"}})"), "cache_control", "block");
  expect(extra(R"({"tools":[{"type":"web_search_20250305","name":"web_search"}]})"), "web_search",
         "AnthropicAws");
  expect(extra(R"({"tools":[{"type":"code_execution_20250825","name":"c"}]})"), "code_execution", "tool");
  expect(
      extra(
          R"({"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x"}}]}]})"),
      "\"url\"", "base64");
  expect(
      extra(
          R"({"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"f"}}]}]})"),
      "\"file\"", "base64");
  EXPECT_TRUE(fake_.transport->requests().empty());

  AnthropicBedrockOptions over_messages = options();
  over_messages.api = BedrockAPI::messages;
  auto strict = params();
  strict.extra = *Json::parse(R"({"tools":[{"name":"t","strict":true,"input_schema":{"type":"object"}}]})");
  expect(make_client(over_messages).messages.create(strict).error(), "strict tools are not available on",
         "InvokeModel");
  EXPECT_TRUE(fake_.transport->requests().empty());

  // Words in text, in a tool's input and in a schema are no sources.
  fake_.transport->answer(message_answer());
  auto harmless = params();
  harmless.messages = {{"user", R"({"source":{"type":"url"},"container":"c"})"}};
  harmless.extra = *Json::parse(
      R"({"tools":[{"name":"t","input_schema":{"type":"object","source":{"type":"url"},"container":1}}]})");
  EXPECT_TRUE(bedrock.messages.create(harmless));

  AnthropicBedrockOptions unchecked = options();
  unchecked.check_support = false;
  fake_.transport->answer(message_answer());
  auto asked = params();
  asked.extra = Json::object({{"container", "c1"}});
  EXPECT_TRUE(make_client(unchecked).messages.create(asked));
}

TEST_F(PlatformsTest, RefusesWhatNoServerTakesWhereverItStands) {
  const Tool look{.name = "look", .input_schema = Json::object({{"type", "object"}})};
  auto twice = params();
  twice.tools = {look, look};
  auto in_extra = params();
  in_extra.extra = *Json::parse(R"({"tool_choice":{"type":"any"}})");
  auto unknown = params();
  unknown.messages.push_back(
      {"assistant", {UnknownBlock{*Json::parse(R"({"type":"thinking","thinking":"t","signature":""})")}}});
  unknown.messages.push_back({"user", "go on"});
  const AnthropicBedrock bedrock = client();
  const Anthropic own = make_client<Anthropic>(first_party());
  for (const MessageCreateParams& asked : {twice, in_extra, unknown}) {
    for (const Messages* messages : {&bedrock.messages, &own.messages}) {
      const auto refused = messages->create(asked);
      EXPECT_EQ(refused.error().kind, ErrorKind::bad_request);
      EXPECT_EQ(refused.error().status, 0);
      EXPECT_FALSE(refused.error().hint.empty());
      auto stream = messages->stream(asked);
      EXPECT_EQ(stream.final_message().error().kind, ErrorKind::bad_request);
    }
    const auto batch = own.messages.batches.create({{"a", params()}, {"b", asked}});
    EXPECT_EQ(batch.error().message.find("requests[1].params: "), 0u) << batch.error().message;
  }
  EXPECT_TRUE(fake_.transport->requests().empty());

  AnthropicBedrockOptions unchecked = options();
  unchecked.check_support = false;
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(make_client(unchecked).messages.create(twice));
}

TEST_F(PlatformsTest, PlatformsDifferInWhatTheyLack) {
  auto asked = params();
  asked.extra = *Json::parse(R"({"output_config":{"format":{"type":"json_schema","schema":{}}}})");
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(client().messages.create(asked));
  AnthropicBedrockOptions native = options();
  native.api = BedrockAPI::messages;
  const auto refused = make_client(native).messages.create(asked);
  EXPECT_EQ(refused.error().status, 0);
  EXPECT_THAT(refused.error().message, HasSubstr("output_config.format"));
  fake_.transport->answer(answer());
  EXPECT_TRUE(make_client<Anthropic>(first_party()).messages.create(asked));
}

}  // namespace
}  // namespace anthropic::internal::testing
