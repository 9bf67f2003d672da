#include "commands/local/request_tally.hpp"

#include <gmock/gmock.h>

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using LocalRequest = anthropic::testing::LocalRequest;

TEST(RequestTally, SaysWhatWasAsked) {
  RequestTally tally;
  EXPECT_EQ(tally.text(), "claude-bedrock local: 0 requests\n");
  const LocalRequest invoke = {.model = "haiku", .status = 200, .operation = "InvokeModel"};
  tally.add(invoke);
  EXPECT_EQ(tally.text(), "claude-bedrock local: 1 request\n  1  InvokeModel haiku\n");
  tally.add(invoke);
  tally.add({.model = "opus",
             .status = 429,
             .error_code = "ThrottlingException",
             .operation = "ConverseStream",
             .faults = {"throttle"}});
  tally.add({.model = "opus", .status = 200, .operation = "ConverseStream", .streamed = true});
  tally.add({.model = "opus", .status = 200, .operation = "POST /v1/messages", .streamed = true});
  tally.add({.model = "job1", .status = 404, .operation = "GetModelInvocationJob"});
  tally.add({.status = 0, .operation = "GET /x", .faults = {"reset"}});
  EXPECT_EQ(tally.text(),
            "claude-bedrock local: 7 requests\n"
            "  2  InvokeModel haiku\n"
            "  2  ConverseStream opus\n"
            "  1  POST /v1/messages opus, streamed\n"
            "  1  GetModelInvocationJob\n"
            "  1  GET /x\n"
            "  refused: 429 ThrottlingException (1), 404 (1)\n"
            "  faults: throttle (1), reset (1)\n");
  const Json json = tally.json();
  EXPECT_EQ(json["requests"].as_int64(), 7);
  EXPECT_EQ(json["operations"][2].dump(),
            R"({"operation":"POST /v1/messages","model":"opus","streamed":true,"requests":1})");
  EXPECT_EQ(json["refusals"][0].dump(), R"({"status":429,"code":"ThrottlingException","requests":1})");
  EXPECT_EQ(json["faults"][1].dump(), R"({"fault":"reset","requests":1})");
}

TEST(RequestTally, StaysShort) {
  RequestTally tally;
  for (int i = 0; i < 60; ++i) tally.add({.status = 404, .operation = "GET /" + std::to_string(i)});
  EXPECT_THAT(tally.text(), HasSubstr("claude-bedrock local: 60 requests\n"));
  EXPECT_THAT(tally.text(), HasSubstr("  1  GET /49\n  10  others\n"));
  EXPECT_THAT(tally.text(), HasSubstr("refused: 404 (60)\n"));
}

TEST(RequestTally, IsTextForATerminal) {
  RequestTally tally;
  tally.add({.model = "\x1b[2J\n", .status = 404, .error_code = "\x1b", .operation = "InvokeModel"});
  EXPECT_THAT(tally.text(), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace anthropic::internal::cli
