#include "local/aws/iam/policy_evaluator.hpp"

#include <gmock/gmock.h>

// The evaluator against what AWS's documentation says of policies that it publishes: each test names the page
// of the Bedrock user guide or of the IAM user guide.

namespace anthropic::internal::local {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kAllowed = PolicyDecision::allowed;
constexpr auto kDenied = PolicyDecision::explicit_deny;
constexpr auto kNotAllowed = PolicyDecision::implicit_deny;

PolicyEvaluation evaluation(const std::string& statements, const std::string& action,
                            const std::string& resource, RequestContext context = {}) {
  const auto document = Json::parse(R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
  EXPECT_TRUE(document) << document.error().to_string();
  EXPECT_EQ(problem_in_policy(*document), "");
  const NamedPolicy policy{"policy", *document};
  return evaluate({&policy, 1}, {action, resource, std::move(context)});
}

PolicyDecision decision(const std::string& statements, const std::string& action, const std::string& resource,
                        RequestContext context = {}) {
  return evaluation(statements, action, resource, std::move(context)).decision;
}

// A statement that allows everything under a condition: what the condition says.
bool holds(const std::string& condition, RequestContext context) {
  return decision(R"({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )" + condition + "}",
                  "a:B", "*", std::move(context)) == kAllowed;
}

constexpr const char* kInvoke = "bedrock:InvokeModel";
constexpr const char* kSonnet = "foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0";

std::string sonnet_in(const std::string& region) {
  return "arn:aws:bedrock:" + region + "::" + kSonnet;
}

// "Geographic cross-Region inference"
TEST(PublishedPolicy, GeographicInference) {
  const std::string profile =
      "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0";
  const std::string policy = R"(
    {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": [")" +
                             profile + R"("]},
    {"Effect": "Allow", "Action": "bedrock:InvokeModel",
     "Resource": [")" + sonnet_in("us-east-1") +
                             R"(", ")" + sonnet_in("us-east-2") + R"("],
     "Condition": {"StringEquals": {"bedrock:InferenceProfileArn": ")" +
                             profile + R"("}}})";
  const RequestContext through = {{"bedrock:inferenceprofilearn", {profile}}};
  EXPECT_EQ(decision(policy, kInvoke, profile), kAllowed);
  EXPECT_EQ(decision(policy, kInvoke, sonnet_in("us-east-2"), through), kAllowed);
  EXPECT_EQ(decision(policy, kInvoke, sonnet_in("us-west-2"), through), kNotAllowed);
  EXPECT_EQ(decision(policy, kInvoke, sonnet_in("us-east-2")), kNotAllowed) << "around the profile";
}

// "Global cross-Region inference": three statements, and two ways to switch it off
TEST(PublishedPolicy, GlobalInference) {
  const std::string profile =
      "arn:aws:bedrock:us-east-2:111122223333:inference-profile/"
      "global.anthropic.claude-sonnet-4-5-20250929-v1:0";
  const std::string policy = R"(
    {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": [")" +
                             profile + R"("],
     "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-2"}}},
    {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": [")" +
                             sonnet_in("us-east-2") + R"("],
     "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-2",
                                    "bedrock:InferenceProfileArn": ")" +
                             profile + R"("}}},
    {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": [")" +
                             sonnet_in("") + R"("],
     "Condition": {"StringEquals": {"aws:RequestedRegion": "unspecified",
                                    "bedrock:InferenceProfileArn": ")" +
                             profile + R"("}}})";
  const auto from = [&](const std::string& region) {
    return RequestContext{{"bedrock:inferenceprofilearn", {profile}}, {"aws:requestedregion", {region}}};
  };
  EXPECT_EQ(decision(policy, kInvoke, profile, from("us-east-2")), kAllowed);
  EXPECT_EQ(decision(policy, kInvoke, sonnet_in("us-east-2"), from("us-east-2")), kAllowed);
  EXPECT_EQ(decision(policy, kInvoke, sonnet_in(""), from("unspecified")), kAllowed);
  EXPECT_EQ(decision(policy, kInvoke, sonnet_in(""), from("us-east-2")), kNotAllowed);

  const std::string everything = R"({"Effect": "Allow", "Action": "*", "Resource": "*"},)";
  const std::string off = R"({"Effect": "Deny", "Action": "bedrock:*", "Resource": "*", "Condition": {
      "StringEquals": {"aws:RequestedRegion": "unspecified"},
      "ArnLike": {"bedrock:InferenceProfileArn": "arn:aws:bedrock:*:*:inference-profile/global.*"}}})";
  EXPECT_EQ(decision(everything + off, kInvoke, sonnet_in(""), from("unspecified")), kDenied);
  EXPECT_EQ(decision(everything + off, kInvoke, sonnet_in("us-east-2"), from("us-east-2")), kAllowed);
  const std::string regions = R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
      "StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "us-east-2", "us-west-2", "unspecified"]}}})";
  EXPECT_EQ(decision(everything + regions, kInvoke, sonnet_in(""), from("unspecified")), kAllowed);
  EXPECT_EQ(decision(everything + regions, kInvoke, sonnet_in("eu-west-1"), from("eu-west-1")), kDenied);
}

// "Enforce the use of specific guardrails": examples 1, 3 and 5
TEST(PublishedPolicy, GuardrailsByAllowAndDeny) {
  const std::string guardrail = "arn:aws:bedrock:us-east-1:123456789012:guardrail/g1";
  const auto policy = [](const std::string& equal, const std::string& unequal, const std::string& value) {
    const std::string rest = R"("Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        "Resource": ["arn:aws:bedrock:us-east-1::foundation-model/*"], "Condition": {")";
    return R"({"Effect": "Allow", )" + rest + equal + R"(": {"bedrock:GuardrailIdentifier": )" + value +
           R"(}}},
              {"Effect": "Deny", )" +
           rest + unequal + R"(": {"bedrock:GuardrailIdentifier": )" + value + "}}}";
  };
  const auto with = [&](const std::string& version) {
    return RequestContext{{"bedrock:guardrailidentifier", {guardrail + version}}};
  };
  const std::string model = sonnet_in("us-east-1");
  const std::string one = policy("StringEquals", "StringNotEquals", "\"" + guardrail + ":1\"");
  EXPECT_EQ(decision(one, kInvoke, model, with(":1")), kAllowed);
  EXPECT_EQ(decision(one, kInvoke, model, with(":2")), kDenied);
  EXPECT_EQ(decision(one, kInvoke, model, with("")), kDenied);
  EXPECT_EQ(decision(one, kInvoke, model), kDenied) << "a negated operator holds for a key that is not there";

  const std::string any_number = policy("ArnLike", "ArnNotLike", "\"" + guardrail + ":*\"");
  EXPECT_EQ(decision(any_number, kInvoke, model, with(":7")), kAllowed);
  EXPECT_EQ(decision(any_number, kInvoke, model, with("")), kDenied) << "the draft";

  const std::string several =
      policy("StringEquals", "StringNotEquals", "[\"" + guardrail + ":1\", \"" + guardrail + "\"]");
  EXPECT_EQ(decision(several, kInvoke, model, with("")), kAllowed);
  EXPECT_EQ(decision(several, kInvoke, model, with(":2")), kDenied);
}

// "Prerequisites for inference profiles": the wildcard is in the action, and StringLike compares
TEST(PublishedPolicy, InvokeModelWithAnyEnd) {
  const std::string profile =
      "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.anthropic.claude-3-haiku-20240307-v1:0";
  const std::string model =
      "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0";
  const std::string policy = R"({"Effect": "Allow", "Action": ["bedrock:InvokeModel*"], "Resource": [")" +
                             model + R"("], "Condition": {"StringLike": {"bedrock:InferenceProfileArn": ")" +
                             profile + R"("}}})";
  const RequestContext through = {{"bedrock:inferenceprofilearn", {profile}}};
  EXPECT_EQ(decision(policy, "bedrock:InvokeModelWithResponseStream", model, through), kAllowed);
  EXPECT_EQ(decision(policy, "Bedrock:invokemodel", model, through), kAllowed) << "actions have no case";
  EXPECT_EQ(decision(policy, "bedrock:CountTokens", model, through), kNotAllowed);
}

// "Control permissions for generating and using Amazon Bedrock API keys"; keys have no case
TEST(PublishedPolicy, KeysOfOneKind) {
  const std::string policy = R"(
    {"Effect": "Deny", "Action": "bedrock:CallWithBearerToken", "Resource": "*",
     "Condition": {"StringEquals": {"bedrock:bearerTokenType": "LONG_TERM"}}},
    {"Effect": "Allow", "Action": ["bedrock:CallWithBearerToken"], "Resource": "*"})";
  EXPECT_EQ(
      decision(policy, "bedrock:CallWithBearerToken", "*", {{"bedrock:bearertokentype", {"LONG_TERM"}}}),
      kDenied);
  EXPECT_EQ(
      decision(policy, "bedrock:CallWithBearerToken", "*", {{"bedrock:bearertokentype", {"SHORT_TERM"}}}),
      kAllowed);
}

// The same page: a key for ninety days at most
TEST(PublishedPolicy, NumbersAreCompared) {
  const std::string condition =
      R"({"StringEquals": {"iam:ServiceSpecificCredentialServiceName": "bedrock.amazonaws.com"},
      "NumericLessThanEquals": {"iam:ServiceSpecificCredentialAgeDays": "90"}})";
  const auto days = [](const char* number) {
    return RequestContext{{"iam:servicespecificcredentialservicename", {"bedrock.amazonaws.com"}},
                          {"iam:servicespecificcredentialagedays", {number}}};
  };
  EXPECT_TRUE(holds(condition, days("90")));
  EXPECT_FALSE(holds(condition, days("91")));
  EXPECT_FALSE(holds(condition, days("nine")));
}

// "IAM JSON policy elements: Condition operators"
TEST(ConditionOperators, AKeyThatIsNotThere) {
  EXPECT_FALSE(holds(R"({"StringEquals": {"a:k": "v"}})", {}));
  EXPECT_TRUE(holds(R"({"StringNotEquals": {"a:k": "v"}})", {}));
  EXPECT_TRUE(holds(R"({"StringEqualsIfExists": {"a:k": "v"}})", {}));
  EXPECT_FALSE(holds(R"({"StringEqualsIfExists": {"a:k": "v"}})", {{"a:k", {"w"}}}));
  EXPECT_TRUE(holds(R"({"Null": {"a:k": "true"}})", {}));
  EXPECT_FALSE(holds(R"({"Null": {"a:k": "true"}})", {{"a:k", {"v"}}}));
  EXPECT_TRUE(holds(R"({"Null": {"a:k": "false"}})", {{"a:k", {"v"}}}));
}

TEST(ConditionOperators, SeveralKeysAndOperatorsAllHold) {
  const std::string condition = R"({"StringEquals": {"a:k": ["v", "w"], "a:l": "x"}, "Bool": {"a:b": true}})";
  EXPECT_TRUE(holds(condition, {{"a:k", {"w"}}, {"a:l", {"x"}}, {"a:b", {"true"}}}));
  EXPECT_FALSE(holds(condition, {{"a:k", {"w"}}, {"a:l", {"y"}}, {"a:b", {"true"}}}));
  EXPECT_FALSE(holds(condition, {{"a:k", {"w"}}, {"a:l", {"x"}}, {"a:b", {"false"}}}));
}

TEST(ConditionOperators, TextsAndPatterns) {
  EXPECT_FALSE(holds(R"({"StringEquals": {"a:k": "V"}})", {{"a:k", {"v"}}}));
  EXPECT_TRUE(holds(R"({"StringEqualsIgnoreCase": {"a:k": "V"}})", {{"a:k", {"v"}}}));
  EXPECT_TRUE(holds(R"({"StringLike": {"a:k": "a*c?e"}})", {{"a:k", {"abbbcde"}}}));
  EXPECT_FALSE(holds(R"({"StringLike": {"a:k": "a*c?e"}})", {{"a:k", {"abbbce"}}}));
  EXPECT_FALSE(holds(R"({"StringEquals": {"a:k": "a*"}})", {{"a:k", {"ab"}}}));
  EXPECT_FALSE(holds(R"({"StringNotLike": {"a:k": ["a*", "b*"]}})", {{"a:k", {"bc"}}}));
}

// Each part of an ARN is looked at alone; ArnEquals does the same as ArnLike.
TEST(ConditionOperators, Arns) {
  for (const std::string op : {"ArnLike", "ArnEquals"}) {
    EXPECT_TRUE(
        holds(R"({")" + op + R"(": {"a:k": "arn:aws:s3:*:*:b/*"}})", {{"a:k", {"arn:aws:s3:::b/c:d"}}}));
    EXPECT_FALSE(holds(R"({")" + op + R"(": {"a:k": "arn:aws:*:b/*"}})", {{"a:k", {"arn:aws:s3:::b/c"}}}));
  }
  EXPECT_TRUE(holds(R"({"ArnNotLike": {"a:k": "arn:aws:s3:::b"}})", {{"a:k", {"arn:aws:s3:::c"}}}));
}

TEST(ConditionOperators, AddressesAndDates) {
  EXPECT_TRUE(
      holds(R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})", {{"aws:sourceip", {"203.0.113.77"}}}));
  EXPECT_FALSE(
      holds(R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})", {{"aws:sourceip", {"203.0.114.1"}}}));
  EXPECT_TRUE(holds(R"({"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"]}})",
                    {{"aws:sourceip", {"198.51.100.1"}}}));
  EXPECT_TRUE(
      holds(R"({"IpAddress": {"aws:SourceIp": "2001:db8::/32"}})", {{"aws:sourceip", {"2001:db8:1::5"}}}));
  EXPECT_FALSE(
      holds(R"({"IpAddress": {"aws:SourceIp": "2001:db8::/32"}})", {{"aws:sourceip", {"2001:db9::5"}}}));
  EXPECT_TRUE(holds(R"({"DateLessThan": {"aws:CurrentTime": "2026-12-01T00:00:00Z"}})",
                    {{"aws:currenttime", {"2026-11-30T12:00:00Z"}}}));
  EXPECT_FALSE(holds(R"({"DateGreaterThan": {"aws:CurrentTime": "2026-12-01T00:00:00Z"}})",
                     {{"aws:currenttime", {"2026-11-30T12:00:00Z"}}}));
}

// "Set operators for multivalued context keys"
TEST(ConditionOperators, SetsOfValues) {
  const RequestContext both = {{"aws:tagkeys", {"env", "team"}}};
  EXPECT_TRUE(holds(R"({"ForAnyValue:StringEquals": {"aws:TagKeys": ["env"]}})", both));
  EXPECT_FALSE(holds(R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["env"]}})", both));
  EXPECT_TRUE(holds(R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["env", "team", "cost"]}})", both));
  EXPECT_TRUE(holds(R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["env"]}})", {})) << "no value fails";
  EXPECT_FALSE(holds(R"({"ForAnyValue:StringEquals": {"aws:TagKeys": ["env"]}})", {}));
  EXPECT_FALSE(holds(R"({"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["env", "team"]}})", both));
}

// "IAM JSON policy elements: NotAction", "NotResource"
TEST(Statements, NotActionAndNotResource) {
  const std::string all_but_iam = R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})";
  EXPECT_EQ(decision(all_but_iam, "s3:GetObject", "arn:aws:s3:::b/c"), kAllowed);
  EXPECT_EQ(decision(all_but_iam, "iam:GetRole", "*"), kNotAllowed);
  const std::string only_one = R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
      {"Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]})";
  EXPECT_EQ(decision(only_one, "s3:GetObject", "arn:aws:s3:::b/c"), kAllowed);
  EXPECT_EQ(decision(only_one, "s3:GetObject", "arn:aws:s3:::d/c"), kDenied);
}

// "IAM JSON policy elements: Resource": missing parts of an ARN are wildcards; '*' also stands for nothing
TEST(Statements, Resources) {
  const std::string any_region =
      R"({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:bedrock:*::foundation-model/*"})";
  EXPECT_EQ(decision(any_region, kInvoke, sonnet_in("us-east-1")), kAllowed);
  EXPECT_EQ(decision(any_region, kInvoke, sonnet_in("")), kAllowed);
  EXPECT_EQ(decision(any_region, kInvoke, "arn:aws:bedrock:us-east-1:1:foundation-model/x"), kNotAllowed);
  const std::string short_arn = R"({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sqs"})";
  EXPECT_EQ(decision(short_arn, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q"), kAllowed);
  EXPECT_EQ(decision(short_arn, "sns:Publish", "arn:aws:sns:us-east-1:111122223333:t"), kNotAllowed);
}

// "IAM policy elements: Variables and tags"
TEST(Statements, VariablesComeFromTheRequest) {
  const std::string home =
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*"})";
  EXPECT_EQ(decision(home, "s3:GetObject", "arn:aws:s3:::home/ada/x", {{"aws:username", {"ada"}}}), kAllowed);
  EXPECT_EQ(decision(home, "s3:GetObject", "arn:aws:s3:::home/bob/x", {{"aws:username", {"ada"}}}),
            kNotAllowed);
  EXPECT_EQ(decision(home, "s3:GetObject", "arn:aws:s3:::home/ada/x"), kNotAllowed);
}

// "Policy evaluation logic": a deny wins, wherever it stands, and it alone is named
TEST(Evaluate, NamesThePoliciesThatDecide) {
  const NamedPolicy policies[] = {
      {"allows", *Json::parse(R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})")},
      {"denies", *Json::parse(R"({"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}})")}};
  EXPECT_THAT(evaluate(policies, {"s3:GetObject", "*", {}}).policies, ElementsAre("denies"));
  EXPECT_THAT(evaluate(policies, {"sts:GetCallerIdentity", "*", {}}).policies, ElementsAre("allows"));
  EXPECT_THAT(evaluate({}, {"s3:GetObject", "*", {}}).policies, IsEmpty());
}

TEST(Evaluate, NamesTheKeysThatWereMissing) {
  const std::string policy = R"(
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
    {"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpc": "v"}}})";
  EXPECT_THAT(evaluation(policy, "s3:GetObject", "*").missing_keys, ElementsAre("aws:SourceIp"));
  EXPECT_THAT(evaluation(policy, "s3:GetObject", "*", {{"aws:sourceip", {"10.1.1.1"}}}).missing_keys,
              IsEmpty());
}

TEST(ProblemInPolicy, IsNamed) {
  const auto problem = [](const char* text) { return problem_in_policy(*Json::parse(text)); };
  EXPECT_EQ(problem("[]"), "a policy must be an object");
  EXPECT_THAT(problem(R"({"Version": "2020-01-01", "Statement": []})"), HasSubstr("no version 2020-01-01"));
  EXPECT_EQ(problem(R"({"Statement": []})"), "there is no Statement");
  EXPECT_EQ(problem(R"({"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}})"),
            "Effect must be Allow or Deny");
  EXPECT_THAT(problem(R"({"Statement": {"Effect": "Allow", "Action": "*"}})"),
              HasSubstr("Resource or NotResource"));
  EXPECT_THAT(
      problem(R"({"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}})"),
      HasSubstr("Action or NotAction"));
  EXPECT_THAT(
      problem(R"({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}})"),
      HasSubstr("no Principal"));
  EXPECT_THAT(problem(R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                          "Condition": {"StringIs": {"a": "b"}}}})"),
              HasSubstr("no condition operator StringIs"));
  EXPECT_THAT(problem(R"({"Statement": [{"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"},
                                        {"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"}]})"),
              HasSubstr("two statements have the Sid A"));
}

}  // namespace
}  // namespace anthropic::internal::local
