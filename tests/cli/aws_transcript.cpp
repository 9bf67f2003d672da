// The commands for AWS's services, against a server that answers as those do.
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kIdentity =
    R"(<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>)";
constexpr const char* kRole =
    R"(<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/reader/x</Arn><AssumedRoleId>A:x</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role/secret</SecretAccessKey>
<SessionToken>role'token</SessionToken><Expiration>2030-01-02T03:04:05Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>)";

TEST(Whoami, NamesTheCallerAndWhereItAsked) {
  FakeAws sts({answer(200, kIdentity)});
  const Outcome outcome = run({"whoami"}, sts.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("account:     123456789012\n"));
  EXPECT_THAT(outcome.out, HasSubstr("arn:         arn:aws:iam::123456789012:user/ada\n"));
  EXPECT_THAT(outcome.out, HasSubstr("credentials: environment"));
  EXPECT_THAT(outcome.out, HasSubstr("region:      eu-west-1\n"));
  EXPECT_THAT(outcome.out, HasSubstr("endpoint:    " + sts.url() + "\n"));
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(FakeAws::kSecret)));
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("AKIDEXAMPLE12")));
}

TEST(Whoami, PrintsJsonAndTakesItsOptions) {
  FakeAws sts({answer(200, kIdentity)});
  Variables variables = sts.variables();
  variables.erase("AWS_ENDPOINT_URL");
  variables["AWS_BEARER_TOKEN_BEDROCK"] = "bearer";
  const Outcome outcome =
      run({"whoami", "--json", "--region", "us-west-2", "--endpoint-url", sts.url()}, variables);
  const Result<Json> json = Json::parse(outcome.out);
  ASSERT_TRUE(json) << outcome.err;
  EXPECT_EQ((*json)["account"], Json("123456789012"));
  EXPECT_EQ((*json)["region"], Json("us-west-2"));
  EXPECT_EQ((*json)["endpoint"], Json(sts.url()));
  EXPECT_THAT(sts.request(), HasSubstr("/us-west-2/sts/aws4_request"));
  EXPECT_THAT(outcome.err, HasSubstr("note: AWS_BEARER_TOKEN_BEDROCK is set"));
}

TEST(Whoami, FailsWithTheKindOfItsError) {
  EXPECT_EQ(run({"whoami"}, {{"AWS_REGION", "eu-west-1"}}).exit_code, 4);
  FakeAws sts({answer(403,
                      "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>no</Message>"
                      "</Error></ErrorResponse>")});
  const Outcome refused = run({"whoami"}, sts.variables());
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(refused.exit_code, 6) << refused.err;
}

TEST(AssumeRole, PrintsWhatAShellCanRead) {
  FakeAws sts({answer(200, kRole)});
  const Outcome outcome = run({"assume-role", "arn:aws:iam::123456789012:role/reader", "--session-name",
                               "build-7", "--duration", "900", "--external-id", "agreed"},
                              sts.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "export AWS_ACCESS_KEY_ID='ASIAROLE'\nexport AWS_SECRET_ACCESS_KEY='role/secret'\n"
            "export AWS_SESSION_TOKEN='role'\"'\"'token'\n"
            "export AWS_CREDENTIAL_EXPIRATION='2030-01-02T03:04:05Z'\n");
  const std::string form = body_of(sts.request());
  EXPECT_THAT(form, HasSubstr("RoleSessionName=build-7"));
  EXPECT_THAT(form, HasSubstr("DurationSeconds=900"));
  EXPECT_THAT(form, HasSubstr("ExternalId=agreed"));
}

TEST(AssumeRole, PrintsJsonForACredentialProcess) {
  FakeAws sts({answer(200, kRole)});
  const Outcome outcome =
      run({"assume-role", "arn:aws:iam::123456789012:role/reader", "--json"}, sts.variables());
  EXPECT_EQ(
      outcome.out,
      R"({"Version":1,"AccessKeyId":"ASIAROLE","SecretAccessKey":"role/secret","SessionToken":"role'token",)"
      R"("Expiration":"2030-01-02T03:04:05Z"})"
      "\n");
}

TEST(AssumeRole, AsksForACodeOnTheTerminal) {
  FakeAws sts({answer(200, kRole)});
  RunningProgram program({"assume-role", "arn:aws:iam::123456789012:role/reader", "--serial-number",
                          "arn:aws:iam::123456789012:mfa/ada", "--json"},
                         sts.variables(), RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("MFA code of arn:aws:iam::123456789012:mfa/ada: "));
  program.write("123456\n");
  EXPECT_EQ(program.finish().exit_code, 0);
  EXPECT_THAT(body_of(sts.request()), HasSubstr("TokenCode=123456"));
}

TEST(Secret, IsPrintedAsItIs) {
  FakeAws secrets({answer(200, R"({"ARN":"arn:x","Name":"db","VersionId":"v1","SecretString":"p\nq"})")});
  const Outcome outcome = run({"secret", "get", "db", "--version-stage", "AWSPREVIOUS"}, secrets.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "p\nq");
  EXPECT_EQ(*Json::parse(body_of(secrets.request())),
            Json::object({{"SecretId", "db"}, {"VersionStage", "AWSPREVIOUS"}}));
  const Outcome json = run({"secret", "get", "db", "--json"}, secrets.variables());
  EXPECT_EQ((*Json::parse(json.out))["secret_string"], Json("p\nq"));
}

TEST(Secret, IsReadFromAPipeAndNeverPrinted) {
  FakeAws secrets({answer(200, R"({"ARN":"arn:x","Name":"db","VersionId":"v2"})")});
  const Outcome outcome = run({"secret", "put", "db", "--debug"}, secrets.variables(), "hush\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "db v2\n");
  EXPECT_THAT(outcome.err, Not(HasSubstr("hush")));
  EXPECT_EQ((*Json::parse(body_of(secrets.request())))["SecretString"], Json("hush\n"));
}

TEST(Secret, IsBinaryIfItIsNoText) {
  FakeAws secrets({answer(200, R"({"ARN":"arn:x","Name":"db","VersionId":"v2"})")});
  EXPECT_EQ(run({"secret", "put", "db"}, secrets.variables(), "\xff\xfe").exit_code, 0);
  EXPECT_EQ((*Json::parse(body_of(secrets.request())))["SecretBinary"], Json("//4="));
}

TEST(Secret, IsMadeOnlyIfAsked) {
  const std::string missing =
      answer(400, R"({"__type":"ResourceNotFoundException","message":"no such secret"})");
  const std::string made = answer(200, R"({"ARN":"arn:x","Name":"db","VersionId":"v1"})");
  FakeAws without({missing});
  const Outcome refused = run({"secret", "put", "db", "v"}, without.variables());
  EXPECT_EQ(refused.exit_code, 8) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("hint: --create"));
  FakeAws with({missing, made});
  const Outcome created =
      run({"secret", "put", "db", "v", "--create", "--description", "d"}, with.variables());
  EXPECT_EQ(created.exit_code, 0) << created.err;
  EXPECT_THAT(with.request(), HasSubstr("secretsmanager.CreateSecret"));
  EXPECT_EQ((*Json::parse(body_of(with.request())))["Description"], Json("d"));
}

TEST(Kms, EncryptsToBase64) {
  FakeAws kms({answer(200, R"({"CiphertextBlob":"AAEC","KeyId":"arn:key"})")});
  const Outcome outcome = run({"kms", "encrypt", "alias/app", "--context", "a=1", "-c", "b=2=3"},
                              kms.variables(), std::string("\0x", 2));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "AAEC\n");
  const Json sent = *Json::parse(body_of(kms.request()));
  EXPECT_EQ(sent["KeyId"], Json("alias/app"));
  EXPECT_EQ(sent["Plaintext"], Json("AHg="));
  EXPECT_EQ(sent["EncryptionContext"], Json::object({{"a", "1"}, {"b", "2=3"}}));
}

TEST(Kms, DecryptsWhatEncryptPrinted) {
  FakeAws kms({answer(200, R"({"Plaintext":"AHg=","KeyId":"arn:key"})")});
  const Outcome outcome = run({"kms", "decrypt"}, kms.variables(), "AA\nEC\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, std::string("\0x", 2));
  EXPECT_EQ((*Json::parse(body_of(kms.request())))["CiphertextBlob"], Json("AAEC"));
  const Outcome json = run({"kms", "decrypt", "AAEC", "--json"}, kms.variables());
  EXPECT_EQ(json.out, "{\"plaintext\":\"AHg=\",\"key_id\":\"arn:key\"}\n");
}

TEST(Kms, RefusesWhatCannotBeRightBeforeItIsSent) {
  FakeAws kms({answer(500, "")});
  EXPECT_EQ(run({"kms", "decrypt", "no base64!"}, kms.variables()).exit_code, 2);
  EXPECT_EQ(run({"kms", "encrypt", "k", "x", "-c", "nothing"}, kms.variables()).exit_code, 2);
  EXPECT_EQ(run({"kms", "encrypt", "k", "x", "-c", "a=1", "-c", "a=2"}, kms.variables()).exit_code, 2);
  EXPECT_EQ(run({"kms", "encrypt", "k"}, kms.variables()).exit_code, 2);
  EXPECT_TRUE(kms.requests().empty());
}

TEST(Token, IsMadeWithoutAskingAnyone) {
  FakeAws aws({answer(500, "")});
  const Outcome outcome = run({"token", "--lifetime", "15m", "--json"}, aws.variables());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const Result<Json> json = Json::parse(outcome.out);
  ASSERT_TRUE(json);
  EXPECT_THAT((*json)["token"].string_or(""), ::testing::StartsWith("bedrock-api-key-"));
  EXPECT_EQ((*json)["region"], Json("eu-west-1"));
  EXPECT_EQ((*json)["expires"].string_or("").size(), 20u);
  EXPECT_THAT(run({"token"}, aws.variables()).out, ::testing::StartsWith("bedrock-api-key-"));
  EXPECT_EQ(run({"token", "--lifetime", "13h"}, aws.variables()).exit_code, 2);
  EXPECT_EQ(run({"token"}, {{"AWS_REGION", "eu-west-1"}}).exit_code, 4);
  EXPECT_TRUE(aws.requests().empty());
}

}  // namespace
}  // namespace anthropic::internal::cli
