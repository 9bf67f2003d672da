#include "platform/errors/api_errors.hpp"

#include <gtest/gtest.h>
#include <tuple>
#include <utility>

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;

Error read(int status, const Headers& headers, std::string_view body) {
  return error_from_response(status, headers, body, api_errors());
}

TEST(ApiErrors, GiveEachCodeOfAwsTheTypeThatAnthropicHasForItsKind) {
  const std::pair<const char*, const char*> cases[] = {
      {"ThrottlingException", "rate_limit_error"},         {"ValidationException", "invalid_request_error"},
      {"AccessDeniedException", "permission_error"},       {"ExpiredTokenException", "authentication_error"},
      {"ResourceNotFoundException", "not_found_error"},    {"ConflictException", "invalid_request_error"},
      {"ModelTimeoutException", "timeout_error"},          {"ModelErrorException", "api_error"},
      {"ServiceUnavailableException", "overloaded_error"},
  };
  for (const auto& [code, type] : cases) {
    EXPECT_EQ(read(400, {{"x-amzn-errortype", code}}, "{}").type, type) << code;
    EXPECT_EQ(error_from_exception(code, R"({"message":"why"})").type, type) << code;
  }
  EXPECT_EQ(read(302, {}, "").type, "");
}

TEST(ApiErrors, UnderstandsAnthropicsShape) {
  const Error error = read(
      429, {{"request-id", "req_1"}, {"retry-after", "12"}},
      R"({"type":"error","error":{"type":"rate_limit_error","message":"Too many tokens"},"request_id":"req_2"})");
  EXPECT_EQ(error.kind, ErrorKind::rate_limit);
  EXPECT_EQ(error.type, "rate_limit_error");
  EXPECT_EQ(error.code, "");
  EXPECT_EQ(error.message, "Too many tokens");
  EXPECT_EQ(error.request_id, "req_1");
  EXPECT_EQ(error.retry_after, 12s);
  const Error overloaded =
      read(529, {}, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})");
  EXPECT_EQ(overloaded.kind, ErrorKind::overloaded);
  EXPECT_EQ(overloaded.type, "overloaded_error");
  const Error unknown_type = read(418, {}, R"({"error":{"type":"teapot_error"}})");
  EXPECT_EQ(unknown_type.type, "teapot_error");
  EXPECT_EQ(read(400, {}, R"({"error":"no model"})").message, "no model");
}

TEST(ApiErrors, AnthropicsCodeIsTheCodeWhereAwsHasNone) {
  constexpr std::string_view body =
      R"({"type":"error","error":{"type":"not_found_error","message":"No thread","details":{"error_code":"thread_not_found"}}})";
  EXPECT_EQ(read(404, {}, body).code, "thread_not_found");
  EXPECT_EQ(read(404, {}, body).kind, ErrorKind::not_found);
  EXPECT_EQ(read(404, {{"x-amzn-errortype", "ResourceNotFoundException"}}, body).code,
            "ResourceNotFoundException");
}

TEST(ApiErrors, AnthropicsTypesHaveTheirStatusInASuccessfulAnswer) {
  const std::tuple<const char*, int, ErrorKind> cases[] = {
      {"invalid_request_error", 400, ErrorKind::bad_request},
      {"authentication_error", 401, ErrorKind::authentication},
      {"billing_error", 402, ErrorKind::api_status},
      {"permission_error", 403, ErrorKind::permission_denied},
      {"not_found_error", 404, ErrorKind::not_found},
      {"request_too_large", 413, ErrorKind::request_too_large},
      {"rate_limit_error", 429, ErrorKind::rate_limit},
      {"api_error", 500, ErrorKind::internal_server},
      {"timeout_error", 504, ErrorKind::deadline_exceeded},
      {"overloaded_error", 529, ErrorKind::overloaded},
      {"teapot_error", 200, ErrorKind::api_status}};
  for (const auto& [type, status, kind] : cases) {
    const std::string body =
        R"({"type":"error","error":{"message":"why","type":")" + std::string(type) + R"("}})";
    const Error error = read(200, {}, body);
    EXPECT_EQ(error.status, status) << type;
    EXPECT_EQ(error.kind, kind) << type;
    EXPECT_EQ(error.type, type);
    EXPECT_EQ(read(418, {}, body).status, 418);
  }
}

}  // namespace
}  // namespace anthropic::internal
