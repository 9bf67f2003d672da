#include "cli/command_line.hpp"

#include <cstdio>
#include <gtest/gtest.h>

namespace anthropic::cli {
namespace {

class CommandLineTest : public ::testing::Test {
 protected:
  ~CommandLineTest() override {
    std::fclose(out_);
    std::fclose(err_);
  }

  CommandLine parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "claude-bedrock");
    return parse_command_line(static_cast<int>(arguments.size()), arguments.data(), console_);
  }

  template <class Options>
  Options options(std::vector<const char*> arguments) {
    const CommandLine line = parse(std::move(arguments));
    const Options* found = line.command ? std::get_if<Options>(&*line.command) : nullptr;
    EXPECT_NE(found, nullptr) << errors();
    return found ? *found : Options{};
  }

  std::string errors() {
    std::rewind(err_);
    std::string text(8192, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), err_));
    return text;
  }

 private:
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
  EXPECT_EQ(ask.connection.region, "eu-west-1");
  EXPECT_EQ(ask.connection.profile, "dev");
  EXPECT_EQ(ask.connection.endpoint_url, "http://localhost:1");
  EXPECT_EQ(ask.connection.timeout_seconds, 2.5);
  EXPECT_EQ(ask.connection.max_retries, 0);
  EXPECT_TRUE(ask.connection.debug);
}

TEST_F(CommandLineTest, ChatTakesToolsAndASchemaAsAskDoes) {
  for (const char* command : {"ask", "chat"}) {
    const CommandLine line =
        parse({command, "--tool", "a.json", "--tool", "b.json", "-y", "--max-turns", "3", "--events"});
    ASSERT_TRUE(line.command) << errors();
    const auto* ask = std::get_if<AskOptions>(&*line.command);
    const auto* chat = std::get_if<ChatOptions>(&*line.command);
    ASSERT_TRUE(ask || chat);
    const TurnOptions& turn = ask ? ask->turn : chat->turn;
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
  ASSERT_EQ(local.keys.size(), 2u);
  EXPECT_EQ(local.keys[0].access_key_id, "A");
  EXPECT_EQ(local.keys[0].secret_access_key, "a");
  EXPECT_EQ(local.keys[0].session_token, "");
  EXPECT_EQ(local.keys[1].access_key_id, "B");
  EXPECT_EQ(local.keys[1].secret_access_key, "b");
  EXPECT_EQ(local.keys[1].session_token, "t");
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
  EXPECT_TRUE(role.aws.json);
  EXPECT_EQ(options<KmsDecryptOptions>({"kms", "decrypt", "--key", "k", "AA=="}).ciphertext, "AA==");
  EXPECT_EQ(options<ConfigureGetOptions>({"configure", "--profile", "a", "get", "region"}).aws.profile, "a");
  EXPECT_EQ(options<ConfigureOptions>({"configure", "--profile", "a"}).aws.profile, "a");
  EXPECT_EQ(options<RequestCommandOptions>({"request", "PUT", "u", "-H", "a: b", "-H", "c: d"}).headers,
            (std::vector<std::string>{"a: b", "c: d"}));
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
      {"ask", "--local", "--endpoint-url", "http://localhost:1", "x"},
      {"chat", "--local", "--profile", "dev"},
      {"local", "--access-key", "A"},
      {"local", "--secret-key", "a"},
      {"local", "--session-token", "t", "--access-key", "A", "--secret-key", "a"},
      {"local", "--port", "70000"},
      {"local", "--auth", "perhaps"},
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
    EXPECT_FALSE(parsed.command) << (line.empty() ? "" : line.back());
    EXPECT_EQ(parsed.exit_code, 2) << (line.empty() ? "" : line.back());
  }
}

TEST_F(CommandLineTest, NamesACommandThatDoesNotExist) {
  EXPECT_EQ(parse({"aks", "Why?"}).exit_code, 2);
  EXPECT_EQ(errors(), "claude-bedrock: there is no command aks\nhint: claude-bedrock --help\n");
}

}  // namespace
}  // namespace anthropic::cli
