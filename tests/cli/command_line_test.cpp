#include "cli/arguments/command_line.hpp"

#include <algorithm>
#include <cstdio>
#include <gmock/gmock.h>
#include <regex>
#include <sstream>
#include <unistd.h>

#include "cli/commands/all.hpp"
#include "cli/commands/ask/ask.hpp"
#include "cli/commands/assume_role/assume_role.hpp"
#include "cli/commands/chat/chat.hpp"
#include "cli/commands/configure/configure.hpp"
#include "cli/commands/kms/kms.hpp"
#include "cli/commands/local/local.hpp"
#include "cli/commands/migrate/check/migrate_check.hpp"
#include "cli/commands/request/request.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CommandLineTest : public ::testing::Test {
 protected:
  ~CommandLineTest() override {
    std::fclose(out_);
    std::fclose(err_);
  }

  CommandLine parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "claude-bedrock");
    return parse_command_line(all_commands(), static_cast<int>(arguments.size()), arguments.data(), console_);
  }

  template <class Options>
  Options options(std::vector<const char*> arguments) {
    const CommandLine line = parse(std::move(arguments));
    const RunWith<Options>* found = line.run.target<RunWith<Options>>();
    EXPECT_NE(found, nullptr) << errors();
    return found ? *found->options : Options{};
  }

  std::string errors() { return content_of(err_); }
  void forget_errors() { empty(err_); }

  std::string help(std::vector<const char*> command) {
    empty(out_);
    command.push_back("--help");
    EXPECT_EQ(parse(command).exit_code, 0);
    return content_of(out_);
  }

  std::string printed(std::vector<const char*> arguments) {
    empty(out_);
    const CommandLine line = parse(std::move(arguments));
    EXPECT_EQ(line.run ? line.run(console_) : line.exit_code, 0);
    return content_of(out_);
  }

  int numbers_seen_ = 0;

 protected:
  // What is printed goes past the stream's buffer.
  static std::string content_of(std::FILE* file) {
    std::string text(65536, '\0');
    const ssize_t count = ::pread(fileno(file), text.data(), text.size(), 0);
    EXPECT_GE(count, 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return text;
  }
  static void empty(std::FILE* file) {
    EXPECT_EQ(::ftruncate(fileno(file), 0), 0);
    EXPECT_EQ(::lseek(fileno(file), 0, SEEK_SET), 0);
  }

  std::FILE* out_ = std::tmpfile();
  std::FILE* err_ = std::tmpfile();
  Console console_ = {Output(fileno(out_)), Output(fileno(err_))};
};

TEST_F(CommandLineTest, ReadsEveryOptionOfAsk) {
  const auto ask = options<AskOptions>({"ask",
                                        "-f",
                                        "a.txt",
                                        "Why?",
                                        "--file",
                                        "b.png",
                                        "--model",
                                        "opus",
                                        "--system",
                                        "Be brief",
                                        "--max-tokens",
                                        "7",
                                        "--temperature",
                                        "0.5",
                                        "--top-p",
                                        "0.9",
                                        "--top-k",
                                        "40",
                                        "--stop",
                                        "X",
                                        "--stop",
                                        "Y",
                                        "--no-stream",
                                        "--json",
                                        "--verbose",
                                        "--region",
                                        "eu-west-1",
                                        "--profile",
                                        "dev",
                                        "--endpoint-url",
                                        "http://localhost:1",
                                        "--timeout",
                                        "2.5",
                                        "--max-retries",
                                        "0",
                                        "--debug"});
  EXPECT_EQ(ask.prompt, "Why?");
  EXPECT_EQ(ask.attachments.files, (std::vector<std::string>{"a.txt", "b.png"}));
  EXPECT_EQ(ask.model.model, "opus");
  EXPECT_EQ(ask.model.system, "Be brief");
  EXPECT_EQ(ask.model.max_tokens, 7);
  EXPECT_EQ(ask.model.temperature, 0.5);
  EXPECT_EQ(ask.model.top_p, 0.9);
  EXPECT_EQ(ask.model.top_k, 40);
  EXPECT_EQ(ask.model.stop_sequences, (std::vector<std::string>{"X", "Y"}));
  EXPECT_TRUE(ask.turn.no_stream && ask.turn.json && ask.turn.verbose);
  EXPECT_EQ(ask.connection.aws.region, "eu-west-1");
  EXPECT_EQ(ask.connection.aws.profile, "dev");
  EXPECT_EQ(ask.connection.aws.endpoint_url, "http://localhost:1");
  EXPECT_EQ(ask.connection.timeout_seconds, 2.5);
  EXPECT_EQ(ask.connection.max_retries, 0);
  EXPECT_TRUE(ask.connection.aws.debug);
}

TEST_F(CommandLineTest, ChatTakesToolsAndASchemaAsAskDoes) {
  const std::vector<const char*> given = {"--tool", "a.json",      "--tool", "b.json",
                                          "-y",     "--max-turns", "3",      "--events"};
  const auto behind = [&](const char* command) {
    std::vector<const char*> line = given;
    line.insert(line.begin(), command);
    return line;
  };
  for (const TurnOptions& turn :
       {options<AskOptions>(behind("ask")).turn, options<ChatOptions>(behind("chat")).turn}) {
    EXPECT_EQ(turn.tools, (std::vector<std::string>{"a.json", "b.json"}));
    EXPECT_TRUE(turn.yes && turn.events);
    EXPECT_EQ(turn.max_turns, 3);
  }
  EXPECT_EQ(options<ChatOptions>({"chat", "--schema", "s.json", "--json"}).turn.schema, "s.json");
}

TEST_F(CommandLineTest, AskNeedsNothing) {
  const auto ask = options<AskOptions>({"ask"});
  EXPECT_FALSE(ask.prompt);
  EXPECT_EQ(ask.model.max_tokens, 4096);
  EXPECT_FALSE(ask.model.temperature);
  EXPECT_FALSE(ask.connection.max_retries);
}

TEST_F(CommandLineTest, TakesADashAndWhatLooksLikeAnOption) {
  EXPECT_EQ(options<AskOptions>({"ask", "-"}).prompt, "-");
  EXPECT_EQ(options<AskOptions>({"ask", "--", "--model"}).prompt, "--model");
}

TEST_F(CommandLineTest, TheLastOfARepeatedOptionWins) {
  EXPECT_EQ(options<AskOptions>({"ask", "-m", "haiku", "-m", "opus", "x"}).model.model, "opus");
}

TEST_F(CommandLineTest, PairsTheKeysOfTheLocalEndpoint) {
  const auto local = options<LocalOptions>({"local", "--access-key", "A", "--secret-key", "a", "--access-key",
                                            "B", "--session-token", "t", "--secret-key", "b", "--bearer",
                                            "one", "--bearer", "two", "--auth", "off", "--port", "80"});
  const auto keys = keys_of(local);
  ASSERT_EQ(keys->size(), 2u);
  EXPECT_EQ((*keys)[0].access_key_id, "A");
  EXPECT_EQ((*keys)[0].secret_access_key, "a");
  EXPECT_EQ((*keys)[0].session_token, "");
  EXPECT_EQ((*keys)[1].access_key_id, "B");
  EXPECT_EQ((*keys)[1].secret_access_key, "b");
  EXPECT_EQ((*keys)[1].session_token, "t");
  EXPECT_EQ(local.bearer_tokens, (std::vector<std::string>{"one", "two"}));
  EXPECT_TRUE(local.auth_off);
  EXPECT_EQ(local.port, 80);
}

TEST_F(CommandLineTest, ReadsTheCommandsForAws) {
  const auto role = options<AssumeRoleOptions>({"assume-role", "arn", "--serial-number", "mfa",
                                                "--token-code", "123456", "--profile", "dev", "--json"});
  EXPECT_EQ(role.role.role_arn, "arn");
  EXPECT_EQ(role.role.role_session_name, "claude-bedrock");
  EXPECT_EQ(role.role.token_code, "123456");
  EXPECT_EQ(role.aws.profile, "dev");
  EXPECT_TRUE(role.json);
  EXPECT_EQ(options<KmsDecryptOptions>({"kms", "decrypt", "--key", "k", "AA=="}).ciphertext, "AA==");
  EXPECT_EQ(options<ConfigureOptions>({"configure", "--profile", "a", "get", "region"}).aws.profile, "a");
  EXPECT_EQ(options<ConfigureOptions>({"configure", "--profile", "a"}).aws.profile, "a");
  EXPECT_EQ(options<RequestCommandOptions>({"request", "PUT", "u", "-H", "a: b", "-H", "c: d"}).headers,
            (std::vector<std::string>{"a: b", "c: d"}));
}

struct NumberOption {
  std::vector<const char*> command;
  const char* option;
  const char* range;
  const char* ten;  // a value with zeros before it that is right; null if there is none
};

const std::vector<NumberOption>& number_options() {
  static const std::vector<NumberOption> all = [] {
    std::vector<NumberOption> options = {
        {{"ask"}, "--max-turns", "a whole number from 1 to 10000", "010"},
        {{"chat"}, "--max-turns", "a whole number from 1 to 10000", "010"},
        {{"batch", "in"}, "--concurrency", "a whole number from 1 to 1000", "010"},
        {{"batch", "in"}, "-c", "a whole number from 1 to 1000", "010"},
        {{"batch", "in"}, "--rate", "a number from 0.001 to 1000000", "010"},
        {{"batch", "in"}, "--poll", "a number from 0.01 to 86400", "010"},
        {{"migrate", "check"}, "--timeout", "a number from 0.001 to 86400", "010"},
        {{"local"}, "--port", "a whole number from 0 to 65535", "010"},
        {{"local"}, "--max-connections", "a whole number from 1 to 1000000", "010"},
        {{"local"}, "--body-memory", "a whole number from 1 to 1000000", "010"},
        {{"local"}, "--body-timeout", "a number from 0.001 to 86400", "010"},
        {{"local"}, "--sts-lifetime", "a whole number from 1 to 129600", "010"},
        {{"assume-role", "arn"}, "--duration", "a whole number from 900 to 43200", "01000"},
        {{"regions", "--measure"}, "--probes", "a whole number from 1 to 20", "010"},
        {{"logs", "tail", "--follow"}, "--interval", "a number from 1 to 3600", "010"},
        {{"logs", "query"}, "--limit", "a whole number from 1 to 100000", "010"}};
    for (const std::vector<const char*>& command :
         std::vector<std::vector<const char*>>{{"ask"}, {"chat"}, {"count"}, {"batch", "in"}}) {
      options.push_back({command, "--max-tokens", "a whole number from 1 to 10000000", "010"});
      options.push_back({command, "--temperature", "a number from 0 to 1", "01"});
      options.push_back({command, "--top-p", "a number from 0 to 1", "00.1"});
      options.push_back({command, "--top-k", "a whole number from 0 to 1000000", "010"});
      options.push_back({command, "--timeout", "a number from 0.001 to 86400", "010"});
      options.push_back({command, "--max-retries", "a whole number from 0 to 100", "010"});
    }
    return options;
  }();
  return all;
}

TEST_F(CommandLineTest, EveryNumberIsDecimalFiniteAndInRange) {
  for (const NumberOption& one : number_options()) {
    std::vector<const char*> line = one.command;
    line.insert(line.end(), {one.option, one.ten});
    EXPECT_TRUE(parse(line).run) << one.option << ": " << errors();
    for (const char* bad :
         {"", "nan", "inf", "-inf", "0x10", "1e400", "-1", " 1", "1 ", "+1", "1_0", "1,5", "many"}) {
      line.back() = bad;
      EXPECT_FALSE(parse(line).run) << one.option << " \"" << bad << '"';
    }
  }
}

TEST_F(CommandLineTest, TheNumbersOfEveryCommandAreTested) {
  std::istringstream names(printed({"help", "--list"}));
  for (std::string name; std::getline(names, name);) {
    std::istringstream words(name);
    std::vector<std::string> command;
    for (std::string word; words >> word;) command.push_back(word);
    std::vector<const char*> pointers;
    for (const std::string& word : command) pointers.push_back(word.c_str());
    std::istringstream lines(help(pointers));
    for (std::string line; std::getline(lines, line);) {
      std::smatch found;
      if (!std::regex_search(line, found, std::regex("(--[a-z-]+) (N|X|SECONDS)( |$)"))) continue;
      const auto& tested = number_options();
      EXPECT_TRUE(std::any_of(tested.begin(), tested.end(),
                              [&](const NumberOption& one) {
                                return one.option == found[1].str() &&
                                       std::string(one.command[0]) == command[0];
                              }))
          << command[0] << ": " << line;
      ++numbers_seen_;
    }
  }
  EXPECT_GT(numbers_seen_, 20) << "the help says which options take numbers";
}

TEST_F(CommandLineTest, ALeadingZeroIsNoOctalNumber) {
  EXPECT_EQ(options<AskOptions>({"ask", "--max-tokens", "010", "x"}).model.max_tokens, 10);
  EXPECT_EQ(options<AskOptions>({"ask", "--max-tokens", "08", "x"}).model.max_tokens, 8);
  EXPECT_EQ(options<AskOptions>({"ask", "--timeout", "010.5", "x"}).connection.timeout_seconds, 10.5);
  EXPECT_EQ(options<AskOptions>({"ask", "--temperature", "1e-1", "x"}).model.temperature, 0.1);
  EXPECT_EQ(options<AskOptions>({"ask", "--temperature", "1", "x"}).model.temperature, 1);
  EXPECT_EQ(options<LocalOptions>({"local", "--port", "010000"}).port, 10000);
  EXPECT_EQ(options<AssumeRoleOptions>({"assume-role", "a", "--duration", "0900"}).role.duration_seconds,
            900);
}

TEST_F(CommandLineTest, AWrongNumberIsNamedWithItsRange) {
  for (const NumberOption& one : number_options()) {
    forget_errors();
    std::vector<const char*> line = one.command;
    line.insert(line.end(), {one.option, "nan"});
    EXPECT_EQ(parse(line).exit_code, 2);
    const std::string option = std::string(one.option) == "-c" ? "--concurrency" : one.option;
    EXPECT_EQ(errors().substr(0, errors().find('\n')),
              "claude-bedrock: " + option + ": \"nan\" is not " + one.range);
  }
}

TEST_F(CommandLineTest, AnEmptyValueDoesNotTakeTheNextWord) {
  EXPECT_FALSE(parse({"ask", "--max-tokens=", "hi"}).run);
  EXPECT_EQ(errors(),
            "claude-bedrock: --max-tokens: \"\" is not a whole number from 1 to 10000000\n"
            "hint: claude-bedrock ask --help\n");
  const auto ask = options<AskOptions>({"ask", "--profile=", "--system=", "--stop=", "hi"});
  EXPECT_EQ(ask.prompt, "hi");
  EXPECT_EQ(ask.connection.aws.profile, "");
  EXPECT_EQ(ask.model.system, "");
  EXPECT_EQ(ask.model.stop_sequences, std::vector<std::string>{""});
  EXPECT_EQ(options<AskOptions>({"ask", "--system", "--why=", "hi"}).model.system, "--why=");
  EXPECT_EQ(options<AskOptions>({"ask", "--", "--why="}).prompt, "--why=");
  EXPECT_EQ(options<KmsEncryptOptions>({"kms", "encrypt", "k", "--region="}).aws.region, "");
  EXPECT_EQ(options<MigrateCheckOptions>({"migrate", "check", "--profile="}).connection.aws.profile, "");
  forget_errors();
  EXPECT_FALSE(parse({"ask", "--no-such=", "hi"}).run);
  EXPECT_THAT(errors(), Not(HasSubstr("\x1f"))) << errors();
  EXPECT_THAT(errors(), HasSubstr("has no option --no-such")) << errors();
}

TEST_F(CommandLineTest, WhatStandsBehindDashesIsForTheProgramAsItIs) {
  const auto local = options<LocalOptions>(
      {"local", "--exec", "--port", "7", "--", "tool", "[a,b]", "", "-h", "--port=", "--", "ask", "version"});
  EXPECT_TRUE(local.exec);
  EXPECT_EQ(local.port, 7);
  EXPECT_EQ(local.program,
            (std::vector<std::string>{"tool", "[a,b]", "", "-h", "--port=", "--", "ask", "version"}));
  EXPECT_TRUE(options<LocalOptions>({"local", "--exec", "--"}).program.empty());
  EXPECT_THAT(help({"local"}), HasSubstr("-- COMMAND..."));
}

TEST_F(CommandLineTest, SaysWhichWordIsMissing) {
  EXPECT_EQ(parse({"secret", "get"}).exit_code, 2);
  EXPECT_EQ(errors(), "claude-bedrock: name is required\nhint: claude-bedrock secret get --help\n");
}

TEST_F(CommandLineTest, RefusesWhatMakesNoSense) {
  const std::vector<std::vector<const char*>> lines = {
      {"ask", "--temperature", "3", "x"},
      {"ask", "--max-tokens", "0", "x"},
      {"ask", "--max-tokens", "many", "x"},
      {"ask", "--no-such-option", "x"},
      {"ask", "two", "prompts"},
      {"local", "--port", "70000"},
      {"local", "--auth", "perhaps"},
      {"local", "--quiet"},
      {"local", "--json"},
      {"completion", "tcsh"},
      {"completion"},
      {"assume-role"},
      {"assume-role", "arn", "--duration", "10"},
      {"assume-role", "arn", "--token-code", "123456"},
      {"kms"},
      {"kms", "encrypt"},
      {"secret", "get"},
      {"request"},
      {"no-such-command"},
      {},
  };
  for (const auto& line : lines) {
    const CommandLine parsed = parse(line);
    EXPECT_FALSE(parsed.run) << (line.empty() ? "" : line.back());
    EXPECT_EQ(parsed.exit_code, 2) << (line.empty() ? "" : line.back());
  }
}

TEST_F(CommandLineTest, RefusesOptionsThatDoNotGoTogether) {
  const std::vector<std::vector<const char*>> lines = {
      {"ask", "--local", "--endpoint-url", "http://localhost:1", "x"},
      {"chat", "--local", "--profile", "dev"},
      {"local", "--access-key", "A"},
      {"local", "--secret-key", "a"},
      {"local", "--session-token", "t", "--access-key", "A", "--secret-key", "a"},
      {"local", "--exec"},
      {"local", "--", "true"},
      {"local", "--exec", "--quiet", "--json", "--", "true"},
  };
  for (const auto& line : lines) {
    const CommandLine parsed = parse(line);
    ASSERT_TRUE(parsed.run) << errors();
    EXPECT_EQ(parsed.run(console_), 2) << line.back();
  }
}

TEST_F(CommandLineTest, NamesACommandThatDoesNotExist) {
  EXPECT_EQ(parse({"aks", "Why?"}).exit_code, 2);
  EXPECT_EQ(errors(),
            "claude-bedrock: there is no command aks\nhint: did you mean ask? claude-bedrock --help\n");
}

TEST_F(CommandLineTest, SaysWhatWasProbablyMeant) {
  struct Case {
    std::vector<const char*> line;
    std::string error;
    std::string hint;
  };
  const Case cases[] = {
      {{"ask", "why", "is", "the", "sky", "blue"},
       "the prompt is more than one argument",
       "put it in quotes: claude-bedrock ask 'why is the sky blue'"},
      {{"count", "it's", "blue"},
       "the prompt is more than one argument",
       R"(put it in quotes: claude-bedrock count 'it'"'"'s blue')"},
      {{"ask", "--modle", "haiku", "hi"},
       "claude-bedrock ask has no option --modle",
       "did you mean --model? claude-bedrock ask --help"},
      {{"ask", "hi", "--modle=haiku"},
       "claude-bedrock ask has no option --modle",
       "did you mean --model? claude-bedrock ask --help"},
      {{"ask", "-x", "hi"}, "claude-bedrock ask has no option -x", "claude-bedrock ask --help"},
      {{"--verison"}, "there is no option --verison", "did you mean --version? claude-bedrock --help"},
      {{"--model", "haiku", "ask", "hi"},
       "there is no option --model",
       "the options of a command stand behind it: claude-bedrock ask --help"},
      {{"hepl"}, "there is no command hepl", "did you mean help? claude-bedrock --help"},
      {{"xyzzy"}, "there is no command xyzzy", "claude-bedrock --help"},
      {{"s3", "lss", "s3://bucket"},
       "there is no command s3 lss",
       "did you mean ls? claude-bedrock s3 --help"},
      {{"configure", "gte", "region"},
       "there is no command configure gte",
       "did you mean get? claude-bedrock configure --help"},
      {{"models", "haiku", "opus"},
       "claude-bedrock models takes no more than was given before: haiku opus",
       "claude-bedrock models --help"},
      {{"local", "--exec", "pytest", "-q"},
       "command: \"pytest\" belongs behind --, as in: --exec -- pytest",
       "claude-bedrock local --help"},
      {{"local", "--exec", "go", "test", "--", "./..."},
       "command: \"go\" belongs behind --, as in: --exec -- go",
       "claude-bedrock local --help"},
      {{"ask", "--model"}, "--model: 1 required ID missing", "claude-bedrock ask --help"},
  };
  for (const Case& line : cases) {
    forget_errors();
    EXPECT_EQ(parse(line.line).exit_code, 2);
    EXPECT_EQ(errors(), "claude-bedrock: " + line.error + "\nhint: " + line.hint + "\n");
  }
}

TEST_F(CommandLineTest, HelpAndVersionAreCommandsToo) {
  const std::string ask = help({"ask"});
  EXPECT_EQ(printed({"help", "ask"}), ask);
  EXPECT_EQ(printed({"help", "s3", "get"}), help({"s3", "get"}));
  EXPECT_EQ(printed({"help"}), printed({"--help"}));
  EXPECT_EQ(printed({"version"}), printed({"--version"}));
}

}  // namespace
}  // namespace anthropic::internal::cli
