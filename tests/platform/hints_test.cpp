#include "platform/errors/hints.hpp"

#include <gmock/gmock.h>

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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

int status_of(ErrorKind kind) {
  if (kind == ErrorKind::bad_request) return 400;
  if (kind == ErrorKind::not_found) return 404;
  return kind == ErrorKind::rate_limit ? 429 : 403;
}

Error error(ErrorKind kind, std::string code, std::string message) {
  return {.kind = kind, .status = status_of(kind), .code = std::move(code), .message = std::move(message)};
}

Error denied(const std::string& message) {
  return error(ErrorKind::permission_denied, "AccessDeniedException", message);
}
Error invalid(const std::string& message) {
  return error(ErrorKind::bad_request, "ValidationException", message);
}
Error not_found(const std::string& message) {
  return error(ErrorKind::not_found, "ResourceNotFoundException", message);
}
Error throttled(const std::string& message) {
  return error(ErrorKind::rate_limit, "ThrottlingException", message);
}

constexpr char kApplicationProfile[] =
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3";

TEST(Hints, OnDemandThroughputNamesTheProfile) {
  const Error refused =
      error(ErrorKind::bad_request, "ValidationException",
            "Invocation of model ID anthropic.claude-sonnet-4-5-20250929-v1:0 with on-demand "
            "throughput isn\u2019t supported.");
  EXPECT_THAT(hint(refused, "anthropic.claude-sonnet-4-5-20250929-v1:0"),
              HasSubstr("\"us.anthropic.claude-sonnet-4-5-20250929-v1:0\""));
  EXPECT_THAT(hint(refused, "anthropic.claude-sonnet-4-5-20250929-v1:0", "eu-west-1"),
              HasSubstr("\"eu.anthropic."));
  EXPECT_THAT(hint(refused, "something-else"), HasSubstr("inference profile"));
}

TEST(Hints, RetiredModelNamesItsSuccessor) {
  for (const auto& refused :
       {error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid."),
        error(ErrorKind::not_found, "ResourceNotFoundException",
              "This model version has reached the end of its life.")}) {
    const std::string text = hint(refused, "anthropic.claude-3-haiku-20240307-v1:0");
    EXPECT_THAT(text, HasSubstr("retired"));
    EXPECT_THAT(text, HasSubstr("Use \"us.anthropic.claude-haiku-"));
  }
}

TEST(Hints, UnknownModelNamesTheNearest) {
  const Error refused =
      error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid.");
  EXPECT_THAT(hint(refused, "anthropic.claude-hiaku-4-5-20251001-v1:0"), HasSubstr("Did you mean"));
  EXPECT_THAT(hint(refused, "zzzzzzzz"), HasSubstr("claude-bedrock models"));
}

TEST(Hints, NameTheVersionThatWasMeantByTheProfileOfTheRegion) {
  const Error refused =
      error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid.");
  EXPECT_THAT(hint(refused, "us.anthropic.claude-opus-4-8-v1"),
              HasSubstr("Did you mean \"us.anthropic.claude-opus-4-8\"?"));
  EXPECT_THAT(hint(refused, "us.anthropic.claude-opus-4-8-v1", "eu-west-1"),
              HasSubstr("Did you mean \"eu.anthropic.claude-opus-4-8\"?"));
  EXPECT_THAT(hint(refused, "sonnet[1m]", "us-gov-west-1"),
              HasSubstr("Did you mean \"us-gov.anthropic.claude-sonnet-5-5\"?"));
  EXPECT_THAT(hint(refused, "us.anthropic.claude-opus-4-9"),
              HasSubstr("No Claude of that version is known; the newest of the family is "
                        "\"us.anthropic.claude-opus-5-5\"."));
  EXPECT_THAT(hint(refused, "us.anthropic.claude-3-haiku-20240307-v2:0"),
              HasSubstr("Claude 3 Haiku is retired on Bedrock (retired 2026-09-10). Use "
                        "\"us.anthropic.claude-haiku-5-5\" instead."));
}

TEST(Hints, KeepTheProfileThatWasGivenWhereItFits) {
  const Error invalid =
      error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid.");
  EXPECT_THAT(hint(invalid, "global.anthropic.claude-haiku-5-5-v1:0"),
              HasSubstr("Did you mean \"global.anthropic.claude-haiku-5-5\"?"));
  EXPECT_THAT(hint(invalid,
                   "arn:aws:bedrock:us-east-1:123456789012:inference-profile/"
                   "global.anthropic.claude-3-haiku-20240307-v1:0"),
              HasSubstr("Use \"global.anthropic.claude-haiku-5-5\" instead."));
  EXPECT_THAT(hint(invalid, "global.anthropic.claude-opus-4-9"),
              HasSubstr("the newest of the family is \"global.anthropic.claude-opus-5-5\"."));
  EXPECT_THAT(hint(invalid, "us.anthropic.claude-haiku-5-5-v1:0", "ca-central-1"),
              HasSubstr("Did you mean \"us.anthropic.claude-haiku-5-5\"?"));
  // Not one that the region cannot call, nor one that the model does not have.
  EXPECT_THAT(hint(invalid, "global.anthropic.claude-sonnet-5-5-v1:0", "us-gov-west-1"),
              HasSubstr("Did you mean \"us-gov.anthropic.claude-sonnet-5-5\"?"));
  EXPECT_THAT(hint(invalid, "apac.anthropic.claude-haiku-5-5-v1:0", "ap-northeast-1"),
              HasSubstr("Did you mean \"jp.anthropic.claude-haiku-5-5\"?"));
}

TEST(Hints, NameWhatARegionServesWhereItDoesNotServeTheModel) {
  const Error invalid =
      error(ErrorKind::bad_request, "ValidationException", "The provided model identifier is invalid.");
  const Error on_demand = error(ErrorKind::bad_request, "ValidationException",
                                "Invocation of model ID x with on-demand throughput isn\u2019t supported.");
  for (const Error& refused : {invalid, on_demand}) {
    EXPECT_EQ(hint(refused, "anthropic.claude-haiku-4-5-20251001-v1:0", "us-gov-west-1"),
              "Claude Haiku 4.5 is not known to be served in us-gov-west-1; the newest of each family there: "
              "\"us-gov.anthropic.claude-haiku-5-5\", \"us-gov.anthropic.claude-sonnet-5-5\", "
              "\"us-gov.anthropic.claude-opus-5-5\".");
    EXPECT_EQ(hint(refused, "anthropic.claude-haiku-5-5", "cn-north-1"),
              "No Claude model is known to be served in cn-north-1: `aws bedrock list-inference-profiles "
              "--region cn-north-1` says what is there.");
  }
}

TEST(Hints, AccessDenied) {
  EXPECT_THAT(hint(error(ErrorKind::permission_denied, "AccessDeniedException",
                         "User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModel")),
              HasSubstr("bedrock:InvokeModel"));
  EXPECT_THAT(hint(denied("You don't have access to the model with the specified model ID.")),
              HasSubstr("aws bedrock get-foundation-model-availability --region us-east-1"));
  EXPECT_THAT(hint(error(ErrorKind::permission_denied, "AccessDeniedException", "Invalid API Key format")),
              HasSubstr("API key"));
}

TEST(Hints, Credentials) {
  EXPECT_THAT(hint(error(ErrorKind::authentication, "ExpiredTokenException", "expired")),
              HasSubstr("aws sso login --profile dev"));
  EXPECT_THAT(hint(error(ErrorKind::authentication, "UnrecognizedClientException", "invalid")),
              HasSubstr("access key"));
  EXPECT_THAT(hint(error(ErrorKind::authentication, "InvalidSignatureException", "does not match")),
              HasSubstr("secret access key"));
  EXPECT_THAT(hint(error(ErrorKind::authentication, "InvalidSignatureException", "Signature expired: x")),
              HasSubstr("clock"));
  EXPECT_THAT(hint(error(ErrorKind::authentication, "RequestTimeTooSkewed", "x")), HasSubstr("400 s"));
}

TEST(Hints, OptionsThatAModelRefuses) {
  EXPECT_THAT(hint(error(ErrorKind::bad_request, "ValidationException",
                         "`temperature` is deprecated for this model."),
                   "us.anthropic.claude-opus-4-8"),
              HasSubstr("no temperature"));
  EXPECT_THAT(hint(error(ErrorKind::bad_request, "ValidationException",
                         "This model does not support assistant message prefill.")),
              HasSubstr("user's turn"));
  EXPECT_THAT(
      hint(error(ErrorKind::bad_request, "ValidationException", "foo: Extra inputs are not permitted")),
      HasSubstr("Bedrock"));
}

TEST(Hints, ATypoInAModelIdNamesTheNearestIdOfEachPlatform) {
  const Error unknown = {.kind = ErrorKind::not_found, .message = "model: claude-sonet-5"};
  const auto bedrock_hint = [&](PlatformKind platform) {
    Error error = unknown;
    add_bedrock_hint({.model = "claude-sonet-5", .region = "us-east-1", .platform = platform}, error);
    return error.hint;
  };
  const auto api_hint = [&](PlatformKind platform, std::string_view model) {
    Error error = unknown;
    add_api_hint({.model = model, .platform = platform}, error);
    return error.hint;
  };
  EXPECT_THAT(bedrock_hint(PlatformKind::invoke_model),
              HasSubstr("Did you mean \"us.anthropic.claude-sonnet-5\"?"));
  EXPECT_THAT(bedrock_hint(PlatformKind::runtime_messages),
              HasSubstr("Did you mean \"us.anthropic.claude-sonnet-5\"?"));
  EXPECT_THAT(bedrock_hint(PlatformKind::mantle), HasSubstr("Did you mean \"anthropic.claude-sonnet-5\"?"));
  EXPECT_THAT(api_hint(PlatformKind::first_party, "claude-sonet-5"),
              HasSubstr("Did you mean \"claude-sonnet-5\"?"));
  EXPECT_THAT(api_hint(PlatformKind::claude_on_aws, "claude-sonet-5"),
              HasSubstr("Did you mean \"claude-sonnet-5\"?"));
  EXPECT_THAT(api_hint(PlatformKind::first_party, "us-east-1.anthropic.claude-opus-4-8"),
              HasSubstr("Did you mean \"claude-opus-4-8\"?"));
  EXPECT_THAT(api_hint(PlatformKind::first_party, "claude-3-haiku-20240307"),
              HasSubstr("Its successor is \"claude-"));
  EXPECT_THAT(api_hint(PlatformKind::first_party, "gpt"), HasSubstr("client.models.list()"));
  EXPECT_THAT(api_hint(PlatformKind::first_party, ""), HasSubstr("client.models.list()"));
}

TEST(Hints, Throttling) {
  EXPECT_THAT(hint(error(ErrorKind::rate_limit, "ThrottlingException", "Too many requests")),
              HasSubstr("quota"));
  EXPECT_THAT(hint(error(ErrorKind::rate_limit, "ModelNotReadyException", "x")), HasSubstr("loaded"));
}

TEST(Hints, AnOverloadedModelIsAskedAgainLater) {
  const std::string told = hint({.kind = ErrorKind::overloaded,
                                 .status = 529,
                                 .code = "overloaded_error",
                                 .message = "Overloaded",
                                 .request_id = "req_1"});
  EXPECT_THAT(told, HasSubstr("ask again in a minute or two"));
  EXPECT_THAT(told, HasSubstr("another model."));
}

TEST(Hints, ARoleThatThereIsNotNamesThoseThatThereAre) {
  for (const char* message :
       {"messages.0.role: Input should be 'user' or 'assistant'",
        "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, not "
        "\"system\" as an input message role."}) {
    const std::string told = hint(invalid(message));
    EXPECT_THAT(told, HasSubstr("\"user\" or \"assistant\""));
    EXPECT_THAT(told, HasSubstr("`system`"));
  }
  EXPECT_EQ(hint(invalid("messages.0.role: Field required")), "");
  EXPECT_THAT(hint(denied("The role of 'assistant' may not do this.")), Not(HasSubstr("A turn's role")));
}

TEST(Hints, AnInputSchemaThatIsNoObjectSaysHowToWriteOne) {
  for (const char* message : {"tools.0.custom.input_schema: Input should be a valid dictionary",
                              "tools.0.input_schema: Input should be an object"}) {
    EXPECT_THAT(hint(invalid(message)), HasSubstr("Json::object("));
    EXPECT_THAT(hint(invalid(message)), HasSubstr("Json::parse("));
  }
  EXPECT_EQ(hint(invalid("tools.0.custom.input_schema.type: Field required")), "");
}

// The texts are whole ones, as users have reported them.
TEST(Hints, OfAnAccountThatMayNotYetCall) {
  const std::string form = hint(
      not_found("Model use case details have not been submitted for this account. Fill out the Anthropic "
                "use case details form before using the model. If you have already filled out the form, try "
                "again in 15 minutes."));
  EXPECT_THAT(form, HasSubstr("form"));
  EXPECT_THAT(form, HasSubstr("15 minutes"));
  EXPECT_THAT(form, Not(HasSubstr("another region")));
  EXPECT_THAT(hint(invalid("You have not filled out the required use-case form for this model.")),
              HasSubstr("management account"));

  const std::string retention = hint(invalid("data retention mode 'default' is not available for this model"),
                                     "us.anthropic.claude-fable-5-1", "eu-west-1");
  EXPECT_THAT(retention, HasSubstr("PUT /data-retention --service bedrock --region eu-west-1"));
  EXPECT_THAT(retention, HasSubstr("aws_review"));
  EXPECT_THAT(retention, HasSubstr("organisation"));

  const std::string subscribe = hint(denied(
      "Model access is denied due to User: arn:aws:sts::123456789012:assumed-role/app/i-1 is not authorized "
      "to perform: aws-marketplace:ViewSubscriptions on resource: * because no identity-based policy allows "
      "the aws-marketplace:ViewSubscriptions action. Your AWS Marketplace subscription for this model cannot "
      "be completed at this time. If you recently fixed this issue, try again after 15 minutes."));
  EXPECT_THAT(subscribe, HasSubstr("aws-marketplace:Subscribe"));
  EXPECT_THAT(subscribe, Not(HasSubstr("foundation model in each region")));
  for (const char* text : {"Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment "
                           "instrument must be provided. Your "
                           "AWS Marketplace subscription for this model cannot be completed at this time.",
                           "Access denied: missing payment."}) {
    const std::string payment = hint(denied(text));
    EXPECT_THAT(payment, HasSubstr("payment method"));
    EXPECT_THAT(payment, Not(HasSubstr("IAM")));
  }
  EXPECT_THAT(
      hint(denied("Access denied. Your AWS Marketplace subscription for this model cannot be completed at "
                  "this time. If you recently fixed this issue, try again after 15 minutes.")),
      HasSubstr("takes up to 15 minutes"));
  for (const Error& restricted : {denied("Your account is not authorized to invoke this API operation."),
                                  invalid("Operation not allowed")}) {
    EXPECT_THAT(hint(restricted), HasSubstr("support"));
  }
  EXPECT_THAT(
      hint(invalid("Access to Anthropic models is not allowed from unsupported countries, regions, or "
                   "territories. Please refer to https://www.anthropic.com/supported-countries")),
      HasSubstr("country"));
}

TEST(Hints, ALegacyModelNamesItsSuccessor) {
  const std::string text =
      "Access denied. This Model is marked by provider as Legacy and you have not been actively using the "
      "model in "
      "the last 30 days. Please upgrade to an active model on Amazon Bedrock";
  for (const Error& locked_out : {not_found(text), invalid(text)}) {
    const std::string told = hint(locked_out, "us.anthropic.claude-opus-4-1-20250805-v1:0");
    EXPECT_THAT(told, HasSubstr("going out of service"));
    EXPECT_THAT(told, HasSubstr("Use \"us.anthropic.claude-opus-"));
    EXPECT_THAT(hint(locked_out, "somebody-elses"), HasSubstr("successor"));
  }
}

TEST(Hints, ADenialNamesThePolicyThatRefuses) {
  const std::string front =
      "User: arn:aws:sts::123456789012:assumed-role/app/i-1 is not authorized to perform: "
      "bedrock:InvokeModel on "
      "resource: arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-5-5 ";
  const std::pair<const char*, const char*> ends[] = {
      {"because no identity-based policy allows the bedrock:InvokeModel action",
       "No policy of the user or role"},
      {"with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/no", "narrow"},
      {"with an explicit deny in a service control policy", "organisation"},
      {"because no service control policy allows the bedrock:InvokeModel action", "organisation"},
      {"with an explicit deny in a resource control policy", "resource control policy"},
      {"because no permissions boundary allows the bedrock:InvokeModel action", "in the boundary"},
      {"because no VPC endpoint policy allows the bedrock:InvokeModel action", "VPC endpoint"},
      {"because no session policy allows the bedrock:InvokeModel action", "session policy"},
      {"because no resource-based policy allows the bedrock:InvokeModel action", "resource itself"},
      {"with an explicit deny", "service control policy or permissions boundary"}};
  for (const auto& [end, part] : ends) {
    const std::string told = hint(denied(front + end));
    EXPECT_THAT(told, HasSubstr(part));
    EXPECT_THAT(told, HasSubstr("bedrock:InvokeModel"));
    EXPECT_THAT(told, Not(HasSubstr("ACTION")));
    EXPECT_THAT(told, Not(HasSubstr("leads to; the call's own")));
  }
}

TEST(Hints, ADenialInAnotherRegionIsTheProfilesNotTheCallers) {
  const auto told = [](const std::string& arn) {
    return hint(
        denied("User: arn:aws:iam::123456789012:user/x is not authorized to perform: bedrock:InvokeModel on "
               "resource: " +
               arn + " with an explicit deny in a service control policy"),
        "global.anthropic.claude-opus-4-6-v1", "us-west-2");
  };
  const std::string global = told("arn:aws:bedrock:::foundation-model/anthropic.claude-opus-4-6-v1");
  EXPECT_THAT(global, HasSubstr("global one"));
  EXPECT_THAT(global, HasSubstr("\"unspecified\""));
  const std::string elsewhere =
      told("arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-opus-4-6-v1");
  EXPECT_THAT(elsewhere, HasSubstr("us-east-2 is a region that the profile leads to"));
  EXPECT_THAT(elsewhere, HasSubstr("us-west-2, is not wrong"));
  EXPECT_THAT(told("arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-opus-4-6-v1"),
              Not(HasSubstr("leads to;")));
}

TEST(Hints, OnlyA404AboutAModelIsOne) {
  EXPECT_EQ(hint(not_found("The thing does not exist.")), "");
  EXPECT_THAT(hint({.kind = ErrorKind::not_found, .status = 404, .code = "UnknownOperationException"}),
              HasSubstr("base URL"));
  EXPECT_EQ(hint(not_found("The model is gone."), ""), "");
}

TEST(Hints, AnArnIsLookedForInTheAccount) {
  for (const Error& unknown : {not_found("The inference profile was not found."),
                               invalid("The provided model identifier is invalid.")}) {
    const std::string told = hint(unknown, kApplicationProfile);
    EXPECT_THAT(told, HasSubstr("--type-equals APPLICATION"));
    EXPECT_THAT(told, Not(HasSubstr("claude-bedrock models")));
    EXPECT_THAT(hint(unknown, kApplicationProfile, "eu-west-1"), HasSubstr("The ARN is one of us-east-1"));
    EXPECT_THAT(
        hint(unknown, "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile%2Fa1b2c3"),
        HasSubstr("with \"/\""));
  }
}

TEST(Hints, AnAnswerOfAProxyIsNoMatterOfRights) {
  for (const char* message :
       {"the server answered with status 403 and a page that is not JSON; a proxy may have sent it",
        "the server answered with status 403 and an empty body", "Blocked by the firewall"}) {
    const std::string told = hint({.kind = ErrorKind::permission_denied, .status = 403, .message = message});
    EXPECT_THAT(told, HasSubstr("HTTPS_PROXY"));
    EXPECT_THAT(told, Not(HasSubstr("IAM")));
  }
  EXPECT_THAT(hint({.kind = ErrorKind::internal_server,
                    .status = 502,
                    .message = "the server answered with status 502 and a page that is not JSON"}),
              HasSubstr("gateway"));
  // AWS's own, without a word.
  EXPECT_THAT(hint({.kind = ErrorKind::permission_denied,
                    .status = 403,
                    .message = "the server answered with status 403 and an empty body",
                    .request_id = "r-1"}),
              HasSubstr("IAM"));
}

TEST(Hints, EachThrottleHasItsReason) {
  const std::string daily = hint(throttled("Too many tokens per day, please wait before trying again."));
  EXPECT_THAT(daily, HasSubstr("tomorrow"));
  EXPECT_THAT(daily, HasSubstr("us-east-1"));
  EXPECT_THAT(hint(throttled("Too many tokens, please wait before trying again.")),
              HasSubstr("Lower max_tokens"));
  EXPECT_THAT(hint(throttled("Too many requests, please wait before trying again.")),
              HasSubstr("requests a minute"));
  EXPECT_THAT(hint(throttled("Your request rate is too high. Reduce the frequency of requests.")),
              HasSubstr("slowly"));
  EXPECT_THAT(hint(throttled("something else")), HasSubstr("quota"));
}

TEST(Hints, OfTheSameTextsOnAnthropicsApi) {
  const auto told = [](const std::string& message, int status = 400) {
    Error error{.kind = ErrorKind::bad_request, .status = status, .message = message, .request_id = "req_1"};
    add_api_hint({.model = "claude-haiku-5-5", .platform = PlatformKind::first_party}, error);
    return error.hint;
  };
  EXPECT_THAT(told("prompt is too long: 210000 tokens > 200000 maximum"), HasSubstr("Shorten"));
  EXPECT_THAT(told("max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens for "
                   "claude-haiku-4-5"),
              HasSubstr("Lower max_tokens"));
  EXPECT_THAT(
      told("messages.0.content.0.image.source.base64.data: At least one of the image dimensions exceed max "
           "allowed size: 8000 pixels"),
      HasSubstr("Scale"));
  EXPECT_THAT(told("Your credit balance is too low to access the Anthropic API."), HasSubstr("Buy credits"));
}

std::string hint_at(PlatformKind platform, Error error, std::string_view model) {
  const HintContext context{.model = model, .region = "us-east-1", .platform = platform};
  const bool is_api = platform == PlatformKind::first_party || platform == PlatformKind::claude_on_aws;
  is_api ? add_api_hint(context, error) : add_bedrock_hint(context, error);
  return error.hint;
}

TEST(Hints, SpeakOfThePlatformThatWasAsked) {
  const std::string on_api = "claude-haiku-5-5", on_mantle = "anthropic.claude-haiku-5-5";
  const auto at_anthropic = [&](const Error& error) {
    return hint_at(PlatformKind::first_party, error, on_api);
  };
  EXPECT_EQ(at_anthropic({.kind = ErrorKind::permission_denied,
                          .status = 403,
                          .message = "Your API key does not have permission to use the specified resource.",
                          .request_id = "req_1"}),
            "The key's workspace may not use this; look at its limits in the Claude Console.");
  EXPECT_EQ(at_anthropic({.kind = ErrorKind::authentication,
                          .status = 401,
                          .message = "Invalid bearer token",
                          .request_id = "req_1"}),
            "Check the API key: the Claude Console lists the keys that are valid.");
  const Error extra{.kind = ErrorKind::bad_request,
                    .status = 400,
                    .message = "temperature: Extra inputs are not permitted",
                    .request_id = "req_1"};
  EXPECT_THAT(at_anthropic(extra), Not(HasSubstr("Bedrock")));
  EXPECT_THAT(at_anthropic(extra), HasSubstr("beta"));
  EXPECT_THAT(hint_at(PlatformKind::mantle, extra, on_mantle), HasSubstr("Bedrock"));
  EXPECT_THAT(at_anthropic({.kind = ErrorKind::rate_limit,
                            .status = 429,
                            .message = "Too many requests",
                            .request_id = "req_1"}),
              Not(HasSubstr("Service Quotas")));

  const std::string unknown =
      hint_at(PlatformKind::mantle,
              {.kind = ErrorKind::not_found, .status = 404, .message = "model: anthropic.claude-haiku-5-5"},
              on_mantle);
  EXPECT_THAT(unknown, HasSubstr("may not be on Mantle in us-east-1"));
  EXPECT_THAT(unknown, Not(HasSubstr("global.")));
  for (const Error& busy : {throttled("something else"), throttled("Too many requests")})
    EXPECT_THAT(hint_at(PlatformKind::mantle, busy, on_mantle), Not(HasSubstr("use a cross-region profile")));
  EXPECT_THAT(hint_at(PlatformKind::mantle, denied("No."), on_mantle), Not(HasSubstr("inference profile")));

  const Error retention = invalid("data retention mode 'default' is not available for this model");
  EXPECT_THAT(hint_at(PlatformKind::mantle, retention, on_mantle),
              HasSubstr("PUT /v1/data_retention --service bedrock-mantle --region us-east-1"));
  EXPECT_THAT(hint_at(PlatformKind::runtime_messages, retention, on_mantle),
              HasSubstr("PUT /data-retention --service bedrock "));
}

TEST(Hints, OfAThrottlingWithStatus400) {
  Error error = throttled("Too many tokens, please wait before trying again.");
  error.status = 400;
  EXPECT_THAT(hint(error), HasSubstr("Lower max_tokens"));
  const std::string daily = hint(throttled("Too many requests per day, please wait before trying again."));
  EXPECT_THAT(daily, HasSubstr("more requests per day"));
  EXPECT_THAT(daily, Not(HasSubstr("tokens")));
}

TEST(Hints, SayOnceThatAModelIsRetired) {
  EXPECT_THAT(hint(invalid("The provided model identifier is invalid."), "anthropic.claude-instant-v1"),
              HasSubstr("Claude Instant is retired on Bedrock. Use "));
}

TEST(Hints, LeavesAloneWhatIsThereAndWhatItDoesNotKnow) {
  Error known = error(ErrorKind::rate_limit, "ThrottlingException", "x");
  known.hint = "mine";
  EXPECT_EQ(hint(known), "mine");
  EXPECT_EQ(hint(error(ErrorKind::bad_request, "ValidationException", "something new")), "");
}

}  // namespace
}  // namespace anthropic::internal
