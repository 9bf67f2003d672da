#include "platform/hints.hpp"

#include <gtest/gtest.h>

namespace anthropic {
namespace {

std::string hint(Error error, std::string_view model = "us.anthropic.claude-haiku-4-5-20251001-v1:0",
                 std::string_view region = "us-east-1") {
  add_bedrock_hint({.model = model,
                    .region = region,
                    .action = "bedrock:InvokeModel",
                    .profile = "dev",
                    .clock_offset = std::chrono::seconds(-400)},
                   error);
  return error.hint;
}

Error error(ErrorKind kind, std::string code, std::string message) {
  return {.kind = kind, .code = std::move(code), .message = std::move(message)};
}

#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST(Hints, OnDemandThroughputNamesTheProfile) {
  const Error refused =
      error(ErrorKind::bad_request, "ValidationException",
            "Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand "
            "throughput isn\u2019t supported.");
  EXPECT_HAS(hint(refused, "anthropic.claude-sonnet-4-5-20250929-v1:0"),
             "\"us.anthropic.claude-sonnet-4-5-20250929-v1:0\"");
  EXPECT_HAS(hint(refused, "anthropic.claude-sonnet-4-5-20250929-v1:0", "eu-west-1"), "\"eu.anthropic.");
  EXPECT_HAS(hint(refused, "something-else"), "inference profile");
}

TEST(Hints, RetiredModelNamesItsSuccessor) {
  for (const auto& refused :
       {error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid."),
        error(ErrorKind::not_found, "ResourceNotFoundException",
              "This model version has reached the end of its life.")}) {
    const std::string text = hint(refused, "anthropic.claude-3-haiku-20240307-v1:0");
    EXPECT_HAS(text, "retired");
    EXPECT_HAS(text, "Use \"us.anthropic.claude-haiku-");
  }
}

TEST(Hints, UnknownModelNamesTheNearest) {
  const Error refused =
      error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid.");
  EXPECT_HAS(hint(refused, "anthropic.claude-hiaku-4-5-20251001-v1:0"), "Did you mean");
  EXPECT_HAS(hint(refused, "zzzzzzzz"), "claude-bedrock models");
}

TEST(Hints, NameTheVersionThatWasMeantByTheProfileOfTheRegion) {
  const Error refused =
      error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid.");
  EXPECT_HAS(hint(refused, "us.anthropic.claude-opus-4-8-v1"),
             "Did you mean \"us.anthropic.claude-opus-4-8\"?");
  EXPECT_HAS(hint(refused, "us.anthropic.claude-opus-4-8-v1", "eu-west-1"),
             "Did you mean \"eu.anthropic.claude-opus-4-8\"?");
  EXPECT_HAS(hint(refused, "sonnet[1m]", "us-gov-west-1"),
             "Did you mean \"us-gov.anthropic.claude-sonnet-5-5\"?");
  EXPECT_HAS(hint(refused, "us.anthropic.claude-opus-4-9"),
             "No Claude of that version is known; the newest of the family is "
             "\"us.anthropic.claude-opus-5-5\".");
  EXPECT_HAS(hint(refused, "us.anthropic.claude-3-haiku-20240307-v2:0"),
             "Claude 3 Haiku is retired on Bedrock (retired 2026-09-10). Use "
             "\"us.anthropic.claude-haiku-5-5\" instead.");
}

TEST(Hints, NameWhatARegionServesWhereItDoesNotServeTheModel) {
  const Error invalid =
      error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid.");
  const Error on_demand = error(ErrorKind::bad_request, "ValidationException",
                                "Invocation of model ID x with on-demand throughput isn\u2019t supported.");
  for (const Error& refused : {invalid, on_demand}) {
    EXPECT_EQ(hint(refused, "anthropic.claude-haiku-4-5-20251001-v1:0", "us-gov-west-1"),
              "Claude Haiku 4.5 is not known to be served in us-gov-west-1; these are: "
              "\"us-gov.anthropic.claude-haiku-5-5\", \"us-gov.anthropic.claude-sonnet-5-5\", "
              "\"us-gov.anthropic.claude-opus-5-5\".");
    EXPECT_EQ(hint(refused, "anthropic.claude-haiku-5-5", "cn-north-1"),
              "No Claude model is known to be served in cn-north-1: `aws bedrock list-inference-profiles "
              "--region cn-north-1` says what is there.");
  }
}

TEST(Hints, AccessDenied) {
  EXPECT_HAS(hint(error(ErrorKind::permission_denied, "AccessDeniedException",
                        "User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModel")),
             "bedrock:InvokeModel");
  EXPECT_HAS(hint(error(ErrorKind::permission_denied, "AccessDeniedException",
                        "You don't have access to the model with the specified model ID.")),
             "Model access");
  EXPECT_HAS(hint(error(ErrorKind::permission_denied, "AccessDeniedException", "Invalid API Key format")),
             "API key");
}

TEST(Hints, Credentials) {
  EXPECT_HAS(hint(error(ErrorKind::authentication, "ExpiredTokenException", "expired")),
             "aws sso login --profile dev");
  EXPECT_HAS(hint(error(ErrorKind::authentication, "UnrecognizedClientException", "invalid")), "access key");
  EXPECT_HAS(hint(error(ErrorKind::authentication, "InvalidSignatureException", "does not match")),
             "secret access key");
  EXPECT_HAS(hint(error(ErrorKind::authentication, "InvalidSignatureException", "Signature expired: x")),
             "clock");
  EXPECT_HAS(hint(error(ErrorKind::authentication, "RequestTimeTooSkewed", "x")), "400 s");
}

TEST(Hints, OptionsThatAModelRefuses) {
  EXPECT_HAS(hint(error(ErrorKind::bad_request, "ValidationException",
                        "`temperature` is deprecated for this model."),
                  "us.anthropic.claude-opus-4-8"),
             "no temperature");
  EXPECT_HAS(hint(error(ErrorKind::bad_request, "ValidationException",
                        "This model does not support assistant message prefill.")),
             "user's turn");
  EXPECT_HAS(
      hint(error(ErrorKind::bad_request, "ValidationException", "foo: Extra inputs are not permitted")),
      "Bedrock");
}

TEST(Hints, ATypoInAModelIdNamesTheNearestIdOfEachDoor) {
  const Error unknown = {.kind = ErrorKind::not_found, .message = "model: claude-sonet-5"};
  const auto bedrock_hint = [&](Door door) {
    Error error = unknown;
    add_bedrock_hint({.model = "claude-sonet-5", .region = "us-east-1", .door = door}, error);
    return error.hint;
  };
  const auto api_hint = [&](Door door, std::string_view model) {
    Error error = unknown;
    add_api_hint(door, model, error);
    return error.hint;
  };
  EXPECT_HAS(bedrock_hint(Door::invoke_model), "Did you mean \"us.anthropic.claude-sonnet-5\"?");
  EXPECT_HAS(bedrock_hint(Door::runtime_messages), "Did you mean \"us.anthropic.claude-sonnet-5\"?");
  EXPECT_HAS(bedrock_hint(Door::mantle), "Did you mean \"anthropic.claude-sonnet-5\"?");
  EXPECT_HAS(api_hint(Door::first_party, "claude-sonet-5"), "Did you mean \"claude-sonnet-5\"?");
  EXPECT_HAS(api_hint(Door::claude_on_aws, "claude-sonet-5"), "Did you mean \"claude-sonnet-5\"?");
  EXPECT_HAS(api_hint(Door::first_party, "claude-3-haiku-20240307"), "Its successor is \"claude-");
  EXPECT_HAS(api_hint(Door::first_party, "gpt"), "client.models.list()");
  EXPECT_HAS(api_hint(Door::first_party, ""), "client.models.list()");
}

TEST(Hints, Throttling) {
  EXPECT_HAS(hint(error(ErrorKind::rate_limit, "ThrottlingException", "Too many requests")), "quota");
  EXPECT_HAS(hint(error(ErrorKind::rate_limit, "ModelNotReadyException", "x")), "loaded");
}

TEST(Hints, LeavesAloneWhatIsThereAndWhatItDoesNotKnow) {
  Error known = error(ErrorKind::rate_limit, "ThrottlingException", "x");
  known.hint = "mine";
  EXPECT_EQ(hint(known), "mine");
  EXPECT_EQ(hint(error(ErrorKind::bad_request, "ValidationException", "something new")), "");
}

}  // namespace
}  // namespace anthropic
