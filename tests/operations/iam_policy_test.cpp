#include <gmock/gmock.h>

#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/iam_policy.hpp>

#include "local/aws/iam/policy_evaluator.hpp"

// What the policies say, and what they allow: the second by the evaluator of the local endpoint, which
// tests/local/policy_evaluator_test.cpp checks against AWS's own examples.

namespace anthropic::internal {
namespace {

using local::evaluate;
using local::NamedPolicy;
using local::PolicyDecision;
using local::RequestContext;
using operations::iam_policy;
using operations::Policy;
using operations::PolicyDocument;
using operations::PolicyNeeds;
using operations::ProfileDestinations;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kAccount = "123456789012";
constexpr const char* kInvoke = "bedrock:InvokeModel";
constexpr const char* kStream = "bedrock:InvokeModelWithResponseStream";
constexpr const char* kModel = "foundation-model/anthropic.claude-haiku-5-5";
constexpr const char* kUsProfile =
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-5-5";
constexpr const char* kGlobalProfile =
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-haiku-5-5";

PolicyNeeds haiku_in(StringList regions) {
  return {.account = kAccount, .models = {"haiku"}, .regions = std::move(regions)};
}

Policy policy_for(const PolicyNeeds& needs, const std::vector<ProfileDestinations>& destinations = {}) {
  const Result<Policy> policy = iam_policy(needs, destinations);
  EXPECT_TRUE(policy) << policy.error().to_string();
  return policy ? *policy : Policy();
}

std::string refusal_of(const PolicyNeeds& needs) {
  const Result<Policy> policy = iam_policy(needs);
  EXPECT_FALSE(policy);
  EXPECT_EQ(policy.error().kind, ErrorKind::bad_request);
  EXPECT_EQ(policy.error().status, 0);
  return policy.error().message + " | " + policy.error().hint;
}

// A policy of a role's trust or of an endpoint names principals, which the evaluator knows nothing of.
Json without_principals(Json document) {
  Json statements = Json::array();
  for (Json statement : document["Statement"].items()) {
    statement.erase("Principal");
    if (!statement.contains("Resource")) statement.set("Resource", "*");
    statements.push_back(std::move(statement));
  }
  document.set("Statement", std::move(statements));
  return document;
}

PolicyDecision decide(const PolicyDocument& document, const std::string& action, const std::string& resource,
                      RequestContext context = {}) {
  const NamedPolicy policy{"it", without_principals(document.to_json())};
  EXPECT_EQ(local::problem_in_policy(policy.document), "") << policy.document.pretty();
  return evaluate({&policy, 1}, {action, resource, std::move(context)}).decision;
}

bool allows(const PolicyDocument& document, const std::string& action, const std::string& resource,
            RequestContext context = {}) {
  return decide(document, action, resource, std::move(context)) == PolicyDecision::allowed;
}

std::string model_in(const std::string& region) {
  return "arn:aws:bedrock:" + region + "::" + kModel;
}

RequestContext through(const std::string& profile, const std::string& region) {
  return {{"bedrock:inferenceprofilearn", {profile}}, {"aws:requestedregion", {region}}};
}

std::vector<std::string> sids(const PolicyDocument& document) {
  std::vector<std::string> list;
  for (const auto& statement : document.statements) list.push_back(statement.sid);
  return list;
}

TEST(IamPolicy, IsWrittenAsIamTakesIt) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.stream = true;
  EXPECT_EQ(policy_for(needs).identity.to_json().pretty(), R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "InvokeProfiles",
      "Effect": "Allow",
      "Action": [
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream"
      ],
      "Resource": "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-5-5"
    },
    {
      "Sid": "InvokeModelsThroughProfiles",
      "Effect": "Allow",
      "Action": [
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream"
      ],
      "Resource": [
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-5-5",
        "arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-haiku-5-5",
        "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-haiku-5-5"
      ],
      "Condition": {
        "StringEquals": {
          "bedrock:InferenceProfileArn": "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-5-5"
        }
      }
    }
  ]
})");
}

TEST(IamPolicy, AllowsAModelThroughItsGeographyOnly) {
  const PolicyDocument policy = policy_for(haiku_in({"us-east-1"})).identity;
  EXPECT_TRUE(allows(policy, kInvoke, kUsProfile, through(kUsProfile, "us-east-1")));
  for (const std::string region : {"us-east-1", "us-east-2", "us-west-2"}) {
    EXPECT_TRUE(allows(policy, kInvoke, model_in(region), through(kUsProfile, region))) << region;
    EXPECT_FALSE(allows(policy, kInvoke, model_in(region))) << "around the profile, in " << region;
    EXPECT_FALSE(allows(policy, kInvoke, model_in(region), through(kGlobalProfile, region))) << region;
  }
  EXPECT_FALSE(allows(policy, kInvoke, model_in("eu-west-1"), through(kUsProfile, "eu-west-1")));
  EXPECT_FALSE(allows(policy, kInvoke, model_in(""), through(kUsProfile, "unspecified")));
  EXPECT_FALSE(allows(policy, kInvoke, kGlobalProfile));
  EXPECT_FALSE(allows(policy, kStream, kUsProfile)) << "nobody asked for streams";
}

TEST(IamPolicy, AllowsAGlobalProfileInThreeStatements) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.models = {"global.anthropic.claude-haiku-5-5"};
  const PolicyDocument policy = policy_for(needs).identity;
  EXPECT_THAT(sids(policy), ElementsAre("InvokeGlobalProfiles", "InvokeModelsThroughGlobalProfiles",
                                        "InvokeModelsAnywhereThroughGlobalProfiles"));
  EXPECT_TRUE(allows(policy, kInvoke, kGlobalProfile, through(kGlobalProfile, "us-east-1")));
  EXPECT_TRUE(allows(policy, kInvoke, model_in("us-east-1"), through(kGlobalProfile, "us-east-1")));
  EXPECT_TRUE(allows(policy, kInvoke, model_in(""), through(kGlobalProfile, "unspecified")));
  EXPECT_FALSE(allows(policy, kInvoke, model_in(""), through(kGlobalProfile, "global")));
  EXPECT_FALSE(allows(policy, kInvoke, model_in(""), {{"aws:requestedregion", {"unspecified"}}}));
  EXPECT_FALSE(allows(policy, kInvoke, model_in("eu-west-1"), through(kGlobalProfile, "eu-west-1")));
  EXPECT_FALSE(allows(policy, kInvoke, kGlobalProfile, through(kGlobalProfile, "eu-west-1")));
}

TEST(IamPolicy, TakesTheDestinationsThatAwsNames) {
  const std::vector<ProfileDestinations> destinations = {
      {.profile_arn = kUsProfile, .model_arns = {model_in("us-west-2"), model_in("us-east-1")}}};
  const Policy policy = policy_for(haiku_in({"us-east-1"}), destinations);
  EXPECT_THAT(policy.identity.statements[1].resources,
              ElementsAre(model_in("us-east-1"), model_in("us-west-2")));
  EXPECT_THAT(policy.notes, Not(Contains(HasSubstr(model_catalog_date()))));
  EXPECT_THAT(policy_for(haiku_in({"us-east-1"})).notes, Contains(HasSubstr(model_catalog_date())));
}

TEST(IamPolicy, SaysWhyAwsDidNotNameThem) {
  const std::vector<ProfileDestinations> destinations = {{.profile_arn = kUsProfile,
                                                          .model_arns = {model_in("us-east-1")},
                                                          .from_catalog = true,
                                                          .problem = "no credentials"}};
  EXPECT_THAT(policy_for(haiku_in({"us-east-1"}), destinations).notes,
              Contains(HasSubstr("AWS did not answer (no credentials)")));
}

TEST(IamPolicy, TellsWhatAnOrganizationMustLetPass) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  EXPECT_THAT(policy_for(needs).notes, Contains(HasSubstr("pass: us-east-1, us-east-2, us-west-2.")));
  needs.models = {"global.anthropic.claude-haiku-5-5"};
  EXPECT_THAT(policy_for(needs).notes, Contains(HasSubstr("pass: unspecified, us-east-1.")));
}

TEST(IamPolicy, JoinsModelsAndRegions) {
  PolicyNeeds needs = haiku_in({"eu-west-1", "us-east-1"});
  needs.models = {"haiku", "opus", "haiku", "claude-haiku-5-5"};
  const PolicyDocument policy = policy_for(needs).identity;
  ASSERT_THAT(sids(policy), ElementsAre("InvokeProfiles", "InvokeModelsThroughProfiles"));
  EXPECT_EQ(policy.statements[0].resources.size(), 4u);
  EXPECT_EQ(policy.statements[1].resources.size(), 2u * (6 + 3));
  EXPECT_TRUE(std::is_sorted(policy.statements[1].resources.begin(), policy.statements[1].resources.end()));
}

TEST(IamPolicy, IsTheSameWhateverTheOrder) {
  PolicyNeeds one = haiku_in({"us-east-1", "eu-west-1"});
  one.models = {"opus", "haiku"};
  PolicyNeeds other = haiku_in({"eu-west-1", "us-east-1"});
  other.models = {"haiku", "opus"};
  EXPECT_EQ(policy_for(one).identity.to_json().dump(), policy_for(other).identity.to_json().dump());
}

TEST(IamPolicy, AnApplicationProfileNeedsDestinations) {
  const std::string profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.models = {profile};
  EXPECT_THAT(refusal_of(needs), HasSubstr(profile + " go is not known"));
  const Policy policy = policy_for(
      needs, {{.profile_arn = profile, .model_arns = {model_in("us-east-1"), model_in("us-east-2")}}});
  EXPECT_TRUE(allows(policy.identity, kInvoke, profile));
  EXPECT_TRUE(allows(policy.identity, kInvoke, model_in("us-east-2"), through(profile, "us-east-2")));
  EXPECT_FALSE(allows(policy.identity, kInvoke, model_in("us-east-2"), through(kUsProfile, "us-east-2")));
}

TEST(IamPolicy, AnApplicationProfileMayBeGlobal) {
  const std::string profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.models = {profile};
  const Policy policy =
      policy_for(needs, {{.profile_arn = profile, .model_arns = {model_in("us-east-1"), model_in("")}}});
  EXPECT_TRUE(allows(policy.identity, kInvoke, model_in(""), through(profile, "unspecified")));
  EXPECT_FALSE(allows(policy.identity, kInvoke, model_in(""), through(profile, "us-east-1")));
}

TEST(IamPolicy, EnforcesAGuardrailByAllowAndDeny) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.guardrail = "gr1:3";
  const Policy made = policy_for(needs);
  const std::string guardrail = "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr1";
  const auto with = [&](const std::string& value) {
    RequestContext context = through(kUsProfile, "us-east-2");
    if (!value.empty()) context["bedrock:guardrailidentifier"] = {value};
    return context;
  };
  EXPECT_TRUE(allows(made.identity, kInvoke, model_in("us-east-2"), with(guardrail + ":3")));
  for (const std::string other : {"", ":2", ":30"}) {
    const std::string value = other.empty() ? guardrail : guardrail + other;
    EXPECT_EQ(decide(made.identity, kInvoke, model_in("us-east-2"), with(value)),
              PolicyDecision::explicit_deny);
  }
  EXPECT_EQ(decide(made.identity, kInvoke, model_in("us-east-2"), with("")), PolicyDecision::explicit_deny)
      << "who leaves it out";
  EXPECT_EQ(decide(made.identity, kStream, model_in("")), PolicyDecision::explicit_deny)
      << "whatever other policies allow";
  EXPECT_TRUE(allows(made.identity, "bedrock:ApplyGuardrail", guardrail));
  EXPECT_FALSE(allows(made.identity, "bedrock:ApplyGuardrail", guardrail + "2"));
  EXPECT_THAT(made.notes, Contains(HasSubstr("input tags")));
}

TEST(IamPolicy, TheDraftOfAGuardrailHasNoVersion) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  for (const char* name : {"gr1", "gr1:DRAFT", "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr1"}) {
    needs.guardrail = name;
    EXPECT_EQ(policy_for(needs).identity.statements.back().conditions["StringNotEquals"]
                                                                     ["bedrock:GuardrailIdentifier"],
              StringList{"arn:aws:bedrock:us-east-1:123456789012:guardrail/gr1"});
  }
}

TEST(IamPolicy, CountsTokensWhereBedrockDoes) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.count_tokens = true;
  needs.models = {"claude-haiku-4-5", "haiku"};
  const Policy policy = policy_for(needs);
  const std::string counted =
      "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0";
  EXPECT_TRUE(allows(policy.identity, "bedrock:CountTokens", counted));
  EXPECT_TRUE(allows(policy.identity, kInvoke, counted));
  EXPECT_FALSE(allows(policy.identity, "bedrock:CountTokens", model_in("us-east-1")));
  EXPECT_THAT(policy.notes, Contains(HasSubstr("counts no tokens for Claude Haiku 5.5")));
  EXPECT_THAT(policy.notes, Contains(HasSubstr("the profile is no longer the only way")));
}

TEST(IamPolicy, AllowsMantleForTheModelsOnly) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.mantle = true;
  needs.count_tokens = true;
  const PolicyDocument policy = policy_for(needs).identity;
  const std::string project = "arn:aws:bedrock-mantle:us-east-1:123456789012:project/default";
  const RequestContext haiku = {{"bedrock-mantle:model", {"anthropic.claude-haiku-5-5"}}};
  EXPECT_TRUE(allows(policy, "bedrock-mantle:CreateInference", project, haiku));
  EXPECT_TRUE(allows(policy, "bedrock-mantle:CountTokens", project, haiku));
  EXPECT_TRUE(allows(policy, "bedrock-mantle:ListModels", project));
  EXPECT_FALSE(allows(policy, "bedrock-mantle:CreateInference", project));
  EXPECT_FALSE(allows(policy, "bedrock-mantle:CreateInference", project,
                      {{"bedrock-mantle:model", {"anthropic.claude-opus-5-5"}}}));
  EXPECT_FALSE(allows(policy, "bedrock-mantle:CreateInference", project + "2", haiku));
}

TEST(IamPolicy, AllowsKeysOfOneKind) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.bearer_keys = "short-term";
  const PolicyDocument policy = policy_for(needs).identity;
  EXPECT_TRUE(
      allows(policy, "bedrock:CallWithBearerToken", "*", {{"bedrock:bearertokentype", {"SHORT_TERM"}}}));
  EXPECT_FALSE(
      allows(policy, "bedrock:CallWithBearerToken", "*", {{"bedrock:bearertokentype", {"LONG_TERM"}}}));
  EXPECT_FALSE(allows(policy, "bedrock-mantle:CallWithBearerToken", "*"));
  needs.bearer_keys = "any";
  needs.mantle = true;
  const PolicyDocument any = policy_for(needs).identity;
  EXPECT_TRUE(allows(any, "bedrock:CallWithBearerToken", "*"));
  EXPECT_TRUE(allows(any, "bedrock-mantle:CallWithBearerToken", "*"));
  needs.bearer_keys = "longterm";
  EXPECT_THAT(refusal_of(needs), HasSubstr("\"longterm\" is no kind of key"));
}

TEST(IamPolicy, BatchJobsNeedTwoPoliciesAndATrust) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.models = {"claude-haiku-4-5"};
  needs.batch_bucket = "s3://records/in/";
  const Policy policy = policy_for(needs);
  const std::string jobs = "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/";
  const std::string model =
      "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0";
  const RequestContext own = {{"aws:resourceaccount", {kAccount}}};
  EXPECT_TRUE(allows(policy.identity, "bedrock:CreateModelInvocationJob", jobs + "abc"));
  EXPECT_TRUE(allows(policy.identity, "bedrock:CreateModelInvocationJob", model));
  EXPECT_TRUE(allows(policy.identity, "bedrock:StopModelInvocationJob", jobs + "abc"));
  EXPECT_TRUE(allows(policy.identity, "bedrock:ListModelInvocationJobs", "*"));
  EXPECT_TRUE(allows(policy.identity, "s3:PutObject", "arn:aws:s3:::records/in/x.jsonl", own));
  EXPECT_FALSE(allows(policy.identity, "s3:PutObject", "arn:aws:s3:::records/out/x.jsonl", own));
  EXPECT_FALSE(allows(policy.identity, "s3:PutObject", "arn:aws:s3:::records/in/x.jsonl",
                      {{"aws:resourceaccount", {"999999999999"}}}));
  const std::string role = "arn:aws:iam::123456789012:role/bedrock-batch";
  EXPECT_TRUE(
      allows(policy.identity, "iam:PassRole", role, {{"iam:passedtoservice", {"bedrock.amazonaws.com"}}}));
  EXPECT_FALSE(
      allows(policy.identity, "iam:PassRole", role, {{"iam:passedtoservice", {"ec2.amazonaws.com"}}}));

  ASSERT_TRUE(policy.batch_role && policy.batch_trust);
  const std::string profile =
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0";
  EXPECT_TRUE(allows(*policy.batch_role, kInvoke, profile));
  EXPECT_TRUE(allows(*policy.batch_role, kInvoke, model));
  EXPECT_TRUE(allows(*policy.batch_role, "s3:GetObject", "arn:aws:s3:::records/in/x.jsonl", own));
  EXPECT_TRUE(allows(*policy.batch_role, "s3:ListBucket", "arn:aws:s3:::records", own));
  EXPECT_FALSE(allows(*policy.batch_role, kStream, profile));
  EXPECT_FALSE(allows(*policy.batch_role, "iam:PassRole", role));

  const RequestContext job = {{"aws:sourceaccount", {kAccount}}, {"aws:sourcearn", {jobs + "abc"}}};
  EXPECT_TRUE(allows(*policy.batch_trust, "sts:AssumeRole", "*", job));
  EXPECT_FALSE(allows(*policy.batch_trust, "sts:AssumeRole", "*",
                      {{"aws:sourceaccount", {"999999999999"}}, {"aws:sourcearn", {jobs + "abc"}}}));
  EXPECT_EQ(policy.batch_trust->to_json()["Statement"][0]["Principal"],
            Json::object({{"Service", "bedrock.amazonaws.com"}}));
  EXPECT_FALSE(policy.batch_trust->to_json()["Statement"][0].contains("Resource"));
}

TEST(IamPolicy, RefusesBatchForModelsThatHaveNone) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.batch_bucket = "records";
  EXPECT_THAT(refusal_of(needs), HasSubstr("Claude Haiku 5.5 has no batch inference"));
  EXPECT_THAT(refusal_of(needs), HasSubstr("claude-haiku-4-5"));
  needs.models = {"haiku", "claude-haiku-4-5"};
  const Policy policy = policy_for(needs);
  EXPECT_THAT(policy.notes, Contains(HasSubstr("Claude Haiku 5.5 has no batch inference")));
  EXPECT_FALSE(allows(*policy.batch_role, kInvoke, model_in("us-east-1")));
}

TEST(IamPolicy, MakesApplicationProfilesOfTheModels) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.profiles = true;
  const PolicyDocument policy = policy_for(needs).identity;
  const std::string own = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc";
  EXPECT_TRUE(allows(policy, "bedrock:CreateInferenceProfile", own));
  EXPECT_TRUE(allows(policy, "bedrock:CreateInferenceProfile", kUsProfile));
  EXPECT_FALSE(allows(policy, "bedrock:CreateInferenceProfile", kGlobalProfile));
  EXPECT_TRUE(allows(policy, "bedrock:TagResource", own));
  EXPECT_FALSE(allows(policy, "bedrock:DeleteInferenceProfile", kUsProfile));
  EXPECT_TRUE(allows(policy, "bedrock:ListInferenceProfiles", "*"));
}

TEST(IamPolicy, SubscribesToTheProductsOfTheModels) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.marketplace = true;
  needs.models = {"haiku", "claude-opus-5"};
  const Policy policy = policy_for(needs);
  const auto product = [](const char* id) { return RequestContext{{"aws-marketplace:productid", {id}}}; };
  EXPECT_TRUE(allows(policy.identity, "aws-marketplace:Subscribe", "*", product("prod-6cyn7tgqazjhu")));
  EXPECT_FALSE(allows(policy.identity, "aws-marketplace:Subscribe", "*", product("prod-other")));
  EXPECT_FALSE(allows(policy.identity, "aws-marketplace:Subscribe", "*"));
  EXPECT_TRUE(allows(policy.identity, "aws-marketplace:ViewSubscriptions", "*"));
  EXPECT_THAT(policy.notes, Contains(HasSubstr("The product of Claude Opus 5 ")));
}

TEST(IamPolicy, ReadsLogsMetricsAndCosts) {
  PolicyNeeds needs{.account = kAccount, .regions = {"eu-west-1"}};
  needs.logs = true;
  needs.costs = true;
  const PolicyDocument policy = policy_for(needs).identity;
  const std::string group = "arn:aws:logs:eu-west-1:123456789012:log-group:/anthropic/bedrock";
  EXPECT_TRUE(allows(policy, "logs:StartQuery", group));
  EXPECT_TRUE(allows(policy, "logs:FilterLogEvents", group + ":*"));
  EXPECT_FALSE(allows(policy, "logs:FilterLogEvents", group + "-2"));
  EXPECT_FALSE(allows(policy, "logs:PutLogEvents", group + ":log-stream:x"));
  EXPECT_TRUE(allows(policy, "logs:StopQuery", "*"));
  EXPECT_TRUE(allows(policy, "cloudwatch:GetMetricData", "*"));
  EXPECT_TRUE(allows(policy, "bedrock:ListTagsForResource",
                     "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc"));
  EXPECT_TRUE(allows(policy, "ce:GetCostForecast", "*"));
  EXPECT_TRUE(allows(policy, "budgets:ViewBudget", "arn:aws:budgets::123456789012:budget/claude"));
  EXPECT_FALSE(allows(policy, "budgets:ModifyBudget", "arn:aws:budgets::123456789012:budget/claude"));
  EXPECT_FALSE(allows(policy, kInvoke, model_in("eu-west-1")));
  needs.budgets = true;
  EXPECT_TRUE(allows(policy_for(needs).identity, "budgets:ModifyBudget",
                     "arn:aws:budgets::123456789012:budget/claude"));
}

TEST(IamPolicy, AnEndpointLetsTheAccountThroughForTheSame) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.vpc_endpoint = true;
  needs.costs = true;
  const Policy policy = policy_for(needs);
  ASSERT_TRUE(policy.vpc_endpoint);
  EXPECT_THAT(sids(*policy.vpc_endpoint),
              ElementsAre("InvokeProfiles", "InvokeModelsThroughProfiles", "ListProfiles", "ReadProfileTags"))
      << "what is Bedrock's";
  RequestContext context = through(kUsProfile, "us-east-2");
  EXPECT_FALSE(allows(*policy.vpc_endpoint, kInvoke, model_in("us-east-2"), context));
  context["aws:principalaccount"] = {kAccount};
  EXPECT_TRUE(allows(*policy.vpc_endpoint, kInvoke, model_in("us-east-2"), context));
  EXPECT_EQ(policy.vpc_endpoint->to_json()["Statement"][0]["Principal"], Json("*"));
}

TEST(IamPolicy, HasTheNamesOfThePartition) {
  const PolicyDocument policy = policy_for(haiku_in({"us-gov-west-1"})).identity;
  EXPECT_EQ(policy.statements[0].resources,
            StringList{"arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/"
                       "us-gov.anthropic.claude-haiku-5-5"});
}

TEST(IamPolicy, SaysWhenItIsTooLong) {
  PolicyNeeds needs = haiku_in({"us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-northeast-1"});
  needs.models = {"haiku", "opus"};
  const Policy fits = policy_for(haiku_in({"us-east-1"}));
  EXPECT_LE(fits.identity.size(), 6'144u);
  EXPECT_THAT(fits.notes, Not(Contains(HasSubstr("characters"))));
  needs.models = {"haiku", "opus", "claude-opus-5", "claude-sonnet-5", "claude-opus-4-8", "claude-opus-4-7"};
  const Policy policy = policy_for(needs);
  EXPECT_GT(policy.identity.size(), 6'144u);
  EXPECT_THAT(policy.notes, Contains(HasSubstr(std::to_string(policy.identity.size()) + " characters")));
}

TEST(IamPolicy, RefusesWhatCannotBeMet) {
  PolicyNeeds needs = haiku_in({"us-east-1"});
  needs.account = "1234";
  EXPECT_THAT(refusal_of(needs), HasSubstr("\"1234\" is not the number of an account"));
  EXPECT_THAT(refusal_of(haiku_in({})), HasSubstr("regions: none is named"));
  EXPECT_THAT(refusal_of(haiku_in({"us east"})), HasSubstr("\"us east\" is no region's name"));
  EXPECT_THAT(
      refusal_of(haiku_in({"us-east-1", "eu-centrall-1"})),
      HasSubstr("\"eu-centrall-1\" is no region that this version knows | Did you mean \"eu-central-1\"?"));
  EXPECT_THAT(refusal_of({.account = kAccount, .regions = {"us-east-1"}}),
              HasSubstr("models: none is named"));
  needs = haiku_in({"us-east-1"});
  needs.models = {"hiaku"};
  EXPECT_THAT(refusal_of(needs), HasSubstr("\"hiaku\" is no model"));
  needs.models = {"eu.anthropic.claude-haiku-5-5"};
  EXPECT_THAT(refusal_of(needs), HasSubstr("cannot be called in us-east-1"));
  needs.models = {"anthropic.claude-3-haiku-20240307-v1:0"};
  EXPECT_THAT(refusal_of(needs), HasSubstr("is retired (retired 2026-09-10) | Use"));
  needs.models = {"arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc"};
  EXPECT_THAT(refusal_of(needs), HasSubstr("is neither a model nor an inference profile"));
  needs = haiku_in({"us-east-1"});
  for (const char* guardrail : {"*", ":", "gr1:", "gr1:0", "gr1:draft", "gr 1", "arn:aws:bedrock:us-east-1",
                                "arn:aws:bedrock:us-east-1:123456789012:guardrail/"}) {
    needs.guardrail = guardrail;
    EXPECT_THAT(refusal_of(needs), HasSubstr("names no guardrail")) << guardrail;
  }
  needs = haiku_in({"us-east-1"});
  needs.mantle_project = "*";
  EXPECT_THAT(refusal_of(needs), HasSubstr("without wildcards"));
  needs = haiku_in({"us-east-1"});
  needs.models = {"claude-haiku-4-5"};
  needs.batch_bucket = "Records*";
  EXPECT_THAT(refusal_of(needs), HasSubstr("\"Records*\" is no bucket"));
}

TEST(IamPolicy, AProfileOfOneGeographyCountsForItsRegions) {
  PolicyNeeds needs = haiku_in({"us-east-1", "eu-west-1"});
  needs.models = {"eu.anthropic.claude-haiku-5-5"};
  const PolicyDocument policy = policy_for(needs).identity;
  EXPECT_THAT(
      policy.statements[0].resources,
      ElementsAre("arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-haiku-5-5"));
}

// Every model in every kind of region: what is needed is allowed, the same model around its profile is not.
TEST(IamPolicy, HoldsForTheWholeCatalogue) {
  for (const ModelInfo& model : model_catalog()) {
    if (model.state == ModelState::retired) continue;
    for (const std::string region :
         {"us-east-1", "ca-central-1", "eu-west-2", "ap-northeast-1", "sa-east-1"}) {
      if (!serves_region(model, region)) continue;
      PolicyNeeds needs = haiku_in({region});
      needs.models = {resolve_model_id(model.first_party_id, region)};
      const PolicyDocument policy = policy_for(needs).identity;
      const std::string profile = policy.statements[0].resources.front();
      EXPECT_TRUE(allows(policy, kInvoke, profile, through(profile, region))) << profile;
      for (const auto& statement : policy.statements) {
        for (const std::string& resource : statement.resources) {
          if (resource == profile) continue;
          const bool is_anywhere = resource.starts_with("arn:aws:bedrock:::");
          EXPECT_TRUE(
              allows(policy, kInvoke, resource, through(profile, is_anywhere ? "unspecified" : region)));
          EXPECT_FALSE(allows(policy, kInvoke, resource)) << resource;
        }
      }
    }
  }
}

}  // namespace
}  // namespace anthropic::internal
