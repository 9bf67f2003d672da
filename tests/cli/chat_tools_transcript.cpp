// Tools in `claude-bedrock chat`: who allows them, what becomes of those that fail, and what is kept.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <signal.h>
#include <thread>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kTerminal = RunningProgram::Through::terminal;
constexpr std::string_view kReplies = R"({"rules": [
  {"match": {"user_equals": "What is the weather?"},
   "reply": {"text": "Let me look.", "tool_use": {"name": "weather", "input": {"city": "Bonn"}}}},
  {"match": {"user_equals": "In two cities?"},
   "reply": {"text": "Let me look.", "tool_use": [{"name": "weather", "input": {"city": "Bonn"}},
                                                  {"name": "weather", "input": {"city": "Kiel"}}]}},
  {"match": {"user_equals": "In which town?"},
   "reply": {"text": "Let me look.", "tool_use": {"name": "weather", "input": {"town": "Bonn"}}}},
  {"match": {"user_equals": "Ask the moon"},
   "reply": {"text": "Let me look.", "tool_use": {"name": "moon", "input": {}}}},
  {"match": {"user_equals": "after"}, "reply": {"text": "Still here."}}
]})";

Variables on_terminal(const LocalEndpoint& endpoint) {
  Variables variables = endpoint.variables();
  variables["TERM"] = "xterm";
  return variables;
}

/// A tool file. The command may hold no quotes.
std::string tool(const TemporaryFolder& folder, std::string_view command, std::string_view timeout = "60") {
  return folder.write("tool.json", R"({"name": "weather", "description": "The weather of a city",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    "command": ")" + std::string(command) +
                                       R"(", "timeout_seconds": )" + std::string(timeout) + "}");
}

Outcome chat(const LocalEndpoint& endpoint, std::string_view lines, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "chat");
  return run(arguments, endpoint.variables(), lines);
}

Json messages_of(const TemporaryFolder& folder, std::string_view name = "talk.json") {
  auto json = Json::parse(folder.read(name));
  EXPECT_TRUE(json) << folder.read(name);
  return json ? (*json)["messages"] : Json();
}

/// The results that the message at `index` holds, with the calls before them in the same order.
void expect_results(const Json& messages, std::size_t index, std::size_t count, bool are_errors) {
  ASSERT_LT(index, messages.size()) << messages.pretty();
  const Json& content = messages[index]["content"];
  ASSERT_EQ(content.size(), count) << messages.pretty();
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(content[i]["type"].string_or(""), "tool_result");
    EXPECT_EQ(content[i]["is_error"].as_bool().value_or(false), are_errors) << content[i].dump();
    // The first block of the answer is its text.
    EXPECT_EQ(content[i]["tool_use_id"], messages[index - 1]["content"][i + 1]["id"]);
  }
}

/// Whether the process ends, within half a minute. One that nobody has waited for yet has ended.
bool ends(pid_t process) {
  const std::string path = "/proc/" + std::to_string(process) + "/stat";
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (std::chrono::steady_clock::now() < deadline) {
    std::ifstream file(path);
    std::string number, name, state;
    if (!(file >> number >> name >> state) || state == "Z" || state == "X") return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

TEST(ChatTools, AskOnTheTerminalBeforeTheyRun) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const TemporaryFolder state;
  Variables variables = on_terminal(endpoint);
  variables["XDG_STATE_HOME"] = state.path();
  RunningProgram program({"chat", "--tool", tool(folder, "cat > " + folder.file("seen") + "; echo rain")},
                         variables, kTerminal);
  ASSERT_TRUE(program.read_until("tools: weather; you are asked before each run"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("What is the weather?\n");
  ASSERT_TRUE(program.read_until("weather would run\r\n  cat > "));
  ASSERT_TRUE(program.read_until(R"(with the input {"city":"Bonn"})"));
  ASSERT_TRUE(program.read_until("run it? [y/N] "));
  EXPECT_FALSE(std::filesystem::exists(folder.file("seen")));
  program.write("yes\n");
  ASSERT_TRUE(program.read_until("The tool answered: \"rain\""));
  ASSERT_TRUE(program.read_until("> "));
  program.write("/save " + folder.file("talk.json") + "\n");
  ASSERT_TRUE(program.read_until("saved 4 messages"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("\x04");
  EXPECT_EQ(program.finish().exit_code, 0);
  EXPECT_EQ(folder.read("seen"), R"({"city":"Bonn"})");
  expect_results(messages_of(folder), 2, 1, false);
  EXPECT_THAT(state.read("claude-bedrock/history"), Not(HasSubstr("yes")))
      << "an answer is no line to repeat";
}

TEST(ChatTools, NothingTypedIsShownWhileAToolRuns) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  RunningProgram program({"chat", "--tool", tool(folder, "stty -a </dev/tty | grep -o -e -echo[^a-z]")},
                         on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  program.write("What is the weather?\n");
  ASSERT_TRUE(program.read_until("run it? [y/N] "));
  program.write("y\n");
  EXPECT_TRUE(program.read_until("The tool answered: \"-echo")) << program.output();
  ASSERT_TRUE(program.read_until("> "));
  program.write("/quit\n");
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST(ChatTools, WhatIsNotAllowedDoesNotRun) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  RunningProgram program({"chat", "--tool", tool(folder, "touch " + folder.file("seen"))},
                         on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  for (const char* answer : {"n\n", "\n", "yesterday\n", "\x04"}) {
    program.write("What is the weather?\n");
    ASSERT_TRUE(program.read_until("run it? [y/N] "));
    program.write(answer);
    ASSERT_TRUE(program.read_until("The tool answered: \"the user did not allow this call\""));
    ASSERT_TRUE(program.read_until("> "));
  }
  program.write("/save " + folder.file("talk.json") + "\n");
  ASSERT_TRUE(program.read_until("saved 16 messages"));
  program.write("/quit\n");
  const Outcome outcome = program.finish();
  EXPECT_THAT(outcome.out, Not(HasSubstr("the tool failed")));
  EXPECT_FALSE(std::filesystem::exists(folder.file("seen")));
  expect_results(messages_of(folder), 2, 1, true);
}

TEST(ChatTools, CtrlCAtTheQuestionStopsTheTurnAndKeepsItWhole) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  RunningProgram program({"chat", "--tool", tool(folder, "touch " + folder.file("seen"))},
                         on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  program.write("In two cities?\n");
  ASSERT_TRUE(program.read_until("run it? [y/N] "));
  program.write("y\n");
  ASSERT_TRUE(program.read_until(R"(with the input {"city":"Kiel"})"));
  ASSERT_TRUE(program.read_until("run it? [y/N] "));
  program.write("\x03");
  ASSERT_TRUE(program.read_until("stopped; the conversation keeps this turn up to here"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("/save " + folder.file("talk.json") + "\n");
  ASSERT_TRUE(program.read_until("saved 3 messages"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("after\n");
  ASSERT_TRUE(program.read_until("Still here."));
  program.write("/quit\n");
  EXPECT_EQ(program.finish().exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder.file("seen")));
  expect_results(messages_of(folder), 2, 2, true);
}

TEST(ChatTools, CtrlCEndsARunningToolAndKeepsTheConversationWhole) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  // What it says differs from what is shown of the command.
  const std::string command =
      "echo $$ > " + folder.file("pid") + "; echo begun-$((1+1)) > /dev/tty; sleep 1000";
  RunningProgram program({"chat", "--tool", tool(folder, command)}, on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  program.write("What is the weather?\n");
  ASSERT_TRUE(program.read_until("run it? [y/N] "));
  program.write("y\n");
  ASSERT_TRUE(program.read_until("begun-2"));
  program.write("\x03");
  ASSERT_TRUE(program.read_until("stopped; the conversation keeps this turn up to here"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("/save " + folder.file("talk.json") + "\n");
  ASSERT_TRUE(program.read_until("saved 3 messages"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("after\n");
  ASSERT_TRUE(program.read_until("Still here."));
  ASSERT_TRUE(program.read_until("> "));
  program.write("/save " + folder.file("later.json") + "\n");
  ASSERT_TRUE(program.read_until("saved 5 messages"));
  program.write("/quit\n");
  EXPECT_EQ(program.finish().exit_code, 0);
  expect_results(messages_of(folder), 2, 1, true);
  EXPECT_THAT(messages_of(folder)[2].dump(), HasSubstr("stopped before this tool had ended"));
  expect_results(messages_of(folder, "later.json"), 2, 1, true);
  const pid_t tool_process = static_cast<pid_t>(std::atoi(folder.read("pid").c_str()));
  ASSERT_GT(tool_process, 1);
  EXPECT_TRUE(ends(tool_process)) << "the tool runs on";
}

TEST(ChatTools, InAPipeRunOnlyWhenTheyAreAllowedBeforehand) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const std::string file = tool(folder, "cat");
  const Outcome refused = chat(endpoint, "What is the weather?\n", {"--tool", file});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(refused.err,
            "claude-bedrock: there is no terminal to ask on whether a tool may run\n"
            "hint: --yes runs the tools without asking\n");
  const Outcome allowed = chat(endpoint, "What is the weather?\nafter\n", {"--tool", file, "--yes"});
  EXPECT_EQ(allowed.exit_code, 0) << allowed.err;
  EXPECT_EQ(allowed.out,
            "Let me look.\nI am the local endpoint, not Claude. The tool answered: \"{\"city\":\"Bonn\"}\".\n"
            "Still here.\n");
  EXPECT_EQ(allowed.err, "weather would run\n  cat\nwith the input {\"city\":\"Bonn\"}\n");
}

struct Failing {
  const char* command;
  const char* timeout;
  const char* question;
  const char* reason;
};

TEST(ChatTools, ThatFailAreToldToClaudeAndToTheUser) {
  const LocalEndpoint endpoint(kReplies);
  const Failing failing[] = {
      {"echo broken >&2; exit 3", "60", "What is the weather?", "the command ended with exit code 3: broken"},
      {"kill -9 $$", "60", "What is the weather?", "the command ended with exit code 137"},
      {"sleep 1000", "0.2", "What is the weather?", "it had not finished within 200 ms"},
      {"exec >&- 2>&-; sleep 1000", "0.2", "What is the weather?", "it had not finished within 200 ms"},
      {"head -c 50000000 /dev/zero", "60", "What is the weather?", "prints more than 1 MiB"},
      {"printf '\\\\377'", "60", "What is the weather?", "not text in UTF-8"},
      {"touch never", "60", "In which town?", "city is missing"},
      {"touch never", "60", "Ask the moon", "There is no tool named \"moon\". There are: weather"},
  };
  for (const Failing& one : failing) {
    const TemporaryFolder folder;
    const Outcome outcome =
        chat(endpoint, std::string(one.question) + "\n/save " + folder.file("talk.json") + "\nafter\n",
             {"--yes", "--tool", tool(folder, one.command, one.timeout)});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("note: the tool failed: ")) << one.command;
    EXPECT_THAT(outcome.err, HasSubstr(one.reason)) << one.command;
    EXPECT_THAT(outcome.out, HasSubstr("The tool answered")) << one.command;
    EXPECT_THAT(outcome.out, HasSubstr("Still here.\n")) << one.command;
    expect_results(messages_of(folder), 2, 1, true);
  }
}

TEST(ChatTools, StopAtMaxTurnsAndTheTalkGoesOn) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const Outcome outcome =
      chat(endpoint, "What is the weather?\n/save " + folder.file("talk.json") + "\nafter\n",
           {"--yes", "--max-turns", "1", "--tool", tool(folder, "touch " + folder.file("seen"))});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Let me look.\nStill here.\n");
  EXPECT_THAT(
      outcome.err,
      HasSubstr("note: Claude wants to call more tools; it was stopped after 1 turn (--max-turns)\n"));
  expect_results(messages_of(folder), 2, 1, true);
}

TEST(ChatTools, WhatTheyDidIsKeptWhenTheNextCallFails) {
  const LocalEndpoint endpoint(kReplies, {"--fault", "throttle%2"});
  const TemporaryFolder folder;
  const Outcome outcome =
      chat(endpoint, "What is the weather?\n/save " + folder.file("talk.json") + "\nafter\n",
           {"--yes", "--max-retries", "0", "--tool", tool(folder, "echo rain")});
  EXPECT_EQ(outcome.exit_code, 13) << outcome.err;
  EXPECT_EQ(outcome.out, "Let me look.\nStill here.\n");
  EXPECT_THAT(outcome.err, HasSubstr("the conversation keeps this turn up to here"));
  expect_results(messages_of(folder), 2, 1, false);
}

TEST(ChatTools, WhatTheServerRefusesIsNotKept) {
  const LocalEndpoint endpoint(kReplies, {"--fault", "status=400%2"});
  const TemporaryFolder folder;
  const Outcome outcome =
      chat(endpoint, "What is the weather?\n/save " + folder.file("talk.json") + "\nafter\n",
           {"--yes", "--tool", tool(folder, "echo rain")});
  EXPECT_EQ(outcome.exit_code, 5) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("the conversation is as it was before this turn"));
  EXPECT_EQ(messages_of(folder).size(), 0u);
}

TEST(ChatTools, TheirBlocksAreSavedAndLoadedUnchanged) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const std::string file = tool(folder, "cat");
  const Outcome saved =
      chat(endpoint, "In two cities?\n/save " + folder.file("talk.json") + "\n", {"--yes", "--tool", file});
  EXPECT_EQ(saved.exit_code, 0) << saved.err;
  expect_results(messages_of(folder), 2, 2, false);
  const Outcome loaded = chat(endpoint, "/save " + folder.file("again.json") + "\nafter\n",
                              {"--yes", "--tool", file, "--load", folder.file("talk.json")});
  EXPECT_EQ(loaded.out, "Still here.\n") << loaded.err;
  EXPECT_EQ(folder.read("again.json"), folder.read("talk.json"));
}

TEST(ChatTools, ASavedCallWithoutItsResultGetsOne) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const std::string open = folder.write("open.json", R"({"messages": [
    {"role": "user", "content": "What is the weather?"},
    {"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "weather", "input": {}}]}]})");
  const Outcome outcome = chat(endpoint, "after\n", {"--load", open});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Still here.\n");
  EXPECT_THAT(outcome.err,
              HasSubstr("1 tool call at its end had no result; Claude is told that it did not run"));
}

TEST(ChatTools, AResultWithoutItsCallIsNotLoaded) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const std::string broken = folder.write("broken.json", R"({"messages": [
    {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "a", "content": "rain"}]}]})");
  const Outcome outcome =
      chat(endpoint, "after\n/load " + broken + "\n/save " + folder.file("talk.json") + "\n",
           {"--model", "haiku"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("broken.json: messages[0]: tool_result \"a\" has no tool_use"));
  EXPECT_EQ(messages_of(folder).size(), 2u) << "the conversation that was there is there";
}

TEST(ChatTools, ASignalEndsTheToolAndTheProgramInAPipe) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  for (const int signal : {SIGINT, SIGTERM}) {
    std::filesystem::remove(folder.file("pid"));
    RunningProgram program({"chat", "--yes", "--tool",
                            tool(folder, "echo $$ > " + folder.file("new") + "; mv " + folder.file("new") +
                                             " " + folder.file("pid") + "; sleep 1000")},
                           endpoint.variables());
    program.write("What is the weather?\nafter\n");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!std::filesystem::exists(folder.file("pid")) && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const pid_t tool_process = static_cast<pid_t>(std::atoi(folder.read("pid").c_str()));
    ASSERT_GT(tool_process, 1);
    program.send_signal(signal);
    const Outcome outcome = program.finish();
    EXPECT_EQ(outcome.exit_code, 128 + signal) << outcome.err;
    EXPECT_THAT(outcome.out, Not(HasSubstr("Still here.")));
    EXPECT_TRUE(ends(tool_process)) << "the tool runs on";
  }
}

}  // namespace
}  // namespace anthropic::internal::cli
