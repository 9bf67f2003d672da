// The completion scripts know every command, and every option that --help knows.
#include <gmock/gmock.h>
#include <map>
#include <set>
#include <sstream>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
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
  std::map<std::string, std::set<std::string>> options;
  std::stringstream names(run({"help", "--list"}).out);
  for (std::string name; std::getline(names, name);) {
    const std::size_t space = name.find(' ');
    const std::string command = name.substr(0, space);
    std::vector<std::string> words = {command};
    if (space != std::string::npos) {
      words.push_back(name.substr(space + 1));
      EXPECT_TRUE(script_has_word(script.out, command, words.back())) << name;
    }
    words.emplace_back("--help");
    options[command].merge(options_of_help(run(words).out));
    EXPECT_TRUE(script_has_word(script.out, R"("")", command)) << "as the first word";
  }
  EXPECT_GE(options.size(), 17u);
  for (const auto& [command, known] : options) {
    EXPECT_TRUE(known.contains("--help")) << command;
    EXPECT_EQ(options_of_script(script.out, command), known) << command;
  }
}

TEST(Completion, KnowsTheValuesOfOptions) {
  const std::string bash = run({"completion", "bash"}).out;
  for (const char* line :
       {R"(--model|-m) words="haiku sonnet opus" ;;)", R"(--engine) words="local bedrock anthropic" ;;)",
        R"(--cache) words="5m 1h" ;;)", R"(completion) words="bash zsh fish --help" ;;)"})
    EXPECT_THAT(bash, ::testing::HasSubstr(line));
  EXPECT_THAT(bash, ::testing::HasSubstr("--file|-f|--image|"));
}

TEST(Completion, HasAScriptForEachShell) {
  EXPECT_THAT(run({"completion", "zsh"}).out, ::testing::StartsWith("#compdef claude-bedrock\n"));
  EXPECT_THAT(
      run({"completion", "fish"}).out,
      ::testing::HasSubstr("__fish_seen_subcommand_from ask' -l model -s m -x -a 'haiku sonnet opus' -d "));
}

}  // namespace
}  // namespace anthropic::internal::cli
