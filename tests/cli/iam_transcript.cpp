// iam policy and iam check, against `claude-bedrock local`.
#include <fstream>
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kNobody = "arn:aws:iam::000000000000:role/samples/without-policies";

Json json_of(const Outcome& outcome) {
  const auto json = Json::parse(outcome.out);
  EXPECT_TRUE(json) << outcome.out << outcome.err;
  return json ? *json : Json();
}

Outcome iam_on(const Variables& variables, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "iam");
  return run(arguments, variables);
}

class IamTranscript : public ::testing::Test {
 protected:
  IamTranscript() { variables_["AWS_ENDPOINT_URL"] = local_.url(); }

  Outcome iam(std::vector<std::string> arguments) const { return iam_on(variables_, std::move(arguments)); }

  LocalEndpoint local_;
  Variables variables_ = local_.variables();
};

TEST_F(IamTranscript, PolicyPrintsWhatIamTakes) {
  const Outcome outcome = iam({"policy", "--models", "haiku"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "InvokeProfiles",
      "Effect": "Allow",
      "Action": "bedrock:InvokeModel",
      "Resource": "arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.anthropic.claude-haiku-5-5"
    },
    {
      "Sid": "InvokeModelsThroughProfiles",
      "Effect": "Allow",
      "Action": "bedrock:InvokeModel",
      "Resource": [
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-5-5",
        "arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-haiku-5-5",
        "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-haiku-5-5"
      ],
      "Condition": {
        "StringEquals": {
          "bedrock:InferenceProfileArn": "arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.anthropic.claude-haiku-5-5"
        }
      }
    }
  ]
}
)");
  EXPECT_EQ(
      outcome.err,
      "note: A service control policy that denies regions (aws:RequestedRegion) must let pass: us-east-1, "
      "us-east-2, us-west-2.\n");
}

TEST_F(IamTranscript, PolicyPrintsEachDocument) {
  const std::vector<std::string> needs = {"policy",  "--models",      "claude-haiku-4-5",
                                          "--batch", "records",       "--batch-role",
                                          "jobs",    "--vpc-endpoint"};
  const auto document = [&](const char* name) {
    std::vector<std::string> arguments = needs;
    arguments.insert(arguments.end(), {"--document", name});
    return iam(arguments);
  };
  EXPECT_THAT(document("policy").out, HasSubstr("role/jobs"));
  EXPECT_THAT(document("policy").err, HasSubstr("note: there is another policy: --document trust\n"));
  EXPECT_THAT(document("batch-role").out, HasSubstr("\"InvokeForJobs\""));
  EXPECT_THAT(document("trust").out, HasSubstr("\"Service\": \"bedrock.amazonaws.com\""));
  EXPECT_THAT(document("vpc-endpoint").out, HasSubstr("\"aws:PrincipalAccount\": \"000000000000\""));
  const Outcome none = iam({"policy", "--models", "haiku", "--document", "trust"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_EQ(none.out, "");
  EXPECT_THAT(none.err, HasSubstr("--document trust needs --batch"));
}

TEST_F(IamTranscript, PolicyPrintsAllAsJson) {
  const Json json =
      json_of(iam({"policy", "--models", "claude-haiku-4-5,opus", "--batch", "records", "--json"}));
  EXPECT_EQ(json["policy"]["Version"], Json("2012-10-17"));
  EXPECT_TRUE(json.contains("batch-role"));
  EXPECT_TRUE(json.contains("trust"));
  EXPECT_FALSE(json.contains("vpc-endpoint"));
  EXPECT_THAT(json["notes"].dump(), HasSubstr("Claude Opus 5.5 has no batch inference"));
}

TEST_F(IamTranscript, CheckSaysWhatIsAllowedAndByWhatItIsNot) {
  const Outcome outcome = iam({"check", "--models", "haiku", "--stream"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("arn:aws:iam::000000000000:user/local-endpoint\n"
                                      "allowed  bedrock:InvokeModel  arn:aws:bedrock:us-east-1:000000000000:"
                                      "inference-profile/us.anthropic.claude-haiku-5-5\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\n8 of 8 allowed\n"));
  EXPECT_THAT(outcome.err, HasSubstr("note: IAM's simulation does not see"));

  const Outcome global = iam({"check", "--models", "global.anthropic.claude-haiku-5-5"});
  EXPECT_EQ(global.exit_code, 7) << global.out << global.err;
  EXPECT_THAT(global.out, HasSubstr("DENIED   bedrock:InvokeModel  arn:aws:bedrock:::foundation-model/"
                                    "anthropic.claude-haiku-5-5\n"
                                    "         by: an explicit deny in NoGlobalRouting\n"));
  EXPECT_THAT(global.out, HasSubstr("\n0 of 3 allowed\n"));
}

TEST_F(IamTranscript, CheckNamesTheKeysThatOnlyTheCallerKnows) {
  const Outcome unknown = iam({"check", "--costs"});
  EXPECT_EQ(unknown.exit_code, 7);
  EXPECT_THAT(unknown.out,
              HasSubstr("DENIED   ce:GetCostAndUsage  *\n"
                        "         by: no policy allows it\n"
                        "         not known of the request: aws:SourceIp (--context KEY=VALUE)\n"));
  const Outcome known = iam({"check", "--costs", "--context", "aws:SourceIp=192.0.2.7"});
  EXPECT_THAT(known.out, HasSubstr("allowed  ce:GetCostAndUsage  *\n"));
  EXPECT_THAT(known.out, Not(HasSubstr("not known")));
}

TEST_F(IamTranscript, CheckTriesThePolicyThatPolicyMade) {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/policy.json";
  const std::vector<std::string> needs = {"--models",      "haiku,global.anthropic.claude-opus-5-5",
                                          "--regions",     "us-east-1",
                                          "--stream",      "--guardrail",
                                          "gr1:1",         "--mantle",
                                          "--bearer-keys", "short-term",
                                          "--profiles",    "--marketplace",
                                          "--logs",        "--costs",
                                          "--budgets"};
  std::vector<std::string> policy = {"policy"};
  policy.insert(policy.end(), needs.begin(), needs.end());
  std::ofstream(file) << iam(policy).out;
  std::vector<std::string> check = {"check", "--principal", kNobody};
  check.insert(check.end(), needs.begin(), needs.end());
  EXPECT_EQ(iam(check).exit_code, 7) << "it has no policies of its own";
  check.insert(check.end(), {"--policy", file, "--json"});
  const Outcome outcome = iam(check);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  const Json json = json_of(outcome);
  EXPECT_EQ(json["principal"], Json(kNobody));
  EXPECT_EQ(json["all_allowed"], Json(true));
  EXPECT_GT(json["checks"].size(), 30u);
  EXPECT_EQ(json["checks"][0]["context"]["aws:RequestedRegion"], Json::array({"us-east-1"}));
}

TEST_F(IamTranscript, PolicyAsksForThePlacesOfTheRegionItIsFor) {
  const Outcome outcome =
      iam({"policy", "--models", "haiku", "--region", "us-east-1", "--account", "123456789012"});
  EXPECT_THAT(outcome.out, HasSubstr("us-east-1:123456789012:inference-profile"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("The destination regions are those of")));
}

TEST_F(IamTranscript, EndsQuietlyWhenTheReaderGoesAway) {
  RunningProgram program({"iam", "policy", "--models", "haiku"}, variables_);
  program.close_output();
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 141);
  EXPECT_THAT(outcome.err, Not(HasSubstr("claude-bedrock:")));
}

TEST(IamPolicyTranscript, NeedsNoAwsWhenOffline) {
  const Outcome outcome = iam_on({}, {"policy", "--models", "sonnet", "--regions", "eu-west-1,us-east-1",
                                      "--account", "123456789012", "--offline"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              HasSubstr("eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-5-5"));
  EXPECT_THAT(outcome.err, HasSubstr("since AWS was not asked: AWS may have changed them."));
}

TEST(IamPolicyTranscript, SaysWhyAwsDidNotAnswer) {
  const Outcome outcome =
      iam_on({}, {"policy", "--models", "haiku", "--regions", "us-east-1", "--account", "123456789012"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("us.anthropic.claude-haiku-5-5"));
  EXPECT_THAT(outcome.err, HasSubstr("since AWS did not answer (CredentialsError"));
}

TEST(IamPolicyTranscript, RefusesNeedsThatCannotBeMet) {
  const auto refused = [](std::vector<std::string> needs) {
    needs.insert(needs.begin(), {"policy", "--account", "123456789012", "--offline"});
    const Outcome outcome = iam_on({}, needs);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
  };
  EXPECT_THAT(refused({"--models", "hiaku", "--regions", "us-east-1"}), HasSubstr("\"hiaku\" is no model"));
  EXPECT_THAT(refused({"--models", "haiku", "--regions", "us east"}), HasSubstr("is no region's name"));
  EXPECT_THAT(refused({"--models", "haiku", "--regions", "eu-centrall-1"}),
              HasSubstr("Did you mean \"eu-central-1\"?"));
  EXPECT_THAT(refused({"--models", "haiku", "--regions", "us-east-1", "--batch", "records"}),
              HasSubstr("has no batch inference"));
  EXPECT_THAT(refused({"--regions", "us-east-1"}), HasSubstr("models: none is named"));
  EXPECT_THAT(iam_on({}, {"policy", "--bearer-keys", "old"}).err, HasSubstr("--bearer-keys"));
}

TEST(IamPolicyTranscript, NeedsCredentialsForTheAccount) {
  const Outcome outcome = iam_on({{"AWS_REGION", "us-east-1"}}, {"policy", "--models", "haiku"});
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
  EXPECT_EQ(outcome.out, "");
}

TEST(IamCheckTranscript, RefusesWhatIsWrittenWrong) {
  EXPECT_EQ(iam_on({}, {"check", "--models", "haiku", "--context", "aws:SourceVpce"}).exit_code, 2);
  const Outcome missing = iam_on({}, {"check", "--models", "haiku", "--policy", "/nowhere.json"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, HasSubstr("/nowhere.json"));
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/policy.json";
  std::ofstream(file) << "{";
  EXPECT_THAT(iam_on({}, {"check", "--models", "haiku", "--policy", file}).err, HasSubstr("it is not JSON"));
}

TEST(IamCheckTranscript, FailsWithTheKindOfItsError) {
  FakeAws aws(
      {answer(403,
              "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User: u is not authorized to perform: "
              "iam:SimulatePrincipalPolicy</Message></Error></ErrorResponse>")});
  const Outcome outcome = iam_on(aws.variables(), {"check", "--models", "haiku", "--account", "123456789012",
                                                   "--principal", kNobody, "--offline"});
  EXPECT_EQ(outcome.exit_code, 7) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("iam:SimulatePrincipalPolicy"));
  EXPECT_THAT(outcome.out, IsEmpty());
}

}  // namespace
}  // namespace anthropic::internal::cli
