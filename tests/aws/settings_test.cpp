#include "aws/session/settings.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>
#include <vector>

#include <anthropic/json.hpp>

#include "support/fake_world.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::aws {
namespace {

using anthropic::internal::testing::make_fake_world;
using ::testing::AllOf;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

constexpr const char* kConfig = "/home/user/.aws/config";
constexpr const char* kCredentials = "/home/user/.aws/credentials";

TEST(Settings, FindsTheFilesAsTheSdksDo) {
  const auto folder = anthropic::internal::testing::vectors("config-files/smithy-rs-aws-runtime");
  REQUIRE_VECTORS(folder);
  const auto suite =
      Json::parse(anthropic::internal::testing::read_file(folder / "file-location-tests.json"));
  ASSERT_TRUE(suite) << suite.error().to_string();
  int proven = 0;
  for (const Json& test : (*suite)["tests"].items()) {
    if (test["platform"].string_or("") != "linux") continue;  // The other five are of Windows.
    SCOPED_TRACE(test["name"].string_or(""));
    auto fake = make_fake_world();
    for (const auto& variable : test["environment"].members()) {
      fake.environment->set(variable.name, variable.value.string_or(""));
    }
    const Settings settings(fake.world, "");
    EXPECT_EQ(settings.config_path(), test["configLocation"].string_or("?"));
    EXPECT_EQ(settings.credentials_path(), test["credentialsLocation"].string_or("?"));
    EXPECT_EQ(settings.profile_name(), test["profile"].string_or("default"));
    ++proven;
  }
  EXPECT_EQ(proven, 4);
}

TEST(Settings, ATildeIsTheHomeFolder) {
  auto fake = make_fake_world({{"AWS_CONFIG_FILE", "~/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "~other/c"}});
  const Settings settings(fake.world, "");
  EXPECT_EQ(settings.config_path(), "/home/user/c");
  EXPECT_EQ(settings.credentials_path(), "~other/c");
}

TEST(Settings, VariablesInThePathsAreReplacedAsTheAwsCliDoes) {
  const auto path_of = [](const char* text) {
    auto fake = make_fake_world({{"AWS_CONFIG_FILE", text}, {"TEAM", "blue"}});
    return Settings(fake.world, "").config_path();
  };
  EXPECT_EQ(path_of("$HOME/c"), "/home/user/c");
  EXPECT_EQ(path_of("${HOME}/$TEAM/${TEAM}x/c"), "/home/user/blue/bluex/c");
  EXPECT_EQ(path_of("/$TEAMx/$/${TEAM/$NONE"), "/$TEAMx/$/${TEAM/$NONE");
  EXPECT_EQ(path_of("/c$TEAM"), "/cblue");
  EXPECT_EQ(path_of("/${}/$TEAM"), "/${}/blue");
}

TEST(Settings, TheDefaultProfilesVariableCountsAfterTheOther) {
  auto fake = make_fake_world({{"AWS_DEFAULT_PROFILE", "old"}}, {{kConfig, "[profile old]\nregion = r-1"}});
  const Settings settings(fake.world, "");
  EXPECT_EQ(settings.profile_name(), "old");
  EXPECT_TRUE(settings.profile_is_named());
  EXPECT_FALSE(settings.profile_is_from_code());
  EXPECT_EQ(settings.region("").value(), "r-1");
  fake.environment->set("AWS_PROFILE", "new");
  EXPECT_EQ(Settings(fake.world, "").profile_name(), "new");
  EXPECT_EQ(Settings(fake.world, "code").profile_name(), "code");
}

TEST(Settings, WithoutHomeNoFileIsRead) {
  auto fake = make_fake_world({}, {{"~/.aws/config", "[default]\nregion = from-a-folder-called-tilde"}});
  fake.environment->unset("HOME");
  const Settings settings(fake.world, "");
  const auto region = settings.region("");
  ASSERT_FALSE(region);
  EXPECT_THAT(region.error().message, HasSubstr("~/.aws/config"));
  EXPECT_EQ(fake.files->reads(), 0);
}

TEST(Settings, ConstructingReadsNoFile) {
  auto fake = make_fake_world({}, {{kConfig, "[default]\nregion = us-west-2"}});
  const Settings settings(fake.world, "");
  EXPECT_EQ(fake.files->reads() + fake.files->stamps_taken(), 0);
  EXPECT_EQ(settings.region("eu-west-1").value(), "eu-west-1");
  EXPECT_EQ(fake.files->reads() + fake.files->stamps_taken(), 0);
}

TEST(Settings, RegionComesFromCodeThenEnvironmentThenProfile) {
  auto fake = make_fake_world({{"AWS_REGION", "r-env-1"}, {"AWS_DEFAULT_REGION", "r-default-1"}},
                              {{kConfig, "[default]\nregion = r-file-1"}});
  const Settings settings(fake.world, "");
  EXPECT_EQ(settings.region("r-code-1").value(), "r-code-1");
  EXPECT_EQ(settings.region("").value(), "r-env-1");
  fake.environment->set("AWS_REGION", "  ");
  EXPECT_EQ(settings.region("").value(), "r-default-1");
  fake.environment->unset("AWS_DEFAULT_REGION");
  EXPECT_EQ(settings.region("").value(), "r-file-1");
}

TEST(Settings, NoRegionNamesEveryPlaceLookedAt) {
  auto fake = make_fake_world();
  const auto region = Settings(fake.world, "").region("");
  ASSERT_FALSE(region);
  EXPECT_EQ(region.error().kind, ErrorKind::configuration);
  EXPECT_THAT(region.error().message,
              AllOf(HasSubstr("aws_region"), HasSubstr("AWS_REGION"), HasSubstr("AWS_DEFAULT_REGION"),
                    HasSubstr("\"default\""), HasSubstr(kConfig), HasSubstr(kCredentials)));
  EXPECT_THAT(region.error().hint, HasSubstr("export AWS_REGION="));
}

TEST(Settings, ARegionThatCannotBeOneSaysWhereItStands) {
  auto fake = make_fake_world({{"AWS_REGION", "us-east-1.example.com"}});
  const Settings settings(fake.world, "");
  const auto region = settings.region("");
  ASSERT_FALSE(region);
  EXPECT_EQ(region.error().kind, ErrorKind::configuration);
  EXPECT_THAT(region.error().message, AllOf(HasSubstr("AWS_REGION"), HasSubstr("us-east-1.example.com")));
  EXPECT_THAT(settings.region("a b").error().message, HasSubstr("aws_region"));
}

TEST(Settings, ANamedProfileThatDoesNotExistNamesThoseThatDo) {
  auto fake = make_fake_world({{"AWS_PROFILE", "prod"}},
                              {{kConfig, "[default]\n[profile dev]\n"}, {kCredentials, "[test]\n"}});
  const Settings settings(fake.world, "");
  EXPECT_TRUE(settings.profile_is_named());
  EXPECT_FALSE(settings.profile_is_from_code());
  const auto value = settings.profile_value("region");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().kind, ErrorKind::configuration);
  EXPECT_THAT(value.error().message, AllOf(HasSubstr("\"prod\""), HasSubstr("default, dev, test"),
                                           HasSubstr(kConfig), HasSubstr(kCredentials)));
  EXPECT_THAT(value.error().hint, HasSubstr("aws configure --profile prod"));
}

TEST(Settings, TheDefaultProfileMayBeAbsent) {
  auto fake = make_fake_world();
  const Settings settings(fake.world, "");
  EXPECT_FALSE(settings.profile_is_named());
  EXPECT_EQ(settings.profile_value("region").value(), std::nullopt);
  EXPECT_TRUE(settings.profile().value().empty());
  EXPECT_EQ(settings.endpoint_url("", nullptr, "Bedrock Runtime").value(), "");
}

TEST(Settings, CodesProfileWinsOverTheEnvironments) {
  auto fake = make_fake_world({{"AWS_PROFILE", "prod"}}, {{kConfig, "[profile dev]\nregion = r-dev-1"}});
  const Settings settings(fake.world, "dev");
  EXPECT_TRUE(settings.profile_is_from_code());
  EXPECT_EQ(settings.region("").value(), "r-dev-1");
}

TEST(Settings, AFileThatCannotBeReadOrParsedIsAnError) {
  auto fake = make_fake_world();
  fake.files->make_unreadable(kCredentials);
  const auto unreadable = Settings(fake.world, "").region("");
  ASSERT_FALSE(unreadable);
  EXPECT_THAT(unreadable.error().message, HasSubstr(kCredentials));
  fake.files->write(kCredentials, "[default]\nnonsense\n");
  const auto damaged = Settings(fake.world, "").region("");
  ASSERT_FALSE(damaged);
  EXPECT_THAT(damaged.error().message, HasSubstr(std::string(kCredentials) + ":2"));
}

TEST(Settings, ValueIsTheVariableElseTheKey) {
  auto fake =
      make_fake_world({{"AWS_CA_BUNDLE", "/env.pem"}}, {{kConfig, "[default]\nca_bundle = /file.pem"}});
  const Settings settings(fake.world, "");
  EXPECT_EQ(settings.value("AWS_CA_BUNDLE", "ca_bundle").value(), "/env.pem");
  fake.environment->unset("AWS_CA_BUNDLE");
  EXPECT_EQ(settings.value("AWS_CA_BUNDLE", "ca_bundle").value(), "/file.pem");
  EXPECT_EQ(settings.value("AWS_MAX_ATTEMPTS", "max_attempts").value(), std::nullopt);
}

TEST(Settings, FilesAreLookedAtOnceASecondAndReadAnewWhenTheyChanged) {
  auto fake = make_fake_world({}, {{kConfig, "[default]\nregion = r-old-1"}});
  const Settings settings(fake.world, "");
  EXPECT_EQ(settings.region("").value(), "r-old-1");
  const auto version = settings.version();
  const int reads = fake.files->reads();
  const int stamps = fake.files->stamps_taken();
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(settings.region("").value(), "r-old-1");
  EXPECT_EQ(fake.files->reads(), reads);
  EXPECT_EQ(fake.files->stamps_taken(), stamps);

  fake.clock->advance(1s);
  EXPECT_EQ(settings.version(), version);
  EXPECT_EQ(fake.files->reads(), reads);
  EXPECT_EQ(fake.files->stamps_taken(), stamps + 2);

  fake.files->write(kConfig, "[default]\nregion = r-new-1");
  EXPECT_EQ(settings.region("").value(), "r-old-1");
  fake.clock->advance(1s);
  EXPECT_EQ(settings.region("").value(), "r-new-1");
  EXPECT_GT(settings.version(), version);

  fake.files->write(kConfig, "[default]\nregion = r-newer-1");
  settings.recheck();
  EXPECT_EQ(settings.region("").value(), "r-newer-1");
}

TEST(Settings, AFileThatAppearsOrIsRepairedIsNoticed) {
  auto fake = make_fake_world();
  const Settings settings(fake.world, "");
  EXPECT_FALSE(settings.region(""));
  fake.files->make_unreadable(kConfig);
  fake.clock->advance(1s);
  EXPECT_THAT(settings.region("").error().message, HasSubstr("permission denied"));
  fake.files->write(kConfig, "[default]\nregion = r-new-1");
  fake.clock->advance(1s);
  EXPECT_EQ(settings.region("").value(), "r-new-1");
}

TEST(Settings, EndpointUrlsHaveTheirOrder) {
  auto fake =
      make_fake_world({{"ANTHROPIC_BEDROCK_BASE_URL", "http://extra"},
                       {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://service-variable"},
                       {"AWS_ENDPOINT_URL", "http://variable"}},
                      {{kConfig,
                        "[default]\nendpoint_url = http://profile\nservices = mine\n"
                        "[services mine]\nbedrock_runtime =\n  endpoint_url = http://services-section\n"}});
  const Settings settings(fake.world, "");
  const auto url = [&](const std::string& given) {
    return settings.endpoint_url(given, "ANTHROPIC_BEDROCK_BASE_URL", "Bedrock Runtime").value();
  };
  EXPECT_EQ(url("http://code"), "http://code");
  EXPECT_EQ(url(""), "http://extra");
  fake.environment->unset("ANTHROPIC_BEDROCK_BASE_URL");
  EXPECT_EQ(url(""), "http://service-variable");
  fake.environment->unset("AWS_ENDPOINT_URL_BEDROCK_RUNTIME");
  EXPECT_EQ(url(""), "http://variable");
  fake.environment->unset("AWS_ENDPOINT_URL");
  EXPECT_EQ(url(""), "http://services-section");
  EXPECT_EQ(settings.endpoint_url("", nullptr, "STS").value(), "http://profile");
}

TEST(Settings, ConfiguredEndpointUrlsCanBeIgnored) {
  auto fake = make_fake_world(
      {{"AWS_ENDPOINT_URL", "http://variable"}, {"EXTRA", "http://extra"}},
      {{kConfig, "[default]\nignore_configured_endpoint_urls = TRUE\nendpoint_url = http://p"}});
  const Settings settings(fake.world, "");
  EXPECT_EQ(settings.endpoint_url("", nullptr, "Bedrock").value(), "");
  EXPECT_EQ(settings.endpoint_url("", "EXTRA", "Bedrock").value(), "http://extra");
  EXPECT_EQ(settings.endpoint_url("http://code", nullptr, "Bedrock").value(), "http://code");
  fake.environment->set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
  EXPECT_EQ(settings.endpoint_url("", nullptr, "Bedrock").value(), "http://variable");
  fake.environment->set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "perhaps");
  EXPECT_EQ(settings.endpoint_url("", nullptr, "Bedrock").error().kind, ErrorKind::configuration);
}

TEST(Settings, AServicesSectionThatDoesNotExistIsAnError) {
  auto fake = make_fake_world({}, {{kConfig, "[default]\nservices = mine\n"}});
  const auto url = Settings(fake.world, "").endpoint_url("", nullptr, "Bedrock");
  ASSERT_FALSE(url);
  EXPECT_EQ(url.error().kind, ErrorKind::configuration);
  EXPECT_THAT(url.error().message, HasSubstr("[services mine]"));
}

TEST(Settings, ManyThreadsReadWhileTheFilesChange) {
  auto fake = make_fake_world({}, {{kConfig, "[default]\nregion = r-0"}});
  const Settings settings(fake.world, "");
  std::atomic<bool> stop = false;
  std::atomic<int> failures = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto region = settings.region("");
        if (!region || region->rfind("r-", 0) != 0) ++failures;
      }
    });
  }
  for (int i = 1; i <= 200; ++i) {
    fake.files->write(kConfig, "[default]\nregion = r-" + std::to_string(i));
    fake.clock->advance(1s);
    std::this_thread::yield();
  }
  stop = true;
  readers.clear();
  EXPECT_EQ(failures, 0);
  fake.clock->advance(1s);
  EXPECT_EQ(settings.region("").value(), "r-200");
}

}  // namespace
}  // namespace anthropic::internal::aws
