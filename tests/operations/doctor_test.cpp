// What each step says of a world in which one thing is wrong.
#include <latch>

#include "operations/doctor_fixture.hpp"

namespace anthropic::internal {
namespace {

using operations::Diagnosis;
using operations::StepState;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(DoctorTest, SaysThatAllIsWell) {
  const Diagnosis diagnosis = diagnose();
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
  EXPECT_EQ(diagnosis.first_warning(), nullptr) << text_of(diagnosis);
  std::vector<std::string> names;
  for (const auto& step : diagnosis.steps) names.push_back(step.name);
  EXPECT_THAT(names, ElementsAre("files", "credentials", "region", "endpoint", "proxy", "certificates",
                                 "name", "tcp", "tunnel", "tls", "clock", "identity", "model", "life cycle",
                                 "profile", "agreement", "use case", "data retention", "call",
                                 "token counting", "guardrail", "quotas", "logging", "keep-alive"));
  EXPECT_EQ(step(diagnosis, "region").source, "AWS_REGION");
  EXPECT_EQ(step(diagnosis, "identity").found, "arn:aws:iam::123456789012:user/ada, account 123456789012");
  EXPECT_EQ(step(diagnosis, "profile").found, "us.m leads to us-east-1, us-west-2");
  EXPECT_EQ(step(diagnosis, "endpoint").found, "https://bedrock-runtime.us-east-1.amazonaws.com");
}

TEST_F(DoctorTest, AsksItsQuestionsSideBySide) {
  // The network, the caller, the model's life cycle and profile, the agreement, the form, the retention, the call,
  // the quotas and the log: nobody is answered before all have asked.
  std::latch all(10);
  fake_.transport->answer_with([&](const testing::FakeRequest& request) {
    all.arrive_and_wait();
    return answer_to(request);
  });
  const Diagnosis diagnosis = diagnose();
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
}

TEST_F(DoctorTest, CountsAnAnswerWithoutTextAsSuccess) {
  EXPECT_THAT(step(diagnose(), "call").found, HasSubstr("8 tokens in, 1 out"));
}

TEST_F(DoctorTest, ShowsNoSecret) {
  set("AWS_SESSION_TOKEN", "TOKENOFASESSION");
  set("HTTPS_PROXY", "http://ada:passw0rd@proxy.corp:3128");
  const std::string text = text_of(diagnose());
  for (const char* secret : {kSecret, "TOKENOFASESSION", "passw0rd", "AKIAIOSFODNN7EXAMPLE"})
    EXPECT_THAT(text, Not(HasSubstr(secret)));
  EXPECT_THAT(text, HasSubstr("proxy.corp:3128, with a user and password"));
  set("AWS_BEARER_TOKEN_BEDROCK", "bearer-of-bedrock");
  EXPECT_THAT(text_of(diagnose()), Not(HasSubstr("bearer-of-bedrock")));
}

// Files, credentials, region

TEST_F(DoctorTest, NamesTheLineOfABrokenFile) {
  write("/home/user/.aws/config", "[profile a]\nregion = us-east-1\nnonsense\n");
  const Diagnosis diagnosis = diagnose();
  EXPECT_THAT(first_failure(diagnosis), AllOf(StartsWith("files: "), HasSubstr("config:3")));
  EXPECT_EQ(diagnosis.first_failure()->kind, ErrorKind::configuration);
  EXPECT_EQ(step(diagnosis, "credentials").found, "files failed");
}

TEST_F(DoctorTest, NamesASectionThatIsIgnored) {
  write("/home/user/.aws/config", "[dev]\nregion = eu-west-1\n");
  const auto files = step(diagnose(), "files");
  EXPECT_EQ(files.state, StepState::warning);
  EXPECT_THAT(files.found, HasSubstr("config:1 has [dev], which AWS's tools ignore"));
}

TEST_F(DoctorTest, NamesAProfileThatIsNotThere) {
  const Diagnosis diagnosis = diagnose({.session = {.profile = "prod"}});
  EXPECT_THAT(first_failure(diagnosis), AllOf(StartsWith("files: "), HasSubstr("prod")));
}

TEST_F(DoctorTest, NamesEveryPlaceWithoutCredentials) {
  unset("AWS_ACCESS_KEY_ID");
  unset("AWS_SECRET_ACCESS_KEY");
  const Diagnosis diagnosis = diagnose();
  EXPECT_THAT(first_failure(diagnosis), AllOf(StartsWith("credentials: "), HasSubstr("AWS_ACCESS_KEY_ID")));
  EXPECT_EQ(diagnosis.first_failure()->kind, ErrorKind::credentials);
  EXPECT_THAT(diagnosis.first_failure()->fix, HasSubstr("aws configure"));
  EXPECT_EQ(step(diagnosis, "call").found, "credentials failed");
}

TEST_F(DoctorTest, SaysWhichSourceWonAndWhyTheEarlierOnesDidNot) {
  unset("AWS_ACCESS_KEY_ID");
  unset("AWS_SECRET_ACCESS_KEY");
  write("/home/user/.aws/credentials",
        "[default]\naws_access_key_id = AKIDPROFILE1\naws_secret_access_key = s\n");
  const auto credentials = step(diagnose(), "credentials");
  EXPECT_EQ(credentials.state, StepState::ok);
  EXPECT_EQ(credentials.found, "key …ILE1");
  EXPECT_THAT(credentials.source, HasSubstr("default"));
  EXPECT_THAT(credentials.notes, Contains(AllOf(HasSubstr("passed over: "), HasSubstr("AWS_ACCESS_KEY_ID"))));
}

TEST_F(DoctorTest, NamesTwoSourcesAtOdds) {
  write("/home/user/.aws/config", "[profile dev]\nregion = eu-west-1\n");
  set("AWS_PROFILE", "dev");
  Diagnosis diagnosis = diagnose();
  EXPECT_THAT(step(diagnosis, "credentials").found,
              "two sources at odds: the keys of the environment win over AWS_PROFILE=dev");
  EXPECT_EQ(step(diagnosis, "credentials").state, StepState::warning);
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
  EXPECT_THAT(step(diagnosis, "region").notes, Contains("it wins over region = eu-west-1 of profile dev"));

  set("AWS_BEARER_TOKEN_BEDROCK", "bearer");
  diagnosis = diagnose();
  EXPECT_THAT(step(diagnosis, "credentials").found,
              HasSubstr("at odds: AWS_BEARER_TOKEN_BEDROCK is sent to Bedrock, although AWS_ACCESS_KEY_ID"));
}

TEST_F(DoctorTest, NamesTwoRegionsAtOdds) {
  set("AWS_DEFAULT_REGION", "eu-west-1");
  const auto region = step(diagnose(), "region");
  EXPECT_EQ(region.state, StepState::warning);
  EXPECT_THAT(region.found, HasSubstr("AWS_REGION is us-east-1 and AWS_DEFAULT_REGION is eu-west-1"));
}

TEST_F(DoctorTest, KnowsAnApiKeyThatIsSetAndEmpty) {
  set("AWS_BEARER_TOKEN_BEDROCK", "");
  const auto credentials = step(diagnose(), "credentials");
  EXPECT_EQ(credentials.source, "environment");
  EXPECT_THAT(credentials.notes, Contains(HasSubstr("boto3 and the AWS CLI send an empty key")));
}

TEST_F(DoctorTest, AnApiKeyAloneHasNoCaller) {
  unset("AWS_ACCESS_KEY_ID");
  unset("AWS_SECRET_ACCESS_KEY");
  set("AWS_BEARER_TOKEN_BEDROCK", "bearer");
  const Diagnosis diagnosis = diagnose();
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
  EXPECT_EQ(step(diagnosis, "credentials").found, "a Bedrock API key");
  EXPECT_EQ(step(diagnosis, "identity").state, StepState::skipped);
  EXPECT_EQ(step(diagnosis, "call").state, StepState::ok);
}

TEST_F(DoctorTest, SaysWhereARegionWasLookedFor) {
  unset("AWS_REGION");
  const Diagnosis diagnosis = diagnose();
  EXPECT_THAT(first_failure(diagnosis), AllOf(StartsWith("region: "), HasSubstr("AWS_DEFAULT_REGION")));
  set("AWS_REGION", "us-est-1");
  EXPECT_THAT(step(diagnose(), "region").fix, HasSubstr("us-east-1"));
}

// The network

TEST_F(DoctorTest, NamesANameThatIsNotFound) {
  probe_->resolve_failure = Error{.kind = ErrorKind::connection, .message = "could not resolve host x"};
  const Diagnosis diagnosis = diagnose();
  EXPECT_THAT(first_failure(diagnosis), StartsWith("name: APIConnectionError: could not resolve"));
  EXPECT_THAT(diagnosis.first_failure()->fix, HasSubstr("com.amazonaws.us-east-1.bedrock-runtime"));
  for (const char* name : {"tcp", "tunnel", "tls", "clock", "identity", "call"})
    EXPECT_EQ(step(diagnosis, name).found, "name failed") << name;
  EXPECT_EQ(step(diagnosis, "model").state, StepState::ok);
}

TEST_F(DoctorTest, NamesAPortThatRefuses) {
  probe_->connect_failure = Error{.kind = ErrorKind::connection, .message = "refused"};
  const Diagnosis diagnosis = diagnose();
  EXPECT_EQ(first_failure(diagnosis),
            "tcp: connection to bedrock-runtime.us-east-1.amazonaws.com:443 failed: refused");
  EXPECT_EQ(step(diagnosis, "tunnel").found, "tcp failed");
}

TEST_F(DoctorTest, KnowsTheSecurityGroupOfAnInterfaceEndpoint) {
  probe_->addresses = {"10.0.3.4"};
  EXPECT_THAT(step(diagnose(), "name").notes, Contains(HasSubstr("an interface endpoint of the VPC")));
  probe_->connect_failure = Error{.kind = ErrorKind::timeout, .message = "no answer within 5 s"};
  EXPECT_THAT(step(diagnose(), "tcp").fix, HasSubstr("security group must let port 443 in"));
}

TEST_F(DoctorTest, SpeaksToTheProxyFirst) {
  set("HTTPS_PROXY", "http://proxy.corp:3128");
  set("NO_PROXY", "*.internal");
  Diagnosis diagnosis = diagnose();
  EXPECT_EQ(step(diagnosis, "proxy").found, "proxy.corp:3128");
  EXPECT_EQ(step(diagnosis, "proxy").source, "HTTPS_PROXY");
  EXPECT_THAT(step(diagnosis, "proxy").notes, Contains(HasSubstr("no entry of NO_PROXY exempts")));
  EXPECT_THAT(probe_->resolved, ElementsAre("proxy.corp"));
  EXPECT_THAT(probe_->connected, ElementsAre("203.0.113.7 3128"));

  set("NO_PROXY", ".amazonaws.com");
  diagnosis = diagnose();
  EXPECT_THAT(step(diagnosis, "proxy").found, StartsWith("none: NO_PROXY (.amazonaws.com) exempts"));
  EXPECT_THAT(probe_->resolved.back(), "bedrock-runtime.us-east-1.amazonaws.com");
}

TEST_F(DoctorTest, TellsTheProxysRefusalFromTheServers) {
  set("HTTPS_PROXY", "http://proxy.corp:3128");
  fail("us-east-1.amazonaws.com/",
       Error{.kind = ErrorKind::connection,
             .message = "the proxy proxy.corp:3128 (from HTTPS_PROXY) refused the way",
             .hint = "It wants a user and password"});
  const Diagnosis diagnosis = diagnose();
  EXPECT_THAT(first_failure(diagnosis), StartsWith("tunnel: APIConnectionError: the proxy proxy.corp:3128"));
  EXPECT_EQ(diagnosis.first_failure()->fix, "It wants a user and password");
}

TEST_F(DoctorTest, GivesTheTransportsReasonForNoTls) {
  fail("us-east-1.amazonaws.com/", Error{.kind = ErrorKind::connection,
                                         .message = "TLS: the certificate of x is not trusted",
                                         .hint = "give its PEM file as ca_bundle"});
  const Diagnosis diagnosis = diagnose();
  EXPECT_THAT(first_failure(diagnosis), StartsWith("tls: APIConnectionError: TLS: the certificate"));
  EXPECT_EQ(diagnosis.first_failure()->fix, "give its PEM file as ca_bundle");
  EXPECT_EQ(step(diagnosis, "call").found, "tls failed");
}

TEST_F(DoctorTest, NamesACertificateFileThatHoldsNone) {
  set("AWS_CA_BUNDLE", "/etc/corp.pem");
  Diagnosis diagnosis = diagnose();
  EXPECT_EQ(first_failure(diagnosis), "certificates: /etc/corp.pem is not there");
  EXPECT_EQ(diagnosis.first_failure()->source, "AWS_CA_BUNDLE");
  write("/etc/corp.pem", "not a certificate");
  EXPECT_THAT(first_failure(diagnose()), HasSubstr("holds no certificate in PEM form"));
  write("/etc/corp.pem", "-----BEGIN CERTIFICATE-----\n");
  diagnosis = diagnose();
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
}

TEST_F(DoctorTest, ComparesTheClocks) {
  server_is_ahead_ = std::chrono::seconds(-400);
  Diagnosis diagnosis = diagnose();
  EXPECT_EQ(first_failure(diagnosis), "clock: this machine's clock is 400 s ahead of the server's");
  EXPECT_THAT(diagnosis.first_failure()->fix, HasSubstr("NTP"));
  EXPECT_EQ(step(diagnosis, "call").state, StepState::ok);
  server_is_ahead_ = std::chrono::seconds(90);
  diagnosis = diagnose();
  EXPECT_EQ(step(diagnosis, "clock").state, StepState::warning);
  EXPECT_THAT(step(diagnosis, "clock").found, HasSubstr("90 s behind"));
}

TEST_F(DoctorTest, KnowsThatSilentConnectionsAreDropped) {
  EXPECT_THAT(step(diagnose(), "keep-alive").found, HasSubstr("after 60 s"));
  probe_->keep_alive = {std::chrono::seconds(7200)};
  EXPECT_EQ(step(diagnose(), "keep-alive").state, StepState::warning);
}

// Private networks

TEST_F(DoctorTest, ReadsTheNameOfAnInterfaceEndpoint) {
  const auto with = [&](std::string url) {
    return diagnose({.session = {.service_endpoint_urls = {{"bedrock_runtime", std::move(url)}}}});
  };
  Diagnosis diagnosis = with("https://vpce-0a1b-c2d3.bedrock-runtime.us-east-1.vpce.amazonaws.com");
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
  EXPECT_THAT(step(diagnosis, "endpoint").notes, Contains("signed for bedrock in us-east-1"));
  EXPECT_TRUE(asked("https://bedrock.us-east-1.amazonaws.com/data-retention"));

  diagnosis = with("https://vpce-0a1b-c2d3.bedrock-runtime.eu-west-1.vpce.amazonaws.com");
  EXPECT_EQ(first_failure(diagnosis),
            "endpoint: the interface endpoint is one of eu-west-1, and requests are signed for us-east-1");
  diagnosis = with("https://vpce-0a1b-c2d3.bedrock.us-east-1.vpce.amazonaws.com");
  EXPECT_EQ(first_failure(diagnosis),
            "endpoint: the interface endpoint is one for bedrock, and Claude is called on bedrock-runtime");
}

TEST_F(DoctorTest, GoesOnWithoutWhatHasNoEndpointInTheNetwork) {
  const Error unreachable{.kind = ErrorKind::connection, .message = "could not resolve host"};
  fail("https://bedrock.us-east-1.amazonaws.com/", unreachable);
  fail("https://sts.", unreachable);
  const Diagnosis diagnosis = diagnose();
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
  EXPECT_EQ(step(diagnosis, "call").state, StepState::ok);
  EXPECT_THAT(step(diagnosis, "identity").fix, HasSubstr("com.amazonaws.us-east-1.sts"));
  EXPECT_THAT(step(diagnosis, "agreement").fix, HasSubstr("com.amazonaws.us-east-1.bedrock."));
  EXPECT_THAT(step(diagnosis, "profile").notes, Contains(HasSubstr("from the catalogue")));
}

TEST_F(DoctorTest, KnowsWhereFipsHostsAre) {
  set("AWS_USE_FIPS_ENDPOINT", "true");
  EXPECT_EQ(step(diagnose(), "endpoint").state, StepState::ok);
  set("AWS_REGION", "eu-west-1");
  const auto endpoint = step(diagnose(), "endpoint");
  EXPECT_EQ(endpoint.state, StepState::warning);
  EXPECT_EQ(endpoint.found, "https://bedrock-runtime-fips.eu-west-1.amazonaws.com");
}

TEST_F(DoctorTest, MantleHasItsOwnDomain) {
  answer("/v1/messages",
         R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-test","content":[],
    "stop_reason":"max_tokens","usage":{"input_tokens":8,"output_tokens":1}})");
  answer("/v1/data_retention", R"({"mode":"inherit"})");
  answer("/count_tokens", R"({"input_tokens":8})");
  const Diagnosis diagnosis = diagnose({.platform = operations::DiagnosedPlatform::mantle});
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
  EXPECT_EQ(step(diagnosis, "endpoint").found, "https://bedrock-mantle.us-east-1.api.aws/anthropic");
  EXPECT_TRUE(asked("https://bedrock-mantle.us-east-1.api.aws/v1/data_retention"));
  EXPECT_EQ(step(diagnosis, "profile").state, StepState::skipped);
  EXPECT_EQ(step(diagnosis, "token counting").state, StepState::ok);
}

// The account and the model

TEST_F(DoctorTest, NamesATokenThatHasExpired) {
  for (const char* host : {"sts.", "/invoke", "bedrock.us-east-1"})
    refuse(host, 403, "ExpiredTokenException", "The security token included in the request is expired");
  const Diagnosis diagnosis = diagnose();
  EXPECT_THAT(first_failure(diagnosis), AllOf(StartsWith("identity: "), HasSubstr("ExpiredToken")));
  EXPECT_THAT(diagnosis.first_failure()->fix, HasSubstr("renew AWS_ACCESS_KEY_ID"));
  EXPECT_EQ(step(diagnosis, "call").found, "identity failed");
}

TEST_F(DoctorTest, NamesAModelThatIsGone) {
  const Diagnosis diagnosis = diagnose({.model = "anthropic.claude-3-haiku-20240307-v1:0"});
  EXPECT_THAT(first_failure(diagnosis), AllOf(StartsWith("model: "), HasSubstr("end of its life")));
  EXPECT_THAT(diagnosis.first_failure()->fix, HasSubstr("instead"));
  EXPECT_FALSE(asked("/invoke"));
}

TEST_F(DoctorTest, NamesAModelThatTheRegionDoesNotServe) {
  const Diagnosis diagnosis = diagnose({.session = {.region = "cn-north-1"}, .model = "claude-haiku-4-5"});
  EXPECT_EQ(first_failure(diagnosis), "model: Claude Haiku 4.5 is not served in cn-north-1");
}

TEST_F(DoctorTest, NamesAProfileOfAnotherRegion) {
  const Diagnosis diagnosis = diagnose({.model = "eu.anthropic.claude-haiku-4-5-20251001-v1:0"});
  EXPECT_EQ(first_failure(diagnosis),
            "model: us-east-1 has no profile eu.anthropic.claude-haiku-4-5-20251001-v1:0");
  EXPECT_THAT(diagnosis.first_failure()->fix, HasSubstr("us.anthropic.claude-haiku-4-5"));
}

TEST_F(DoctorTest, LeavesAnUnknownModelToBedrock) {
  refuse("/foundation-models/", 400, "ValidationException", "The provided model identifier is invalid.");
  const Diagnosis diagnosis = diagnose({.model = "anthropic.claude-haiku-5-6"});
  EXPECT_EQ(step(diagnosis, "model").state, StepState::warning);
  EXPECT_THAT(first_failure(diagnosis), StartsWith("life cycle: "));
}

TEST_F(DoctorTest, ReadsTheLifeCycle) {
  answer("/foundation-models/", R"({"modelDetails":{"modelId":"m","modelLifecycle":{"status":"LEGACY",
    "endOfLifeTime":"2027-01-08T00:00:00Z"}}})");
  const auto life = step(diagnose(), "life cycle");
  EXPECT_EQ(life.state, StepState::warning);
  EXPECT_EQ(life.found, "LEGACY, ends 2027-01-08");
}

TEST_F(DoctorTest, NamesARetentionThatTheModelDoesNotAllow) {
  Diagnosis diagnosis = diagnose({.model = "claude-fable-5-1"});
  EXPECT_THAT(first_failure(diagnosis), AllOf(StartsWith("data retention: "), HasSubstr("needs aws_review")));
  EXPECT_THAT(diagnosis.first_failure()->fix, HasSubstr("PUT /data-retention"));
  EXPECT_EQ(diagnosis.first_failure()->kind, ErrorKind::bad_request);
  for (const char* mode : {"aws_review", "provider_data_share", "a_mode_of_next_year"}) {
    answer("/data-retention", R"({"mode":")" + std::string(mode) + R"("})");
    diagnosis = diagnose({.model = "claude-fable-5-1"});
    EXPECT_EQ(diagnosis.first_failure(), nullptr) << mode;
  }
}

TEST_F(DoctorTest, ReadsTheAgreement) {
  const auto with = [&](const char* agreement, const char* authorization) {
    answer("/foundation-model-availability/",
           R"({"modelId":"m","agreementAvailability":{"status":")" + std::string(agreement) +
               R"("},"authorizationStatus":")" + authorization +
               R"(","entitlementAvailability":"AVAILABLE","regionAvailability":"AVAILABLE"})");
    return step(diagnose(), "agreement");
  };
  EXPECT_EQ(with("PENDING", "AUTHORIZED").state, StepState::warning);
  EXPECT_THAT(with("NOT_AVAILABLE", "AUTHORIZED").fix, HasSubstr("aws-marketplace:Subscribe"));
  EXPECT_EQ(with("ERROR", "AUTHORIZED").state, StepState::failed);
  EXPECT_THAT(with("AVAILABLE", "NOT_AUTHORIZED").fix, HasSubstr("AWS's support"));
}

TEST_F(DoctorTest, AFormThatIsMissingHereMayBeTheOrganisations) {
  refuse("/use-case-for-model-access", 404, "ResourceNotFoundException", "none");
  const Diagnosis diagnosis = diagnose();
  EXPECT_EQ(diagnosis.first_failure(), nullptr);
  EXPECT_EQ(step(diagnosis, "use case").state, StepState::warning);
  EXPECT_THAT(step(diagnosis, "use case").fix, HasSubstr("management account"));
}

TEST_F(DoctorTest, SkipsWhatItMayNotAsk) {
  refuse("bedrock.us-east-1", 403, "AccessDeniedException", "no");
  for (const char* part : {"/foundation-models/", "/inference-profiles/", "/foundation-model-availability/",
                           "/use-case-for-model-access", "/data-retention", "/logging/modelinvocations"})
    refuse(part, 403, "AccessDeniedException", "no");
  const Diagnosis diagnosis = diagnose();
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
  EXPECT_EQ(step(diagnosis, "agreement").found,
            "not allowed to ask: that needs bedrock:GetFoundationModelAvailability");
  EXPECT_EQ(step(diagnosis, "call").state, StepState::ok);
}

TEST_F(DoctorTest, GivesTheHintThatACallGives) {
  refuse("/invoke", 403, "AccessDeniedException",
         "User: arn:aws:iam::1:user/a is not authorized to perform: bedrock:InvokeModel on resource: "
         "arn:aws:bedrock:us-east-1::foundation-model/m because no VPC endpoint policy allows the "
         "bedrock:InvokeModel action");
  const Diagnosis diagnosis = diagnose();
  EXPECT_THAT(first_failure(diagnosis), StartsWith("call: PermissionDeniedError 403"));
  EXPECT_THAT(diagnosis.first_failure()->fix,
              HasSubstr("VPC endpoint whose policy does not allow bedrock:InvokeModel"));
}

TEST_F(DoctorTest, CallsNothingIfAskedNotTo) {
  const Diagnosis diagnosis = diagnose({.guardrail = GuardrailConfig{"g", "1"}, .invoke = false});
  EXPECT_EQ(diagnosis.first_failure(), nullptr) << text_of(diagnosis);
  EXPECT_FALSE(asked("/invoke"));
  EXPECT_EQ(step(diagnosis, "call").state, StepState::skipped);
  EXPECT_EQ(step(diagnosis, "guardrail").state, StepState::skipped);
}

TEST_F(DoctorTest, CallsWithTheGuardrail) {
  const Diagnosis diagnosis = diagnose({.guardrail = GuardrailConfig{"g1", "2"}});
  EXPECT_THAT(step(diagnosis, "guardrail").found, StartsWith("g1, version 2: answered"));
  bool was_sent = false;
  for (const auto& request : fake_.transport->requests())
    was_sent = was_sent || request.header("x-amzn-bedrock-guardrailidentifier") == "g1";
  EXPECT_TRUE(was_sent);
}

TEST_F(DoctorTest, TellsTheQuotaAndHowFastAnAnswerUsesItUp) {
  const auto quotas = step(diagnose(), "quotas");
  EXPECT_EQ(quotas.found, "2000000 tokens per minute, cross-region");
  EXPECT_THAT(quotas.notes, Contains(HasSubstr("each token of the answer counts")));
  answer(
      "servicequotas.",
      R"({"Quotas":[{"QuotaName":"Cross-region model inference tokens per minute for Anthropic Claude Haiku 5.5","QuotaCode":"L-1","Value":0.0}]})");
  EXPECT_EQ(step(diagnose(), "quotas").state, StepState::warning);
  refuse("servicequotas.", 400, "AccessDeniedException", "no");
  EXPECT_THAT(step(diagnose(), "quotas").found, HasSubstr("servicequotas:ListServiceQuotas"));
}

TEST_F(DoctorTest, TellsWhereCallsAreLogged) {
  EXPECT_THAT(step(diagnose(), "logging").found, HasSubstr("off"));
  answer("/logging/modelinvocations",
         R"({"loggingConfig":{"cloudWatchConfig":{"logGroupName":"/bedrock","roleArn":"r"}}})");
  EXPECT_EQ(step(diagnose(), "logging").found, "calls are logged to CloudWatch log group /bedrock");
}

}  // namespace
}  // namespace anthropic::internal
