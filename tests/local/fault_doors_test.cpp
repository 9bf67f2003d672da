#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decoded_frames.hpp"
#include "local/server/endpoint.hpp"
#include "signed_request.hpp"

// Each fault at each way to a model, in one piece and as a stream.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct FaultDoor {
  const char* name;
  const char* target;
  const char* body;
  bool streamed = false;
  bool is_sse = false;
  const char* end = "";  ///< What its last event says.
};

constexpr char kBodyOfInvoke[] =
    R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":100,"messages":[{"role":"user","content":"What is 2+2?"}]})";
constexpr char kBodyOfConverse[] = R"({"messages":[{"role":"user","content":[{"text":"What is 2+2?"}]}]})";
constexpr char kBodyOfMessages[] =
    R"({"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"What is 2+2?"}]})";
constexpr char kBodyOfStream[] =
    R"({"model":"claude-haiku-4-5","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"What is 2+2?"}]})";

const FaultDoor kFaultDoors[] = {
    {"Invoke", "/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/invoke", kBodyOfInvoke},
    {"InvokeStream", "/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/invoke-with-response-stream",
     kBodyOfInvoke, true, false, "message_stop"},
    {"Converse", "/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/converse", kBodyOfConverse},
    {"ConverseStream", "/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/converse-stream", kBodyOfConverse,
     true, false, "metadata"},
    {"Messages", "/v1/messages", kBodyOfMessages},
    {"MessagesStream", "/v1/messages", kBodyOfStream, true, true, "message_stop"},
};

class FaultAtDoor : public ::testing::TestWithParam<FaultDoor> {
 protected:
  Answer ask(const std::string& fault) {
    Request request{.method = "POST", .target = GetParam().target, .body = GetParam().body};
    request.headers = {
        {"Host", "127.0.0.1"}, {"Content-Type", "application/json"}, {"anthropic-version", "2023-06-01"}};
    if (!fault.empty()) request.headers.emplace_back("x-local-fault", fault);
    return endpoint_.answer(request);
  }

  static std::string bytes_of(const Answer& answer) {
    std::string bytes = answer.body;
    for (const Step& step : answer.steps) bytes += step.bytes;
    return bytes;
  }

  /// The names of a stream's events, in order.
  static std::string names_in(const Answer& answer) {
    const std::string bytes = bytes_of(answer);
    if (GetParam().is_sse) return bytes;
    std::string names;
    const DecodedStream stream = decode_stream(bytes);
    for (const DecodedFrame& frame : stream.frames)
      names += frame.message_type + ":" + frame.name + ":" + frame.payload["type"].string_or("") + "\n";
    return names + (stream.is_damaged ? "damaged" : "");
  }

  static EndpointSettings settings() {
    EndpointSettings settings;
    settings.accepted.region = "us-east-1";
    settings.check_signatures = false;
    settings.now = noon;
    settings.random = std::make_shared<RealRandom>();
    return settings;
  }

  Endpoint endpoint_{settings()};
};

TEST_P(FaultAtDoor, AnswersWithoutOne) {
  const Answer answer = ask("");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.streamed, GetParam().streamed);
  EXPECT_THAT(names_in(answer), HasSubstr(GetParam().end));
}

TEST_P(FaultAtDoor, RefusesBeforeAnyAnswer) {
  EXPECT_EQ(ask("throttle").status, 429);
  EXPECT_EQ(ask("status=503").status, 503);
  EXPECT_EQ(ask("status=400").status, 400);
  EXPECT_EQ(ask("html-500").status, 500);
  EXPECT_THAT(ask("html-500").body, HasSubstr("<html>"));
  EXPECT_EQ(ask("aws-error-200").status, 200);
  EXPECT_THAT(ask("aws-error-200").body, HasSubstr("UnknownOperationException"));
}

TEST_P(FaultAtDoor, FailsInTheMiddleOrWithTheStatusOfThat) {
  const std::pair<const char*, int> faults[] = {{"exception=throttlingException", 429},
                                                {"exception=modelTimeoutException", 408},
                                                {"exception=validationException", 400},
                                                {"error-frame", 500},
                                                {"in-band-error", 503}};
  for (const auto& [fault, status] : faults) {
    const Answer answer = ask(std::string(fault) + ",after=1");
    if (!GetParam().streamed) {
      // Converse has no events of Anthropic's: it is an error of the model.
      const bool is_of_the_model =
          std::string_view(fault) == "in-band-error" && GetParam().name == std::string_view("Converse");
      EXPECT_EQ(answer.status, is_of_the_model ? 424 : status) << fault;
      continue;
    }
    EXPECT_EQ(answer.status, 200) << fault;
    EXPECT_THAT(names_in(answer), Not(HasSubstr(GetParam().end))) << fault;
    EXPECT_THAT(names_in(answer), ::testing::ContainsRegex("error|xception")) << fault;
  }
}

TEST_P(FaultAtDoor, LeavesOutTheEndAndDamages) {
  if (!GetParam().streamed) {
    EXPECT_EQ(ask("no-stop").body.size(), ask("").body.size());
    return;
  }
  EXPECT_THAT(names_in(ask("no-stop")), Not(HasSubstr(GetParam().end)));
  EXPECT_NE(bytes_of(ask("bad-crc,after=1")).find(bytes_of(ask("")).substr(0, 40)), std::string::npos);
  if (GetParam().is_sse) return;
  EXPECT_THAT(names_in(ask("bad-crc,after=1")), HasSubstr("damaged"));
}

TEST_P(FaultAtDoor, TakesItsTime) {
  EXPECT_EQ(ask("stall=2").delay_before_head, std::chrono::seconds(2));
  EXPECT_TRUE(ask("reset").reset);
  EXPECT_EQ(ask("cut-after=10").cut_after, 10u);
  if (!GetParam().streamed) return;
  const Answer slow = ask("slow=50");
  ASSERT_GT(slow.steps.size(), 2u);
  EXPECT_EQ(slow.steps[1].delay.count(), 50);
  const Answer stalled = ask("stall=2,after=1");
  ASSERT_EQ(stalled.steps.size(), 2u);
  EXPECT_EQ(stalled.steps[1].delay, std::chrono::seconds(2));
}

INSTANTIATE_TEST_SUITE_P(Each, FaultAtDoor, ::testing::ValuesIn(kFaultDoors),
                         [](const auto& door) { return std::string(door.param.name); });

}  // namespace
}  // namespace anthropic::internal::local
