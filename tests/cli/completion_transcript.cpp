// The completion scripts know every option that --help knows.
#include <gmock/gmock.h>
#include <map>
#include <set>
#include <sstream>

#include "cli/running_program.hpp"

namespace anthropic::cli {
namespace {

// The words that begin with two dashes where an option is introduced.
std::set<std::string> options_of_help(const std::string& help) {
  std::set<std::string> options;
  std::stringstream lines(help.substr(0, help.find("\nExamples:")));
  std::string line;
  while (std::getline(lines, line)) {
    if (!line.starts_with("  -")) continue;
    const std::size_t begin = line.find("--");
    if (begin != std::string::npos)
      options.insert(line.substr(begin, line.find_first_of(" ,:", begin) - begin));
  }
  return options;
}

std::set<std::string> words_of_script(const std::string& script, const std::string& command) {
  const std::string opening = "      " + command + ") words=\"";
  const std::size_t begin = script.find(opening);
  EXPECT_NE(begin, std::string::npos) << command;
  if (begin == std::string::npos) return {};
  const std::size_t words_begin = begin + opening.size();
  std::stringstream words(script.substr(words_begin, script.find('"', words_begin) - words_begin));
  std::set<std::string> all;
  std::string word;
  while (words >> word) all.insert(word);
  return all;
}

std::set<std::string> options_of_script(const std::string& script, const std::string& command) {
  std::set<std::string> options = words_of_script(script, command);
  std::erase_if(options, [](const std::string& word) { return !word.starts_with("--"); });
  return options;
}

bool script_has_word(const std::string& script, const std::string& command, const std::string& word) {
  return words_of_script(script, command).contains(word);
}

TEST(Completion, KnowsEveryOption) {
  const Outcome script = run({"completion", "bash"});
  ASSERT_EQ(script.exit_code, 0);
  const std::map<std::string, std::vector<std::string>> within = {{"configure", {"set", "get"}},
                                                                  {"kms", {"encrypt", "decrypt"}},
                                                                  {"migrate", {"check"}},
                                                                  {"secret", {"get", "put"}},
                                                                  {"s3", {"get", "put", "ls"}}};
  for (const char* command : {"ask", "chat", "models", "local", "completion", "whoami", "assume-role",
                              "configure", "kms", "migrate", "request", "s3", "secret", "token"}) {
    std::set<std::string> options = options_of_help(run({command, "--help"}).out);
    const auto found = within.find(command);
    for (const std::string& inner : found == within.end() ? std::vector<std::string>() : found->second) {
      EXPECT_TRUE(script_has_word(script.out, command, inner)) << command << " " << inner;
      options.merge(options_of_help(run({command, inner, "--help"}).out));
    }
    EXPECT_TRUE(options.contains("--help")) << command;
    EXPECT_EQ(options_of_script(script.out, command), options) << command;
  }
}

TEST(Completion, HasAScriptForEachShell) {
  EXPECT_THAT(run({"completion", "zsh"}).out, ::testing::StartsWith("#compdef claude-bedrock\n"));
  EXPECT_THAT(run({"completion", "fish"}).out,
              ::testing::HasSubstr("__fish_seen_subcommand_from ask' -l model"));
}

}  // namespace
}  // namespace anthropic::cli
