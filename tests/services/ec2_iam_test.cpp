#include <anthropic/aws/ec2.hpp>
#include <anthropic/aws/iam.hpp>

#include "support/listed.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Ec2Test : public ServiceTest {};
class IamTest : public ServiceTest {};

TEST_F(Ec2Test, ReadsErrors) {
  fake_.transport->answer(
      401,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>AuthFailure"
      "</Code><Message>AWS was not able to validate the provided access "
      "credentials</Message></Error></Errors><RequestID>r-9</RequestID></Response>");
  const auto regions = EC2(session()).describe_regions();
  ASSERT_FALSE(regions);
  EXPECT_EQ(regions.error().kind, ErrorKind::authentication);
  EXPECT_EQ(regions.error().code, "AuthFailure");
  EXPECT_EQ(regions.error().request_id, "r-9");
}

TEST_F(Ec2Test, AsksForAllRegionsOnlyIfToldTo) {
  answer("<DescribeRegionsResponse><regionInfo/></DescribeRegionsResponse>");
  EXPECT_TRUE(EC2(session({.region = "cn-north-1"})).describe_regions());
  EXPECT_EQ(last_request().body, "Action=DescribeRegions&Version=2016-11-15");
  EXPECT_EQ(last_request().url, "https://ec2.cn-north-1.amazonaws.com.cn/");
}

TEST_F(IamTest, SimulatesAPolicy) {
  answer(
      "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>true</IsTruncated>"
      "<Marker>m</Marker><EvaluationResults><member><EvalActionName>bedrock:InvokeModel</EvalActionName>"
      "<EvalResourceName>*</EvalResourceName><EvalDecision>explicitDeny</"
      "EvalDecision><MatchedStatements><member>"
      "<SourcePolicyId>deny</SourcePolicyId><SourcePolicyType>IAM Policy</SourcePolicyType></member>"
      "</MatchedStatements><MissingContextValues><member>aws:SourceVpce</member></MissingContextValues>"
      "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations>"
      "</OrganizationsDecisionDetail></member></EvaluationResults></SimulatePrincipalPolicyResult>"
      "</SimulatePrincipalPolicyResponse>");
  const auto output = IAM(session({.region = "eu-west-1"}))
                          .simulate_principal_policy({.policy_source_arn = "arn:aws:iam::1:role/r",
                                                      .action_names = {"bedrock:InvokeModel", "bedrock:Get*"},
                                                      .resource_arns = {"*"},
                                                      .context_entries = {{"aws:SourceVpce", {"vpce-1"}}},
                                                      .max_items = 5});
  ASSERT_TRUE(output) << output.error().to_string();
  EXPECT_TRUE(output->is_truncated);
  EXPECT_EQ(output->marker, "m");
  ASSERT_EQ(output->evaluation_results.size(), 1u);
  const IamEvaluationResult& result = output->evaluation_results[0];
  EXPECT_EQ(result.eval_action_name, "bedrock:InvokeModel");
  EXPECT_EQ(result.eval_decision, "explicitDeny");
  EXPECT_EQ(result.matched_statements.at(0).source_policy_id, "deny");
  EXPECT_THAT(result.missing_context_values, ElementsAre("aws:SourceVpce"));
  EXPECT_EQ(result.allowed_by_organizations, false);
  EXPECT_EQ(result.allowed_by_permissions_boundary, std::nullopt);
  EXPECT_EQ(last_request().url, "https://iam.amazonaws.com/");
  EXPECT_THAT(last_request().header("authorization"), HasSubstr("/us-east-1/iam/aws4_request"));
  EXPECT_EQ(
      last_request().body,
      "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
      "&ActionNames.member.1=bedrock%3AInvokeModel&ActionNames.member.2=bedrock%3AGet%2A"
      "&ResourceArns.member.1=%2A&ContextEntries.member.1.ContextKeyName=aws%3ASourceVpce"
      "&ContextEntries.member.1.ContextKeyValues.member.1=vpce-1"
      "&ContextEntries.member.1.ContextKeyType=string&MaxItems=5");
}

TEST_F(IamTest, ReadsWhatIsDecidedForEachResource) {
  answer(
      "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>"
      "<EvaluationResults><member><EvalActionName>s3:GetObject</EvalActionName><EvalResourceName>arn:a"
      "</EvalResourceName><EvalDecision>implicitDeny</EvalDecision><ResourceSpecificResults>"
      "<member><EvalResourceName>arn:a</EvalResourceName><EvalResourceDecision>allowed</EvalResourceDecision>"
      "<MatchedStatements><member><SourcePolicyId>p</SourcePolicyId><SourcePolicyType>IAM Policy"
      "</SourcePolicyType></member></MatchedStatements></member>"
      "<member><EvalResourceName>arn:b</EvalResourceName><EvalResourceDecision>implicitDeny"
      "</EvalResourceDecision><MissingContextValues><member>aws:SourceIp</member></MissingContextValues>"
      "<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false</AllowedByPermissionsBoundary>"
      "</PermissionsBoundaryDecisionDetail></member></ResourceSpecificResults></member></EvaluationResults>"
      "</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>");
  const auto output = IAM(session()).simulate_principal_policy({.policy_source_arn = "arn:aws:iam::1:role/r",
                                                                .action_names = {"s3:GetObject"},
                                                                .resource_arns = {"arn:a", "arn:b"}});
  ASSERT_TRUE(output) << output.error().to_string();
  ASSERT_EQ(output->evaluation_results.size(), 1u) << "one for each action";
  const auto& resources = output->evaluation_results[0].resource_specific_results;
  ASSERT_EQ(resources.size(), 2u);
  EXPECT_EQ(resources[0].eval_resource_decision, "allowed");
  EXPECT_EQ(resources[0].matched_statements.at(0).source_policy_id, "p");
  EXPECT_EQ(resources[1].eval_resource_name, "arn:b");
  EXPECT_THAT(resources[1].missing_context_values, ElementsAre("aws:SourceIp"));
  EXPECT_EQ(resources[1].allowed_by_permissions_boundary, false);
}

TEST_F(IamTest, ReadsARole) {
  answer(
      "<GetRoleResponse><GetRoleResult><Role><Path>/</Path><RoleName>r</RoleName><RoleId>AROA</RoleId>"
      "<Arn>arn:aws:iam::1:role/r</Arn><CreateDate>2026-11-22T12:00:00Z</CreateDate>"
      "<AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%7D</AssumeRolePolicyDocument>"
      "<Description>for tests</Description><MaxSessionDuration>3600</MaxSessionDuration><PermissionsBoundary>"
      "<PermissionsBoundaryArn>arn:b</PermissionsBoundaryArn></PermissionsBoundary><Tags><member><Key>a</Key>"
      "<Value>b</Value></member></Tags></Role></GetRoleResult></GetRoleResponse>");
  const auto role = IAM(session()).get_role({.role_name = "r"});
  ASSERT_TRUE(role) << role.error().to_string();
  EXPECT_EQ(role->role.arn, "arn:aws:iam::1:role/r");
  EXPECT_EQ(role->role.assume_role_policy_document, R"({"Version":"2012-10-17"})");
  EXPECT_EQ(role->role.create_date, fake_.clock->now());
  EXPECT_EQ(role->role.description, "for tests");
  EXPECT_EQ(role->role.max_session_duration, 3600);
  EXPECT_EQ(role->role.permissions_boundary_arn, "arn:b");
  EXPECT_EQ(role->role.tags.at("a"), "b");
}

TEST_F(IamTest, SimulatesOverAllPages) {
  const auto page = [](const std::string& action, const std::string& end) {
    return "<R><SimulatePrincipalPolicyResult><EvaluationResults><member><EvalActionName>" + action +
           "</EvalActionName></member></EvaluationResults>" + end + "</SimulatePrincipalPolicyResult></R>";
  };
  answer(page("a:b", "<IsTruncated>true</IsTruncated><Marker>m/1</Marker>"));
  answer(page("a:c", "<IsTruncated>false</IsTruncated>"));
  const testing::Listed results(IAM(session()).simulate_principal_policy_all(
      {.policy_source_arn = "arn", .action_names = {"a:b", "a:c"}}));
  EXPECT_FALSE(results.error);
  ASSERT_EQ(results.items.size(), 2u);
  EXPECT_EQ(results.items[1].eval_action_name, "a:c");
  EXPECT_THAT(last_request().body, HasSubstr("Marker=m%2F1"));
}

TEST_F(IamTest, ARoleThatDoesNotExistIsNotFound) {
  fake_.transport->answer(
      404,
      "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The role with "
      "name r cannot be found.</Message></Error><RequestId>r-1</RequestId></ErrorResponse>");
  const auto role = IAM(session()).get_role({.role_name = "r"});
  ASSERT_FALSE(role);
  EXPECT_EQ(role.error().kind, ErrorKind::not_found);
  EXPECT_EQ(role.error().code, "NoSuchEntity");
}

TEST_F(IamTest, RefusesLocallyWhatCannotBeRight) {
  const IAM iam(session());
  EXPECT_THAT(local_refusal(iam.get_role({})), HasSubstr("role_name"));
  EXPECT_EQ(local_refusal(iam.get_role({.role_name = "caf\xe9"})), "RoleName is not UTF-8");
  EXPECT_THAT(local_refusal(iam.simulate_principal_policy({.action_names = {"a:b"}})),
              HasSubstr("policy_source_arn"));
  EXPECT_THAT(local_refusal(iam.simulate_principal_policy({.policy_source_arn = "arn"})),
              HasSubstr("action"));
}

}  // namespace
}  // namespace anthropic::internal::aws
