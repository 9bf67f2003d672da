#include <anthropic/aws/sts.hpp>

#include "aws/session/make_session.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class StsTest : public ServiceTest {};

const AssumeRoleInput kRole{.role_arn = "arn:aws:iam::123456789012:role/r", .role_session_name = "session"};

TEST_F(StsTest, AssumingWithAWebIdentityNeedsNoCredentials) {
  fake_.environment->set("AWS_EC2_METADATA_DISABLED", "true");
  const STS sts(internal::make_session({.region = "eu-west-1"}, fake_.world));
  answer(
      "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
      "<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
      "<Expiration>2026-11-22T13:00:00Z</Expiration></Credentials><Provider>p</Provider><Audience>a</"
      "Audience>"
      "<SubjectFromWebIdentityToken>subject</SubjectFromWebIdentityToken>"
      "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>");
  const auto role = sts.assume_role_with_web_identity(
      {.role_arn = kRole.role_arn, .role_session_name = "session", .web_identity_token = "a.b.c"});
  ASSERT_TRUE(role) << role.error().to_string();
  EXPECT_EQ(role->subject_from_web_identity_token, "subject");
  EXPECT_EQ(role->provider, "p");
  EXPECT_EQ(role->audience, "a");
  EXPECT_EQ(last_request().url, "https://sts.eu-west-1.amazonaws.com/");
  EXPECT_EQ(last_request().header("authorization"), "");
}

TEST_F(StsTest, AnAnswerWithoutCredentialsIsAnErrorThatQuotesNothing) {
  answer(
      "<AssumeRoleResponse><AssumeRoleResult><Credentials><SecretAccessKey>hunter2</SecretAccessKey>"
      "</Credentials></AssumeRoleResult></AssumeRoleResponse>");
  const auto role = STS(session()).assume_role(kRole);
  ASSERT_FALSE(role);
  EXPECT_EQ(role.error().kind, ErrorKind::response_validation);
  EXPECT_THAT(role.error().to_string(), Not(HasSubstr("hunter2")));
  answer("<html>not what was asked for</html>");
  EXPECT_EQ(STS(session()).get_caller_identity().error().kind, ErrorKind::response_validation);
  answer("not XML");
  EXPECT_EQ(STS(session()).get_caller_identity().error().kind, ErrorKind::response_validation);
}

TEST_F(StsTest, ErrorsCarryCodeAndRequestId) {
  fake_.transport->answer(403,
                          "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not "
                          "authorized to perform: sts:AssumeRole</Message></Error><RequestId>r-7</RequestId>"
                          "</ErrorResponse>");
  const auto role = STS(session()).assume_role(kRole);
  ASSERT_FALSE(role);
  EXPECT_EQ(role.error().kind, ErrorKind::permission_denied);
  EXPECT_EQ(role.error().code, "AccessDenied");
  EXPECT_EQ(role.error().request_id, "r-7");
  EXPECT_EQ(role.error().attempts, 1);
}

TEST_F(StsTest, AnIdentityProviderThatCouldNotBeReachedIsAskedAgain) {
  fake_.transport->answer(400,
                          "<ErrorResponse><Error><Code>IDPCommunicationError</Code></Error></ErrorResponse>");
  answer(
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn</Arn></GetCallerIdentityResult>"
      "</GetCallerIdentityResponse>");
  EXPECT_TRUE(STS(session()).get_caller_identity());
  EXPECT_EQ(requests_sent(), 2u);
}

TEST_F(StsTest, TheLegacyEndpointIsUsedOnlyIfAskedForAndWhereThereWasOne) {
  fake_.transport->answer_with([](const anthropic::internal::testing::FakeRequest&) {
    return anthropic::internal::testing::FakeAnswer{.status = 403};
  });
  const auto host = [&](const std::string& region) {
    (void)STS(session({.region = region})).get_caller_identity();
    return last_request().header("host");
  };
  EXPECT_EQ(host("eu-west-1"), "sts.eu-west-1.amazonaws.com");
  fake_.environment->set("AWS_STS_REGIONAL_ENDPOINTS", "legacy");
  EXPECT_EQ(host("eu-west-1"), "sts.amazonaws.com");
  EXPECT_THAT(last_request().header("authorization"), HasSubstr("/us-east-1/sts/"));
  EXPECT_EQ(host("eu-central-2"), "sts.eu-central-2.amazonaws.com");
  fake_.environment->set("AWS_STS_REGIONAL_ENDPOINTS", "near");
  const auto wrong = STS(session()).get_caller_identity();
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ErrorKind::configuration);
  EXPECT_THAT(wrong.error().message, HasSubstr("AWS_STS_REGIONAL_ENDPOINTS"));
}

TEST_F(StsTest, AnEndpointForItAloneWinsOverThatOfTheSession) {
  answer("<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>");
  (void)STS(session({.endpoint_url = "https://all.example",
                     .service_endpoint_urls = {{"sts", "https://sts.example"}}}))
      .get_caller_identity();
  EXPECT_EQ(last_request().header("host"), "sts.example");
}

TEST_F(StsTest, EmptyTagValuesAreSent) {
  AssumeRoleInput input = kRole;
  input.tags = {{"team", ""}};
  input.serial_number = "arn:aws:iam::123456789012:mfa/me";
  input.token_code = "000000";
  EXPECT_FALSE(STS(session()).assume_role(input));
  EXPECT_THAT(last_request().body, HasSubstr("&Tags.member.1.Key=team&Tags.member.1.Value="));
  EXPECT_THAT(last_request().body, HasSubstr("&TokenCode=000000"));
}

TEST_F(StsTest, RefusesLocallyWhatCannotBeRight) {
  const STS sts(session());
  AssumeRoleInput input = kRole;
  input.role_arn = "";
  EXPECT_THAT(local_refusal(sts.assume_role(input)), HasSubstr("role_arn"));
  input = kRole;
  input.role_session_name = "x";
  EXPECT_THAT(local_refusal(sts.assume_role(input)), HasSubstr("2 to 64"));
  input = kRole;
  input.duration_seconds = 899;
  EXPECT_THAT(local_refusal(sts.assume_role(input)), HasSubstr("899"));
  input = kRole;
  input.token_code = "123456";
  EXPECT_THAT(local_refusal(sts.assume_role(input)), HasSubstr("together"));
  const auto web = sts.assume_role_with_web_identity(
      {.role_arn = kRole.role_arn, .role_session_name = "session", .web_identity_token = ""});
  EXPECT_THAT(local_refusal(web), HasSubstr("4 to 20000"));
}

TEST_F(StsTest, HalfAKeyPairIsAConfigurationError) {
  const STS sts(internal::make_session({.region = "us-east-1", .access_key_id = "AKID"}, fake_.world));
  const auto identity = sts.get_caller_identity();
  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().kind, ErrorKind::configuration);
  EXPECT_EQ(requests_sent(), 0u);
}

}  // namespace
}  // namespace anthropic::internal::aws
