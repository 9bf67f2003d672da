// What `claude-bedrock ask` prints and how it ends, as a script sees it.
#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <vector>

#include <anthropic/json.hpp>

#include "cli/fake_aws.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Each rule answers one form of the prompt, so that the answer proves what was asked.
constexpr std::string_view kReplies = R"({"rules": [
  {"match": {"user_equals": "Name a colour"}, "reply": {"text": ["Tur", "quoise."]}},
  {"match": {"user_equals": "Review this\n\nint x;\n"}, "reply": {"text": "reviewed"}},
  {"match": {"user_equals": "piped\n"}, "reply": {"text": "read from the pipe"}},
  {"match": {"user_contains": "<document name=\"notes.txt\">\nremember\n</document>"}, "reply": {"text": "remembered"}},
  {"match": {"user_equals": "count"}, "reply": {"text": "one two three STOP four five six seven eight nine ten"}},
  {"match": {"model": "opus", "system": "Be brief"}, "reply": {"text": "brief"}},
  {"match": {"user_equals": "colours"}, "reply": {"text": "\u001b[31mred\u001b[0m"}},
  {"match": {"user_equals": "What is the weather?"},
   "reply": {"text": "Let me look.", "tool_use": {"name": "weather", "input": {"city": "Bonn"}}}},
  {"match": {"user_equals": "Where is Bonn?"}, "reply": {"text": "{\"city\": \"Bonn\", \"river\": \"Rhine\"}"}},
  {"match": {"user_equals": "Where is Kiel?"}, "reply": {"text": "{\"city\": 7}"}},
  {"match": {"user_equals": "two lines"}, "reply": {"text": ["one\ntwo", "\n"]}},
  {"match": {"user_contains": "<document name=\"stdin\">\npiped\n</document>"}, "reply": {"text": "attached"}},
  {"match": {"user_equals": "refuse"}, "reply": {"text": "No.", "stop_reason": "refusal"}}
]})";

class AskTranscript : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { endpoint_ = new LocalEndpoint(kReplies); }
  static void TearDownTestSuite() {
    delete endpoint_;
    endpoint_ = nullptr;
  }

  static Outcome ask(std::vector<std::string> arguments, std::string_view input = {}) {
    arguments.insert(arguments.begin(), "ask");
    return run(arguments, endpoint_->variables(), input);
  }

  static LocalEndpoint* endpoint_;
};

LocalEndpoint* AskTranscript::endpoint_ = nullptr;

TEST_F(AskTranscript, PrintsTheTextAndNothingElse) {
  const Outcome outcome = ask({"Name a colour"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Turquoise.\n");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(AskTranscript, EndsTheLineOnceWhereverItGoes) {
  for (const std::string& mode : {std::string("--no-stream"), std::string("--verbose")}) {
    const Outcome outcome = ask({mode, "two lines"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "one\ntwo\n");
  }
}

TEST_F(AskTranscript, PrintsTheSameWithoutStreaming) {
  const Outcome outcome = ask({"--no-stream", "Name a colour"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Turquoise.\n");
}

TEST_F(AskTranscript, ReadsThePromptFromAPipe) {
  EXPECT_EQ(ask({}, "piped\n").out, "read from the pipe\n");
  EXPECT_EQ(ask({"-"}, "piped\n").out, "read from the pipe\n");
  EXPECT_EQ(ask({"Review this"}, "int x;\n").out, "reviewed\n");
}

TEST_F(AskTranscript, AttachesFiles) {
  const TemporaryFolder folder;
  EXPECT_EQ(ask({"-f", folder.write("notes.txt", "remember"), "What is in it?"}).out, "remembered\n");
}

TEST_F(AskTranscript, AttachesStandardInput) {
  EXPECT_EQ(ask({"-f", "-", "What is in it?"}, "piped\n").out, "attached\n");
  EXPECT_EQ(ask({"--file=-", "What is in it?"}, "piped").out, "attached\n");
  const Outcome no_prompt = ask({"-f", "-"}, "piped\n");
  EXPECT_EQ(no_prompt.exit_code, 2);
  EXPECT_THAT(no_prompt.err, HasSubstr("there is no prompt"));
  for (const auto& twice :
       std::vector<std::vector<std::string>>{{"-f", "-", "-"}, {"-f", "-", "--document", "-", "x"}}) {
    const Outcome outcome = ask(twice, "piped\n");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("standard input, which can be read once only"));
  }
  const Outcome no_image = ask({"--image", "-", "x"}, "piped\n");
  EXPECT_EQ(no_image.exit_code, 2);
  EXPECT_THAT(no_image.err, HasSubstr("standard input is not an image"));
}

constexpr std::string_view kWeatherTool = R"({"name": "weather", "description": "The weather of a city",
  "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
  "command": "COMMAND"})";

std::string weather_tool(std::string_view command) {
  std::string text(kWeatherTool);
  return text.replace(text.find("COMMAND"), 7, command);
}

TEST_F(AskTranscript, RunsACommandThatClaudeCalls) {
  const TemporaryFolder folder;
  const std::string seen = folder.file("seen");
  const std::string tool = folder.write("tool.json", weather_tool("cat > " + seen + "; echo rain"));
  const Outcome outcome = ask({"--tool", tool, "--yes", "What is the weather?"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("Let me look.\nI am")) << "each answer has lines of its own";
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(folder.read("seen"), R"({"city":"Bonn"})");
}

TEST_F(AskTranscript, AToolGetsTheKeysOfTheEnvironmentUnlessTold) {
  const TemporaryFolder folder;
  const std::string seen = folder.file("seen");
  const std::string tool = folder.write("tool.json", weather_tool("env > " + seen + "; echo rain"));
  const auto environment = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--tool", tool, "--yes", "What is the weather?"});
    EXPECT_EQ(ask(arguments).exit_code, 0);
    return "\n" + folder.read("seen");
  };
  EXPECT_THAT(environment({}), HasSubstr("\nAWS_SECRET_ACCESS_KEY="));
  EXPECT_THAT(environment({"--tool-env", "keep"}), HasSubstr("\nAWS_SECRET_ACCESS_KEY="));
  EXPECT_THAT(environment({"--tool-env", "clean"}),
              AllOf(HasSubstr("\nPATH="), Not(HasSubstr("\nAWS_")), Not(HasSubstr("\nANTHROPIC_"))));
  EXPECT_EQ(ask({"--tool-env", "some", "x"}).exit_code, 2);
}

TEST_F(AskTranscript, AToolNeedsSomebodyToAllowIt) {
  const TemporaryFolder folder;
  const std::string seen = folder.file("seen");
  const std::string tool = folder.write("tool.json", weather_tool("touch " + seen));
  RunningProgram program({"ask", "--tool", tool, "What is the weather?"}, endpoint_->variables(),
                         RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("[y/N]")) << program.output();
  EXPECT_THAT(program.output(), HasSubstr("weather would run\r\n  touch " + seen +
                                          "\r\nwith the input {\"city\":\"Bonn\"}\r\nrun it? [y/N]"));
  program.write("n\n");
  EXPECT_EQ(program.finish().exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(seen));
}

TEST_F(AskTranscript, CtrlCAtTheQuestionEndsTheProgramAndRunsNothing) {
  const TemporaryFolder folder;
  const std::string seen = folder.file("seen");
  RunningProgram program(
      {"ask", "--tool", folder.write("tool.json", weather_tool("touch " + seen)), "What is the weather?"},
      endpoint_->variables(), RunningProgram::Through::terminal);
  ASSERT_TRUE(program.read_until("[y/N]")) << program.output();
  program.write("\x03");
  EXPECT_EQ(program.finish().exit_code, 130);
  EXPECT_FALSE(std::filesystem::exists(seen));
}

// One id for two calls: a yes to one would be taken for a yes to the other.
TEST_F(AskTranscript, AnAnswerWithARepeatedIdIsRefusedBeforeAnythingIsAsked) {
  const TemporaryFolder folder;
  const std::string call = R"({"type":"tool_use","id":"t1","name":"weather","input":{"city":"Bonn"}})";
  const FakeAws aws({answer(
      200, R"({"id":"m","type":"message","role":"assistant","model":"x","content":[)" + call + "," + call +
               R"(],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}})")});
  const std::string tool = folder.write("tool.json", weather_tool("touch " + folder.file("seen")));
  RunningProgram asking({"ask", "--no-stream", "--tool", tool, "Hi"}, aws.variables(),
                        RunningProgram::Through::terminal);
  asking.write("y\ny\n");
  const Outcome asked = asking.finish();
  EXPECT_EQ(asked.exit_code, 22);
  EXPECT_THAT(asked.out, HasSubstr("the id of another call: \"t1\""));
  EXPECT_THAT(asked.out, Not(HasSubstr("run it?")));
  EXPECT_EQ(run({"ask", "--no-stream", "--yes", "--tool", tool, "Hi"}, aws.variables()).exit_code, 22);
  EXPECT_FALSE(std::filesystem::exists(folder.file("seen")));
}

TEST_F(AskTranscript, AToolThatFailedIsTold) {
  const TemporaryFolder folder;
  const std::string tool = folder.write("tool.json", weather_tool("echo broken >&2; exit 3"));
  const Outcome outcome = ask({"--tool", tool, "--yes", "--verbose", "What is the weather?"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, StartsWith("weather would run\n  echo broken >&2; exit 3\n"
                                      "with the input {\"city\":\"Bonn\"}\n"
                                      "note: the tool failed: weather: the command ended with exit code 3: "
                                      "broken"));
  EXPECT_THAT(outcome.out, HasSubstr("The tool answered"));
  const Outcome limited = ask({"--tool", tool, "--yes", "--max-turns", "1", "What is the weather?"});
  EXPECT_EQ(limited.err,
            "note: Claude wants to call more tools; it was stopped after 1 turn (--max-turns)\n");
}

TEST_F(AskTranscript, AToolThatWasNotOfferedEndsTheTurn) {
  const Outcome outcome = ask({"What is the weather?"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "Let me look.\n") << "one request, one answer";
  EXPECT_EQ(outcome.err, "note: Claude called the tool weather, which was not offered to it (--tool)\n");
}

TEST_F(AskTranscript, AToolFileThatIsWrongIsNamed) {
  const TemporaryFolder folder;
  const auto error = [&](std::string_view text) {
    const Outcome outcome = ask({"--yes", "--tool", folder.write("tool.json", std::string(text)), "x"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("tool.json"));
    return outcome.err;
  };
  EXPECT_THAT(error("{"), HasSubstr("not JSON"));
  EXPECT_THAT(error("{}"), HasSubstr("\"name\" is missing"));
  EXPECT_THAT(error(R"([{"name": "a", "command": "b", "input_schema": 1}])"), HasSubstr("input_schema"));
  EXPECT_THAT(error(R"({"name":"a","command":"b","input_schema":{"type":"object"},"timeout_seconds":-1})"),
              HasSubstr("timeout_seconds"));
}

TEST_F(AskTranscript, PrintsJsonThatFitsASchema) {
  const TemporaryFolder folder;
  const std::string schema = folder.write(
      "schema.json",
      R"({"type":"object","properties":{"city":{"type":"string"},"river":{"type":"string"}},"required":["city"]})");
  const Outcome outcome = ask({"--schema", schema, "Where is Bonn?"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "{\"city\":\"Bonn\",\"river\":\"Rhine\"}\n");
  const Outcome wrong = ask({"--schema", schema, "Where is Kiel?"});
  EXPECT_NE(wrong.exit_code, 0);
  EXPECT_EQ(wrong.out, "");
  EXPECT_THAT(wrong.err, StartsWith("note: Claude answered: {\"city\": 7}\n"));
  EXPECT_THAT(wrong.err, HasSubstr("city is 7, not a string"));
  EXPECT_EQ(ask({"--schema", folder.write("bad.json", "[]"), "x"}).exit_code, 2);
}

TEST_F(AskTranscript, CountsTokensWithoutAsking) {
  const auto count = [](std::vector<std::string> arguments, std::string_view input = {}) {
    arguments.insert(arguments.begin(), "count");
    return run(arguments, endpoint_->variables(), input);
  };
  const Outcome outcome = count({"--model", "claude-haiku-4-5", "Why is the sky blue?"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_GT(std::atoi(outcome.out.c_str()), 0);
  EXPECT_THAT(count({"--model", "claude-haiku-4-5", "--json", "-"}, "x").out,
              StartsWith("{\"input_tokens\":"));
  EXPECT_EQ(count({}).exit_code, 2);
  EXPECT_THAT(count({"--model", "haiku", "x"}).err, HasSubstr("--platform mantle"));
}

TEST_F(AskTranscript, AsksEveryPlatform) {
  for (const char* platform : {"bedrock", "bedrock-messages"}) {
    const Outcome outcome = ask({"--platform", platform, "Name a colour"});
    EXPECT_EQ(outcome.out, "Turquoise.\n") << platform << ": " << outcome.err;
  }
  EXPECT_EQ(ask({"--platform", "nowhere", "x"}).exit_code, 2);
  EXPECT_THAT(ask({"--platform", "anthropic", "--region", "us-east-1", "x"}).err,
              HasSubstr("knows no --region"));
  EXPECT_THAT(ask({"--platform", "mantle", "--local", "x"}).err, HasSubstr("--local is for Bedrock"));
}

TEST_F(AskTranscript, PrintsEachEventOnALine) {
  const Outcome outcome = ask({"--events", "Name a colour"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  std::vector<std::string> types;
  std::string text;
  for (std::size_t at = 0; at < outcome.out.size();) {
    const std::size_t end = outcome.out.find('\n', at);
    ASSERT_NE(end, std::string::npos) << outcome.out;
    const auto event = Json::parse(outcome.out.substr(at, end - at));
    ASSERT_TRUE(event) << outcome.out.substr(at, end - at);
    types.push_back((*event)["type"].string_or(""));
    text += (*event)["delta"]["text"].string_or("");
    at = end + 1;
  }
  EXPECT_EQ(types.front(), "message_start");
  EXPECT_EQ(types.back(), "message_stop");
  EXPECT_EQ(text, "Turquoise.");
  EXPECT_EQ(ask({"--events", "--json", "x"}).exit_code, 2);
}

TEST_F(AskTranscript, SaysWhatTheModelRefusesBeforeItIsSent) {
  const Outcome outcome = ask({"--temperature", "0", "Name a colour"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("temperature: Claude Haiku 5.5 takes no sampling parameters"));
  EXPECT_EQ(ask({"--thinking", "adaptive", "--effort", "low", "--cache", "5m", "Name a colour"}).out,
            "Turquoise.\n");
  const Outcome budget = ask({"--thinking", "2048", "Name a colour"});
  EXPECT_THAT(budget.err, HasSubstr("no thinking budget"));
  EXPECT_THAT(budget.err, HasSubstr("hint: Use thinking of type \"adaptive\"; steer its depth with effort."));
}

TEST_F(AskTranscript, ATemperatureOfOneIsTakenByEveryModel) {
  const Outcome outcome =
      ask({"--model", "us.anthropic.claude-opus-5-5", "--temperature", "1", "Name a colour"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Turquoise.\n");
}

TEST_F(AskTranscript, AToolThatNoServerTakesIsRefusedBeforeItIsSent) {
  const TemporaryFolder folder;
  const std::string tool = folder.write("tool.json", R"({"name": "find", "command": "true",
      "input_schema": {"type": "object", "anyOf": [{"required": ["id"]}, {"required": ["name"]}]}})");
  const Outcome outcome = ask({"--tool", tool, "--yes", "Name a colour"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err,
              HasSubstr("tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or "
                        "anyOf at the top level\n"));
  EXPECT_THAT(outcome.err, HasSubstr("hint: Make the root one object: put \"anyOf\" inside a property"));
}

TEST_F(AskTranscript, AttachesImagesAndDocuments) {
  const TemporaryFolder folder;
  const std::string text = folder.write("notes.txt", "remember");
  EXPECT_EQ(ask({"--document", text, "Name a colour"}).out, "Turquoise.\n");
  const Outcome outcome = ask({"--image", text, "Name a colour"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("is not an image that Claude takes"));
}

TEST_F(AskTranscript, PrintsOneLineOfJson) {
  for (const std::string& mode : {std::string("--json"), std::string("--no-stream")}) {
    const Outcome outcome = ask({"--json", mode, "Name a colour"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out.find('\n'), outcome.out.size() - 1);
    const auto json = Json::parse(outcome.out);
    ASSERT_TRUE(json) << outcome.out;
    EXPECT_EQ((*json)["type"].string_or(""), "message");
    EXPECT_EQ((*json)["content"][0]["text"].string_or(""), "Turquoise.");
    EXPECT_EQ((*json)["stop_reason"].string_or(""), "end_turn");
    EXPECT_GT((*json)["usage"]["output_tokens"].as_int64().value_or(0), 0);
    EXPECT_THAT((*json)["id"].string_or(""), StartsWith("msg_local_"));
    EXPECT_FALSE((*json)["request_id"].string_or("").empty());
  }
}

TEST_F(AskTranscript, SaysWhyItStoppedOnRequest) {
  const Outcome outcome = ask({"--verbose", "--stop", "STOP", "count"});
  EXPECT_EQ(outcome.out, "one two three \n");
  EXPECT_THAT(outcome.err, HasSubstr("stop reason: stop_sequence (STOP)\n"));
  EXPECT_THAT(outcome.err, HasSubstr(" input tokens, "));
  EXPECT_THAT(outcome.err, HasSubstr("request id: "));
}

TEST_F(AskTranscript, SaysThatAnAnswerWasCut) {
  const Outcome outcome = ask({"--max-tokens", "3", "count"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT("one two three STOP four five six seven eight nine ten",
              StartsWith(outcome.out.substr(0, outcome.out.size() - 1)));
  EXPECT_TRUE(outcome.out.ends_with('\n'));
  EXPECT_EQ(outcome.err, "note: the answer was cut at 3 tokens (--max-tokens)\n");
  EXPECT_EQ(ask({"refuse"}).err, "note: Claude refused to go on\n");
}

TEST_F(AskTranscript, SendsModelAndSystem) {
  EXPECT_EQ(ask({"--model", "opus", "--system", "Be brief, please", "x"}).out, "brief\n");
}

TEST_F(AskTranscript, TakesTheModelFromTheEnvironment) {
  Variables variables = endpoint_->variables();
  variables["CLAUDE_BEDROCK_MODEL"] = "sonnet";
  const Outcome outcome = run({"ask", "--verbose", "Name a colour"}, variables);
  EXPECT_THAT(outcome.err, HasSubstr("model: claude-sonnet-5-5\n"));
}

TEST_F(AskTranscript, LeavesTextAloneInAPipe) {
  EXPECT_EQ(ask({"colours"}).out, "\x1b[31mred\x1b[0m\n");
}

TEST_F(AskTranscript, EndsQuietlyWhenTheReaderGoesAway) {
  LocalEndpoint slow(
      R"({"rules": [{"reply": {"text": ["one\n", "two\n", "three\n", "four\n"], "pace_ms": 50}}]})");
  RunningProgram program({"ask", "go"}, slow.variables());
  program.close_input();
  EXPECT_EQ(program.read_line(), "one");
  program.close_output();
  const Outcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 141);
  EXPECT_EQ(outcome.err, "");
}

TEST_F(AskTranscript, ShowsNoSecretInItsLog) {
  const Outcome outcome = ask({"--debug", "Name a colour"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("/invoke-with-response-stream"));
  EXPECT_THAT(outcome.err, ::testing::Not(HasSubstr(endpoint_->variables().at("AWS_SECRET_ACCESS_KEY"))));
  EXPECT_THAT(outcome.err, ::testing::Not(HasSubstr("Signature=")));
  EXPECT_THAT(outcome.err, ::testing::Not(HasSubstr("Name a colour")));
  EXPECT_THAT(outcome.err, ::testing::Not(HasSubstr("quoise")));
  EXPECT_THAT(outcome.err, HasSubstr("attempts 1, status 200, tokens "));
}

TEST_F(AskTranscript, LogsWhatIsSaidOnlyIfAsked) {
  const Outcome outcome = ask({"--debug-content", "Name a colour"});
  EXPECT_EQ(outcome.out, "Turquoise.\n");
  EXPECT_THAT(outcome.err, HasSubstr("POST "));
  EXPECT_THAT(outcome.err, HasSubstr(R"("content":"Name a colour")"));
  EXPECT_THAT(outcome.err, HasSubstr(R"("text":"Turquoise.")"));
  EXPECT_THAT(outcome.err, ::testing::Not(HasSubstr("Signature=")));
}

TEST_F(AskTranscript, TheVariableOfTheSdksIsObeyed) {
  Variables variables = endpoint_->variables();
  variables["ANTHROPIC_LOG"] = "debug";
  EXPECT_THAT(run({"ask", "Name a colour"}, variables).err, HasSubstr("[debug] POST "));
  variables["ANTHROPIC_LOG"] = "off";
  EXPECT_EQ(run({"ask", "Name a colour"}, variables).err, "");
}

TEST(AskLocal, NeedsNothingConfigured) {
  const Outcome outcome = run({"ask", "--local", "Hello"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("not Claude"));
  EXPECT_EQ(outcome.err, "note: --local answers from this machine; it is not Claude\n");
}

TEST(AskLocal, ReadsNoConfiguration) {
  TemporaryFolder folder;
  const std::string broken = folder.write("config", "no section\n");
  for (const Variables& variables :
       {Variables{{"AWS_USE_FIPS_ENDPOINT", "true"}}, Variables{{"AWS_USE_DUALSTACK_ENDPOINT", "true"}},
        Variables{{"AWS_PROFILE", "missing"}}, Variables{{"AWS_CONFIG_FILE", broken}},
        Variables{{"AWS_REGION", "bad region"}}, Variables{{"AWS_MAX_ATTEMPTS", "many"}},
        Variables{{"AWS_ENDPOINT_URL", "not a URL"}}, Variables{{"AWS_BEARER_TOKEN_BEDROCK", "of-aws"}},
        Variables{{"HTTP_PROXY", "http://127.0.0.1:9"}}}) {
    const Outcome outcome = run({"ask", "--local", "Hello"}, variables);
    EXPECT_EQ(outcome.exit_code, 0) << variables.begin()->first << ": " << outcome.err;
  }
}

TEST_F(AskTranscript, AnAddressWinsOverFips) {
  Variables variables = endpoint_->variables();
  variables["AWS_USE_FIPS_ENDPOINT"] = "true";
  const Outcome outcome = run({"ask", "Name a colour", "--endpoint-url", endpoint_->url()}, variables);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

}  // namespace
}  // namespace anthropic::internal::cli
