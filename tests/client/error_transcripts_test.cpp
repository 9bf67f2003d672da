#include <anthropic/anthropic.hpp>

#include "client/client_fixture.hpp"

// Failures as Bedrock and Anthropic's own API send them, and what a caller is told: before an answer, instead
// of one, and within a stream.

namespace anthropic::internal::testing {
namespace {

struct Transcript {
  const char* name;
  FakeAnswer answer;
  const char* line;  ///< what Error::to_string() says
  const char* type;
};

FakeAnswer bedrock(int status, const char* kind, const char* body) {
  return {.status = status,
          .headers = {{"x-amzn-RequestId", "r-1"},
                      {"Content-Type", "application/json"},
                      {"x-amzn-ErrorType",
                       std::string(kind) + ":http://internal.amazon.com/coral/com.amazon.bedrock/"}},
          .pieces = {body}};
}

FakeAnswer first_party(int status, const char* body) {
  return {.status = status,
          .headers = {{"request-id", "req_1"}, {"content-type", "application/json"}},
          .pieces = {body}};
}

FakeAnswer sse(const std::string& text) {
  return {.status = 200,
          .headers = {{"request-id", "req_1"}, {"content-type", "text/event-stream; charset=utf-8"}},
          .pieces = {text}};
}

class ErrorTranscripts : public ClientTest {
 protected:
  AnthropicBedrock bedrock_client() {
    auto made = options();
    made.max_retries = 0;
    return make_client(made);
  }
  Anthropic first_party_client() {
    return make_client<Anthropic>({.api_key = "sk-ant-of-the-test", .max_retries = 0});
  }
  template <class Client>
  void judge(const Client& client, const Transcript& transcript, bool stream) {
    SCOPED_TRACE(transcript.name);
    fake_.transport->answer(transcript.answer);
    const auto message =
        stream ? client.messages.stream(params()).final_message() : client.messages.create(params());
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().to_string(), transcript.line);
    EXPECT_EQ(message.error().type, transcript.type);
  }
};

TEST_F(ErrorTranscripts, Bedrock) {
  const Transcript transcripts[] = {
      {"throttled",
       bedrock(429, "ThrottlingException",
               R"({"message":"Too many requests, please wait before trying again."})"),
       "RateLimitError 429 ThrottlingException: Too many requests, please wait before trying again. (request "
       "id r-1)",
       "rate_limit_error"},
      {"a wrong request",
       bedrock(400, "ValidationException", R"({"message":"messages.0.content: Field required"})"),
       "BadRequestError 400 ValidationException: messages.0.content: Field required (request id r-1)",
       "invalid_request_error"},
      {"no such model",
       bedrock(400, "ValidationException", R"({"message":"The provided model identifier is invalid."})"),
       "BadRequestError 400 ValidationException: The provided model identifier is invalid. (request id r-1)",
       "invalid_request_error"},
      {"not allowed",
       bedrock(403, "AccessDeniedException",
               R"({"Message":"You don't have access to the model with the specified model ID."})"),
       "PermissionDeniedError 403 AccessDeniedException: You don't have access to the model with the "
       "specified model ID. (request id r-1)",
       "permission_error"},
      {"retired",
       bedrock(404, "ResourceNotFoundException",
               R"({"message":"This model version has reached the end of its life."})"),
       "NotFoundError 404 ResourceNotFoundException: This model version has reached the end of its life. "
       "(request id r-1)",
       "not_found_error"},
      {"the model took too long",
       bedrock(408, "ModelTimeoutException",
               R"({"message":"Model has timed out in processing the request."})"),
       "RequestTimeoutError 408 ModelTimeoutException: Model has timed out in processing the request. "
       "(request id r-1)",
       "timeout_error"},
      {"the model failed",
       bedrock(424, "ModelErrorException",
               R"({"message":"Broken","originalStatusCode":500,"resourceName":"x"})"),
       "InternalServerError 424 ModelErrorException: Broken (request id r-1)", "api_error"},
      {"quota", bedrock(400, "ServiceQuotaExceededException", R"({"message":"Too many tokens per day."})"),
       "RateLimitError 400 ServiceQuotaExceededException: Too many tokens per day. (request id r-1)",
       "rate_limit_error"},
      {"down",
       bedrock(503, "ServiceUnavailableException",
               R"({"message":"Bedrock is unable to process your request."})"),
       "ServiceUnavailableError 503 ServiceUnavailableException: Bedrock is unable to process your request. "
       "(request id r-1)",
       "overloaded_error"},
      {"a gateway's page",
       {.status = 502,
        .headers = {{"content-type", "text/html"}},
        .pieces = {"<html><h1>Bad Gateway</h1></html>"}},
       "InternalServerError 502 api_error: the server answered with status 502 and a page that is not JSON; "
       "a proxy may have sent it",
       "api_error"},
      {"an error with status 200",
       {.status = 200,
        .headers = {{"x-amzn-RequestId", "r-1"}},
        .pieces =
            {R"({"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"})"}},
       "NotFoundError 404 UnknownOperationException: the server answered with status 200 and no message "
       "(request id r-1)",
       "not_found_error"},
  };
  const auto client = bedrock_client();
  for (const Transcript& transcript : transcripts) {
    judge(client, transcript, false);
    judge(client, transcript, true);
  }
}

TEST_F(ErrorTranscripts, WithinBedrocksStream) {
  auto with = [](const std::string& frame) {
    auto frames = hello_frames(3);
    frames.push_back(frame);
    return stream_answer(frames);
  };
  const Transcript transcripts[] = {
      {"throttled", with(exception_frame("throttlingException", R"({"message":"Too many tokens"})")),
       "RateLimitError 429 ThrottlingException: Too many tokens (request id req-stream)", "rate_limit_error"},
      {"the model failed",
       with(exception_frame(
           "modelStreamErrorException",
           R"({"message":"Broken","originalStatusCode":500,"originalMessage":"overheated"})")),
       "InternalServerError 424 ModelStreamErrorException: Broken (the model said: overheated) (the model's "
       "status: 500) (request id req-stream)",
       "api_error"},
      {"wrong", with(exception_frame("validationException", R"({"message":"Output blocked"})")),
       "BadRequestError 400 ValidationException: Output blocked (request id req-stream)",
       "invalid_request_error"},
      {"unknown", with(exception_frame("teaException", R"({"message":"Too hot"})")),
       "InternalServerError 500 TeaException: Too hot (request id req-stream)", "api_error"},
      {"an event of type error",
       with(chunk_frame(R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})")),
       "OverloadedError 529 overloaded_error: Overloaded (request id req-stream)", "overloaded_error"},
      {"the end", with(""),
       "IncompleteStreamError: the stream ended before message_stop (request id req-stream)", ""},
  };
  const auto client = bedrock_client();
  for (const Transcript& transcript : transcripts) judge(client, transcript, true);
}

TEST_F(ErrorTranscripts, FirstParty) {
  const Transcript transcripts[] = {
      {"a wrong request",
       first_party(
           400,
           R"({"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: Field required"},"request_id":"req_2"})"),
       "BadRequestError 400 invalid_request_error: max_tokens: Field required (request id req_1)",
       "invalid_request_error"},
      {"a wrong key",
       first_party(
           401, R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})"),
       "AuthenticationError 401 authentication_error: invalid x-api-key (request id req_1)",
       "authentication_error"},
      {"no credit",
       first_party(
           402,
           R"({"type":"error","error":{"type":"billing_error","message":"Your credit balance is too low"}})"),
       "APIStatusError 402 billing_error: Your credit balance is too low (request id req_1)",
       "billing_error"},
      {"not allowed",
       first_party(
           403, R"({"type":"error","error":{"type":"permission_error","message":"Not for your workspace"}})"),
       "PermissionDeniedError 403 permission_error: Not for your workspace (request id req_1)",
       "permission_error"},
      {"no such model",
       first_party(404, R"({"type":"error","error":{"type":"not_found_error","message":"model: claude-x"}})"),
       "NotFoundError 404 not_found_error: model: claude-x (request id req_1)", "not_found_error"},
      {"too large",
       first_party(
           413,
           R"({"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}})"),
       "RequestTooLargeError 413 request_too_large: Request exceeds the maximum size (request id req_1)",
       "request_too_large"},
      {"limited",
       first_party(
           429,
           R"({"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed the rate limit"}})"),
       "RateLimitError 429 rate_limit_error: This request would exceed the rate limit (request id req_1)",
       "rate_limit_error"},
      {"broken",
       first_party(500, R"({"type":"error","error":{"type":"api_error","message":"Internal server error"}})"),
       "InternalServerError 500 api_error: Internal server error (request id req_1)", "api_error"},
      {"too slow",
       first_party(504, R"({"type":"error","error":{"type":"timeout_error","message":"Timed out"}})"),
       "DeadlineExceededError 504 timeout_error: Timed out (request id req_1)", "timeout_error"},
      {"overloaded",
       first_party(529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"),
       "OverloadedError 529 overloaded_error: Overloaded (request id req_1)", "overloaded_error"},
      {"of tomorrow",
       first_party(
           418,
           R"({"type":"error","error":{"type":"teapot_error","message":"Short and stout","details":{"x":1}}})"),
       "APIStatusError 418 teapot_error: Short and stout (request id req_1)", "teapot_error"},
  };
  const auto client = first_party_client();
  for (const Transcript& transcript : transcripts) {
    judge(client, transcript, false);
    judge(client, transcript, true);
  }
}

TEST_F(ErrorTranscripts, WithinAFirstPartyStream) {
  const std::string begun = "event: message_start\ndata: " + hello_events()[0] + "\n\n";
  const Transcript transcripts[] = {
      {"overloaded",
       sse(begun +
           "event: error\ndata: "
           "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"),
       "OverloadedError 529 overloaded_error: Overloaded (request id req_1)", "overloaded_error"},
      {"limited",
       sse(begun + "event: error\ndata: "
                   "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Too "
                   "many\"},\"request_id\":\"req_3\"}\n\n"),
       "RateLimitError 429 rate_limit_error: Too many (request id req_3)", "rate_limit_error"},
      {"no JSON", sse(begun + "event: ping\ndata: {\"type\"\n\n"),
       "APIResponseValidationError: not valid JSON: a comma, a bracket, a quote or a name is missing, or "
       "one too many (line 1, column 8) (request id req_1)",
       ""},
      {"the end", sse(begun),
       "IncompleteStreamError: the stream ended before message_stop (request id req_1)", ""},
  };
  const auto client = first_party_client();
  for (const Transcript& transcript : transcripts) judge(client, transcript, true);
}

}  // namespace
}  // namespace anthropic::internal::testing
