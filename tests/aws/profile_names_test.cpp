// Names of profiles and sessions that AWS's tools read differently, and what is said of sections left unread.
#include <gmock/gmock.h>

#include <anthropic/aws/session.hpp>

#include "aws/session/make_session.hpp"
#include "support/fake_world.hpp"
#include "wire/profile/profile_places.hpp"
#include "wire/profile/profile_value.hpp"

namespace anthropic::internal::aws {
namespace {

using profile_file::FileKind;
using profile_file::SectionName;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_fake_world;
using ::testing::Not;

constexpr const char* kConfig = "/home/user/.aws/config";
constexpr const char* kCredentials = "/home/user/.aws/credentials";

/// The region of a profile in a config file; what is wrong, if it is not read.
std::string region_of(const std::string& profile, const std::string& config) {
  auto fake = make_fake_world({{"AWS_EC2_METADATA_DISABLED", "true"}}, {{kConfig, config}});
  const auto region = internal::make_session({.profile = profile}, fake.world).region();
  return region ? *region : region.error().message;
}

TEST(ProfileNames, InQuotesAreReadAsTheAwsCliReadsThem) {
  EXPECT_EQ(region_of("my work", "[profile 'my work']\nregion = eu-west-1\n"), "eu-west-1");
  EXPECT_EQ(region_of("my work", "[profile \"my work\"] # mine\nregion = eu-west-1\n"), "eu-west-1");
  EXPECT_EQ(region_of("my work", "[profile my\\ work]\nregion = eu-west-1\n"), "eu-west-1");
  EXPECT_EQ(region_of("it's me", "[profile 'it'\"'\"'s me']\nregion = eu-west-1\n"), "eu-west-1");
  EXPECT_EQ(region_of("gr\xc3\xbcn", "[profile 'gr\xc3\xbcn']\nregion = eu-west-1\n"), "eu-west-1");
  EXPECT_EQ(region_of("g]h", "[profile \"g]h\"]\nregion = eu-west-1\n"), "eu-west-1");
  EXPECT_EQ(region_of("dev", "[profile \"dev\" ]\nregion = eu-west-1\n"), "eu-west-1");
}

TEST(ProfileNames, AnSsoSessionWithABlankIsFound) {
  const auto files =
      profile_file::parse("[sso-session 'FOO BAR']\nsso_region = us-east-1\n", kConfig, "", "");
  ASSERT_TRUE(files) << files.error().to_string();
  EXPECT_EQ(files->sso_sessions.at("FOO BAR").at("sso_region"), "us-east-1");
}

TEST(ProfileNames, ASectionThatIsIgnoredIsNamedWithItsLineAndWhatToWrite) {
  const std::string dev = region_of("dev", "# mine\n[dev]\nregion = eu-west-1\n");
  EXPECT_THAT(dev,
              AllOf(HasSubstr("\"dev\" does not exist"), HasSubstr(std::string(kConfig) + ":2 has [dev]"),
                    HasSubstr("written [profile dev]")));
  EXPECT_THAT(
      region_of("my work", "[profile my work]\nregion = eu-west-1\n"),
      AllOf(HasSubstr(":1 has [profile my work], which is ignored"), HasSubstr("[profile 'my work']")));
  EXPECT_THAT(region_of("my work", "[\"my work\"]\nregion = eu-west-1\n"), HasSubstr("[profile 'my work']"));
  EXPECT_THAT(region_of("gr\xc3\xbcn", "[profile gr\xc3\xbcn]\nregion = eu-west-1\n"),
              HasSubstr("letters, digits and _-/.%@:+"));
  EXPECT_THAT(region_of("team#1", "[profile team#1]\nregion = eu-west-1\n"),
              HasSubstr(":1 has [profile team#1]"));
}

TEST(ProfileNames, OtherProfilesOfTheFileAreReadAllTheSame) {
  EXPECT_EQ(region_of("dev", "[profile team#1]\nregion = x-1\n[profile dev]\nregion = eu-west-1\n"),
            "eu-west-1");
}

Error error_of_credentials(const std::map<std::string, std::string>& variables, const std::string& config,
                           const std::string& credentials) {
  auto fake = make_fake_world(variables, {{kConfig, config}, {kCredentials, credentials}});
  fake.environment->set("AWS_EC2_METADATA_DISABLED", "true");
  const auto found = internal::make_session({}, fake.world).credentials();
  EXPECT_FALSE(found);
  EXPECT_FALSE(found.error().hint.empty());
  return found.error();
}

TEST(ProfileNames, KeysInAnIgnoredSectionEndTheSearchWhereSomebodyNamedTheProfile) {
  const std::string keys = "\naws_access_key_id = AKID\naws_secret_access_key = secret\n";
  const Error blank = error_of_credentials({{"AWS_PROFILE", "my work"}},
                                           "[profile 'my work']\nregion = eu-west-1\n", "[my work]" + keys);
  EXPECT_THAT(blank.message,
              AllOf(HasSubstr(std::string(kCredentials) + ":1 has [my work], which is ignored"),
                    HasSubstr("letters, digits"), Not(HasSubstr("looked at"))));
  EXPECT_THAT(blank.message, HasSubstr("the profile \"my work\" in " + std::string(kConfig) + " and " +
                                       kCredentials + " holds no keys, role or sign-in; "));
  const Error prefixed =
      error_of_credentials({{"AWS_PROFILE", "dev"}}, "[profile dev]\nregion = x-1\n", "[profile dev]" + keys);
  EXPECT_THAT(prefixed.message, HasSubstr("in this file it is written [dev]"));
  const Error unnamed = error_of_credentials({}, "", "[profile default]" + keys);
  EXPECT_THAT(unnamed.message,
              AllOf(HasSubstr("no AWS credentials found"), HasSubstr("it is written [default]")));
}

TEST(ProfileNames, KeysOfASourceProfileInAnIgnoredSectionAreNamed) {
  const std::string role = "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = my work\n";
  const std::string keys = "[my work]\naws_access_key_id = AKID\naws_secret_access_key = secret\n";
  for (const char* section : {"[profile 'my work']\nregion = eu-west-1\n", ""}) {
    const Error error = error_of_credentials({}, role + section, keys);
    EXPECT_THAT(error.message,
                AllOf(HasSubstr("source_profile"),
                      HasSubstr(std::string(kCredentials) + ":1 has [my work], which is ignored")));
    EXPECT_EQ(error.hint, "Change the section as the message says.");
  }
  const Error without = error_of_credentials({}, role + "[profile 'my work']\nregion = eu-west-1\n", "");
  EXPECT_EQ(without.hint, "Correct the section [profile 'my work'] of the config file.");
}

TEST(ProfileNames, ASessionInAnIgnoredSectionIsNamed) {
  const Error error =
      error_of_credentials({{"AWS_PROFILE", "dev"}},
                           "[profile dev]\nsso_session = FOO BAR\nsso_account_id = 1\nsso_role_name = r\n"
                           "[sso-session FOO BAR]\nsso_region = us-east-1\nsso_start_url = https://s\n",
                           "");
  EXPECT_THAT(error.message,
              AllOf(HasSubstr(":5 has [sso-session FOO BAR]"), HasSubstr("[sso-session 'FOO BAR']")));
}

TEST(ProfileNames, HintsQuoteThem) {
  const Error half = error_of_credentials({{"AWS_PROFILE", "my work"}},
                                          "[profile 'my work']\naws_access_key_id = AKID\n", "");
  EXPECT_EQ(half.hint, "Correct the section [profile 'my work'] of the config file.");
  const Error sso = error_of_credentials(
      {{"AWS_PROFILE", "my work"}},
      "[profile 'my work']\nsso_start_url = https://s\nsso_region = us-east-1\nsso_account_id = 1\n"
      "sso_role_name = r\n",
      "");
  EXPECT_EQ(sso.hint, "Sign in: aws sso login --profile 'my work'");
  const Error login =
      error_of_credentials({{"AWS_PROFILE", "my work"}}, "[profile 'my work']\nlogin_session = arn\n", "");
  EXPECT_EQ(login.hint, "Sign in again: aws login --profile 'my work'");
}

TEST(ProfileNames, NobodyIsToldToMakeAProfileThatWouldBeIgnored) {
  const auto hint_for = [](const char* profile) {
    auto fake = make_fake_world({{"AWS_PROFILE", profile}});
    return internal::make_session({}, fake.world).credentials().error().hint;
  };
  EXPECT_THAT(hint_for("dev"), HasSubstr("aws configure --profile dev"));
  EXPECT_THAT(hint_for("my work"),
              AllOf(HasSubstr("Choose one that exists"), Not(HasSubstr("aws configure"))));
}

TEST(ProfileValues, AQuotedSignOfACommentIsNone) {
  using profile_file::without_comment;
  EXPECT_EQ(without_comment("a = get \"team #1\" # mine"), "a = get \"team #1\" ");
  EXPECT_EQ(without_comment("a = sh -c 'cd / ; get two'"), "a = sh -c 'cd / ; get two'");
  EXPECT_EQ(without_comment("a = sh -c \"x \\\" ; y\" ; z"), "a = sh -c \"x \\\" ; y\" ");
  EXPECT_EQ(without_comment("a = o'brien # mine"), "a = o'brien ");
  EXPECT_EQ(without_comment("a = \\\" # mine"), "a = \\\" ");
  EXPECT_EQ(without_comment("a = \"b # mine"), "a = \"b ");
  EXPECT_EQ(without_comment("a = b#c;d"), "a = b#c;d");
  EXPECT_EQ(without_comment("a = # it's mine"), "a = ");
}

TEST(ProfileValues, ACommandIsRunWithWhatItsQuotesHold) {
  auto fake = make_fake_world({}, {{kConfig, "[default]\ncredential_process = get \"team #1\" # mine\n"}});
  fake.processes->answer("get \"team #1\"",
                         ProcessResult{.output = R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"s"})"});
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "A");
}

TEST(ProfileValues, AFailedCommandThatLostAnEndToACommentSaysSo) {
  auto fake = make_fake_world({}, {{kConfig, "[default]\ncredential_process = cd / ; get\n"}});
  fake.processes->answer("cd /", ProcessResult{.output = ""});
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message,
              HasSubstr("the command in " + std::string(kConfig) + ":2 was cut off at a comment"));
  EXPECT_THAT(credentials.error().hint, HasSubstr("within quotes"));
}

TEST(ProfileValues, AColonInsteadOfAnEqualsSignIsNamed) {
  const auto files = profile_file::parse("[default]\nregion : eu-west-1\n", kConfig, "", "");
  ASSERT_FALSE(files);
  EXPECT_THAT(files.error().message, AllOf(HasSubstr(std::string(kConfig) + ":2: "), HasSubstr("has a ':'")));
}

TEST(ProfilePlaces, SayWhichFileAKeyComesFrom) {
  const auto files =
      profile_file::parse("[profile a]\nx = 1\ny = 2\n", "config", "[a]\n\ny = 3\n", "credentials");
  ASSERT_TRUE(files);
  EXPECT_EQ(profile_file::place_of(*files, "a", "x"), "config:2");
  EXPECT_EQ(profile_file::place_of(*files, "a", "y"), "credentials:3");
  EXPECT_EQ(profile_file::place_of(*files, "a", "z"), "");
  EXPECT_EQ(profile_file::entry_in(*files, FileKind::config, "a", "y")->value, "2");
  EXPECT_EQ(profile_file::ignored_sections(*files, SectionName::Kind::profile, "a"), "");
}

}  // namespace
}  // namespace anthropic::internal::aws
