#include <array>
#include <gmock/gmock.h>

#include "aws/credentials/profile/profile_source.hpp"
#include "aws/credentials/source/environment_source.hpp"
#include "aws/credentials/source/source.hpp"
#include "support/fake_world.hpp"

namespace anthropic::internal::aws {
namespace {

using anthropic::internal::testing::make_fake_world;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr const char* kConfig = "/home/user/.aws/config";
constexpr const char* kCredentials = "/home/user/.aws/credentials";
constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
constexpr const char* kToken = "FwoGZXIvYXdzEXAMPLESESSIONTOKEN";

std::string all_text(const Error& error) {
  return error.to_string() + "\n" + error.message + "\n" + error.hint + "\n" + error.code + "\n" + error.type;
}

Error expect_error(const SourceAnswer& answer) {
  const auto* error = std::get_if<Error>(&answer);
  EXPECT_NE(error, nullptr);
  if (!error) return {};
  EXPECT_THAT(all_text(*error), AllOf(Not(HasSubstr(kSecret)), Not(HasSubstr(kToken))));
  EXPECT_FALSE(error->hint.empty());
  return *error;
}

SourceAnswer from_environment(const std::map<std::string, std::string>& variables) {
  return make_environment_source(make_fake_world(variables).world)->load({});
}

SourceAnswer from_profile(const std::string& config, const std::string& credentials = "",
                          const std::string& name = "") {
  auto fake = make_fake_world({}, {{kConfig, config}, {kCredentials, credentials}});
  SessionSetup setup({.profile = name}, fake.world);
  return make_profile_source(setup)->load({});
}

TEST(EnvironmentSource, ReadsEveryVariable) {
  const auto answer = from_environment({{"AWS_ACCESS_KEY_ID", " AKID\n"},
                                        {"AWS_SECRET_ACCESS_KEY", kSecret},
                                        {"AWS_SESSION_TOKEN", kToken},
                                        {"AWS_CREDENTIAL_EXPIRATION", "2026-11-22T13:00:00Z"},
                                        {"AWS_ACCOUNT_ID", "123456789012"}});
  const auto* credentials = std::get_if<Credentials>(&answer);
  ASSERT_NE(credentials, nullptr);
  EXPECT_EQ(credentials->access_key_id, "AKID");
  EXPECT_EQ(credentials->secret_access_key, kSecret);
  EXPECT_EQ(credentials->session_token, kToken);
  EXPECT_EQ(credentials->expiration, std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 13h);
  EXPECT_EQ(credentials->account_id, "123456789012");
  EXPECT_EQ(credentials->source, "environment");
}

TEST(EnvironmentSource, BlankVariablesAreNotConfigured) {
  const std::map<std::string, std::string> cases[] = {
      {}, {{"AWS_ACCESS_KEY_ID", " "}, {"AWS_SECRET_ACCESS_KEY", "\t"}}, {{"AWS_SESSION_TOKEN", kToken}}};
  for (const auto& variables : cases) {
    const auto answer = from_environment(variables);
    const auto* nothing = std::get_if<NotConfigured>(&answer);
    ASSERT_NE(nothing, nullptr);
    EXPECT_THAT(nothing->looked_at,
                AllOf(HasSubstr("AWS_ACCESS_KEY_ID"), HasSubstr("AWS_SECRET_ACCESS_KEY")));
  }
}

TEST(EnvironmentSource, HalfAPairIsAnError) {
  const Error secret =
      expect_error(from_environment({{"AWS_SECRET_ACCESS_KEY", kSecret}, {"AWS_SESSION_TOKEN", kToken}}));
  EXPECT_EQ(secret.kind, ErrorKind::credentials);
  EXPECT_THAT(secret.message, HasSubstr("AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not"));
  const Error access =
      expect_error(from_environment({{"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SESSION_TOKEN", kToken}}));
  EXPECT_THAT(access.message, HasSubstr("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"));
}

TEST(EnvironmentSource, WhatCannotBeAKeyIsAnErrorThatDoesNotShowIt) {
  const Error split =
      expect_error(from_environment({{"AWS_ACCESS_KEY_ID", "AKID"},
                                     {"AWS_SECRET_ACCESS_KEY", std::string(kSecret) + "\nmore"},
                                     {"AWS_SESSION_TOKEN", kToken}}));
  EXPECT_THAT(split.message, HasSubstr("AWS_SECRET_ACCESS_KEY holds a line break"));
  const Error injected =
      expect_error(from_environment({{"AWS_ACCESS_KEY_ID", "AKID"},
                                     {"AWS_SECRET_ACCESS_KEY", kSecret},
                                     {"AWS_SESSION_TOKEN", std::string(kToken) + "\r\nx-evil: 1"}}));
  EXPECT_THAT(injected.message, HasSubstr("AWS_SESSION_TOKEN"));
  const Error time = expect_error(from_environment({{"AWS_ACCESS_KEY_ID", "AKID"},
                                                    {"AWS_SECRET_ACCESS_KEY", kSecret},
                                                    {"AWS_CREDENTIAL_EXPIRATION", "tomorrow"}}));
  EXPECT_THAT(time.message, HasSubstr("tomorrow"));
}

TEST(ProfileSource, ReadsKeysOfBothFilesTheCredentialsFileFirst) {
  const auto answer =
      from_profile("[profile dev]\naws_account_id = 1\naws_secret_access_key = other\n",
                   "[dev]\nAWS_ACCESS_KEY_ID = AKID\naws_secret_access_key = " + std::string(kSecret) +
                       "\naws_session_token = " + kToken + "\n",
                   "dev");
  const auto* credentials = std::get_if<Credentials>(&answer);
  ASSERT_NE(credentials, nullptr);
  EXPECT_EQ(credentials->access_key_id, "AKID");
  EXPECT_EQ(credentials->secret_access_key, kSecret);
  EXPECT_EQ(credentials->session_token, kToken);
  EXPECT_EQ(credentials->account_id, "1");
  EXPECT_EQ(credentials->source, "profile dev");
  EXPECT_FALSE(credentials->expiration);
}

TEST(ProfileSource, WithoutKeysItIsNotConfigured) {
  for (const char* config :
       {"", "[default]\nregion = us-east-1", "[default]\naws_access_key_id =\naws_secret_access_key ="}) {
    const auto answer = from_profile(config);
    const auto* nothing = std::get_if<NotConfigured>(&answer);
    ASSERT_NE(nothing, nullptr);
    EXPECT_THAT(nothing->looked_at,
                AllOf(HasSubstr("\"default\""), HasSubstr(kConfig), HasSubstr(kCredentials)));
  }
}

/// The three parts of the keys of a profile.
std::string keys_of(const std::string& config, const std::string& credentials) {
  const auto answer = from_profile(config, credentials);
  const auto* keys = std::get_if<Credentials>(&answer);
  if (!keys) return std::holds_alternative<Error>(answer) ? std::get<Error>(answer).message : "nothing";
  return keys->access_key_id + " " + keys->secret_access_key + " " + keys->session_token;
}

TEST(ProfileSource, ATokenIsNeverJoinedWithForeignKeys) {
  const std::string token = "aws_session_token = tc\n";
  EXPECT_EQ(keys_of("[default]\n" + token, "[default]\naws_access_key_id = a\naws_secret_access_key = s\n"),
            "a s ");
  EXPECT_EQ(keys_of("[default]\naws_access_key_id = ac\naws_secret_access_key = sc\n" + token,
                    "[default]\naws_access_key_id = a\naws_secret_access_key = s\n"),
            "a s ");
  EXPECT_EQ(keys_of("[default]\naws_access_key_id = ac\naws_secret_access_key = sc\n" + token,
                    "[default]\naws_secret_access_key = s\naws_session_token = t\n"),
            "ac sc tc");
  EXPECT_EQ(keys_of("[default]\naws_access_key_id = ac\naws_secret_access_key = sc\n",
                    "[default]\naws_session_token = t\n"),
            "ac sc ");
}

TEST(ProfileSource, HalvesThatStandAloneInTheirFilesArePutTogether) {
  EXPECT_EQ(keys_of("[default]\naws_secret_access_key = sc\n", "[default]\naws_access_key_id = a\n"),
            "a sc ");
  EXPECT_EQ(keys_of("[default]\naws_access_key_id = ac\naws_session_token = tc\n",
                    "[default]\naws_secret_access_key = s\n"),
            "ac s tc");
  EXPECT_THAT(keys_of("[default]\naws_access_key_id = ac\naws_secret_access_key = sc\n",
                      "[default]\naws_access_key_id = a\n"),
              HasSubstr("aws_access_key_id (" + std::string(kCredentials) +
                        ":2) is set, but aws_secret_access_key is not"));
}

TEST(ProfileSource, WhatCannotBeAKeyIsNamedWithItsFileAndLine) {
  const Error broken = expect_error(from_profile(
      "", "[default]\naws_access_key_id = AKID\naws_secret_access_key = " + std::string(kSecret) + "\n x\n"));
  EXPECT_THAT(broken.message,
              HasSubstr("aws_secret_access_key (" + std::string(kCredentials) + ":3) holds a line break"));
  const Error blank = expect_error(
      from_profile("[default]\naws_access_key_id = AK ID\naws_secret_access_key = " + std::string(kSecret)));
  EXPECT_THAT(blank.message,
              HasSubstr("aws_access_key_id (" + std::string(kConfig) + ":2) holds white space"));
}

TEST(ProfileSource, HalfAPairIsAnError) {
  const Error error =
      expect_error(from_profile("", "[default]\naws_secret_access_key = " + std::string(kSecret)));
  EXPECT_EQ(error.kind, ErrorKind::credentials);
  EXPECT_THAT(error.message, AllOf(HasSubstr("aws_access_key_id is not"), HasSubstr(kCredentials)));
  expect_error(
      from_profile("", "[default]\naws_access_key_id = AKID\naws_session_token = " + std::string(kToken)));
  expect_error(from_profile("", "[default]\naws_access_key_id = AKID\naws_secret_access_key = " +
                                    std::string(kSecret) + "\n continued\n"));
}

TEST(ProfileSource, ADamagedFileIsAnErrorWithoutItsText) {
  const auto answer =
      from_profile("", "[default]\naws_access_key_id = AKID\naws_secret_access_key " + std::string(kSecret));
  const auto* error = std::get_if<Error>(&answer);
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->kind, ErrorKind::configuration);
  EXPECT_THAT(all_text(*error), Not(HasSubstr(kSecret)));
}

TEST(ProfileSource, ANamedProfileThatDoesNotExistIsAnError) {
  const Error error = expect_error(from_profile("[profile dev]", "", "prod"));
  EXPECT_EQ(error.kind, ErrorKind::configuration);
  EXPECT_THAT(error.message, HasSubstr("dev"));
}

TEST(ProfileSource, SeesAChangeAtOnce) {
  auto fake =
      make_fake_world({}, {{kCredentials, "[default]\naws_access_key_id = OLD\naws_secret_access_key = s"}});
  SessionSetup setup({}, fake.world);
  const auto source = make_profile_source(setup);
  const auto before = source->load({});
  EXPECT_EQ(std::get<Credentials>(before).access_key_id, "OLD");
  const auto version = source->version();
  fake.files->write(kCredentials, "[default]\naws_access_key_id = NEW\naws_secret_access_key = s");
  const auto after = source->load({});
  EXPECT_EQ(std::get<Credentials>(after).access_key_id, "NEW");
  EXPECT_NE(source->version(), version);
}

}  // namespace
}  // namespace anthropic::internal::aws
