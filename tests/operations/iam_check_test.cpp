#include <gmock/gmock.h>
#include <map>

#include <anthropic/operations/iam_check.hpp>

#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "local/aws/iam/policy_evaluator.hpp"
#include "support/service_test.hpp"

// check_permissions() against an IAM that decides by policies, so that a context key which is left out shows.

namespace anthropic::internal {
namespace {

using local::evaluate;
using local::NamedPolicy;
using local::PolicyDecision;
using local::RequestContext;
using operations::check_permissions;
using operations::CheckOptions;
using operations::iam_policy;
using operations::PermissionCheck;
using operations::PermissionReport;
using operations::PolicyNeeds;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Form = std::map<std::string, std::string>;

Form read_form(std::string_view body) {
  Form form;
  while (!body.empty()) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    form[percent_decode(pair.substr(0, equals))] = percent_decode(pair.substr(equals + 1));
  }
  return form;
}

std::vector<std::string> list(const Form& form, const std::string& name) {
  std::vector<std::string> items;
  for (int i = 1;; ++i) {
    const auto found = form.find(name + ".member." + std::to_string(i));
    if (found == form.end()) return items;
    items.push_back(found->second);
  }
}

RequestContext context_in(const Form& form) {
  RequestContext context;
  for (int i = 1;; ++i) {
    const std::string entry = "ContextEntries.member." + std::to_string(i);
    const auto name = form.find(entry + ".ContextKeyName");
    if (name == form.end()) return context;
    context[ascii_lower(name->second)] = list(form, entry + ".ContextKeyValues");
  }
}

std::string element(const std::string& name, const std::string& content) {
  return "<" + name + ">" + content + "</" + name + ">";
}

std::string members(const std::string& name, const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += element("member", text);
  return element(name, all);
}

class IamCheckTest : public aws::ServiceTest {
 protected:
  IamCheckTest() {
    fake_.transport->answer_with([this](const testing::FakeRequest& request) { return answer_to(request); });
  }

  void give(const std::string& name, const std::string& policy) {
    policies_.push_back({name, *Json::parse(policy)});
  }

  PermissionReport report_on(const PolicyNeeds& needs, const CheckOptions& options = {}) {
    const auto report = check_permissions(session(), needs, {}, options);
    EXPECT_TRUE(report) << report.error().to_string();
    return report ? *report : PermissionReport();
  }

  testing::FakeAnswer answer_to(const testing::FakeRequest& request) {
    forms_.push_back(read_form(request.body));
    const Form& form = forms_.back();
    const std::string action = form.at("Action");
    if (action == "GetCallerIdentity") {
      return xml(action,
                 element("Arn", caller_) + element("Account", "123456789012") + element("UserId", "U"));
    }
    if (action == "GetRole" && role_arn_.empty()) {
      return {.status = 403,
              .pieces = {"<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform: "
                         "iam:GetRole</Message></Error></ErrorResponse>"}};
    }
    if (action == "GetRole") return xml(action, element("Role", element("Arn", role_arn_)));
    return xml(action, simulation(form));
  }

  static testing::FakeAnswer xml(const std::string& action, const std::string& content) {
    return {.pieces = {element(action + "Response", element(action + "Result", content))}};
  }

  std::string simulation(const Form& form) const {
    std::vector<NamedPolicy> policies = policies_;
    for (const std::string& text : list(form, "PolicyInputList"))
      policies.push_back({"given", *Json::parse(text)});
    std::string results;
    for (const std::string& action : list(form, "ActionNames")) {
      std::string specific;
      for (const std::string& resource : list(form, "ResourceArns")) {
        const auto made = evaluate(policies, {action, resource, context_in(form)});
        const char* decision = made.decision == PolicyDecision::allowed         ? "allowed"
                               : made.decision == PolicyDecision::explicit_deny ? "explicitDeny"
                                                                                : "implicitDeny";
        std::string matched;
        for (const std::string& name : made.policies)
          matched += element("member", element("SourcePolicyId", name));
        specific += element("member", element("EvalResourceName", resource) +
                                          element("EvalResourceDecision", decision) +
                                          element("MatchedStatements", matched) +
                                          members("MissingContextValues", made.missing_keys));
      }
      results +=
          element("member", element("EvalActionName", action) + element("EvalDecision", "implicitDeny") +
                                element("ResourceSpecificResults", specific) + detail_);
    }
    return element("IsTruncated", "false") + element("EvaluationResults", results);
  }

  std::vector<Form> simulations() const {
    std::vector<Form> found;
    for (const Form& form : forms_) {
      if (form.at("Action") == "SimulatePrincipalPolicy") found.push_back(form);
    }
    return found;
  }

  std::string caller_ = "arn:aws:iam::123456789012:user/team/ada";
  std::string role_arn_ = {};  ///< Empty: GetRole is refused.
  std::string detail_ = {};
  std::vector<NamedPolicy> policies_;
  std::vector<Form> forms_;
};

PolicyNeeds everything() {
  return {.account = "123456789012",
          .models = {"claude-haiku-4-5", "global.anthropic.claude-opus-5-5"},
          .regions = {"us-east-1", "eu-west-2"},
          .stream = true,
          .batch_bucket = "records",
          .logs = true,
          .costs = true,
          .budgets = true,
          .profiles = true,
          .mantle = true,
          .marketplace = true,
          .bearer_keys = "short-term"};
}

// The generated policy is all that the identity has: a context key that were not filled in would deny.
TEST_F(IamCheckTest, TheGeneratedPolicyIsEnough) {
  for (const char* guardrail : {"", "gr1:1"}) {
    PolicyNeeds needs = everything();
    needs.guardrail = guardrail;
    policies_.clear();
    give("generated", iam_policy(needs)->identity.to_json().dump());
    const PermissionReport report = report_on(needs);
    EXPECT_GT(report.checks.size(), 60u);
    for (const PermissionCheck& check : report.checks)
      EXPECT_TRUE(check.allowed) << check.action << ' ' << check.resource;
    EXPECT_TRUE(report.all_allowed());
  }
}

TEST_F(IamCheckTest, SaysWhatIsDeniedAndByWhat) {
  const PolicyNeeds needs{
      .account = "123456789012", .models = {"global.anthropic.claude-haiku-5-5"}, .regions = {"us-east-1"}};
  give("generated", iam_policy(needs)->identity.to_json().dump());
  give("NoGlobal", R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
                       "Condition": {"StringEquals": {"aws:RequestedRegion": "unspecified"}}}})");
  const PermissionReport report = report_on(needs);
  EXPECT_FALSE(report.all_allowed());
  ASSERT_THAT(report.checks, SizeIs(3));
  EXPECT_TRUE(report.checks[0].allowed);
  EXPECT_TRUE(report.checks[1].allowed);
  EXPECT_EQ(report.checks[2].resource, "arn:aws:bedrock:::foundation-model/anthropic.claude-haiku-5-5");
  EXPECT_EQ(report.checks[2].context.at("aws:RequestedRegion"), StringList{"unspecified"});
  EXPECT_EQ(report.checks[2].decision, "explicitDeny");
  EXPECT_EQ(report.checks[2].reason, "an explicit deny in NoGlobal");
}

TEST_F(IamCheckTest, EachDestinationIsAskedAboutInItsRegion) {
  const PolicyNeeds needs{.account = "123456789012", .models = {"haiku"}, .regions = {"us-east-1"}};
  report_on(needs);
  const std::vector<Form> asked = simulations();
  ASSERT_THAT(asked, SizeIs(3)) << "one call for each region";
  EXPECT_EQ(asked[0].at("PolicySourceArn"), "arn:aws:iam::123456789012:user/team/ada");
  EXPECT_THAT(list(asked[0], "ResourceArns"), SizeIs(2)) << "the profile, and the model in its region";
  EXPECT_THAT(context_in(asked[1])["aws:requestedregion"], ElementsAre("us-east-2"));
  EXPECT_THAT(context_in(asked[1])["bedrock:inferenceprofilearn"],
              ElementsAre(HasSubstr(":inference-profile/us.anthropic.claude-haiku-5-5")));
  EXPECT_THAT(list(asked[1], "ResourceArns"),
              ElementsAre("arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-haiku-5-5"));
}

TEST_F(IamCheckTest, NamesKeysThatOnlyTheCallerKnows) {
  const PolicyNeeds needs{.account = "123456789012", .regions = {"us-east-1"}, .costs = true};
  give("office", R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                     "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}})");
  const PermissionReport report = report_on(needs);
  EXPECT_THAT(report.checks,
              Each(AllOf(Field(&PermissionCheck::allowed, false),
                         Field(&PermissionCheck::reason, "no policy allows it"),
                         Field(&PermissionCheck::missing_context, ElementsAre("aws:SourceIp")))));
  const PermissionReport known = report_on(needs, {.context = {{"aws:SourceIp", {"192.0.2.7"}, "ip"}}});
  EXPECT_TRUE(known.all_allowed());
  EXPECT_THAT(known.checks, Each(Field(&PermissionCheck::missing_context, IsEmpty())));
}

TEST_F(IamCheckTest, AContextKeyOfTheCallersOwnWins) {
  const PolicyNeeds needs{.account = "123456789012", .models = {"haiku"}, .regions = {"us-east-1"}};
  report_on(needs, {.context = {{"AWS:requestedregion", {"eu-west-1"}}}});
  EXPECT_THAT(context_in(simulations()[0])["aws:requestedregion"], ElementsAre("eu-west-1"));
}

TEST_F(IamCheckTest, TriesPoliciesBesideItsOwn) {
  const PolicyNeeds needs{.account = "123456789012", .models = {"haiku"}, .regions = {"us-east-1"}};
  EXPECT_FALSE(report_on(needs).all_allowed());
  EXPECT_TRUE(report_on(needs, {.policies = {iam_policy(needs)->identity.to_json().dump()}}).all_allowed());
}

TEST_F(IamCheckTest, KnowsTheLayersOfADenial) {
  const PolicyNeeds needs{.account = "123456789012", .regions = {"us-east-1"}, .costs = true};
  detail_ = element("OrganizationsDecisionDetail", element("AllowedByOrganizations", "false"));
  EXPECT_EQ(report_on(needs).checks.at(0).reason, "a service control policy of the organization");
}

TEST_F(IamCheckTest, ASessionOfARoleIsTheRoleWithItsPath) {
  const PolicyNeeds needs{.regions = {"us-east-1"}, .costs = true};
  caller_ = "arn:aws:sts::123456789012:assumed-role/app/i-0123";
  role_arn_ = "arn:aws:iam::123456789012:role/service/app";
  const PermissionReport report = report_on(needs);
  EXPECT_EQ(forms_[1].at("RoleName"), "app");
  EXPECT_EQ(report.caller_arn, caller_);
  EXPECT_EQ(report.principal_arn, role_arn_);
  EXPECT_EQ(simulations()[0].at("PolicySourceArn"), role_arn_);
  EXPECT_THAT(report.checks,
              Contains(Field(&PermissionCheck::resource, "arn:aws:budgets::123456789012:budget/*")))
      << "the account is the caller's";
}

TEST_F(IamCheckTest, GuessesTheRoleIfGetRoleIsRefused) {
  const PolicyNeeds needs{.regions = {"us-east-1"}, .costs = true};
  caller_ = "arn:aws:sts::123456789012:assumed-role/app/i-0123";
  PermissionReport report = report_on(needs);
  EXPECT_EQ(report.principal_arn, "arn:aws:iam::123456789012:role/app");
  EXPECT_THAT(report.notes, Contains(HasSubstr("iam:GetRole is not allowed")));
  caller_ = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ada";
  report = report_on(needs);
  EXPECT_EQ(
      report.principal_arn,
      "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef");
}

TEST_F(IamCheckTest, RefusesWhomIamCannotSimulate) {
  const PolicyNeeds needs{.regions = {"us-east-1"}, .costs = true};
  for (const auto& [arn, message] :
       {std::pair("arn:aws:iam::123456789012:root", "the root user"),
        std::pair("arn:aws:sts::123456789012:federated-user/bob", "cannot simulate")}) {
    caller_ = arn;
    const auto report = check_permissions(session(), needs);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, ErrorKind::bad_request);
    EXPECT_THAT(report.error().message, HasSubstr(message));
    EXPECT_THAT(report.error().hint, HasSubstr("--principal"));
  }
}

TEST_F(IamCheckTest, APrincipalThatIsNamedIsNotAskedFor) {
  const PolicyNeeds needs{.account = "123456789012", .regions = {"us-east-1"}, .costs = true};
  report_on(needs, {.principal_arn = "arn:aws:iam::123456789012:role/other"});
  EXPECT_EQ(forms_.at(0).at("Action"), "SimulatePrincipalPolicy");
}

}  // namespace
}  // namespace anthropic::internal
