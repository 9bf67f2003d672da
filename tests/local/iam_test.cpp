#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;

constexpr const char* kUser = "arn:aws:iam::000000000000:user/local-endpoint";
constexpr const char* kRole = "arn:aws:iam::000000000000:role/samples/without-policies";

ServiceOutcome call(std::string_view operation, const std::string& input) {
  const Json json = *Json::parse(input);
  const Request request;
  return iam()({.operation = operation, .input = json, .request = request, .region = "us-east-1", .now = {}});
}

Json answer(std::string_view operation, const std::string& input) {
  const ServiceOutcome outcome = call(operation, input);
  const Json* json = std::get_if<Json>(&outcome);
  EXPECT_TRUE(json) << std::get_if<Refusal>(&outcome)->message;
  return json ? *json : Json();
}

Refusal refusal(std::string_view operation, const std::string& input) {
  const ServiceOutcome outcome = call(operation, input);
  const Refusal* refused = std::get_if<Refusal>(&outcome);
  EXPECT_TRUE(refused);
  return refused ? *refused : Refusal();
}

std::string asks(const std::string& principal, const std::string& more) {
  return R"({"PolicySourceArn": ")" + principal + R"(", "ActionNames": ["bedrock:InvokeModel"])" + more + "}";
}

TEST(LocalIam, DecidesForEachResource) {
  const Json result = answer("SimulatePrincipalPolicy", asks(kUser, R"(,
      "ResourceArns": ["arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.anthropic.x",
                       "arn:aws:bedrock:us-east-1:000000000000:inference-profile/eu.anthropic.x"],
      "ContextEntries": [{"ContextKeyName": "aws:RequestedRegion", "ContextKeyValues": ["us-east-1"],
                          "ContextKeyType": "string"}])"))["EvaluationResults"][0];
  EXPECT_EQ(result["EvalDecision"], Json("implicitDeny")) << "the worst of all";
  EXPECT_EQ(result["ResourceSpecificResults"].size(), 2u);
  EXPECT_EQ(result["ResourceSpecificResults"][0]["EvalResourceDecision"], Json("allowed"));
  EXPECT_EQ(result["ResourceSpecificResults"][0]["MatchedStatements"][0]["SourcePolicyId"],
            Json("ClaudeInTheUnitedStates"));
  EXPECT_EQ(result["ResourceSpecificResults"][1]["EvalResourceDecision"], Json("implicitDeny"));
}

TEST(LocalIam, NamesMissingKeysWhereIamDoes) {
  const Json named =
      answer("SimulatePrincipalPolicy",
             asks(kUser, R"(, "ResourceArns": ["arn:aws:bedrock:us-east-1::foundation-model/anthropic.x"])"))
          ["EvaluationResults"][0];
  EXPECT_EQ(named["MissingContextValues"].size(), 0u);
  EXPECT_EQ(named["ResourceSpecificResults"][0]["MissingContextValues"],
            Json::array({"aws:RequestedRegion", "bedrock:InferenceProfileArn"}));
  const Json all =
      answer("SimulatePrincipalPolicy", R"({"PolicySourceArn": ")" + std::string(kUser) +
                                            R"(", "ActionNames": ["ce:GetTags"]})")["EvaluationResults"][0];
  EXPECT_EQ(all["MissingContextValues"], Json::array({"aws:SourceIp"}));
  EXPECT_FALSE(all.contains("ResourceSpecificResults"));
}

TEST(LocalIam, TriesFurtherPolicies) {
  const std::string policy =
      R"({\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}})";
  EXPECT_EQ(answer("SimulatePrincipalPolicy", asks(kRole, ""))["EvaluationResults"][0]["EvalDecision"],
            Json("implicitDeny"));
  const Json tried =
      answer("SimulatePrincipalPolicy", asks(kRole, R"(, "PolicyInputList": [")" + policy + "\"]"));
  EXPECT_EQ(tried["EvaluationResults"][0]["EvalDecision"], Json("allowed"));
  EXPECT_EQ(tried["EvaluationResults"][0]["MatchedStatements"][0]["SourcePolicyId"],
            Json("PolicyInputList.1"));
}

TEST(LocalIam, AnswersInPages) {
  const std::string actions = R"({"PolicySourceArn": ")" + std::string(kRole) +
                              R"(", "ActionNames": ["a:B", "a:C"], "MaxItems": "1")";
  const Json first = answer("SimulatePrincipalPolicy", actions + "}");
  EXPECT_EQ(first["IsTruncated"], Json(true));
  EXPECT_EQ(first["EvaluationResults"].size(), 1u);
  const Json second = answer("SimulatePrincipalPolicy", actions + R"(, "Marker": "1"})");
  EXPECT_EQ(second["IsTruncated"], Json(false));
  EXPECT_EQ(second["EvaluationResults"][0]["EvalActionName"], Json("a:C"));
}

TEST(LocalIam, RefusesWhatIamRefuses) {
  const auto code = [](const std::string& input) { return refusal("SimulatePrincipalPolicy", input).code; };
  EXPECT_EQ(code(asks("arn:aws:iam::000000000000:user/nobody", "")), "NoSuchEntity");
  EXPECT_EQ(code(asks("arn:aws:sts::000000000000:assumed-role/r/s", "")), "InvalidInput");
  EXPECT_EQ(code(asks(kRole, R"(, "PolicyInputList": ["{}"])")), "MalformedPolicyDocument");
  EXPECT_EQ(code(R"({"PolicySourceArn": ")" + std::string(kRole) + "\"}"), "InvalidInput");
  EXPECT_EQ(code(R"({"PolicySourceArn": ")" + std::string(kRole) + R"(", "ActionNames": ["InvokeModel"]})"),
            "InvalidInput");
  EXPECT_EQ(code(asks(kRole, R"(, "ContextEntries": [{"ContextKeyName": "a:k", "ContextKeyValues": ["1", "2"],
                                                      "ContextKeyType": "string"}])")),
            "InvalidInput");
  EXPECT_EQ(refusal("GetRole", R"({"RoleName": "nobody"})").status, 404);
  EXPECT_EQ(refusal("GetRole", "{}").code, "ValidationError");
  EXPECT_THAT(refusal("CreateRole", "{}").message, HasSubstr("does not serve CreateRole"));
}

TEST(LocalIam, ARoleHasAPath) {
  const Json role = answer("GetRole", R"({"RoleName": "without-policies"})")["Role"];
  EXPECT_EQ(role["Arn"], Json(kRole));
  EXPECT_EQ(role["Path"], Json("/samples/"));
}

}  // namespace
}  // namespace anthropic::internal::local
