#include <gtest/gtest.h>

#include <anthropic/aws/profile_update.hpp>

#include "support/fake_world.hpp"
#include "wire/profile_editor.hpp"

namespace anthropic {
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
            "[profile \"my profile\"]\nregion = r\n");
  EXPECT_EQ(set_value("", FileKind::credentials, "dev", "aws_access_key_id", "r"),
            "[dev]\naws_access_key_id = r\n");
  EXPECT_EQ(
      set_value("[sso-session dev]\nsso_region = x\n", FileKind::config, "sso-session dev", "region", "r"),
      "[sso-session dev]\nsso_region = x\n\n[profile \"sso-session dev\"]\nregion = r\n");
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
    return aws::Session({.profile = std::move(profile), .world = fakes.world});
  }
  std::string file(const std::string& name) {
    return (*fakes.files->read("/home/user/.aws/" + name))->c_str();
  }
  testing::FakeWorld fakes = testing::make_fake_world();
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

TEST_F(ProfileUpdate, RefusesWhatWouldBreakTheFile) {
  fakes.files->write("/home/user/.aws/config", "[default]\nregion = x\n");
  EXPECT_FALSE(aws::update_profile(session(), {{"region", "a\n[other]\nregion = y"}}));
  EXPECT_FALSE(aws::update_profile(session(), {{"re gion", "a"}}));
  EXPECT_FALSE(aws::update_profile(session("a]"), {{"region", "a"}}));
  EXPECT_EQ(file("config"), "[default]\nregion = x\n");
  fakes.files->write("/home/user/.aws/config", "this is no config file\n");
  EXPECT_EQ(aws::update_profile(session(), {{"region", "a"}}).error().kind, ErrorKind::configuration);
  EXPECT_EQ(file("config"), "this is no config file\n");
}

}  // namespace
}  // namespace anthropic
