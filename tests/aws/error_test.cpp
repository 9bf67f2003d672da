#include "aws/calls/error.hpp"

#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "support/status_kinds.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

using namespace std::chrono_literals;

std::string body_of(const std::string& message) {
  return R"({"message":")" + message + R"("})";
}

std::string code_of(const Headers& headers, std::string_view body) {
  return error_from_response(400, headers, body).code;
}

struct KnownError {
  const char* code;
  int status;
  ErrorKind kind;
};

const KnownError kErrors[] = {
    {"ThrottlingException", 429, ErrorKind::rate_limit},
    {"TooManyRequestsException", 429, ErrorKind::rate_limit},
    {"ModelNotReadyException", 429, ErrorKind::rate_limit},
    {"ServiceQuotaExceededException", 400, ErrorKind::rate_limit},
    {"ValidationException", 400, ErrorKind::bad_request},
    {"AccessDeniedException", 403, ErrorKind::permission_denied},
    {"ExpiredTokenException", 403, ErrorKind::authentication},
    {"ExpiredToken", 403, ErrorKind::authentication},
    {"UnrecognizedClientException", 403, ErrorKind::authentication},
    {"InvalidSignatureException", 403, ErrorKind::authentication},
    {"SignatureDoesNotMatch", 403, ErrorKind::authentication},
    {"MissingAuthenticationTokenException", 403, ErrorKind::authentication},
    {"IncompleteSignatureException", 403, ErrorKind::authentication},
    {"InvalidClientTokenId", 403, ErrorKind::authentication},
    {"RequestExpired", 400, ErrorKind::authentication},
    {"RequestTimeTooSkewed", 403, ErrorKind::authentication},
    {"ResourceNotFoundException", 404, ErrorKind::not_found},
    {"UnknownOperationException", 404, ErrorKind::not_found},
    {"ConflictException", 409, ErrorKind::conflict},
    {"ModelTimeoutException", 408, ErrorKind::request_timeout},
    {"ModelErrorException", 424, ErrorKind::internal_server},
    {"ModelStreamErrorException", 424, ErrorKind::internal_server},
    {"InternalServerException", 500, ErrorKind::internal_server},
    {"ServiceUnavailableException", 503, ErrorKind::service_unavailable},
};

TEST(AwsError, EveryCodeHasItsKindInAnAnswer) {
  for (const KnownError& known : kErrors) {
    const Error error = error_from_response(known.status, {{"x-amzn-ErrorType", known.code}}, body_of("why"));
    EXPECT_EQ(error.code, known.code);
    EXPECT_EQ(error.kind, known.kind) << known.code;
    EXPECT_EQ(error.type, "") << known.code;
    EXPECT_EQ(error.status, known.status) << known.code;
    EXPECT_EQ(error.message, "why") << known.code;
    EXPECT_TRUE(error.hint.empty());
  }
}

TEST(AwsError, EveryCodeHasItsStatusInAStream) {
  for (const KnownError& known : kErrors) {
    std::string member = known.code;
    member[0] = static_cast<char>(member[0] - 'A' + 'a');
    const Error error = error_from_exception(member, body_of("why"));
    EXPECT_EQ(error.code, known.code);
    EXPECT_EQ(error.kind, known.kind) << known.code;
    EXPECT_EQ(error.type, "") << known.code;
    EXPECT_EQ(error.status, known.status) << known.code;
    EXPECT_EQ(error.message, "why") << known.code;
  }
}

TEST(AwsError, TheCodeCountsMoreThanTheStatus) {
  const Error error =
      error_from_response(400, {}, R"({"__type":"ThrottlingException","message":"slow down"})");
  EXPECT_EQ(error.kind, ErrorKind::rate_limit);
  EXPECT_EQ(error.status, 400);
}

TEST(AwsError, FindsTheCodeWhereverAwsPutsIt) {
  EXPECT_EQ(code_of({{"X-Amzn-ErrorType",
                      "ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/"}},
                    R"({"__type":"Other"})"),
            "ValidationException");
  EXPECT_EQ(code_of({}, R"({"__type":"com.amazon.coral.service#UnrecognizedClientException"})"),
            "UnrecognizedClientException");
  EXPECT_EQ(code_of({{"x-amzn-errortype", "aws.x#Foo:http://a#b"}}, ""), "Foo");
  EXPECT_EQ(code_of({}, R"({"code":"SomeError"})"), "SomeError");
  EXPECT_EQ(code_of({{"x-amzn-errortype", ""}}, R"({"code":"SomeError"})"), "SomeError");
  EXPECT_EQ(code_of({}, R"({"code":17})"), "");
  EXPECT_EQ(code_of({}, "<html></html>"), "");
  EXPECT_EQ(code_of({}, "{\"__type\":"), "");
  EXPECT_EQ(code_of({}, ""), "");
}

TEST(AwsError, AnExpiredTokenMayShowInTheTextOnly) {
  const std::string text = "The security token included in the request is expired";
  const std::string anthropic =
      R"({"type":"error","error":{"type":"permission_error","message":")" + text + R"("}})";
  for (const int status : {400, 401, 403}) {
    for (const Error& error :
         {error_from_response(status, {}, body_of(text)), error_from_response(status, {}, anthropic),
          error_from_response(status, {{"x-amzn-ErrorType", "AccessDeniedException"}}, body_of(text))}) {
      EXPECT_EQ(error.kind, ErrorKind::authentication) << error.to_string();
      EXPECT_TRUE(is_expired_token(error)) << error.to_string();
    }
  }
  EXPECT_EQ(error_from_response(403, {}, body_of("Signature expired: x")).kind, ErrorKind::authentication);
  EXPECT_FALSE(is_expired_token(error_from_response(500, {}, body_of(text))));
  EXPECT_FALSE(is_expired_token(error_from_response(403, {}, body_of("Not authorized"))));
}

TEST(AwsError, ReadsBodiesInXml) {
  const auto check = [](const char* body, const char* code, const char* message, const char* request_id) {
    const Error error = error_from_response(400, {}, body);
    EXPECT_EQ(error.code, code);
    EXPECT_EQ(error.message, message);
    EXPECT_EQ(error.request_id, request_id);
    EXPECT_EQ(code_of({}, body), code);
  };
  check(
      "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
      "<Code>ExpiredTokenException</Code><Message>Too old</Message></Error><RequestId>r-1</RequestId>"
      "</ErrorResponse>",
      "ExpiredTokenException", "Too old", "r-1");
  check(
      "<?xml version=\"1.0\"?>\n<Response><Errors><Error><Code>AuthFailure</Code><Message>No &amp; "
      "no</Message>"
      "</Error></Errors><RequestID>r-2</RequestID></Response>",
      "AuthFailure", "No & no", "r-2");
  check(
      "<Error><Code>NoSuchKey</Code><Message>It is gone</Message><RequestId>r-3</RequestId>"
      "<HostId>h</HostId></Error>",
      "NoSuchKey", "It is gone", "r-3");
  check("<Error><Code>AccessDenied</Code></Error>", "AccessDenied",
        "the server answered with status 400 and no message", "");
  EXPECT_EQ(code_of({}, "<html><Error><Code>"), "");
  EXPECT_EQ(error_from_response(400, {}, "<Response/>").code, "");
  EXPECT_EQ(error_from_response(403, {}, "<Error><Code>AccessDenied</Code></Error>").kind,
            ErrorKind::permission_denied);
}

TEST(AwsError, TheCodeOfAServicesOlderProtocolCountsMore) {
  const Error error = error_from_response(
      400, {{"x-amzn-query-error", "ResourceNotFoundException;Sender"}, {"x-amzn-errortype", "NotFound"}},
      R"({"__type":"Other","message":"no"})");
  EXPECT_EQ(error.code, "ResourceNotFoundException");
  EXPECT_EQ(error.kind, ErrorKind::not_found);
  EXPECT_EQ(code_of({{"x-amzn-query-error", ";"}}, R"({"__type":"Other"})"), "Other");
}

TEST(AwsError, FollowsTheErrorsOfAwssProtocolTests) {
  const auto folder = anthropic::internal::testing::vectors("protocols/botocore/output");
  REQUIRE_VECTORS(folder);
  int proven = 0;
  for (const char* protocol :
       {"query", "ec2", "json", "json_1_0", "json_1_0-query-compatible", "rest-json", "rest-xml"}) {
    const auto suites =
        Json::parse(anthropic::internal::testing::read_file(folder / (std::string(protocol) + ".json")));
    ASSERT_TRUE(suites) << suites.error().to_string();
    for (const Json& suite : suites->items()) {
      for (const Json& test : suite["cases"].items()) {
        if (!test.contains("errorCode")) continue;
        SCOPED_TRACE(test["id"].string_or(""));
        const Json& response = test["response"];
        Headers headers;
        for (const auto& [name, value] : response["headers"].members()) {
          headers.emplace_back(name, value.string_or(""));
        }
        const int status = static_cast<int>(response["status_code"].as_int64().value_or(0));
        const std::string body = response["body"].string_or("");
        const Error error = error_from_response(status, headers, body);
        EXPECT_EQ(error.code, test["errorCode"].string_or("?"));
        EXPECT_EQ(error.status, status);
        if (test.contains("errorMessage")) {
          EXPECT_EQ(error.message, test["errorMessage"].string_or("?"));
        }
        EXPECT_EQ(error.request_id, body.find("foo-id") == std::string::npos ? "" : "foo-id");
        ++proven;
      }
    }
  }
  EXPECT_EQ(proven, 45);
}

TEST(AwsError, EveryStatusHasItsKind) {
  for (const auto& [status, kind] : testing::kStatusKinds) {
    EXPECT_EQ(error_from_response(status, {}, "").kind, kind) << status;
    EXPECT_EQ(error_from_response(status, {}, R"({"__type":"SomethingNewException"})").kind, kind) << status;
  }
}

TEST(AwsError, SaysSomethingAboutABodyThatIsNotJson) {
  const Error page = error_from_response(502, {}, "<html><body>Bad Gateway</body></html>");
  EXPECT_EQ(page.kind, ErrorKind::internal_server);
  EXPECT_THAT(page.message, HasSubstr("502"));
  EXPECT_THAT(page.message, Not(HasSubstr("<html>")));
  EXPECT_THAT(error_from_response(503, {}, "").message, HasSubstr("empty body"));
  EXPECT_EQ(error_from_response(500, {}, "upstream is gone").message, "upstream is gone");
  EXPECT_THAT(error_from_response(500, {}, "{}").message, HasSubstr("500"));
  const std::string accents = "x" + std::string(400, '\xC3') + "\xA9";
  EXPECT_LE(error_from_response(500, {}, accents).message.size(), 300u);
  EXPECT_EQ(error_from_response(500, {}, std::string(3u << 20, 'x')).message, std::string(297, 'x') + "…");
  EXPECT_EQ(error_from_response(500, {}, "\x1f\x8b\x08").message,
            "the server answered with status 500 and a body that is not text");
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "é";
  EXPECT_THAT(error_from_response(500, {}, "x" + wide).message, EndsWith("é…"));
}

TEST(AwsError, TellsAnAnswerWithoutAReason) {
  for (const char* body : {"", "<html>no</html>", "{}", "[]", "\x01"}) {
    EXPECT_TRUE(has_no_words(error_from_response(403, {}, body))) << body;
  }
  for (const char* body : {"Blocked", R"({"message":"no"})", R"({"error":{"message":"no"}})"}) {
    EXPECT_FALSE(has_no_words(error_from_response(403, {}, body))) << body;
  }
}

TEST(AwsError, RecognisesAnErrorSentWithStatus200) {
  const std::string coral =
      R"({"Output":{"__type":"com.amazon.coral.service#UnknownOperationException","message":null},"Version":"1.0"})";
  const Error error = error_from_response(200, {{"x-amzn-RequestId", "r-1"}}, coral);
  EXPECT_EQ(error.kind, ErrorKind::not_found);
  EXPECT_EQ(error.code, "UnknownOperationException");
  EXPECT_EQ(error.status, 404);
  EXPECT_EQ(error.request_id, "r-1");
}

TEST(AwsError, TakesTheFirstRequestIdThereIs) {
  const auto id = [](Headers headers) { return error_from_response(500, headers, "{}").request_id; };
  EXPECT_EQ(id({{"request-id", "c"}, {"x-amz-request-id", "b"}, {"X-Amzn-RequestId", "a"}}), "a");
  EXPECT_EQ(id({{"request-id", "c"}, {"x-amz-request-id", "b"}}), "b");
  EXPECT_EQ(id({{"Request-Id", "c"}}), "c");
  EXPECT_EQ(id({}), "");
}

TEST(AwsError, ReadsAWaitOnlyWhereItMakesSense) {
  const auto wait = [](Headers headers) { return error_from_response(429, headers, "{}").retry_after; };
  EXPECT_EQ(wait({{"x-amz-retry-after", "1500"}}), 1500ms);
  EXPECT_EQ(
      wait({{"retry-after", "Sun, 22 Nov 2026 12:00:05 GMT"}, {"date", "Sun, 22 Nov 2026 12:00:00 GMT"}}),
      5s);
  EXPECT_EQ(wait({{"retry-after", "Sun, 22 Nov 2026 12:00:05 GMT"}}), std::nullopt);
}

TEST(AwsError, AStreamsExceptionCarriesWhatTheModelSaid) {
  const Error error = error_from_exception(
      "modelStreamErrorException",
      R"({"message":"The model failed","originalStatusCode":529,"originalMessage":"overloaded"})");
  EXPECT_EQ(error.kind, ErrorKind::internal_server);
  EXPECT_THAT(error.message, HasSubstr("The model failed"));
  EXPECT_THAT(error.message, HasSubstr("overloaded"));
  EXPECT_THAT(error.message, HasSubstr("529"));
}

TEST(AwsError, AnUnknownOrDamagedExceptionIsAnErrorOfTheServer) {
  for (const char* name : {"somethingNewException", "InternalError", ""}) {
    for (const char* payload : {"", "{", "not json", "{}", "[]"}) {
      const Error error = error_from_exception(name, payload);
      EXPECT_EQ(error.kind, ErrorKind::internal_server) << name;
      EXPECT_EQ(error.status, 500);
      EXPECT_FALSE(error.message.empty());
    }
  }
}

TEST(AwsError, NeverShowsWhatAwsRepeatsOfTheRequest) {
  const char* token = "FwoGZXIvYXdzSECRETTOKEN";
  const char* signature = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
  const std::string messages[] = {
      "The request signature we calculated does not match the signature you provided.\\n\\nThe Canonical "
      "String for "
      "this request should have been\\n'POST\\n/x\\n\\nhost:h\\nx-amz-security-token:" +
          std::string(token) + "\\n'",
      "Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256 "
      "Credential=AKID/x, "
      "Signature=" +
          std::string(signature),
      "X-Amz-Security-Token:" + std::string(token),
      "bad header: AWS4-HMAC-SHA256 Credential=AKID/x, Signature=" + std::string(signature)};
  for (const std::string& message : messages) {
    for (const Error& error :
         {error_from_response(403, {{"x-amzn-errortype", "InvalidSignatureException"}}, body_of(message)),
          error_from_response(403, {}, message),
          error_from_exception("validationException", body_of(message)),
          error_from_exception("modelStreamErrorException",
                               R"({"message":"m","originalMessage":")" + message + R"("})")}) {
      EXPECT_THAT(error.message, Not(HasSubstr(token)));
      EXPECT_THAT(error.message, Not(HasSubstr(signature)));
      EXPECT_FALSE(error.message.empty());
    }
  }
  EXPECT_EQ(error_from_response(403, {}, body_of(messages[0])).message,
            "The request signature we calculated does not match the signature you provided.");
  EXPECT_EQ(error_from_response(403, {}, body_of("Authorization header is missing")).message,
            "Authorization header is missing");
}

}  // namespace
}  // namespace anthropic::internal::aws
