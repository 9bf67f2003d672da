// The same descriptions make the help of a command, its man page and its part of docs/cli.md.
#include <gmock/gmock.h>
#include <regex>
#include <set>
#include <sstream>

#include <anthropic/version.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The commands, without their subcommands, in the order of the help.
std::vector<std::string> commands() {
  std::vector<std::string> names = lines_of(run({"help", "--list"}).out);
  std::erase_if(names, [](const std::string& name) { return name.find(' ') != std::string::npos; });
  return names;
}

/// "--file", "--image" and so on, as the text names them.
std::set<std::string> options_in(std::string text) {
  text = std::regex_replace(text, std::regex(R"(\\-)"), "-");
  std::set<std::string> options;
  const std::regex option("--[a-z][a-z0-9-]*");
  for (std::sregex_iterator found(text.begin(), text.end(), option), end; found != end; ++found)
    options.insert(found->str());
  return options;
}

TEST(Help, ListsEveryCommandWithItsSubcommands) {
  const std::vector<std::string> names = lines_of(run({"help", "--list"}).out);
  ASSERT_THAT(names, Contains("ask"));
  EXPECT_THAT(names, Contains("s3 get"));
  EXPECT_THAT(names, Contains("migrate check"));
  const std::string help = run({"--help"}).out;
  for (const std::string& name : commands()) EXPECT_THAT(help, HasSubstr("\n  " + name + " "));
  EXPECT_EQ(names.back(), "help");
}

TEST(Help, IsPrintedOnStandardOutput) {
  const Outcome version = run({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_EQ(version.out, "claude-bedrock " ANTHROPIC_VERSION "\n");
  for (const std::string& command : commands()) {
    const Outcome help = run({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("\nExamples:\n  claude-bedrock " + command)) << command;
    EXPECT_EQ(help.err, "") << command;
  }
}

TEST(Help, AManPageHasAllOfTheHelp) {
  for (const std::string& name : commands()) {
    SCOPED_TRACE(name);
    const Outcome page = run({"help", name, "--as", "man"});
    EXPECT_EQ(page.exit_code, 0) << page.err;
    EXPECT_THAT(page.out, StartsWith(".TH CLAUDE-BEDROCK-"));
    EXPECT_THAT(page.out, HasSubstr("\n.SH NAME\n"));
    EXPECT_THAT(page.out, HasSubstr("\n.SH EXAMPLES\n"));
    const std::set<std::string> in_page = options_in(page.out);
    for (const std::string& option : options_in(run({name, "--help"}).out))
      EXPECT_TRUE(in_page.contains(option)) << option;
  }
  const std::string main = run({"help", "--as", "man"}).out;
  EXPECT_THAT(main, HasSubstr("\\fBclaude\\-bedrock\\-ask\\fR(1)"));
  EXPECT_THAT(main, HasSubstr("AWS_BEARER_TOKEN_BEDROCK"));
}

TEST(Help, NoLineOfAPageIsTakenForARequestOfRoff) {
  const std::set<std::string> known = {".TH", ".SH", ".SS", ".TP", ".EX", ".EE"};
  for (const std::string& name : commands()) {
    for (const std::string& line : lines_of(run({"help", name, "--as", "man"}).out)) {
      const bool is_request = line.starts_with('\'') || line.starts_with('.');
      EXPECT_TRUE(!is_request || known.contains(line.substr(0, line.find(' ')))) << name << ": " << line;
    }
  }
}

TEST(Help, ACommandThatDoesNotExistIsNamed) {
  for (const std::vector<std::string>& line :
       {std::vector<std::string>{"help", "aks"}, {"help", "aks", "--as", "man"}}) {
    const Outcome outcome = run(line);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("there is no command aks\nhint: did you mean ask?"));
  }
}

}  // namespace
}  // namespace anthropic::internal::cli
