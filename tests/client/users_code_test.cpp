#include <gmock/gmock.h>
#include <stdexcept>

#include <anthropic/aws/secrets_manager.hpp>

#include "client/client_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

/// Code of the user's that throws ends a call in the same way, wherever the call is made.
class UsersCodeTest : public ClientTest {
 protected:
  UsersCodeTest() {
    fake_.transport->answer_with([](const FakeRequest& request) {
      return request.url.ends_with("-stream") ? stream_answer(hello_frames()) : message_answer();
    });
  }

  /// How a call ends in each way of making it.
  std::vector<Error> errors_of(const AnthropicBedrock& client) {
    std::vector<Error> errors;
    errors.push_back(client.messages.create(params()).error());
    errors.push_back(client.messages.start(params()).get().error());
    errors.push_back(client.messages.stream(params()).final_message().error());
    const auto all = client.messages.create_all({params(), params()}, {.max_concurrency = 2});
    for (const auto& result : all) errors.push_back(result.error());
    bool asked = false;
    const auto source = [&]() -> std::optional<CreateRequest> {
      if (std::exchange(asked, true)) return std::nullopt;
      return CreateRequest{.params = params()};
    };
    const auto counts =
        client.messages.create_each(source, [&](std::uint64_t, const CreateRequest&, Result<Message> result) {
          errors.push_back(result.error());
        });
    EXPECT_FALSE(counts.error);
    return errors;
  }
  void expect_in_all(const AnthropicBedrock& client, ErrorKind kind, const std::string& message) {
    const auto errors = errors_of(client);
    ASSERT_EQ(errors.size(), 6u);
    for (const Error& error : errors) {
      EXPECT_EQ(error.kind, kind) << error.to_string();
      EXPECT_EQ(error.message, message);
    }
  }
};

class ThrowingProvider final : public aws::CredentialsProvider {
 public:
  Result<aws::Credentials> credentials(std::stop_token) override {
    throw std::runtime_error("the vault is sealed");
  }
};

TEST_F(UsersCodeTest, ACredentialsProviderThatThrows) {
  auto options = this->options();
  options.aws_access_key = {};
  options.aws_secret_key = {};
  options.aws_session_token = {};
  options.credentials_provider = std::make_shared<ThrowingProvider>();
  const std::string message = "the program's own credentials provider threw: the vault is sealed";
  expect_in_all(make_client(options), ErrorKind::credentials, message);

  const aws::Session session =
      make_session({.region = "us-east-1", .credentials_provider = std::make_shared<ThrowingProvider>()});
  EXPECT_EQ(session.credentials().error().message, message);
  const auto secret_value = aws::SecretsManager(session).get_secret_value({.secret_id = "a"});
  EXPECT_EQ(secret_value.error().kind, ErrorKind::credentials);
  EXPECT_EQ(secret_value.error().message, message);
}

TEST_F(UsersCodeTest, AMiddlewareThatThrows) {
  auto options = this->options();
  options.middleware = {[](const MiddlewareRequest&, const MiddlewareNext&) -> Result<MiddlewareResponse> {
    throw std::logic_error("no tenant");
  }};
  expect_in_all(make_client(options), ErrorKind::configuration,
                "a middleware of the client threw: no tenant");
}

TEST_F(UsersCodeTest, AMiddlewareThatThrowsBehindItsNext) {
  auto options = this->options();
  options.middleware = {
      [](const MiddlewareRequest& request, const MiddlewareNext& next) -> Result<MiddlewareResponse> {
        (void)next(request);
        throw 42;
      }};
  expect_in_all(make_client(options), ErrorKind::configuration,
                "a middleware of the client threw: a value of type int");
}

TEST_F(UsersCodeTest, AMiddlewareThatUsesAFailedResultFailsAsThatDid) {
  fake_.transport->answer_with(
      [](const FakeRequest&) { return refusal(400, "ValidationException", "too long"); });
  auto options = this->options();
  options.middleware = {[](const MiddlewareRequest& request, const MiddlewareNext& next) {
    auto response = next(request);
    (void)response->head;  // throws BadRequestError
    return response;
  }};
  const auto error = make_client(options).messages.create(params()).error();
  EXPECT_EQ(error.kind, ErrorKind::bad_request);
  EXPECT_EQ(error.code, "ValidationException");
}

TEST_F(UsersCodeTest, ALoggerOrAnObserverThatThrowsChangesNothing) {
  auto options = this->options();
  options.observe.logger = [](LogLevel, std::string_view) { throw std::runtime_error("the log is full"); };
  options.observe.on_call = [](const CallRecord&) { throw std::runtime_error("the meter is broken"); };
  for (const Error& error : errors_of(make_client(options))) EXPECT_EQ(error.kind, ErrorKind::none);
  {
    auto unread = make_client(options).messages.stream(params());
    EXPECT_TRUE(unread.next());
  }  // Its end tells the observer, too.
}

TEST_F(UsersCodeTest, WhatAnObserverThrowsIsLogged) {
  auto options = this->options();
  options.observe.on_call = [](const CallRecord&) { throw std::runtime_error("the meter is broken"); };
  ASSERT_TRUE(make_client(options).messages.create(params()));
  EXPECT_THAT(log, HasSubstr("the client's on_call threw: the meter is broken"));
}

}  // namespace
}  // namespace anthropic::internal::testing
