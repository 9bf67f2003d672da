#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/bedrock_mantle.hpp>
#include <anthropic/testing/local_bedrock.hpp>

// Our clients through every platform of the local endpoint, over real sockets.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using testing::LocalBedrock;

class ApiClientsTest : public ::testing::Test {
 protected:
  LocalBedrock endpoint = *LocalBedrock::start({.api_keys = {"sk-local"}});
  std::string url = endpoint.base_url();

  template <class Options>
  Options signed_options() {
    Options options;
    options.aws_region = "us-east-1";
    options.aws_access_key = endpoint.credentials().access_key_id;
    options.aws_secret_key = endpoint.credentials().secret_access_key;
    options.base_url = url;
    options.max_retries = 0;
    return options;
  }
  Anthropic first_party() { return Anthropic({.api_key = "sk-local", .base_url = url, .max_retries = 0}); }
  AnthropicBedrockMantle mantle() {
    auto options = signed_options<AnthropicBedrockMantleOptions>();
    options.base_url = url + "/anthropic";
    return AnthropicBedrockMantle(options);
  }
  AnthropicAws on_aws() {
    auto options = signed_options<AnthropicAwsOptions>();
    options.workspace_id = "wrkspc_local";
    return AnthropicAws(options);
  }
  AnthropicBedrock native() {
    auto options = signed_options<AnthropicBedrockOptions>();
    options.api = BedrockAPI::messages;
    return AnthropicBedrock(options);
  }
  static MessageCreateParams params() {
    return {.model = "haiku", .max_tokens = 200, .messages = {{"user", "Hello"}}};
  }

  template <class Client>
  void expect_messages(const Client& client) {
    const auto message = client.messages.create(params());
    ASSERT_TRUE(message) << message.error().to_string();
    EXPECT_THAT(message->text(), HasSubstr("not Claude"));
    EXPECT_FALSE(message->request_id.empty());
    auto stream = client.messages.stream(params());
    const auto streamed = stream.final_message();
    ASSERT_TRUE(streamed) << streamed.error().to_string();
    EXPECT_EQ(streamed->text(), message->text());
    const auto refused =
        client.messages.create({.model = "haiku", .max_tokens = 200'000, .messages = params().messages},
                               {.timeout = std::chrono::seconds(20)});
    EXPECT_EQ(refused.error().kind, ErrorKind::bad_request);
  }
};

TEST_F(ApiClientsTest, FirstParty) {
  expect_messages(first_party());
}
TEST_F(ApiClientsTest, ClaudePlatformOnAws) {
  expect_messages(on_aws());
}
TEST_F(ApiClientsTest, Mantle) {
  expect_messages(mantle());
}
TEST_F(ApiClientsTest, RuntimeMessages) {
  expect_messages(native());
}

TEST_F(ApiClientsTest, WrongKeysAndSignaturesAreRefused) {
  const auto wrong = Anthropic({.api_key = "sk-wrong", .base_url = url}).messages.create(params());
  EXPECT_EQ(wrong.error().kind, ErrorKind::authentication);
  EXPECT_EQ(wrong.error().status, 401);
  EXPECT_EQ(wrong.error().type, "authentication_error");
  EXPECT_THAT(wrong.error().request_id, HasSubstr("req_local_"));
  auto options = signed_options<AnthropicBedrockMantleOptions>();
  options.base_url = url + "/anthropic";
  options.aws_secret_key += "x";
  const auto forged = AnthropicBedrockMantle(options).messages.create(params());
  EXPECT_EQ(forged.error().status, 403);
  EXPECT_EQ(forged.error().kind, ErrorKind::authentication);
}

TEST_F(ApiClientsTest, StructuredOutputIsAMatterOfTheModelOnBedrockAlone) {
  auto asked = params();
  asked.output_config =
      OutputConfig{.format = JSONOutputFormat{.schema = Json::object({{"type", "object"}})}};
  auto unchecked = signed_options<AnthropicBedrockOptions>();
  unchecked.check_support = false;
  const AnthropicBedrock bedrock(unchecked);
  const Error refused = bedrock.messages.create(asked).error();
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.message, HasSubstr("output_config.format: Extra inputs are not permitted"));
  EXPECT_TRUE(first_party().messages.create(asked));
  EXPECT_TRUE(on_aws().messages.create(asked));
  asked.model = "claude-haiku-4-5";
  EXPECT_TRUE(bedrock.messages.create(asked));
}

TEST_F(ApiClientsTest, CountsTokens) {
  EXPECT_GT(first_party().messages.count_tokens(params())->input_tokens, 0);
  EXPECT_GT(on_aws().messages.count_tokens(params())->input_tokens, 0);
  EXPECT_GT(mantle().messages.count_tokens(params())->input_tokens, 0);
  auto older = params();
  older.model = "claude-haiku-4-5";
  EXPECT_GT(native().messages.count_tokens(older)->input_tokens, 0);
  EXPECT_GT(
      AnthropicBedrock(signed_options<AnthropicBedrockOptions>()).messages.count_tokens(older)->input_tokens,
      0);
}

TEST_F(ApiClientsTest, Batches) {
  const Anthropic client = first_party();
  auto bad = params();
  bad.model = "claude-nobody-1";
  const auto made = client.messages.batches.create({{"one", params()}, {"two", bad}});
  ASSERT_TRUE(made) << made.error().to_string();
  EXPECT_EQ(made->processing_status, "in_progress");
  EXPECT_EQ(made->request_counts.processing, 2);
  EXPECT_NE(client.messages.batches.results(made->id).error(), nullptr) << "it has not ended";
  const auto ended = client.messages.batches.retrieve(made->id);
  ASSERT_TRUE(ended && ended->ended());
  EXPECT_EQ(MessageBatch::from_json(ended->to_json()).to_json(), ended->to_json());

  auto results = client.messages.batches.results(made->id);
  const MessageBatchResult* first = results.next();
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->custom_id, "one");
  EXPECT_THAT(first->message->text(), HasSubstr("not Claude"));
  const MessageBatchResult* second = results.next();
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->type, "errored");
  EXPECT_EQ(second->error->kind, ErrorKind::not_found);
  EXPECT_EQ(results.next(), nullptr);
  EXPECT_EQ(results.error(), nullptr);

  const auto other = client.messages.batches.create({{"one", params()}});
  EXPECT_EQ(client.messages.batches.cancel(other->id)->processing_status, "canceling");
  EXPECT_EQ(client.messages.batches.retrieve(other->id)->request_counts.canceled, 1);
  const auto page = client.messages.batches.list({.limit = 1});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->data.at(0).id, other->id);
  EXPECT_TRUE(page->has_next_page());
  EXPECT_EQ(page->next_page()->data.at(0).id, made->id);
  EXPECT_TRUE(client.messages.batches.delete_batch(other->id));
  EXPECT_EQ(client.messages.batches.retrieve(other->id).error().kind, ErrorKind::not_found);
  EXPECT_EQ(client.messages.batches.create({{"one", params()}, {"one", params()}}).error().status, 0);
}

TEST_F(ApiClientsTest, ModelsOverAllPages) {
  const Anthropic client = first_party();
  std::vector<std::string> ids;
  for (const Model& model : client.models.list({.limit = 3})->all()) ids.push_back(model.id);
  std::size_t known = 0;
  for (const ModelInfo& model : model_catalog()) known += model.state != ModelState::retired;
  EXPECT_EQ(ids.size(), known);
  EXPECT_EQ(client.models.retrieve("haiku")->id, "claude-haiku-5-5");
  EXPECT_EQ(client.models.retrieve("claude-nobody-1").error().kind, ErrorKind::not_found);

  const AnthropicBedrock bedrock(signed_options<AnthropicBedrockOptions>());
  const auto before = endpoint.request_count();
  EXPECT_EQ(bedrock.models.list()->data.size(), known);
  EXPECT_EQ(bedrock.models.retrieve("haiku")->id, "us.anthropic.claude-haiku-5-5");
  EXPECT_EQ(bedrock.models.retrieve("claude-haiku-9-9").error().kind, ErrorKind::not_found);
  EXPECT_EQ(endpoint.request_count(), before) << "the catalogue answers";
}

TEST_F(ApiClientsTest, Files) {
  const AnthropicAws client = on_aws();
  const std::string content("\r\n--x\0 bytes", 12);
  const auto file =
      client.files.upload({.filename = "a b.txt", .content = content, .mime_type = "text/plain"});
  ASSERT_TRUE(file) << file.error().to_string();
  EXPECT_EQ(file->filename, "a b.txt");
  EXPECT_EQ(file->size_bytes, 12);
  EXPECT_EQ(client.files.retrieve_metadata(file->id)->mime_type, "text/plain");
  EXPECT_EQ(*client.files.download(file->id), content);
  EXPECT_EQ(client.files.list()->data.at(0).id, file->id);
  EXPECT_TRUE(client.files.delete_file(file->id));
  EXPECT_EQ(client.files.download(file->id).error().kind, ErrorKind::not_found);
  EXPECT_EQ(client.files.upload({.filename = "a\"\r\nx", .content = "x"}).error().status, 0);
}

TEST_F(ApiClientsTest, LongAnswersAreStreamedUnderneath) {
  auto long_one = params();
  long_one.max_tokens = 64'000;
  ASSERT_TRUE(first_party().messages.create(long_one));
  EXPECT_THAT(endpoint.requests().back().body, HasSubstr(R"("stream":true)"));
  ASSERT_TRUE(first_party().messages.create(long_one, {.timeout = std::chrono::minutes(30)}));
  EXPECT_THAT(endpoint.requests().back().body, ::testing::Not(HasSubstr(R"("stream":true)")));
  const AnthropicBedrock bedrock(signed_options<AnthropicBedrockOptions>());
  ASSERT_TRUE(bedrock.messages.create(long_one));
  EXPECT_THAT(endpoint.requests().back().target, HasSubstr("invoke-with-response-stream"));
}

TEST_F(ApiClientsTest, OptionsOfACallReachTheWireAndTheHeadComesBack) {
  const AnthropicBedrock bedrock(signed_options<AnthropicBedrockOptions>());
  ResponseHead head;
  ASSERT_TRUE(bedrock.messages.create(params(), {.extra_query = {{"a b", "c&d"}}, .response_into = &head}));
  EXPECT_THAT(endpoint.requests().back().target, HasSubstr("?a%20b=c%26d"));
  EXPECT_EQ(head.status, 200);
  EXPECT_FALSE(head.request_id.empty());
  const auto refused = bedrock.messages.create(
      params(), {.extra_body = Json::object({{"nonsense", 1}}), .response_into = &head});
  EXPECT_THAT(refused.error().message, HasSubstr("nonsense"));
  EXPECT_EQ(head.status, 400);
  const auto both = first_party().messages.create_with_response(params());
  ASSERT_TRUE(both);
  EXPECT_EQ(both->response.request_id, both->data.request_id);
  EXPECT_EQ(both->response.status, 200);
}

TEST_F(ApiClientsTest, SourcesOfUrlsAreTakenWhereNothingIsKnownAgainstThem) {
  auto asked = params();
  asked.messages = {{"user", {ImageBlock{.source = URLImageSource{.url = "https://example.com/a.png"}}}}};
  for (const auto& message : {native().messages.create(asked), mantle().messages.create(asked),
                              on_aws().messages.create(asked), first_party().messages.create(asked)})
    EXPECT_TRUE(message) << message.error().to_string();
  auto unchecked = signed_options<AnthropicBedrockOptions>();
  unchecked.check_support = false;
  EXPECT_THAT(AnthropicBedrock(unchecked).messages.create(asked).error().message,
              HasSubstr("Only the base64 source"));
  asked.messages = {{"user", {ImageBlock{.source = FileImageSource{.file_id = "file_1"}}}}};
  unchecked.api = BedrockAPI::messages;
  EXPECT_EQ(AnthropicBedrock(unchecked).messages.create(asked).error().status, 400);
}

TEST_F(ApiClientsTest, MiddlewareStandsAroundACallLikeAnOnion) {
  std::vector<std::string> seen;
  const auto layer = [&](std::string name) -> Middleware {
    return [&seen, name](const MiddlewareRequest& request, const MiddlewareNext& next) {
      seen.push_back(name + " in");
      MiddlewareRequest changed = request;
      changed.params.messages.push_back({"assistant", "From " + name});
      changed.params.messages.push_back({"user", "Go on"});
      auto response = next(changed);
      seen.push_back(name + (response ? " out" : " failed"));
      return response;
    };
  };
  auto options = signed_options<AnthropicBedrockOptions>();
  options.middleware = {layer("outer"), layer("inner")};
  const AnthropicBedrock client(options);
  ASSERT_TRUE(client.messages.create(params()));
  EXPECT_EQ(seen, (std::vector<std::string>{"outer in", "inner in", "inner out", "outer out"}));
  EXPECT_THAT(endpoint.requests().back().body, HasSubstr("From outer"));
  EXPECT_THAT(endpoint.requests().back().body, HasSubstr("From inner"));
  EXPECT_THAT(client.messages.stream(params()).final_message()->text(), HasSubstr("not Claude"));
  seen.clear();
  auto bad = params();
  bad.extra = Json::object({{"nonsense", true}});
  EXPECT_FALSE(client.messages.stream(bad).final_message());
  EXPECT_EQ(seen.back(), "outer failed");

  options.middleware = {[](const MiddlewareRequest&, const MiddlewareNext&) -> Result<MiddlewareResponse> {
    return Error{.kind = ErrorKind::rate_limit, .message = "not today"};
  }};
  const AnthropicBedrock closed(options);
  const auto before = endpoint.request_count();
  EXPECT_EQ(closed.messages.create(params()).error().message, "not today");
  EXPECT_EQ(closed.messages.stream(params()).final_message().error().message, "not today");
  EXPECT_EQ(endpoint.request_count(), before);
}

TEST_F(ApiClientsTest, UsageTellsWhatWasCached) {
  const Anthropic client = first_party();
  MessageCreateParams asked = params();
  asked.system = std::string(4'000, 'x');
  asked.cache_control = CacheControl{};
  const auto written = client.messages.create(asked);
  ASSERT_TRUE(written) << written.error().to_string();
  EXPECT_EQ(written->usage.cache_creation_input_tokens, 1'002);
  ASSERT_TRUE(written->usage.cache_creation);
  EXPECT_EQ(written->usage.cache_creation->ephemeral_5m_input_tokens, 1'002);
  EXPECT_EQ(written->usage.input_tokens, 0);
  asked.messages.push_back({"assistant", "Hi"});
  asked.messages.push_back({"user", "Go on"});
  auto stream = client.messages.stream(asked);
  const auto read = stream.final_message();
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(read->usage.cache_read_input_tokens, 1'002);
  EXPECT_EQ(read->usage.cache_creation_input_tokens, 1);
}

TEST_F(ApiClientsTest, FaultsHaveTheApisShape) {
  const auto with_fault = [&](const std::string& fault) {
    return Anthropic({.api_key = "sk-local",
                      .base_url = url,
                      .max_retries = 0,
                      .default_headers = {{"x-local-fault", fault}}});
  };
  const auto throttled = with_fault("throttle").messages.create(params());
  EXPECT_EQ(throttled.error().kind, ErrorKind::rate_limit);
  EXPECT_EQ(throttled.error().type, "rate_limit_error");
  EXPECT_EQ(with_fault("status=529").messages.create(params()).error().kind, ErrorKind::overloaded);
  auto broken = with_fault("exception=throttlingException,after=3").messages.stream(params());
  const auto cut = broken.final_message();
  EXPECT_EQ(cut.error().kind, ErrorKind::rate_limit);
  ASSERT_NE(cut.error().partial_message, nullptr);
  EXPECT_FALSE(cut.error().partial_message->text().empty());
  EXPECT_EQ(with_fault("no-stop").messages.stream(params()).final_message().error().kind,
            ErrorKind::incomplete_stream);
}

}  // namespace
}  // namespace anthropic::internal::local
