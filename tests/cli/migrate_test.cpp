#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include "cli/commands/migrate/rewrite.hpp"
#include "cli/commands/migrate/scan/model_names.hpp"
#include "cli/commands/migrate/scan/scan.hpp"
#include "cli/commands/migrate/scan/scan_tree.hpp"
#include "migration_verdicts.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// "model claude-haiku-4-5 -> id", one for each finding.
std::vector<std::string> found(std::string_view text, Language language, const std::string& region = "") {
  std::vector<std::string> all;
  for (const Finding& finding : scan_source(text, language, region)) {
    std::string line = std::string(to_string(finding.kind)) + " " + finding.match;
    if (!finding.replacement.empty()) line += " -> " + finding.replacement;
    all.push_back(std::move(line));
  }
  return all;
}

TEST(Migrate, SaysOfTheTreeWhatIsWrittenDown) {
  const std::string tree = MIGRATION_TREE;
  const Result<MigrationReport> report = scan_tree({tree}, "");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->files_scanned, 12u);
  std::vector<std::string> said;
  for (const ScannedFile& file : report->files) {
    for (const Finding& finding : file.findings) {
      said.push_back(file.path.substr(tree.size() + 1) + ":" + std::to_string(finding.line) + ":" +
                     std::to_string(finding.column) + " " + std::string(to_string(finding.kind)) + " " +
                     finding.match + " " + finding.replacement);
      EXPECT_FALSE(finding.equivalent.empty()) << said.back();
    }
  }
  std::vector<std::string> written_down;
  for (const Verdict& verdict : kVerdicts) {
    written_down.push_back(std::string(verdict.file) + ":" + std::to_string(verdict.line) + ":" +
                           std::to_string(verdict.column) + " " + std::string(verdict.kind) + " " +
                           std::string(verdict.match) + " " + std::string(verdict.replacement));
  }
  EXPECT_EQ(said, written_down);
}

TEST(Migrate, LeavesAloneWhatIsNoFirstPartyId) {
  for (const char* text :
       {"us.anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-v2:1", "claude-haiku-4-5@20251001",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5", "my-claude-haiku-4-5",
        "images/claude-haiku-4-5/logo", "https://example.com/claude-haiku-4-5", "claude-haiku-4-5.png",
        "claude-code", "claude-${version}", "bedrock/anthropic.claude-opus-5", "claude-"})
    EXPECT_THAT(found(text, Language::yaml), IsEmpty()) << text;
}

TEST(Migrate, KnowsMovingAndRetiredNames) {
  const auto id = [](std::string_view name, std::string_view region = "") {
    return model_equivalent(name, region).id;
  };
  EXPECT_EQ(id("claude-sonnet-4-0"), "global.anthropic.claude-sonnet-5-5");
  EXPECT_EQ(id("claude-3-5-haiku-latest"), "global.anthropic.claude-haiku-5-5");
  EXPECT_EQ(id("claude-2"), "global.anthropic.claude-sonnet-5-5");
  EXPECT_EQ(id("claude-haiku-4-5", "eu-west-1"), "eu.anthropic.claude-haiku-4-5-20251001-v1:0");
  EXPECT_EQ(id("claude-opus-4-1", "eu-west-1"), "");
  EXPECT_THAT(model_equivalent("claude-opus-4-1", "eu-west-1").note, HasSubstr("serves eu-west-1"));
  EXPECT_EQ(id("claude-mythos-5"), "");
  EXPECT_THAT(model_equivalent("claude-3-haiku-20240307", "").note, HasSubstr("temperature, prefill"));
  EXPECT_THAT(found("model: claude-mythos-5", Language::yaml), ElementsAre("model claude-mythos-5"));
}

TEST(Migrate, DoesNotCallWhatIsDoneUndone) {
  EXPECT_THAT(found("import anthropic\nc = anthropic.AnthropicBedrock()\n", Language::python), IsEmpty());
  EXPECT_THAT(found("from anthropic import AnthropicBedrock\n", Language::python), IsEmpty());
  EXPECT_THAT(
      found("import type { Message } from '@anthropic-ai/sdk/resources/messages';", Language::typescript),
      IsEmpty());
  EXPECT_THAT(found("AnthropicOkHttpClient.builder()\n  .backend(BedrockBackend.fromEnv())", Language::java),
              IsEmpty());
  EXPECT_THAT(found("anthropic::AnthropicBedrock client;", Language::cpp), IsEmpty());
  EXPECT_THAT(found("{'type': 'url', 'x-api-key': 1}", Language::python), IsEmpty());
}

TEST(Migrate, NeverShowsAKey) {
  const std::string text = "key = 'sk-ant-api03-SECRETPART_of-it'\nshort = 'sk-ant-xxx'\n";
  EXPECT_THAT(found(text, Language::python), ElementsAre("key sk-ant-(hidden)"));
  EXPECT_EQ(without_keys(text), "key = 'sk-ant-(hidden)'\nshort = 'sk-ant-(hidden)'\n");
  const std::string line = "a = 'claude-opus-5', 'sk-ant-api03-SECRETPART_of-it'";
  const std::string diff =
      unified_diff("a.py", line, scan_source(line, Language::python, ""), Output(-1)).bytes();
  EXPECT_THAT(diff, HasSubstr("+a = 'global.anthropic.claude-opus-5', 'sk-ant-(hidden)'\n"));
  EXPECT_THAT(diff, Not(HasSubstr("SECRET")));
}

TEST(Migrate, FindsWhatTheModelBesideItRefuses) {
  const auto parameters = [](std::string_view text) {
    std::vector<std::string> all;
    for (const Finding& finding : scan_source(text, Language::python, "")) {
      if (finding.kind == FindingKind::parameter)
        all.push_back(std::to_string(finding.line) + " " + finding.match);
    }
    return all;
  };
  EXPECT_THAT(parameters("create(model='global.anthropic.claude-haiku-5-5', temperature=0.2,\n"
                         "       top_k = 3, thinking={'budget_tokens': 2000})"),
              ElementsAre("1 temperature", "2 top_k", "2 budget_tokens"));
  EXPECT_THAT(parameters("create(temperature=0.2, model='claude-3-haiku-20240307')"),
              ElementsAre("1 temperature"))
      << "of what --write would make of it";
  EXPECT_THAT(parameters("create(model='anthropic.claude-opus-4-6-v1', temperature=0.2)"), IsEmpty());
  EXPECT_THAT(parameters("create(model='claude-haiku-5-5', my_temperature=2, temperatures=3)\n"
                         "the temperature of the room"),
              IsEmpty());
  EXPECT_THAT(parameters("a(model='claude-haiku-5-5')\n\nb(temperature=1)"), IsEmpty());
  EXPECT_THAT(parameters("a(model='claude-haiku-5-5'); b(model='claude-opus-4-6', temperature=1)"),
              IsEmpty());
}

TEST(Migrate, CountsColumnsInCharacters) {
  const std::string text =
      "\xef\xbb\xbf"
      "a\r\n\"Größe\" claude-opus-5";
  const std::vector<Finding> findings = scan_source(text, Language::yaml, "");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].line, 2u);
  EXPECT_EQ(findings[0].column, 9u);
  EXPECT_EQ(rewritten(text, findings),
            "\xef\xbb\xbf"
            "a\r\n\"Größe\" global.anthropic.claude-opus-5");
}

// Texts of pieces that begin, end and break what is looked for.
TEST(Migrate, HoldsItsPromisesOnAnyText) {
  constexpr std::string_view kPieces[] = {"claude-",
                                          "-",
                                          "anthropic/",
                                          "\"type\": \"url\"",
                                          "source",
                                          "sk-ant-",
                                          "from anthropic import (",
                                          "Anthropic",
                                          "ModelClaude",
                                          "Model.CLAUDE_",
                                          "_",
                                          "3",
                                          "\n",
                                          "\xc3",
                                          "import anthropic",
                                          "web_search_2",
                                          "claude-3-haiku-20240307",
                                          ".",
                                          "latest",
                                          "anthropic",
                                          "\r\n",
                                          "(",
                                          "\\\"",
                                          "Sonnet4"};
  std::mt19937 random(20261122);
  std::size_t replacements = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string text;
    for (auto pieces = random() % 30; pieces > 0; --pieces) text += kPieces[random() % std::size(kPieces)];
    for (unsigned bit = 0; bit < 11; ++bit) {
      const auto language = static_cast<Language>(1u << bit);
      const std::vector<Finding> findings = scan_source(text, language, "");
      for (const Finding& finding : findings) {
        if (finding.kind == FindingKind::key) continue;
        ASSERT_EQ(text.substr(finding.offset, finding.length), finding.match) << text;
      }
      for (const Finding& finding : scan_source(rewritten(text, findings), language, ""))
        ASSERT_EQ(finding.replacement, "") << text;
      replacements += static_cast<std::size_t>(std::count_if(
          findings.begin(), findings.end(), [](const Finding& one) { return !one.replacement.empty(); }));
    }
  }
  EXPECT_GT(replacements, 100u);
}

TEST(Migrate, DiffsNeighbouringAndLongLines) {
  const std::string text = "one\nclaude-opus-5 claude-haiku-5-5\nclaude-opus-5\nfour\nclaude-opus-5";
  EXPECT_EQ(unified_diff("a", text, scan_source(text, Language::yaml, ""), Output(-1)).bytes(),
            "--- a\n+++ a\n@@ -2,2 +2,2 @@\n-claude-opus-5 claude-haiku-5-5\n-claude-opus-5\n"
            "+global.anthropic.claude-opus-5 global.anthropic.claude-haiku-5-5\n"
            "+global.anthropic.claude-opus-5\n@@ -5,1 +5,1 @@\n-claude-opus-5\n"
            "+global.anthropic.claude-opus-5\n");
  const std::string large = std::string(1'000'000, 'x') + " claude-opus-5 " + std::string(1'000'000, 'y');
  const std::string diff =
      unified_diff("a", large, scan_source(large, Language::json, ""), Output(-1)).bytes();
  EXPECT_LT(diff.size(), 2000u);
  EXPECT_THAT(diff, HasSubstr("x global.anthropic.claude-opus-5 y"));
}

}  // namespace
}  // namespace anthropic::internal::cli
