// The list of models, what a name comes to in each region, and what is said of names that come to nothing.
#include <gmock/gmock.h>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Outcome ask(const std::string& region, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"ask", "--local", "--region", region});
  arguments.push_back("hi");
  return run(arguments, {});
}

TEST(Models, AreATableWithTheRetiredOnesIfAsked) {
  const Outcome outcome = run({"models"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(outcome.out, AllOf(StartsWith("ALIAS"), HasSubstr("\nhaiku "), Not(HasSubstr(" retired "))));
  EXPECT_THAT(run({"models", "--all"}).out, HasSubstr(" retired "));
}

TEST(Models, AreOneLineOfJson) {
  const Outcome outcome = run({"models", "--json"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out.find('\n'), outcome.out.size() - 1);
  const auto json = Json::parse(outcome.out);
  ASSERT_TRUE(json);
  EXPECT_THAT((*json)["models"][0]["id"].as_string().value_or(""), HasSubstr("claude"));
}

TEST(ModelNames, TheDefaultAndEveryAliasWorkInGovCloud) {
  const std::string region = "us-gov-west-1";
  EXPECT_EQ(ask(region, {}).exit_code, 0) << "the program's default";
  for (const char* model : {"haiku", "sonnet", "opus", "claude-sonnet-4-5", "claude-opus-4-8"}) {
    const Outcome outcome = ask(region, {"--model", model});
    EXPECT_EQ(outcome.exit_code, 0) << model << ": " << outcome.err;
  }
}

TEST(ModelNames, TheHintNamesWhatTheRegionServes) {
  const Outcome outcome = ask("us-gov-west-1", {"--model", "claude-haiku-4-5"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(
      outcome.err,
      HasSubstr(
          "Claude Haiku 4.5 is not known to be served in us-gov-west-1; the newest of each family there: "
          "\"us-gov.anthropic.claude-haiku-5-5\""));
}

TEST(ModelNames, NothingIsMadeUpForRegionsOfWhichNothingIsKnown) {
  for (const char* region : {"cn-north-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"}) {
    const Outcome outcome = ask(region, {});
    EXPECT_NE(outcome.exit_code, 0);
    EXPECT_THAT(outcome.err, HasSubstr(std::string("No Claude model is known to be served in ") + region));
    EXPECT_NE(ask(region, {"--model", "global.anthropic.claude-haiku-5-5"}).exit_code, 0) << region;
  }
}

TEST(ModelNames, ATypoIsTakenForTheVersionThatItNames) {
  const std::pair<const char*, const char*> rows[] = {
      {"us.anthropic.claude-opus-4-8-v1", "us.anthropic.claude-opus-4-8"},
      {"us.anthropic.claude-opus-5-5-v1:0", "us.anthropic.claude-opus-5-5"},
      {"us.anthropic.claude-haiku-5-5-20260901-v1:0", "us.anthropic.claude-haiku-5-5"},
      {"sonnet[1m]", "us.anthropic.claude-sonnet-5-5"},
      {"SONNET", "us.anthropic.claude-sonnet-5-5"},
      {"Haiku-4.5", "us.anthropic.claude-haiku-4-5-20251001-v1:0"},
      {"us-east-1.anthropic.claude-opus-4-8", "us.anthropic.claude-opus-4-8"},
      {"global.anthropic.claude-haiku-5-5-v1:0", "global.anthropic.claude-haiku-5-5"},
  };
  for (const auto& [typo, meant] : rows) {
    const Outcome outcome = ask("us-east-1", {"--model", typo});
    EXPECT_NE(outcome.exit_code, 0) << typo;
    EXPECT_THAT(outcome.err, HasSubstr("Did you mean \"" + std::string(meant) + "\"?"));
  }
  const Outcome other = ask("us-east-1", {"--model", "us.anthropic.claude-opus-4-9"});
  EXPECT_THAT(other.err, HasSubstr("No Claude of that version is known; the newest of the family is "
                                   "\"us.anthropic.claude-opus-5-5\""));
  EXPECT_THAT(other.err, Not(HasSubstr("Did you mean")));
}

TEST(ModelNames, CountNamesAModelThatCanBeCounted) {
  const Outcome outcome = run({"count", "--local", "--region", "us-east-1", "--model", "opus", "hi"}, {});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("Bedrock's runtime counts no tokens for Claude Opus 5.5"));
  EXPECT_THAT(outcome.err, HasSubstr("\"us.anthropic.claude-opus-4-6-v1\""));
}

}  // namespace
}  // namespace anthropic::internal::cli
