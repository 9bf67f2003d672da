// `claude-bedrock chat` through a pipe and on a terminal.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <anthropic/json.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kTerminal = RunningProgram::Through::terminal;
constexpr std::string_view kReplies = R"({"rules": [
  {"match": {"user_equals": "My name is Ada."}, "reply": {"text": "Hello, Ada."}},
  {"match": {"user_equals": "two\nlines"}, "reply": {"text": "Two lines came."}},
  {"match": {"user_equals": "/etc/passwd"}, "reply": {"text": "A slash came."}},
  {"match": {"user_equals": "slow"}, "reply": {"text": ["begun ", "never ended"], "pace_ms": 20000}},
  {"match": {"user_equals": "Say it.", "system": "pirate"}, "reply": {"text": "Arr!"}},
  {"match": {"user_equals": "after"}, "reply": {"text": "Still here."}}
]})";

Variables on_terminal(const LocalEndpoint& endpoint) {
  Variables variables = endpoint.variables();
  variables["TERM"] = "xterm";
  return variables;
}

Outcome chat(const LocalEndpoint& endpoint, std::string_view lines, std::vector<std::string> arguments = {}) {
  arguments.insert(arguments.begin(), "chat");
  return run(arguments, endpoint.variables(), lines);
}

TEST(ChatPipe, AnswersLineByLine) {
  const LocalEndpoint endpoint(kReplies);
  const Outcome outcome = chat(endpoint, "My name is Ada.\n\ntwo\\\nlines\n//etc/passwd");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Hello, Ada.\nTwo lines came.\nA slash came.\n");
  EXPECT_EQ(outcome.err, "");
}

TEST(ChatPipe, KnowsItsCommands) {
  const LocalEndpoint endpoint(kReplies);
  const Outcome outcome = chat(endpoint,
                               "/help\n/system Talk like a pirate\nSay it.\n/usage\n/model claude-sonet-5\n"
                               "/system -\n/reset\n/quit\nMy name is Ada.\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Arr!\n");
  EXPECT_THAT(outcome.err, HasSubstr("/save FILE"));
  EXPECT_THAT(outcome.err, HasSubstr("system prompt: Talk like a pirate\n"));
  EXPECT_THAT(outcome.err, HasSubstr("1 turn: "));
  EXPECT_THAT(outcome.err, HasSubstr("did you mean claude-sonnet-5?"));
  EXPECT_THAT(outcome.err, HasSubstr("system prompt: none\n"));
  EXPECT_THAT(outcome.err, HasSubstr("a new conversation\n"));
}

TEST(ChatPipe, SavesAndLoads) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const Outcome saved = chat(endpoint, "My name is Ada.\n/save " + folder.file("talk.json") + "\n",
                             {"--model", "opus", "--system", "Be kind"});
  EXPECT_EQ(saved.exit_code, 0) << saved.err;
  const auto json = Json::parse(folder.read("talk.json"));
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["model"].string_or(""), "opus");
  EXPECT_EQ((*json)["system"].string_or(""), "Be kind");
  EXPECT_EQ((*json)["messages"].size(), 2u);
  EXPECT_EQ((*json)["messages"][0]["content"].string_or(""), "My name is Ada.");
  EXPECT_EQ((*json)["messages"][1]["content"][0]["text"].string_or(""), "Hello, Ada.");

  const Outcome loaded = chat(endpoint, "after\n/save " + folder.file("longer.json") + "\n",
                              {"--load", folder.file("talk.json")});
  EXPECT_EQ(loaded.out, "Still here.\n") << loaded.err;
  EXPECT_THAT(loaded.err, HasSubstr("loaded 2 messages; model opus"));
  const auto longer = Json::parse(folder.read("longer.json"));
  ASSERT_TRUE(longer);
  EXPECT_EQ((*longer)["messages"].size(), 4u);
  EXPECT_EQ((*longer)["messages"][0], (*json)["messages"][0]);
}

TEST(ChatPipe, AFailedTurnLeavesTheConversationAsItWas) {
  const LocalEndpoint endpoint(kReplies, {"--fault", "throttle/1"});
  const TemporaryFolder folder;
  const Outcome outcome = chat(endpoint, "My name is Ada.\nafter\n/save " + folder.file("talk.json") + "\n",
                               {"--max-retries", "0"});
  EXPECT_EQ(outcome.exit_code, 13) << outcome.err;
  EXPECT_EQ(outcome.out, "Still here.\n");
  EXPECT_THAT(outcome.err, HasSubstr("claude-bedrock: RateLimitError 429"));
  EXPECT_THAT(outcome.err, HasSubstr("the conversation is as it was before this turn\n"));
  const auto json = Json::parse(folder.read("talk.json"));
  ASSERT_TRUE(json);
  ASSERT_EQ((*json)["messages"].size(), 2u);
  EXPECT_EQ((*json)["messages"][0]["content"].string_or(""), "after");
}

TEST(ChatPipe, SaysWhatIsWrongWithAFileOrACommand) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  const Outcome outcome =
      chat(endpoint, "/load " + folder.write("bad.json", "{}") + "\n/save\n/nonsense\nMy name is Ada.\n");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "Hello, Ada.\n");
  EXPECT_THAT(outcome.err,
              HasSubstr("it has no array \"messages\"\nhint: it should be a file that /save wrote\n"));
  EXPECT_THAT(outcome.err, HasSubstr("/save needs the name of a file"));
  EXPECT_THAT(outcome.err, HasSubstr("there is no command /nonsense\nhint: /help lists them"));
  EXPECT_THAT(chat(endpoint, "/hlep\n").err, HasSubstr("hint: did you mean /help? /help lists them"));
}

TEST(ChatTerminal, CtrlCStopsTheAnswerAndNotTheProgram) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder folder;
  RunningProgram program({"chat"}, on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  program.write("slow\n");
  ASSERT_TRUE(program.read_until("begun "));
  program.write("\x03");
  ASSERT_TRUE(program.read_until("stopped; this turn is not part of the conversation"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("after\n");
  ASSERT_TRUE(program.read_until("Still here."));
  ASSERT_TRUE(program.read_until("> "));
  program.write("/save " + folder.file("talk.json") + "\n");
  ASSERT_TRUE(program.read_until("saved 2 messages"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("\x04");
  EXPECT_EQ(program.finish().exit_code, 0);
  EXPECT_THAT(folder.read("talk.json"), Not(HasSubstr("slow")));
}

TEST(ChatTerminal, GreetsWithTheNearestModelWhereOneIsNotKnown) {
  const LocalEndpoint endpoint(kReplies);
  RunningProgram program({"chat", "--model", "claude-sonet-5"}, on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(
      program.read_until("chat with claude-sonet-5 (not in the catalogue; did you mean claude-sonnet-5?)"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("\x04");
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST(ChatTerminal, CtrlCAtThePromptThrowsTheLineAwayAndTwiceEnds) {
  const LocalEndpoint endpoint(kReplies);
  RunningProgram program({"chat"}, on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  program.write("thrown away\x03");
  ASSERT_TRUE(program.read_until("Ctrl-C again"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("after\n");
  ASSERT_TRUE(program.read_until("Still here.")) << "only what was typed since is sent";
  ASSERT_TRUE(program.read_until("> "));
  program.write("\x03");
  ASSERT_TRUE(program.read_until("Ctrl-C again"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("\x03");
  EXPECT_EQ(program.finish().exit_code, 130);
}

TEST(ChatTerminal, RemembersLinesForTheNextSession) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder state;
  Variables variables = on_terminal(endpoint);
  variables["XDG_STATE_HOME"] = state.path();
  {
    RunningProgram program({"chat"}, variables, kTerminal);
    ASSERT_TRUE(program.read_until("> "));
    program.write("My name is Ada.\n");
    ASSERT_TRUE(program.read_until("Hello, Ada."));
    ASSERT_TRUE(program.read_until("> "));
    program.write("/quit\n");
    EXPECT_EQ(program.finish().exit_code, 0);
  }
  struct stat status = {};
  ASSERT_EQ(::stat(state.file("claude-bedrock/history").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(state.read("claude-bedrock/history"), "My name is Ada.\n/quit\n");

  RunningProgram program({"chat"}, variables, kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  program.write("\x1b[A\x1b[A\n");  // twice up, to the line before /quit
  ASSERT_TRUE(program.read_until("Hello, Ada."));
  ASSERT_TRUE(program.read_until("> "));
  program.write("\x04");
  EXPECT_EQ(program.finish().exit_code, 0);
}

constexpr std::string_view kSchemaReplies = R"({"rules": [
  {"match": {"user_equals": "Where is Bonn?"}, "reply": {"text": "{\"city\": \"Bonn\"}"}},
  {"match": {"user_equals": "Where is Kiel?"}, "reply": {"text": "{\"city\": 7}"}},
  {"match": {"user_equals": "Where is Cologne?"}, "reply": {"text": "{\"city\": "}},
  {"match": {"user_equals": "Where?"}, "reply": {"text": "On the Rhine."}},
  {"match": {"user_equals": "No"}, "reply": {"text": "No.", "stop_reason": "refusal"}}
]})";
constexpr std::string_view kSchema =
    R"({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]})";

TEST(ChatPipe, PrintsJsonThatFitsASchema) {
  const LocalEndpoint endpoint(kSchemaReplies);
  const TemporaryFolder folder;
  const Outcome outcome =
      chat(endpoint,
           "Where is Bonn?\nWhere is Kiel?\nWhere is Cologne?\nWhere?\nNo\nWhere is Bonn?\n/save " +
               folder.file("talk.json") + "\n",
           {"--schema", folder.write("schema.json", kSchema)});
  EXPECT_EQ(outcome.exit_code, 22);
  EXPECT_EQ(outcome.out, "{\"city\":\"Bonn\"}\n{\"city\":\"Bonn\"}\n") << outcome.err;
  for (const char* said :
       {"schema_mismatch: the answer does not fit the schema: city is 7, not a string",
        "note: Claude answered: {\"city\": 7}\n", "invalid_json: the answer is not valid JSON",
        "note: Claude answered: {\"city\": \n", "note: Claude answered: On the Rhine.\n",
        "refusal: ", "the conversation is as it was before this turn\n"})
    EXPECT_THAT(outcome.err, HasSubstr(said));
  EXPECT_THAT(outcome.err, Not(HasSubstr("partial_message"))) << "there is none in a program";
  EXPECT_THAT(outcome.err, HasSubstr("saved 4 messages"));
}

TEST(ChatTerminal, JsonThatFitsASchemaIsIndented) {
  const LocalEndpoint endpoint(kSchemaReplies);
  const TemporaryFolder folder;
  RunningProgram program({"chat", "--schema", folder.write("schema.json", kSchema)}, on_terminal(endpoint),
                         kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  program.write("Where is Bonn?\n");
  ASSERT_TRUE(program.read_until("{\r\n  \"city\": \"Bonn\"\r\n}\r\n"));
  ASSERT_TRUE(program.read_until("> "));
  program.write("\x04");
  EXPECT_EQ(program.finish().exit_code, 0);
}

TEST(ChatPipe, PrintsEachMessageOrEventAsTheApiSentIt) {
  const LocalEndpoint endpoint(kReplies);
  const auto lines_of = [&](const char* option) {
    const Outcome outcome = chat(endpoint, "My name is Ada.\nafter\n", {option});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    std::vector<Json> lines;
    for (std::size_t at = 0; at < outcome.out.size();) {
      const std::size_t end = std::min(outcome.out.find('\n', at), outcome.out.size());
      const auto line = Json::parse(outcome.out.substr(at, end - at));
      EXPECT_TRUE(line) << outcome.out.substr(at, end - at);
      if (line) lines.push_back(*line);
      at = end + 1;
    }
    return lines;
  };
  const std::vector<Json> messages = lines_of("--json");
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0]["content"][0]["text"].string_or(""), "Hello, Ada.");
  EXPECT_EQ(messages[1]["stop_reason"].string_or(""), "end_turn");
  EXPECT_FALSE(messages[1]["request_id"].string_or("").empty());
  int stops = 0;
  for (const Json& event : lines_of("--events")) stops += event["type"].string_or("") == "message_stop";
  EXPECT_EQ(stops, 2);
}

TEST(ChatPipe, WhatIsAttachedWaitsForATurnThatSucceeds) {
  const LocalEndpoint endpoint(kReplies, {"--fault", "throttle/2"});
  const TemporaryFolder folder;
  const Outcome outcome =
      chat(endpoint,
           "/document " + folder.write("notes.txt", "remember") + "\nafter\nafter\n/detach\nafter\n/save " +
               folder.file("talk.json") + "\n/image " + folder.file("notes.txt") + "\n",
           {"--max-retries", "0"});
  EXPECT_EQ(outcome.out, "Still here.\n");
  EXPECT_THAT(outcome.err, HasSubstr("what is attached goes with the next turn; /detach takes it away\n"));
  EXPECT_THAT(outcome.err, HasSubstr("nothing is attached\n"));
  EXPECT_THAT(outcome.err, HasSubstr("notes.txt is not an image that Claude takes"));
  const auto json = Json::parse(folder.read("talk.json"));
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["messages"][0]["content"].string_or(""), "after");
}

TEST(ChatPipe, EndsAtALineThatNoRequestCanHold) {
  const LocalEndpoint endpoint(kReplies);
  for (const std::string& line :
       {std::string(25'000'001, 'x'), std::string(13'000'000, 'x') + "\\\n" + std::string(13'000'000, 'x')}) {
    const Outcome outcome = chat(endpoint, "My name is Ada.\n" + line + "\nafter\n");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "Hello, Ada.\n");
    EXPECT_THAT(outcome.err, HasSubstr("a line of the input is longer than 25,000,000 bytes"));
  }
}

TEST(ChatPipe, KeepsNoHistory) {
  const LocalEndpoint endpoint(kReplies);
  const TemporaryFolder state;
  Variables variables = endpoint.variables();
  variables["XDG_STATE_HOME"] = state.path();
  EXPECT_EQ(run({"chat"}, variables, "after\n").exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(state.file("claude-bedrock")));
}

TEST(ChatTerminal, TakesTheKeysOfOtherTerminals) {
  const LocalEndpoint endpoint(
      R"({"rules": [{"match": {"user_equals": "abc"}, "reply": {"text": "That was abc."}}]})");
  for (const char* typed : {"bc\x1b[1~a\n", "bc\x1b[7~a\n", "ab\x1b[1~\x1b[4~c\n", "ab\x1b[1~\x1b[8~c\n",
                            "xabc\x1b[1~\x1b[3~\n"}) {
    RunningProgram program({"chat"}, on_terminal(endpoint), kTerminal);
    ASSERT_TRUE(program.read_until("> "));
    program.write(typed);
    EXPECT_TRUE(program.read_until("That was abc.")) << program.output();
    ASSERT_TRUE(program.read_until("> "));
    program.write("/quit\n");
    EXPECT_EQ(program.finish().exit_code, 0);
  }
}

// With a terminal's insert and delete libedit loses rows of such a line.
TEST(ChatTerminal, RedrawsALineOfSeveralRowsCharacterByCharacter) {
  const LocalEndpoint endpoint;
  RunningProgram program({"chat"}, on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  std::string line;
  while (line.size() < 500) line += "hello ";
  program.write(line);
  program.write("\x01START \n");
  ASSERT_TRUE(program.read_until("I am the local endpoint")) << program.output();
  ASSERT_TRUE(program.read_until("> "));
  program.write("/quit\n");
  const std::string shown = program.finish().out;
  EXPECT_THAT(shown, Not(ContainsRegex("\x1b\\[[0-9]*[@P]")));
  EXPECT_THAT(shown, Not(HasSubstr("\x1b[4h")));
}

TEST(ChatTerminal, WhatIsTypedAheadStandsBehindTheNextPrompt) {
  const LocalEndpoint endpoint(R"({"rules": [
    {"match": {"user_equals": "slowly"}, "reply": {"text": ["begun ", "and ", "ended."], "pace_ms": 300}},
    {"match": {"user_equals": "ahead"}, "reply": {"text": "Next answer."}}]})");
  RunningProgram program({"chat"}, on_terminal(endpoint), kTerminal);
  ASSERT_TRUE(program.read_until("> "));
  program.write("slowly\n");
  ASSERT_TRUE(program.read_until("begun "));
  program.write("ahead\n");
  ASSERT_TRUE(program.read_until("ended."));
  const std::string shown = program.output();
  EXPECT_THAT(shown.substr(0, shown.find("ended.")), Not(HasSubstr("ahead")));
  ASSERT_TRUE(program.read_until("> "));
  EXPECT_TRUE(program.read_until("Next answer.")) << program.output();
  ASSERT_TRUE(program.read_until("> "));
  program.write("/quit\n");
  EXPECT_EQ(program.finish().exit_code, 0);
}

}  // namespace
}  // namespace anthropic::internal::cli
