// What the account may call: the control plane tells what calls find.
#include <algorithm>
#include <gmock/gmock.h>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/signed_request.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/bedrock_mantle.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "base/public_names.hpp"
#include "local/faults/named_refusals.hpp"
#include "platform/errors/error_texts.hpp"

namespace anthropic::internal::local {
namespace {

using anthropic::testing::LocalBedrock;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kHaiku = "anthropic.claude-haiku-4-5-20251001-v1:0";

/// An endpoint with a fault of every request, and both of its clients.
struct Running {
  explicit Running(const std::string& fault = {})
      : endpoint(*LocalBedrock::start({.fault = fault})),
        client([this] {
          AnthropicBedrockOptions options = endpoint.client_options();
          options.max_retries = 0;
          return options;
        }()),
        bedrock(aws::Session({.region = endpoint.region(),
                              .access_key_id = endpoint.credentials().access_key_id,
                              .secret_access_key = endpoint.credentials().secret_access_key,
                              .endpoint_url = endpoint.base_url(),
                              .use_environment = false,
                              .max_attempts = 1})) {}

  Error call(const std::string& model = "haiku", std::optional<BedrockOptions> options = {}) const {
    const auto message = client.messages.create(
        {.model = model, .max_tokens = 10, .messages = {{"user", "Hello"}}, .bedrock = std::move(options)});
    return message ? Error() : message.error();
  }

  LocalBedrock endpoint;
  AnthropicBedrock client;
  aws::Bedrock bedrock;
};

TEST(Account, IsOneThatMayCallTheModels) {
  const Running local;
  const auto told = local.bedrock.get_foundation_model_availability({.model_id = kHaiku});
  ASSERT_TRUE(told) << told.error().to_string();
  EXPECT_EQ(told->agreement_status, "AVAILABLE");
  EXPECT_EQ(told->authorization_status, "AUTHORIZED");
  EXPECT_EQ(told->entitlement_availability, "AVAILABLE");
  EXPECT_EQ(told->region_availability, "AVAILABLE");
  const auto form = local.bedrock.get_use_case_for_model_access();
  ASSERT_TRUE(form) << form.error().to_string();
  EXPECT_THAT(form->form_data, HasSubstr("This is not AWS"));
  EXPECT_EQ(local.call().kind, ErrorKind::none);
  EXPECT_EQ(local.bedrock.get_foundation_model_availability({.model_id = "x"}).error().kind,
            ErrorKind::bad_request);
}

TEST(Account, RefusesAModelThatWantsDataKeptForLonger) {
  const Running local;
  EXPECT_EQ(local.bedrock.get_account_data_retention()->mode, "inherit");
  const Error refused = local.call("claude-fable-5-1");
  EXPECT_EQ(refused.code, "ValidationException");
  EXPECT_EQ(refused.message, "data retention mode 'default' is not available for this model");
  EXPECT_THAT(refused.hint, HasSubstr("PUT /data-retention"));

  ASSERT_TRUE(local.bedrock.put_account_data_retention({.mode = "aws_review"}));
  EXPECT_EQ(local.bedrock.get_account_data_retention()->mode, "aws_review");
  EXPECT_EQ(local.call("claude-fable-5-1").kind, ErrorKind::none);
  ASSERT_TRUE(local.bedrock.put_account_data_retention({.mode = "none"}));
  EXPECT_THAT(local.call("claude-fable-5-1").message, HasSubstr("mode 'none'"));
  EXPECT_EQ(local.call("haiku").kind, ErrorKind::none);
  EXPECT_EQ(local.bedrock.put_account_data_retention({.mode = "forever"}).error().code,
            "ValidationException");
}

TEST(Account, KeepsMantlesRetentionApart) {
  const Running local;
  const aws::Session session({.region = local.endpoint.region(),
                              .access_key_id = local.endpoint.credentials().access_key_id,
                              .secret_access_key = local.endpoint.credentials().secret_access_key,
                              .endpoint_url = local.endpoint.base_url(),
                              .use_environment = false,
                              .max_attempts = 1});
  const AnthropicBedrockMantle mantle({.aws_session = session, .max_retries = 0});
  const auto ask = [&] {
    const auto message = mantle.messages.create(
        {.model = "claude-fable-5-1", .max_tokens = 10, .messages = {{"user", "Hello"}}});
    return message ? Error() : message.error();
  };
  const auto send = [&](const char* method, std::string body, const char* service) {
    const auto answer = aws::send_signed(session, {.method = method,
                                                   .url = local.endpoint.base_url() + "/v1/data_retention",
                                                   .service = service,
                                                   .region = "us-east-1",
                                                   .body = std::move(body)});
    return answer->body;
  };
  ASSERT_TRUE(local.bedrock.put_account_data_retention({.mode = "aws_review"}));
  EXPECT_THAT(send("GET", "", "bedrock-mantle"), HasSubstr(R"("mode":"inherit")"));
  EXPECT_EQ(ask().message, "data retention mode 'default' is not available for this model");
  EXPECT_THAT(ask().hint, HasSubstr("PUT /v1/data_retention --service bedrock-mantle"));

  EXPECT_THAT(send("PUT", R"({"mode":"aws_review"})", "bedrock-mantle"), HasSubstr(R"("mode":"aws_review")"));
  EXPECT_EQ(ask().kind, ErrorKind::none);
  ASSERT_TRUE(local.bedrock.put_account_data_retention({.mode = "none"}));
  EXPECT_EQ(ask().kind, ErrorKind::none);
  EXPECT_THAT(send("PUT", R"({"mode":"forever"})", "bedrock-mantle"), HasSubstr("must satisfy enum"));
  EXPECT_THAT(send("GET", "", "bedrock"), Not(HasSubstr("\"mode\""))) << "it is signed for the runtime";
}

TEST(Account, MantleRefusesForWhatTheAccountMayNotDo) {
  const Running local("refuse=denied");
  const AnthropicBedrockMantle mantle(
      {.aws_session = aws::Session({.region = local.endpoint.region(),
                                    .access_key_id = local.endpoint.credentials().access_key_id,
                                    .secret_access_key = local.endpoint.credentials().secret_access_key,
                                    .endpoint_url = local.endpoint.base_url(),
                                    .use_environment = false}),
       .max_retries = 0});
  const MessageCreateParams params{.model = "haiku", .max_tokens = 10, .messages = {{"user", "Hello"}}};
  EXPECT_THAT(mantle.messages.create(params).error().message,
              HasSubstr("perform: bedrock-mantle:CreateInference on resource: arn:aws:bedrock-mantle:"));
  EXPECT_THAT(mantle.messages.count_tokens(params).error().message,
              HasSubstr("perform: bedrock-mantle:CountTokens"));
}

TEST(Account, SaysOfItselfWhatItsCallsAreRefusedFor) {
  const auto availability = [](const char* fault) {
    return *Running(fault).bedrock.get_foundation_model_availability({.model_id = kHaiku});
  };
  EXPECT_EQ(availability("refuse=agreement").agreement_status, "PENDING");
  EXPECT_EQ(availability("refuse=marketplace").agreement_status, "NOT_AVAILABLE");
  EXPECT_EQ(availability("refuse=payment").agreement_error_message, "INVALID_PAYMENT_INSTRUMENT");
  EXPECT_EQ(availability("refuse=account").authorization_status, "NOT_AUTHORIZED");
  EXPECT_EQ(availability("refuse=use-case").entitlement_availability, "NOT_AVAILABLE");
  EXPECT_EQ(Running("refuse=use-case").bedrock.get_use_case_for_model_access().error().kind,
            ErrorKind::not_found);
}

TEST(Account, RefusesInAwssWordsWhichTheClientExplains) {
  const std::string names = list_of_named_refusals();
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find(", ", begin), names.size());
    const std::string name = names.substr(begin, end - begin);
    begin = end + 2;
    const Running local("refuse=" + name);
    const Error refused = local.call("haiku", BedrockOptions{.guardrail = GuardrailConfig{"g", "1"}});
    EXPECT_NE(refused.status, 0) << name;
    EXPECT_NE(find_error_text(PlatformKind::invoke_model, refused), nullptr)
        << name << ": " << refused.to_string();
    EXPECT_FALSE(refused.hint.empty()) << name;
  }
}

TEST(Account, RefusesOnTheMessagesEndpointOfTheRuntime) {
  const auto endpoint = LocalBedrock::start({.fault = "refuse=scp"});
  ASSERT_TRUE(endpoint);
  AnthropicBedrockOptions options = endpoint->client_options();
  options.api = BedrockAPI::messages;
  const auto message = AnthropicBedrock(options).messages.create(
      {.model = "haiku", .max_tokens = 10, .messages = {{"user", "Hello"}}});
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().status, 403);
  EXPECT_THAT(message.error().hint, HasSubstr("service control policy"));
}

TEST(Account, AGuardrailsRefusalBefallsGuardedCallsOnly) {
  const Running local("refuse=guardrail");
  EXPECT_EQ(local.call().kind, ErrorKind::none);
  EXPECT_EQ(local.call("haiku", BedrockOptions{.guardrail = GuardrailConfig{"g", "1"}}).kind,
            ErrorKind::bad_request);
}

TEST(Account, NamesTheActionThatIsNotAllowed) {
  const Error denied = Running("refuse=denied").call();
  EXPECT_THAT(denied.message,
              HasSubstr("not authorized to perform: bedrock:InvokeModel on resource: "
                        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku"));
}

TEST(Account, ARefusalThatNobodyKnowsIsListed) {
  const auto endpoint = LocalBedrock::start({.fault = "refuse=nonsense"});
  ASSERT_FALSE(endpoint);
  EXPECT_THAT(endpoint.error().message, HasSubstr("is none of use-case, marketplace"));
}

}  // namespace
}  // namespace anthropic::internal::local
