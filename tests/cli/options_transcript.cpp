// What the options of `ask` and `chat` put into a request, and what is said of values that cannot be right.
#include <gmock/gmock.h>
#include <iomanip>
#include <sstream>

#include <anthropic/json.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kPng(
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\b\x02\0\0\0\x90wS\xde\0\0\0\fIDATx\x9c"
    "c\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xae"
    "B`\x82",
    69);

/// An endpoint that shows what it was sent.
class Options : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    testing::LocalBedrockOptions options;
    options.auth = testing::LocalAuth::off;
    options.api_keys = {"key"};
    options.replies = R"({"guardrails": {"abc123": {"words": ["unspeakable"]}}})";
    auto started = testing::LocalBedrock::start(std::move(options));
    ASSERT_TRUE(started) << started.error().message;
    endpoint_.emplace(*std::move(started));
  }

  /// The command with these options asks "Hi".
  Outcome ask(std::vector<std::string> arguments) {
    const bool is_chat = std::string_view(GetParam()) == "chat";
    arguments.insert(arguments.begin(), GetParam());
    if (!is_chat) arguments.push_back("Hi");
    return run(arguments, variables(), is_chat ? "Hi\n" : "");
  }

  /// What the last request said; null if there was none.
  Json body() {
    if (endpoint_->requests().empty()) return {};
    auto json = Json::parse(endpoint_->requests().back().body);
    return json ? *json : Json();
  }

  std::string header(std::string_view name) {
    const Headers headers = endpoint_->requests().back().headers;
    for (const auto& [key, value] : headers) {
      std::string lower = key;
      for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (lower == name) return value;
    }
    return "";
  }

  Variables variables() const {
    return {{"AWS_ACCESS_KEY_ID", "a"},
            {"AWS_SECRET_ACCESS_KEY", "b"},
            {"AWS_REGION", "us-east-1"},
            {"ANTHROPIC_API_KEY", "key"},
            {"ANTHROPIC_AWS_WORKSPACE_ID", "wrkspc_1"},
            {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME", endpoint_->base_url()}};
  }

  std::optional<testing::LocalBedrock> endpoint_;
  const TemporaryFolder folder_;
};

TEST_P(Options, OfTheModelAreSent) {
  const Outcome outcome = ask({"--thinking", "adaptive", "--effort", "high", "--cache", "1h", "--system",
                               "Be kind", "--max-tokens", "77", "--stop", "END"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(body()["thinking"].dump(), R"({"type":"adaptive"})");
  EXPECT_EQ(body()["output_config"].dump(), R"({"effort":"high"})");
  EXPECT_EQ(body()["max_tokens"].as_int64(), 77);
  EXPECT_EQ(body()["stop_sequences"].dump(), R"(["END"])");
  const std::string mark = R"({"type":"ephemeral","ttl":"1h"})";
  EXPECT_EQ(body()["system"][0]["cache_control"].dump(), mark);
  EXPECT_EQ(body()["messages"][0]["content"][0]["cache_control"].dump(), mark);
}

TEST_P(Options, WhatIsShownOfThinkingIsSent) {
  EXPECT_EQ(ask({"--thinking-display", "summarized"}).exit_code, 0);
  EXPECT_EQ(body()["thinking"].dump(), R"({"type":"adaptive","display":"summarized"})");
  EXPECT_EQ(ask({"--thinking", "adaptive", "--thinking-display", "omitted"}).exit_code, 0);
  EXPECT_EQ(body()["thinking"].dump(), R"({"type":"adaptive","display":"omitted"})");
}

TEST_P(Options, ABudgetOfThinkingIsForOlderModels) {
  EXPECT_EQ(ask({"--model", "claude-haiku-4-5", "--thinking", "2048"}).exit_code, 0);
  EXPECT_EQ(body()["thinking"].dump(), R"({"type":"enabled","budget_tokens":2048})");
}

TEST_P(Options, OfBedrockAreSentAsHeaders) {
  const Outcome outcome =
      ask({"--guardrail", "abc123:DRAFT", "--guardrail-trace", "--service-tier", "default"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(header("x-amzn-bedrock-guardrailidentifier"), "abc123");
  EXPECT_EQ(header("x-amzn-bedrock-guardrailversion"), "DRAFT");
  EXPECT_EQ(header("x-amzn-bedrock-trace"), "ENABLED");
  EXPECT_EQ(header("x-amzn-bedrock-service-tier"), "default");
}

TEST_P(Options, ATierThatTheModelHasNotIsRefusedBeforeItIsSent) {
  const Outcome outcome = ask({"--service-tier", "reserved"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("bedrock.service_tier: Claude Haiku 5.5 has no tier \"reserved\""));
  EXPECT_THAT(outcome.err, HasSubstr("us.anthropic.claude-haiku-4-5-20251001-v1:0"));
  EXPECT_EQ(endpoint_->request_count(), 0u);
}

TEST_P(Options, OfBedrockAreRefusedWhereThereIsNoBedrock) {
  for (const std::string& platform : {std::string("mantle"), std::string("aws"), std::string("anthropic")}) {
    const Outcome guardrail = ask({"--platform", platform, "--guardrail", "abc123:1"});
    EXPECT_EQ(guardrail.exit_code, 2);
    EXPECT_EQ(guardrail.err, "claude-bedrock: --guardrail: --platform " + platform +
                                 " has no guardrails\nhint: use --platform bedrock or bedrock-messages\n");
    EXPECT_EQ(ask({"--platform", platform, "--service-tier", "flex"}).exit_code, 2);
  }
  EXPECT_EQ(endpoint_->request_count(), 0u);
}

TEST_P(Options, AttachImagesAndDocuments) {
  const Outcome outcome =
      ask({"--image", folder_.write("dot.png", kPng), "--document", folder_.write("notes.txt", "remember"),
           "--document", folder_.write("paper.pdf", "%PDF-1.7\n")});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const Json body = this->body();
  const Json& content = body["messages"][0]["content"];
  ASSERT_EQ(content.size(), 4u);
  EXPECT_EQ(content[0]["source"]["media_type"].string_or(""), "image/png");
  EXPECT_EQ(content[1]["source"]["data"].string_or(""), "remember");
  EXPECT_EQ(content[1]["title"].string_or(""), "notes.txt");
  EXPECT_EQ(content[2]["source"]["media_type"].string_or(""), "application/pdf");
  EXPECT_EQ(content[3]["text"].string_or(""), "Hi");
}

TEST_P(Options, RefuseWhatCannotBeAttachedByTheFilesName) {
  const std::string large = folder_.write("large.png", std::string(kPng) + std::string(6'000'000, 'x'));
  const Outcome outcome = ask({"--image", large});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err,
              StartsWith("claude-bedrock: " + large + ": the image is 6000069 bytes, more than"));
  EXPECT_THAT(ask({"--image", folder_.write("notes.txt", "x")}).err, HasSubstr("is not an image"));
  EXPECT_THAT(ask({"--document", folder_.write("dot.png", kPng)}).err, HasSubstr("is neither a PDF nor"));
  EXPECT_THAT(ask({"--image", folder_.file("none.png")}).err, HasSubstr("No such file"));
  EXPECT_EQ(endpoint_->request_count(), 0u);
}

TEST_P(Options, ReachEveryPlatform) {
  const std::string url = endpoint_->base_url();
  const std::vector<std::vector<std::string>> platforms = {
      {"bedrock"},
      {"bedrock-messages"},
      {"mantle", "--endpoint-url", url + "/anthropic"},
      {"aws", "--endpoint-url", url},
      {"anthropic", "--endpoint-url", url},
  };
  for (std::vector<std::string> arguments : platforms) {
    const std::string platform = arguments.front();
    arguments.insert(arguments.begin(), "--platform");
    const Outcome outcome = ask(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << platform << ": " << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("not Claude")) << platform;
    arguments.insert(arguments.end(), {"--model", "claude-sonet-5"});
    const Outcome typo = ask(arguments);
    EXPECT_THAT(typo.exit_code, ::testing::AnyOf(5, 8)) << platform;
    EXPECT_THAT(typo.err, HasSubstr("Did you mean \"")) << platform;
    EXPECT_THAT(typo.err, HasSubstr("claude-sonnet-5\"?")) << platform;
  }
}

TEST_P(Options, AWrongValueIsRefusedWithTheOthers) {
  struct Wrong {
    std::vector<std::string> arguments;
    const char* says;
  };
  const std::string no_schema = folder_.write("schema.json", R"({"type": "strin"})");
  const std::string cut = folder_.write("cut.json", R"({"type": "object")");
  const std::string tool = folder_.write(
      "tool.json", R"({"name": "a", "command": "b", "input_schema": {"type": "object", "required": 1}})");
  const Wrong wrong[] = {
      {{"--effort", "huge"}, "{low,medium,high,xhigh,max}"},
      {{"--cache", "2h"}, "{5m,1h}"},
      {{"--service-tier", "best"}, "{default,priority,flex,reserved}"},
      {{"--platform", "nowhere"}, "{bedrock,bedrock-messages,mantle,aws,anthropic}"},
      {{"--thinking", "deep"}, "use adaptive, disabled, between_tools, or a number"},
      {{"--thinking-display", "all"}, "{summarized,omitted}"},
      {{"--thinking", "disabled", "--thinking-display", "omitted"}, "--thinking-display does not go with"},
      {{"--guardrail", "abc"}, "write ID:VERSION"},
      {{"--guardrail-trace"}, "--guardrail-trace needs --guardrail"},
      {{"--max-turns", "0"}, "--max-turns"},
      {{"--schema", no_schema}, "schema.json: schema.type: is \"strin\""},
      {{"--schema", cut}, "cut.json: not valid JSON"},
      {{"--schema", folder_.file("none.json")}, "none.json: No such file"},
      {{"--yes", "--tool", tool}, "tool.json: input_schema.required"},
      {{"--schema", no_schema, "--events"}, "--schema does not go with --events or --tool"},
      {{"--json", "--events"}, "--events and --json cannot be used together"},
  };
  for (const Wrong& one : wrong) {
    const Outcome outcome = ask(one.arguments);
    EXPECT_EQ(outcome.exit_code, 2) << one.says;
    EXPECT_THAT(outcome.err, StartsWith("claude-bedrock: "));
    EXPECT_THAT(outcome.err, HasSubstr(one.says));
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_EQ(endpoint_->request_count(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Commands, Options, ::testing::Values("ask", "chat"),
                         [](const auto& info) { return std::string(info.param); });

class CountOptions : public Options {};

TEST_P(CountOptions, AskForTheSameRequest) {
  const Outcome typo = ask({"--model", "claude-haiku-45"});
  EXPECT_EQ(typo.exit_code, 5);
  EXPECT_THAT(typo.err, HasSubstr("Did you mean \"us.anthropic.claude-haiku-4-5-20251001-v1:0\"?"));
  const Outcome outcome = ask({"--model", "claude-haiku-4-5", "--thinking", "2048", "--system", "Be kind",
                               "--image", folder_.write("dot.png", kPng)});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_GT(std::atoi(outcome.out.c_str()), 1000) << "an image counts";
  const Outcome mantle =
      ask({"--platform", "mantle", "--endpoint-url", endpoint_->base_url() + "/anthropic"});
  EXPECT_EQ(mantle.out, "1\n") << mantle.err;
}

TEST_P(CountOptions, TheExamplesOfTheHelpWork) {
  const Outcome help = run({"count", "--help"});
  EXPECT_THAT(help.out, HasSubstr("counts for models up to Claude 4.6"));
  std::istringstream lines(help.out);
  int examples = 0;
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view kProgram = "  claude-bedrock ";
    if (!line.starts_with(kProgram)) continue;
    ++examples;
    std::istringstream words(line.substr(kProgram.size()));
    std::vector<std::string> arguments;
    for (std::string word; words >> std::quoted(word);)
      arguments.push_back(word == "report.pdf" ? folder_.write("report.pdf", "%PDF-1.7\n") : word);
    if (line.find("--platform mantle") != std::string::npos)
      arguments.insert(arguments.end(), {"--endpoint-url", endpoint_->base_url() + "/anthropic"});
    const Outcome outcome = run(arguments, variables());
    EXPECT_EQ(outcome.exit_code, 0) << line << "\n" << outcome.err;
    EXPECT_GT(std::atoi(outcome.out.c_str()), 0) << line;
  }
  EXPECT_EQ(examples, 2);
}

INSTANTIATE_TEST_SUITE_P(Commands, CountOptions, ::testing::Values("count"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace anthropic::internal::cli
