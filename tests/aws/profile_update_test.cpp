#include <gmock/gmock.h>

#include <anthropic/aws/profile_update.hpp>

#include "aws/session/make_session.hpp"
#include "support/fake_world.hpp"
#include "wire/profile/profile_editor.hpp"

namespace anthropic::internal {
namespace {

using profile_file::FileKind;
using profile_file::set_value;

TEST(ProfileEditor, ReplacesAKeyWhereItStands) {
  EXPECT_EQ(
      set_value("# mine\n[default]\nregion=us-east-1 \n# why\noutput = json\n\n[profile a]\nregion = x\n",
                FileKind::config, "default", "region", "eu-west-1"),
      "# mine\n[default]\nregion = eu-west-1\n# why\noutput = json\n\n[profile a]\nregion = x\n");
}

TEST(ProfileEditor, AddsAKeyAtTheEndOfItsSection) {
  EXPECT_EQ(set_value("[a]\nx = 1\n\n# about b\n[b]\ny = 2\n", FileKind::credentials, "a", "z", "3"),
            "[a]\nx = 1\nz = 3\n\n# about b\n[b]\ny = 2\n");
  EXPECT_EQ(set_value("[profile a]\n", FileKind::config, "a", "region", "r"), "[profile a]\nregion = r\n");
}

TEST(ProfileEditor, AddsASection) {
  EXPECT_EQ(set_value("", FileKind::config, "default", "region", "r"), "[default]\nregion = r\n");
  EXPECT_EQ(set_value("[default]\nregion = x", FileKind::config, "dev", "region", "r"),
            "[default]\nregion = x\n\n[profile dev]\nregion = r\n");
  EXPECT_EQ(set_value("", FileKind::config, "my profile", "region", "r"),
            "[profile 'my profile']\nregion = r\n");
  EXPECT_EQ(set_value("", FileKind::credentials, "dev", "aws_access_key_id", "r"),
            "[dev]\naws_access_key_id = r\n");
  EXPECT_EQ(
      set_value("[sso-session dev]\nsso_region = x\n", FileKind::config, "sso-session dev", "region", "r"),
      "[sso-session dev]\nsso_region = x\n\n[profile 'sso-session dev']\nregion = r\n");
}

TEST(ProfileEditor, ValuesThatGoOnAreReplacedWhole) {
  EXPECT_EQ(
      set_value("[default]\ns3 =\n  a = 1\n  b = 2\nregion = x\n", FileKind::config, "default", "s3", "none"),
      "[default]\ns3 = none\nregion = x\n");
  EXPECT_EQ(set_value("[default]\ns3 =\n  region = inner\n", FileKind::config, "default", "region", "r"),
            "[default]\ns3 =\n  region = inner\nregion = r\n");
}

TEST(ProfileEditor, KeepsLineEndsAndTheLastOfRepeatedSections) {
  EXPECT_EQ(set_value("[default]\r\nregion = x\r\n", FileKind::config, "default", "region", "r"),
            "[default]\r\nregion = r\r\n");
  EXPECT_EQ(set_value("[profile a]\nk = 1\n[default]\n[profile a]\nk = 2\n", FileKind::config, "a", "k", "3"),
            "[profile a]\nk = 1\n[default]\n[profile a]\nk = 3\n");
}

class ProfileUpdate : public ::testing::Test {
 protected:
  aws::Session session(std::string profile = "") {
    return internal::make_session({.profile = std::move(profile)}, fake_.world);
  }
  std::string file(const std::string& name) {
    return (*fake_.files->read("/home/user/.aws/" + name))->c_str();
  }
  testing::FakeWorld fake_ = testing::make_fake_world();
};

TEST_F(ProfileUpdate, SecretsAndSettingsGoToTheirFiles) {
  ASSERT_TRUE(aws::update_profile(
      session("dev"),
      {{"aws_access_key_id", "AK"}, {"aws_secret_access_key", " SK "}, {"region", "eu-west-1"}}));
  EXPECT_EQ(file("credentials"), "[dev]\naws_access_key_id = AK\naws_secret_access_key = SK\n");
  EXPECT_EQ(file("config"), "[profile dev]\nregion = eu-west-1\n");
  const aws::Session written = session("dev");
  EXPECT_EQ(written.credentials()->access_key_id, "AK");
  EXPECT_EQ(*written.region(), "eu-west-1");
  EXPECT_EQ(*aws::profile_value(written, "REGION"), "eu-west-1");
  EXPECT_EQ(*aws::profile_value(written, "output"), std::nullopt);
}

TEST_F(ProfileUpdate, WritesNamesWithBlanksAsTheAwsCliDoesWhereTheyAreRead) {
  ASSERT_TRUE(aws::update_profile(session("my work"), {{"region", "eu-west-1"}}));
  EXPECT_EQ(file("config"), "[profile 'my work']\nregion = eu-west-1\n");
  EXPECT_EQ(*session("my work").region(), "eu-west-1");
  ASSERT_TRUE(aws::update_profile(session("my work"), {{"region", "eu-west-2"}}));
  EXPECT_EQ(file("config"), "[profile 'my work']\nregion = eu-west-2\n");
}

TEST_F(ProfileUpdate, RefusesNamesThatWouldBeIgnored) {
  for (const char* name : {"my work", "gr\xc3\xbcn", "a#b"}) {
    const auto written = aws::update_profile(session(name), {{"region", "x-1"}, {"aws_access_key_id", "AK"}});
    ASSERT_FALSE(written) << name;
    EXPECT_THAT(written.error().hint, ::testing::HasSubstr("letters, digits"));
    EXPECT_FALSE(aws::check_profile_name(session(name)));
  }
  for (const char* name : {"it's", "a\"b", "a\\b", "a\tb", "a\nb", "[a"}) {
    EXPECT_FALSE(aws::update_profile(session(name), {{"region", "x-1"}})) << name;
  }
  EXPECT_EQ(*fake_.files->read("/home/user/.aws/config"), std::nullopt);
  EXPECT_EQ(*fake_.files->read("/home/user/.aws/credentials"), std::nullopt);
  EXPECT_TRUE(aws::check_profile_name(session("a.b@c:d/e+f%g_h-i")));
}

TEST_F(ProfileUpdate, WritesOnlyWhatReadsBack) {
  const std::string whole = "/opt/get \"team #1\" 'a ; b'";
  ASSERT_TRUE(aws::update_profile(session(), {{"credential_process", whole}}));
  EXPECT_EQ(*aws::profile_value(session(), "credential_process"), whole);
  const std::string before = file("config");
  for (const char* value : {"/opt/get #1", "cd / ; get", "# x", "/opt/get \"team\" #1", "it's # x"}) {
    const auto written = aws::update_profile(session(), {{"region", "x-1"}, {"credential_process", value}});
    ASSERT_FALSE(written) << value;
    EXPECT_THAT(written.error().message, ::testing::HasSubstr("begin a comment"));
    EXPECT_THAT(written.error().hint, ::testing::HasSubstr("quotes"));
  }
  for (const char* value : {"a\x01", "a\x7f", "caf\xe9", "a\rb"}) {
    EXPECT_FALSE(aws::update_profile(session(), {{"output", value}})) << value;
  }
  for (const char* key : {"s3.max_concurrent_requests", "a:b", "a=b", "", "gr\xc3\xbcn"}) {
    EXPECT_FALSE(aws::update_profile(session(), {{key, "1"}})) << key;
  }
  EXPECT_EQ(file("config"), before);
  ASSERT_TRUE(aws::update_profile(session(), {{"output", ""}}));
  EXPECT_EQ(*aws::profile_value(session(), "output"), "");
}

TEST_F(ProfileUpdate, WritesNeitherFileIfOneCannotTakeIt) {
  const auto written =
      aws::update_profile(session(), {{"aws_access_key_id", "AK"}, {"credential_process", "cd / ; get"}});
  ASSERT_FALSE(written);
  EXPECT_EQ(*fake_.files->read("/home/user/.aws/credentials"), std::nullopt);
}

TEST_F(ProfileUpdate, SaysThatTheCredentialsFileWins) {
  fake_.files->write("/home/user/.aws/credentials", "[default]\nregion = x-1\n");
  const auto written = aws::update_profile(session(), {{"region", "y-1"}});
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, ::testing::HasSubstr("/home/user/.aws/credentials:2 sets region"));
  EXPECT_EQ(*fake_.files->read("/home/user/.aws/config"), std::nullopt);
}

TEST_F(ProfileUpdate, ReadingAnIgnoredProfileIsAnError) {
  fake_.files->write("/home/user/.aws/config", "[dev]\nregion = x-1\n");
  const auto value = aws::profile_value(session("dev"), "region");
  ASSERT_FALSE(value);
  EXPECT_THAT(value.error().message, ::testing::HasSubstr("written [profile dev]"));
  EXPECT_EQ(*aws::profile_value(session("other"), "region"), std::nullopt);
}

TEST_F(ProfileUpdate, RefusesWhatWouldBreakTheFile) {
  fake_.files->write("/home/user/.aws/config", "[default]\nregion = x\n");
  EXPECT_FALSE(aws::update_profile(session(), {{"region", "a\n[other]\nregion = y"}}));
  EXPECT_FALSE(aws::update_profile(session(), {{"re gion", "a"}}));
  EXPECT_FALSE(aws::update_profile(session("a]"), {{"region", "a"}}));
  EXPECT_EQ(file("config"), "[default]\nregion = x\n");
  fake_.files->write("/home/user/.aws/config", "this is no config file\n");
  EXPECT_EQ(aws::update_profile(session(), {{"region", "a"}}).error().kind, ErrorKind::configuration);
  EXPECT_EQ(file("config"), "this is no config file\n");
}

}  // namespace
}  // namespace anthropic::internal
