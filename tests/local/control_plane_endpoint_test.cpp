// The control plane as requests see it: what one makes there is what calls find.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/encoding.hpp"
#include "local/server/endpoint.hpp"
#include "signed_request.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kBaseId = "anthropic.claude-haiku-4-5-20251001-v1:0";
constexpr std::string_view kSystemProfile =
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0";

constexpr const char* kReplies = R"({
  "rules": [{"match": {"model": "haiku-4-5"}, "reply": {"text": "Haiku it is."}}],
  "guardrails": {
    "abc:1": {"words": ["bomb"]},
    "abc": {"words": [{"word": "draft", "on": "input"}],
            "topics": [{"name": "Money", "words": ["stocks", "bonds"]}],
            "sensitive": [{"pii": "EMAIL"}, {"name": "TICKET", "regex": "T-\\d+", "action": "block", "on": "output"}]},
    "only2:2": {"words": ["two"]}}})";

class ControlPlaneEndpoint : public ::testing::Test {
 protected:
  ControlPlaneEndpoint()
      : endpoint([] {
          EndpointSettings made;
          made.accepted = {{plain_pair()}, {}, "us-east-1"};
          made.now = noon;
          made.random = std::make_shared<RealRandom>();
          made.replies = *Replies::parse(kReplies);
          return made;
        }()) {}

  Answer ask(std::string_view method, std::string_view target, std::string body = "", Headers more = {}) {
    return endpoint.answer(signed_request(method, target, std::move(body), {.more = std::move(more)}));
  }
  Json told(std::string_view method, std::string_view target, std::string body = "") {
    const Answer answer = ask(method, target, std::move(body));
    EXPECT_LT(answer.status, 300) << target << ": " << answer.body;
    return *Json::parse(answer.body);
  }
  /// "404 ResourceNotFoundException: …"
  std::string refused(std::string_view method, std::string_view target, std::string body = "",
                      Headers more = {}) {
    const Answer answer = ask(method, target, std::move(body), std::move(more));
    return std::to_string(answer.status) + " " + answer.error_code + ": " +
           (*Json::parse(answer.body))["message"].string_or("");
  }
  /// The ARN of a new profile.
  std::string make_profile(std::string_view source = kSystemProfile, std::string more = "") {
    const Answer answer = ask("POST", "/inference-profiles", profile_body(source, std::move(more)));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return (*Json::parse(answer.body))["inferenceProfileArn"].string_or("");
  }
  static std::string profile_body(std::string_view source = kSystemProfile, std::string more = "") {
    return R"({"inferenceProfileName": "team one", "modelSource": {"copyFrom": ")" + std::string(source) +
           "\"}" + more + "}";
  }
  static std::string invoke_target(const std::string& id, const char* verb = "invoke") {
    return "/model/" + percent_encode(id) + "/" + verb;
  }
  Json tags_of(const std::string& arn) {
    return told("POST", "/listTagsForResource", R"({"resourceARN": ")" + arn + "\"}")["tags"];
  }

  Endpoint endpoint;
};

using ApplicationProfiles = ControlPlaneEndpoint;
using Tags = ControlPlaneEndpoint;
using ModelAgreements = ControlPlaneEndpoint;
using UseCases = ControlPlaneEndpoint;
using ToldGuardrails = ControlPlaneEndpoint;
using NamedRefusals = ControlPlaneEndpoint;

TEST_F(ApplicationProfiles, AreMadeListedAndDeleted) {
  const std::string arn = make_profile(kSystemProfile, R"(, "description": "For tests.")");
  EXPECT_THAT(arn, StartsWith("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/"));
  const std::string id = arn.substr(arn.rfind('/') + 1);
  for (const std::string& target : {id, percent_encode(arn), arn}) {
    const Json profile = told("GET", "/inference-profiles/" + target);
    EXPECT_EQ(profile["inferenceProfileArn"].as_string(), arn);
    EXPECT_EQ(profile["inferenceProfileId"].as_string(), id);
    EXPECT_EQ(profile["inferenceProfileName"].as_string(), "team one");
    EXPECT_EQ(profile["description"].as_string(), "For tests.");
    EXPECT_EQ(profile["type"].as_string(), "APPLICATION");
    EXPECT_EQ(profile["createdAt"].as_string(), "2026-11-22T12:00:00Z");
    EXPECT_EQ(profile["models"],
              told("GET", "/inference-profiles/" + percent_encode(std::string(kSystemProfile)))["models"]);
  }
  const Json made = told("GET", "/inference-profiles?type=APPLICATION")["inferenceProfileSummaries"];
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["inferenceProfileId"].as_string(), id);
  const std::size_t system =
      told("GET", "/inference-profiles?type=SYSTEM_DEFINED")["inferenceProfileSummaries"].size();
  EXPECT_EQ(told("GET", "/inference-profiles")["inferenceProfileSummaries"].size(), system + 1);

  EXPECT_EQ(told("DELETE", "/inference-profiles/" + percent_encode(arn)), Json::object());
  EXPECT_THAT(refused("GET", "/inference-profiles/" + id), StartsWith("404 ResourceNotFoundException"));
  EXPECT_THAT(refused("DELETE", "/inference-profiles/" + id), StartsWith("404 ResourceNotFoundException"));
  EXPECT_THAT(refused("POST", invoke_target(arn), invoke_body()),
              StartsWith("404 ResourceNotFoundException"));
}

TEST_F(ApplicationProfiles, CanBeMadeOfAModel) {
  const std::string haiku = "arn:aws:bedrock:us-east-1::foundation-model/" + std::string(kBaseId);
  EXPECT_THAT(refused("POST", "/inference-profiles", profile_body(haiku)),
              HasSubstr("with on-demand throughput isn\u2019t supported"));
  for (const ModelInfo& model : model_catalog()) {
    if (!model.on_demand || model.state == ModelState::retired) continue;
    const std::string source = "arn:aws:bedrock:us-east-1::foundation-model/" + std::string(model.id);
    const std::string arn = make_profile(source);
    const Json models = told("GET", "/inference-profiles/" + percent_encode(arn))["models"];
    EXPECT_EQ(models.dump(), R"([{"modelArn":")" + source + "\"}]");
  }
}

TEST_F(ApplicationProfiles, AreCalledInEveryApi) {
  const std::string arn = make_profile();
  for (const std::string& target : {invoke_target(arn), invoke_target(arn, "invoke-with-response-stream")})
    EXPECT_EQ(ask("POST", target, invoke_body()).status, 200) << target;
  EXPECT_THAT(ask("POST", invoke_target(arn), invoke_body()).body, HasSubstr("Haiku it is."));
  const std::string conversation = R"({"messages": [{"role": "user", "content": [{"text": "Hello"}]}]})";
  EXPECT_THAT(ask("POST", invoke_target(arn, "converse"), conversation).body, HasSubstr("Haiku it is."));
  EXPECT_EQ(ask("POST", invoke_target(arn, "converse-stream"), conversation).status, 200);
  const std::string message =
      R"({"model": ")" + arn + R"(", "max_tokens": 9, "messages": [{"role": "user", "content": "Hello"}]})";
  const Answer runtime =
      ask("POST", "/anthropic/v1/messages", message, {{"anthropic-version", "2023-06-01"}});
  EXPECT_EQ(runtime.status, 200) << runtime.body;
  // An id of its own names nothing to a call, as on AWS.
  EXPECT_THAT(refused("POST", invoke_target(arn.substr(arn.rfind('/') + 1)), invoke_body()),
              HasSubstr("model identifier is invalid"));
}

TEST_F(ApplicationProfiles, AreRefusedInAwssWords) {
  EXPECT_EQ(
      refused("POST", "/inference-profiles", "{}"),
      "400 ValidationException: 2 validation errors detected: Value null at 'inferenceProfileName' failed to "
      "satisfy constraint: Member must not be null; Value null at 'modelSource' failed to satisfy "
      "constraint: "
      "Member must not be null");
  EXPECT_THAT(refused("POST", "/inference-profiles", "["), HasSubstr("The request is malformed"));
  std::string named = profile_body();
  named.replace(named.find("team one"), 8, "team  one!");
  EXPECT_EQ(refused("POST", "/inference-profiles", named),
            "400 ValidationException: 1 validation error detected: Value 'team  one!' at "
            "'inferenceProfileName' failed "
            "to satisfy constraint: Member must satisfy regular expression pattern: ([0-9a-zA-Z][ _-]?)+");
  EXPECT_THAT(refused("POST", "/inference-profiles", profile_body("us.anthropic.claude-haiku-4-5")),
              HasSubstr("at 'modelSource.copyFrom' failed to satisfy constraint"));
  EXPECT_THAT(refused("POST", "/inference-profiles",
                      profile_body("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-nonsense")),
              HasSubstr("model identifier is invalid"));
  EXPECT_THAT(refused("POST", "/inference-profiles",
                      profile_body("arn:aws:bedrock:eu-west-1:123456789012:inference-profile/"
                                   "eu.anthropic.claude-haiku-4-5-20251001-v1:0")),
              HasSubstr("model identifier is invalid"));
  EXPECT_THAT(refused("DELETE", "/inference-profiles/us.anthropic.claude-haiku-4-5-20251001-v1%3A0"),
              HasSubstr("system-defined"));
  EXPECT_THAT(refused("GET", "/inference-profiles/a_b"), HasSubstr("at 'inferenceProfileIdentifier'"));
  EXPECT_THAT(refused("GET", "/inference-profiles?type=application"),
              HasSubstr("at 'typeEquals' failed to satisfy constraint: Member must satisfy enum value set"));
}

TEST_F(ApplicationProfiles, OneTokenMakesOne) {
  const std::string arn = make_profile(kSystemProfile, R"(, "clientRequestToken": "a-token")");
  EXPECT_EQ(make_profile(kSystemProfile, R"(, "clientRequestToken": "a-token")"), arn);
  EXPECT_THAT(
      refused("POST", "/inference-profiles",
              profile_body(kSystemProfile, R"(, "clientRequestToken": "a-token", "description": "x")")),
      HasSubstr("ConflictException"));
  EXPECT_NE(make_profile(), make_profile());
}

TEST_F(Tags, AreKeptForProfilesAndGuardrails) {
  const std::string arn = make_profile(
      kSystemProfile, R"(, "tags": [{"key": "team", "value": "one"}, {"key": "x", "value": ""}])");
  EXPECT_EQ(tags_of(arn).dump(), R"([{"key":"team","value":"one"},{"key":"x","value":""}])");
  told("POST", "/tagResource",
       R"({"resourceARN": ")" + arn + R"(", "tags": [{"key": "team", "value": "two"}]})");
  told("POST", "/untagResource", R"({"resourceARN": ")" + arn + R"(", "tagKeys": ["x", "y"]})");
  EXPECT_EQ(tags_of(arn).dump(), R"([{"key":"team","value":"two"}])");

  const std::string guardrail = "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc";
  EXPECT_EQ(tags_of(guardrail), Json::array());
  told("POST", "/tagResource",
       R"({"resourceARN": ")" + guardrail + R"(", "tags": [{"key": "a", "value": "b"}]})");
  EXPECT_EQ(tags_of(guardrail).dump(), R"([{"key":"a","value":"b"}])");
}

TEST_F(Tags, AreKeptForBatchJobs) {
  const std::string job = told("POST", "/model-invocation-job",
                               R"({"jobName": "j", "roleArn":
      "arn:aws:iam::123456789012:role/r", "modelId": ")" +
                                   std::string(kSystemProfile) + R"(",
      "inputDataConfig": {"s3InputDataConfig": {"s3Uri": "s3://bucket/in"}},
      "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://bucket/out"}},
      "tags": [{"key": "k", "value": "v"}]})")["jobArn"]
                              .string_or("");
  EXPECT_EQ(tags_of(job).dump(), R"([{"key":"k","value":"v"}])");
}

TEST_F(Tags, AreRefusedInAwssWords) {
  EXPECT_THAT(refused("POST", "/listTagsForResource",
                      R"({"resourceARN": "arn:aws:bedrock:us-east-1:123456789012:guardrail/nonesuch"})"),
              StartsWith("404 ResourceNotFoundException"));
  EXPECT_THAT(refused("POST", "/listTagsForResource", R"({"resourceARN": "short"})"),
              HasSubstr("length greater than or equal to 20"));
  EXPECT_THAT(refused("POST", "/tagResource", "{}"), HasSubstr("Value null at 'tags'"));
  const std::string arn = make_profile();
  EXPECT_THAT(refused("POST", "/tagResource",
                      R"({"resourceARN": ")" + arn + R"(", "tags": [{"key": "!", "value": ""}]})"),
              HasSubstr("at 'tags.1.member.key' failed to satisfy constraint"));
  EXPECT_THAT(refused("POST", "/tagResource",
                      R"({"resourceARN": ")" + arn + R"(", "tags": [{"key": "aws:x", "value": ""}]})"),
              HasSubstr("aws: prefixed"));
  std::string many;
  for (int i = 0; i < 51; ++i)
    many += std::string(i ? "," : "") + R"({"key": "k)" + std::to_string(i) + R"(", "value": ""})";
  EXPECT_THAT(refused("POST", "/tagResource", R"({"resourceARN": ")" + arn + R"(", "tags": [)" + many + "]}"),
              StartsWith("400 TooManyTagsException"));
}

TEST_F(ModelAgreements, AreThereUntilDeletedAndComeBack) {
  const std::string availability = "/foundation-model-availability/" + percent_encode(std::string(kBaseId));
  const auto status = [&] {
    return told("GET", availability)["agreementAvailability"]["status"].string_or("");
  };
  const std::string model = R"({"modelId": ")" + std::string(kBaseId) + "\"";
  EXPECT_EQ(status(), "AVAILABLE");
  const Json offers = told("GET", "/list-foundation-model-agreement-offers/" +
                                      percent_encode(std::string(kBaseId)) + "?offerType=ALL");
  EXPECT_EQ(offers["modelId"].as_string(), kBaseId);
  const Json& terms = offers["offers"][0]["termDetails"];
  EXPECT_EQ(terms["usageBasedPricingTerm"]["rateCard"][0]["price"].as_string(), "0.001000");
  const std::string token = offers["offers"][0]["offerToken"].string_or("");
  const std::string create = model + R"(, "offerToken": ")" + token + "\"}";
  EXPECT_THAT(refused("POST", "/create-foundation-model-agreement", create),
              StartsWith("400 ConflictException"));

  EXPECT_EQ(ask("POST", "/delete-foundation-model-agreement", model + "}").status, 202);
  EXPECT_EQ(status(), "NOT_AVAILABLE");
  EXPECT_THAT(refused("POST", "/delete-foundation-model-agreement", model + "}"),
              StartsWith("404 ResourceNotFoundException"));
  EXPECT_EQ(ask("POST", "/create-foundation-model-agreement", create).status, 202);
  EXPECT_EQ(status(), "AVAILABLE");

  told("POST", "/delete-foundation-model-agreement", model + "}");
  EXPECT_EQ(ask("POST", kHaikuInvoke, invoke_body()).status, 200);
  EXPECT_EQ(status(), "AVAILABLE") << "whoever calls a model subscribes to it";
}

TEST_F(ModelAgreements, AreRefusedInAwssWords) {
  EXPECT_THAT(refused("GET", "/list-foundation-model-agreement-offers/nonsense"), HasSubstr("at 'modelId'"));
  EXPECT_THAT(refused("GET", "/list-foundation-model-agreement-offers/anthropic.claude-nonsense"),
              HasSubstr("model identifier is invalid"));
  EXPECT_THAT(refused("GET", "/list-foundation-model-agreement-offers/" +
                                 percent_encode(std::string(kBaseId)) + "?offerType=SOME"),
              HasSubstr("at 'offerType' failed to satisfy constraint"));
  EXPECT_THAT(refused("POST", "/create-foundation-model-agreement", "{}"), HasSubstr("'offerToken'"));
  EXPECT_THAT(refused("POST", "/create-foundation-model-agreement",
                      R"({"offerToken": "x", "modelId": ")" + std::string(kBaseId) + "\"}"),
              HasSubstr("offer token is invalid"));
}

TEST_F(UseCases, AreToldAsTheyWereSent) {
  const std::string form = base64_encode(R"({"companyName":"Example"})");
  EXPECT_EQ(ask("POST", "/use-case-for-model-access", R"({"formData": ")" + form + "\"}").status, 201);
  EXPECT_EQ(told("GET", "/use-case-for-model-access")["formData"].as_string(), form);
  EXPECT_THAT(refused("POST", "/use-case-for-model-access", R"({"formData": "eA=="})"),
              HasSubstr("length greater than or equal to 10"));
  EXPECT_THAT(refused("POST", "/use-case-for-model-access", R"({"formData": "!"})"), HasSubstr("not base64"));
  EXPECT_THAT(refused("POST", "/use-case-for-model-access", "{}"), HasSubstr("Value null at 'formData'"));
  EXPECT_EQ(told("GET", "/use-case-for-model-access")["formData"].as_string(), form);
}

TEST_F(ToldGuardrails, AreThoseOfTheRepliesFile) {
  const Json drafts = told("GET", "/guardrails")["guardrails"];
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[0]["id"].as_string(), "abc");
  EXPECT_EQ(drafts[0]["version"].as_string(), "DRAFT");
  EXPECT_EQ(drafts[1]["version"].as_string(), "2") << "the only one there is";
  EXPECT_EQ(told("GET", "/guardrails?guardrailIdentifier=abc")["guardrails"].size(), 2u);
  const Json page = told("GET", "/guardrails?maxResults=1");
  EXPECT_EQ(told("GET", "/guardrails?nextToken=" + page["nextToken"].string_or(""))["guardrails"].size(), 1u);

  const Json draft = told("GET", "/guardrails/abc");
  EXPECT_EQ(draft["guardrailArn"].as_string(), "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc");
  EXPECT_EQ(draft["status"].as_string(), "READY");
  EXPECT_EQ(draft["topicPolicy"]["topics"][0]["definition"].as_string(),
            "Whatever says one of these: stocks; bonds");
  EXPECT_EQ(
      draft["wordPolicy"]["words"][0].dump(),
      R"({"text":"draft","inputAction":"BLOCK","inputEnabled":true,"outputAction":"NONE","outputEnabled":false})");
  const Json& sensitive = draft["sensitiveInformationPolicy"];
  EXPECT_EQ(sensitive["piiEntities"][0]["action"].as_string(), "ANONYMIZE");
  EXPECT_EQ(sensitive["regexes"][0]["pattern"].as_string(), "T-\\d+");
  EXPECT_EQ(sensitive["regexes"][0]["action"].as_string(), "BLOCK");
  EXPECT_EQ(told("GET", "/guardrails/abc?guardrailVersion=1")["wordPolicy"]["words"][0]["text"].as_string(),
            "bomb");
  EXPECT_EQ(
      told("GET", "/guardrails/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aguardrail%2Fabc")["version"]
          .as_string(),
      "DRAFT");

  EXPECT_THAT(refused("GET", "/guardrails/nonesuch"), StartsWith("404 ResourceNotFoundException"));
  EXPECT_THAT(refused("GET", "/guardrails/abc?guardrailVersion=3"), StartsWith("404 "));
  EXPECT_THAT(refused("GET", "/guardrails/a-b"), HasSubstr("at 'guardrailIdentifier'"));
  EXPECT_THAT(refused("GET", "/guardrails/abc?guardrailVersion=x"), HasSubstr("at 'guardrailVersion'"));
  EXPECT_THAT(refused("GET", "/guardrails?guardrailIdentifier=nonesuch"), StartsWith("404 "));
}

TEST_F(NamedRefusals, CanBeAskedOfOneOperation) {
  const auto with = [](const char* fault) { return Headers{{"x-local-fault", fault}}; };
  EXPECT_EQ(refused("GET", "/inference-profiles", "", with("refuse=denied,on=ListInferenceProfiles")),
            "403 AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/local/session is not "
            "authorized to "
            "perform: bedrock:ListInferenceProfiles on resource: "
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/* because no identity-based policy "
            "allows the "
            "bedrock:ListInferenceProfiles action");
  EXPECT_THAT(refused("GET", "/inference-profiles/abc", "", with("refuse=scp,on=GetInferenceProfile")),
              HasSubstr("inference-profile/abc with an explicit deny in a service control policy"));
  EXPECT_EQ(ask("GET", "/inference-profiles", "", with("refuse=denied,on=GetInferenceProfile")).status, 200);
  EXPECT_EQ(ask("GET", "/inference-profiles", "", with("refuse=denied")).status, 200)
      << "it is no call of a model";
  EXPECT_THAT(refused("PUT", "/data-retention", R"({"mode": "none"})",
                      with("refuse=account,on=PutAccountDataRetention")),
              HasSubstr("not authorized to invoke this API operation"));
  EXPECT_THAT(refused("GET", "/guardrails/abc", "", with("refuse=explicit-deny,on=GetGuardrail")),
              HasSubstr(":guardrail/abc with an explicit deny"));
  EXPECT_THAT(refused("POST", "/listTagsForResource", "{}", with("refuse=requests,on=ListTagsForResource")),
              StartsWith("429 ThrottlingException"));
  EXPECT_THAT(refused("GET", "/guardrails", "", with("refuse=expired,on=ListGuardrails")),
              HasSubstr("ExpiredTokenException"));
  EXPECT_EQ(ask("GET", "/guardrails/abc", "", with("refuse=expired,on=ListGuardrails")).status, 200);
  // Calls of models, too.
  EXPECT_THAT(refused("POST", kHaikuInvoke, invoke_body(), with("refuse=denied,on=InvokeModel")),
              HasSubstr("perform: bedrock:InvokeModel on resource"));
  EXPECT_EQ(ask("POST", kHaikuStream, invoke_body(), with("refuse=denied,on=InvokeModel")).status, 200);
}

}  // namespace
}  // namespace anthropic::internal::local
