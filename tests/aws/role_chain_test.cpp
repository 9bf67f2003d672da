#include "aws/credentials/profile/role_chain.hpp"

#include <gmock/gmock.h>

#include <anthropic/aws/session.hpp>
#include <anthropic/json.hpp>

#include "aws/session/make_session.hpp"
#include "support/fake_world.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_fake_world;
using ::testing::Not;

constexpr const char* kConfig = "/home/user/.aws/config";

profile_file::Properties properties_of(const Json& json) {
  profile_file::Properties properties;
  for (const auto& member : json.members()) properties[member.name] = member.value.string_or("");
  return properties;
}

profile_file::ProfileSet files_of(const Json& input) {
  profile_file::ProfileSet files;
  for (const auto& profile : input["profiles"].members()) {
    files.profiles[profile.name] = properties_of(profile.value);
  }
  for (const auto& session : input["sso_sessions"].members()) {
    files.sso_sessions[session.name] = properties_of(session.value);
  }
  return files;
}

/// A chain in the form of the vectors.
void put(Json& object, const char* name, const std::string& value) {
  if (!value.empty()) object.set(name, value);
}

Json in_the_form_of_the_vectors(const RoleChain& chain) {
  Json steps = Json::array();
  Json base = Json::object();
  if (const auto* keys = std::get_if<Credentials>(&chain.base)) {
    put(base, "access_key_id", keys->access_key_id);
    put(base, "secret_access_key", keys->secret_access_key);
    put(base, "account_id", keys->account_id);
    steps.push_back(Json::object({{"AccessKey", base}}));
  } else if (const auto* named = std::get_if<NamedSource>(&chain.base)) {
    const char* names[] = {"Environment", "EcsContainer", "Ec2InstanceMetadata"};
    steps.push_back(Json::object({{"NamedSource", names[static_cast<int>(named->kind)]}}));
  } else if (const auto* identity = std::get_if<WebIdentity>(&chain.base)) {
    put(base, "role_arn", identity->role_arn);
    put(base, "web_identity_token_file", identity->token_file);
    put(base, "role_session_name", identity->role_session_name);
    steps.push_back(Json::object({{"WebIdentityToken", base}}));
  } else if (const auto* sso = std::get_if<SsoConfig>(&chain.base)) {
    put(base, "sso_session", sso->session);
    put(base, "sso_account_id", sso->account_id);
    put(base, "sso_region", sso->region);
    put(base, "sso_role_name", sso->role_name);
    put(base, "sso_start_url", sso->start_url);
    steps.push_back(Json::object({{"Sso", base}}));
  }
  for (const RoleStep& role : chain.roles) {
    Json step = Json::object();
    put(step, "role_arn", role.role_arn);
    put(step, "role_session_name", role.role_session_name);
    put(step, "external_id", role.external_id);
    steps.push_back(Json::object({{"AssumeRole", step}}));
  }
  return steps;
}

/// Our words for what the vectors say of a wrong profile.
const std::pair<const char*, const char*> kErrors[] = {
    {"profile must contain `source_profile`",
     "has role_arn, but neither source_profile nor credential_source"},
    {"profile contained both source_profile and credential_source", "has both source_profile and"},
    {"profile missing aws_secret_access_key", "aws_secret_access_key is not"},
    {"profile missing aws_access_key_id", "aws_access_key_id is not"},
    {"profile `B` did not contain credential information", "\"B\" is the source_profile of \"A\""},
    {"could not find source profile B referenced from A", "names the source_profile \"B\""},
    {"profile formed an infinite loop", "leads back to itself through source_profile: A → B → A"},
    {"`role_arn` was missing", "has web_identity_token_file, but no role_arn"},
    {"if `sso_role_name` is set, then `sso_account_id` must also be set", "but no sso_account_id"},
    {"if `sso_account_id` is set, then `sso_role_name` must also be set", "but no sso_role_name"},
    {"`sso_region` can only be specified in the [sso-session] config when a session name is given",
     "[sso-session A], which has no sso_region"},
    {"sso-session named `oops` (referenced by profile `A`) was not found", "[sso-session oops]"},
};

std::string our_words_for(const std::string& theirs) {
  for (const auto& [text, ours] : kErrors) {
    if (theirs == text) return ours;
  }
  return "no words for: " + theirs;
}

TEST(RoleChain, IsFoundAsInTheSdks) {
  const auto folder = testing::vectors("credentials/smithy-rs-aws-config");
  REQUIRE_VECTORS(folder);
  const auto cases = Json::parse(testing::read_file(folder / "assume-role-tests.json"));
  ASSERT_TRUE(cases);
  EXPECT_EQ(cases->size(), 28u);
  for (const Json& test : cases->items()) {
    SCOPED_TRACE(test["docs"].string_or(""));
    const auto files = files_of(test["input"]);
    const std::string selected = test["input"]["selected_profile"].string_or("");
    const Json& output = test["output"];
    if (!files.profiles.contains(selected)) {
      // That the first profile exists is looked at before: where it was named, its absence is an error.
      EXPECT_EQ(output["Error"].string_or(""), "No profiles were defined");
      auto fake = make_fake_world();
      EXPECT_FALSE(internal::make_session({.profile = selected}, fake.world).credentials());
      continue;
    }
    const auto chain = role_chain_of(files, selected);
    if (output.contains("ProfileChain")) {
      ASSERT_TRUE(chain && *chain) << chain.error().message;
      EXPECT_EQ(in_the_form_of_the_vectors(**chain), output["ProfileChain"])
          << in_the_form_of_the_vectors(**chain).dump();
    } else if (test["docs"].string_or("") == "profile only contains configuration") {
      ASSERT_TRUE(chain);
      EXPECT_FALSE(*chain);
    } else {
      ASSERT_FALSE(chain);
      EXPECT_EQ(chain.error().kind, ErrorKind::credentials);
      EXPECT_THAT(chain.error().message, HasSubstr(our_words_for(output["Error"].string_or(""))));
      EXPECT_FALSE(chain.error().hint.empty());
    }
  }
}

TEST(RoleChain, SaysWhatIsWrongWithAProfile) {
  const auto error_of = [](const char* config) {
    const auto files = profile_file::parse(config, kConfig, "", "");
    EXPECT_TRUE(files);
    return role_chain_of(*files, "a").error().message;
  };
  EXPECT_THAT(error_of("[profile a]\nrole_arn = r\nsource_profile = a\n"), HasSubstr("a → a"));
  EXPECT_THAT(error_of("[profile a]\nrole_arn = r\ncredential_source = Disk\n"), HasSubstr("\"Disk\""));
  EXPECT_THAT(error_of("[profile a]\nrole_arn = r\ncredential_source = Environment\nduration_seconds = 5\n"),
              HasSubstr("duration_seconds"));
  EXPECT_THAT(
      error_of("[profile a]\nsso_session = s\nsso_start_url = https://other\nsso_account_id = 1\n"
               "sso_role_name = r\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://s"),
      HasSubstr("another sso_start_url"));
}

constexpr const char* kAnswer =
    "<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/r/s"
    "</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>rolesecret"
    "</SecretAccessKey><SessionToken>roletoken</SessionToken><Expiration>2026-11-22T13:00:00Z</Expiration>"
    "</Credentials></AssumeRoleResult></AssumeRoleResponse>";

constexpr const char* kMfaProfile =
    "[default]\nregion = us-east-1\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
    "mfa_serial = arn:aws:iam::1:mfa/me\nexternal_id = e x\nduration_seconds = 900\nrole_session_name = me\n"
    "[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = basesecret\n";

TEST(RoleChain, AsksForTheCodeOfTheMfaDevice) {
  auto fake = make_fake_world({}, {{kConfig, kMfaProfile}});
  fake.transport->answer(200, kAnswer);
  std::string asked;
  const Session session =
      internal::make_session({.mfa_code = [&](const std::string& serial) -> Result<std::string> {
                               asked = serial;
                               return std::string("123456");
                             }},
                             fake.world);
  const auto credentials = session.credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(asked, "arn:aws:iam::1:mfa/me");
  EXPECT_EQ(credentials->account_id, "111122223333");
  EXPECT_EQ(credentials->source, "profile default, role arn:aws:iam::1:role/r");
  EXPECT_EQ(
      fake.transport->requests().at(0).body,
      "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=me"
      "&DurationSeconds=900&ExternalId=e%20x&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fme"
      "&TokenCode=123456");
}

TEST(RoleChain, WithoutAnyoneToAskForTheCodeItIsAnError) {
  auto fake = make_fake_world({}, {{kConfig, kMfaProfile}});
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message, HasSubstr("arn:aws:iam::1:mfa/me"));
  EXPECT_THAT(credentials.error().hint, HasSubstr("mfa_code"));
  EXPECT_TRUE(fake.transport->requests().empty());
}

TEST(RoleChain, WhatStsRefusesIsToldOnceAndNotRepeated) {
  auto fake = make_fake_world({}, {{kConfig,
                                    "[default]\nregion = us-east-1\nrole_arn = arn:aws:iam::1:role/r\n"
                                    "source_profile = base\n[profile base]\naws_access_key_id = AKIDBASE\n"
                                    "aws_secret_access_key = basesecret\n"}});
  fake.transport->answer(403,
                         "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User is not authorized"
                         "</Message></Error><RequestId>id</RequestId></ErrorResponse>");
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
  EXPECT_EQ(credentials.error().code, "AccessDenied");
  EXPECT_THAT(credentials.error().message,
              AllOf(HasSubstr("arn:aws:iam::1:role/r"), HasSubstr("AccessDenied: User is not authorized"),
                    Not(HasSubstr("basesecret"))));
  EXPECT_EQ(fake.transport->requests().size(), 1u);
}

TEST(RoleChain, AnAnswerOfStsThatIsRubbishIsAnErrorWithoutItsText) {
  for (const char* body : {"", "rolesecret", "<a/>", "<a><b><Credentials/></b></a>",
                           "<a><b><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>rolesecret"
                           "</SecretAccessKey><SessionToken>t</SessionToken></Credentials></b></a>"}) {
    auto fake = make_fake_world({{"AWS_WEB_IDENTITY_TOKEN_FILE", "/token"},
                                 {"AWS_ROLE_ARN", "arn:aws:iam::1:role/r"},
                                 {"AWS_REGION", "us-east-1"}},
                                {{"/token", "webtoken\n"}});
    fake.transport->answer(200, body);
    const auto credentials = internal::make_session({}, fake.world).credentials();
    ASSERT_FALSE(credentials) << body;
    EXPECT_THAT(credentials.error().message, Not(HasSubstr("rolesecret")));
  }
}

TEST(WebIdentity, AnEmptyOrMissingTokenFileIsAnError) {
  for (const bool exists : {true, false}) {
    auto fake = make_fake_world({{"AWS_WEB_IDENTITY_TOKEN_FILE", "/token"},
                                 {"AWS_ROLE_ARN", "arn:aws:iam::1:role/r"},
                                 {"AWS_REGION", "us-east-1"}});
    if (exists) fake.files->write("/token", " \n");
    const auto credentials = internal::make_session({}, fake.world).credentials();
    ASSERT_FALSE(credentials);
    EXPECT_THAT(credentials.error().message, HasSubstr(exists ? "/token is empty" : "/token does not exist"));
    EXPECT_TRUE(fake.transport->requests().empty());
  }
}

TEST(WebIdentity, WithoutARoleIsAnError) {
  auto fake = make_fake_world({{"AWS_WEB_IDENTITY_TOKEN_FILE", "/token"}}, {{"/token", "webtoken"}});
  EXPECT_THAT(internal::make_session({}, fake.world).credentials().error().message,
              HasSubstr("AWS_ROLE_ARN is not"));
}

}  // namespace
}  // namespace anthropic::internal::aws
