#include "local/faults/faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decoded_frames.hpp"
#include "local/faults/fault_effects.hpp"
#include "signed_request.hpp"

namespace anthropic::internal::local {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

Faults faults(std::string_view spec) {
  auto parsed = parse_faults(spec);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return parsed ? *std::move(parsed) : Faults();
}

TEST(FaultSpec, ReadsEveryFault) {
  const Faults read = faults(
      "throttle/2, status=503/3,exception=throttlingException,after=3,error-frame,after=0,in-band-error,"
      "cut-after=100,clean,no-stop,bad-crc,after=1,stall=0.25,after=2,reset/1,slow=20,skew=-600,html-500,"
      "aws-error-200");
  ASSERT_EQ(read.size(), 14u);
  EXPECT_EQ(read[0].times, 2u);
  EXPECT_EQ(read[1].status, 503);
  EXPECT_EQ(read[1].times, 3u);
  EXPECT_EQ(read[2].exception, "throttlingException");
  EXPECT_EQ(read[2].after, 3u);
  EXPECT_EQ(read[3].after, 0u);
  EXPECT_FALSE(read[4].after);
  EXPECT_EQ(read[5].bytes, 100u);
  EXPECT_TRUE(read[5].clean);
  EXPECT_EQ(read[8].duration, milliseconds(250));
  EXPECT_EQ(read[10].duration, milliseconds(20));
  EXPECT_EQ(read[11].duration, milliseconds(-600'000));
  EXPECT_EQ(find_fault(read, FaultKind::html), &read[12]);
  EXPECT_TRUE(faults("").empty());
}

TEST(FaultSpec, SaysWhichPartIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"trottle", "\"trottle\" is not known"},
      {"throttle/x", "needs a number of requests"},
      {"throttle/0", "needs a number of requests"},
      {"throttle=1", "takes no value"},
      {"status", "needs a value"},
      {"status=200", "from 400 to 599"},
      {"exception=boom", "is not an exception"},
      {"after=3", "has no fault before it"},
      {"on=GetGuardrail", "belongs behind refuse=NAME"},
      {"throttle,on=GetGuardrail", "belongs behind refuse=NAME"},
      {"refuse=denied,on=GetGuardrails", "names no operation of Bedrock that is served here"},
      {"throttle,after=3", "does not go with the fault before it"},
      {"bad-crc,after=-1", "needs a number of deltas"},
      {"stall=-1", "needs a number of seconds"},
      {"stall=nan", "needs a number of seconds"},
      {"cut-after=many", "needs a number of bytes"},
      {"no-stop,clean", "belongs behind cut-after"},
      {"slow=x", "needs a number of milliseconds"},
      {"no-stop,,reset", "is not known"},
  };
  for (const auto& [spec, expected] : cases) {
    const auto parsed = parse_faults(spec);
    ASSERT_FALSE(parsed) << spec;
    EXPECT_EQ(parsed.error().kind, ErrorKind::configuration);
    EXPECT_THAT(parsed.error().message, HasSubstr(expected)) << spec;
  }
}

TEST(FaultBoard, CountsPerEndpointAndPerHeader) {
  FaultBoard board(faults("throttle/2"));
  EXPECT_EQ(board.for_request(nullptr)->size(), 1u);
  EXPECT_EQ(board.for_request(nullptr)->size(), 1u);
  EXPECT_EQ(board.for_request(nullptr)->size(), 0u);
  const std::string once = "reset/1", other = "reset/1,no-stop";
  EXPECT_EQ(board.for_request(&once)->size(), 1u);
  EXPECT_EQ(board.for_request(&once)->size(), 0u);
  EXPECT_EQ(board.for_request(&other)->size(), 2u);
  EXPECT_EQ(board.for_request(&other)->size(), 1u);
  const std::string broken = "nonsense";
  EXPECT_FALSE(board.for_request(&broken));
}

TEST(FaultBoard, TellsOfTheNextRequestWithoutCounting) {
  FaultBoard board(faults("throttle/1"));
  const std::string skew = "skew=60/1";
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(board.of_next_request(nullptr)->size(), 1u);
    EXPECT_EQ(board.of_next_request(&skew)->size(), 2u);
  }
  EXPECT_EQ(board.for_request(&skew)->size(), 2u);
  EXPECT_EQ(board.of_next_request(&skew)->size(), 0u);
  const std::string broken = "nonsense";
  EXPECT_FALSE(board.of_next_request(&broken));
}

TEST(FaultBoard, RemembersNoMoreHeadersThanItsLimit) {
  FaultBoard board({});
  const auto ask = [&](std::string spec) { return board.for_request(&spec); };
  for (int i = 1; i <= 10'000; ++i) ASSERT_TRUE(ask("status=500/" + std::to_string(i)));
  const auto refused = ask("status=500/10001");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("10000 different x-local-fault headers"));
  EXPECT_EQ(ask("status=500/1")->size(), 0u) << "it is remembered";
  EXPECT_EQ(ask("status=501")->size(), 1u) << "there is nothing to count";
}

TEST(FaultBoard, BefallsEveryNth) {
  FaultBoard board(faults("throttle%3,reset/1"));
  for (const std::size_t expected : {1u, 0u, 1u, 0u, 0u, 1u})
    EXPECT_EQ(board.for_request(nullptr)->size(), expected);
  EXPECT_FALSE(parse_faults("throttle%0"));
  EXPECT_FALSE(parse_faults("throttle%"));
}

FrameSequence three_deltas() {
  Reply reply;
  reply.chunks = {"one", "two", "six"};
  return stream_frames(compose(reply, *Json::parse(invoke_body()), "m", 1));
}

DecodedStream decoded(std::string_view spec) {
  std::string bytes;
  for (const Step& step : paced_steps(three_deltas(), milliseconds(0), faults(spec))) bytes += step.bytes;
  return decode_stream(bytes);
}

TEST(FaultEffects, AnUnpacedStreamIsOneStep) {
  const std::vector<Step> steps = paced_steps(three_deltas(), milliseconds(0), {});
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].bytes, three_deltas().bytes);
}

TEST(FaultEffects, PaceIsBetweenDeltas) {
  const std::vector<Step> steps = paced_steps(three_deltas(), milliseconds(7), {});
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].delay, milliseconds(0));
  EXPECT_EQ(steps[1].delay, milliseconds(7));
  EXPECT_EQ(decode_stream(steps[0].bytes).frames.size(), 4u);
  EXPECT_EQ(decode_stream(steps[1].bytes).frames.size(), 1u);
  EXPECT_EQ(paced_steps(three_deltas(), milliseconds(7), faults("slow=20"))[1].delay, milliseconds(20));
}

TEST(FaultEffects, EndAStreamWithAnException) {
  EXPECT_THAT(decoded("exception=throttlingException").outline(),
              ::testing::ElementsAre("throttlingException"));
  EXPECT_THAT(decoded("exception=throttlingException,after=0").outline(),
              ::testing::ElementsAre("message_start", "content_block_start", "ping", "throttlingException"));
  const DecodedStream after_two = decoded("exception=modelStreamErrorException,after=2");
  EXPECT_EQ(after_two.text(), "onetwo");
  EXPECT_EQ(after_two.frames.back().name, "modelStreamErrorException");
  EXPECT_EQ(after_two.frames.back().payload["originalStatusCode"].as_int64(), 500);
  const DecodedStream after_all = decoded("exception=internalServerException,after=99");
  EXPECT_EQ(after_all.text(), "onetwosix");
  EXPECT_EQ(after_all.outline().back(), "internalServerException");
}

TEST(FaultEffects, EndAStreamWithAnErrorOfEitherKind) {
  const DecodedStream error = decoded("error-frame,after=1");
  EXPECT_EQ(error.text(), "one");
  EXPECT_EQ(error.frames.back().message_type, "error");
  const DecodedStream in_band = decoded("in-band-error,after=1");
  EXPECT_EQ(in_band.frames.back().payload["error"]["type"].as_string(), "overloaded_error");
}

TEST(FaultEffects, LeaveOutTheEnd) {
  const DecodedStream stream = decoded("no-stop");
  EXPECT_EQ(stream.outline().back(), "message_delta");
  EXPECT_FALSE(stream.is_damaged || stream.is_incomplete);
}

TEST(FaultEffects, DamageOneFrame) {
  const DecodedStream stream = decoded("bad-crc,after=2");
  EXPECT_TRUE(stream.is_damaged);
  EXPECT_EQ(stream.text(), "onetwo");
  EXPECT_TRUE(decoded("bad-crc").frames.empty());
  EXPECT_TRUE(decoded("no-stop,no-stop,no-stop,no-stop,no-stop,no-stop,no-stop,no-stop,no-stop,bad-crc")
                  .frames.empty());
}

TEST(FaultEffects, StallWithinAStream) {
  const std::vector<Step> steps = paced_steps(three_deltas(), milliseconds(0), faults("stall=2,after=1"));
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[1].delay, milliseconds(2000));
  EXPECT_EQ(decode_stream(steps[0].bytes).text(), "one");
}

TEST(FaultEffects, StallBeforeTheAnswerAndCutIt) {
  Answer answer;
  apply_connection_faults(faults("stall=1.5,cut-after=10"), answer);
  EXPECT_EQ(answer.delay_before_head, milliseconds(1500));
  EXPECT_EQ(answer.cut_after, 10u);
}

TEST(FaultEffects, ACleanCutMakesTheAnswerShorter) {
  const auto cut = [](const char* spec, Answer answer) {
    apply_connection_faults(faults(spec), answer);
    EXPECT_FALSE(answer.cut_after);
    std::string left = answer.body;
    for (const Step& step : answer.steps) left += "|" + step.bytes;
    return left;
  };
  EXPECT_EQ(cut("cut-after=3,clean", {.body = "message"}), "mes");
  EXPECT_EQ(cut("cut-after=30,clean", {.body = "message"}), "message");
  const Answer stream{.streamed = true, .steps = {{.bytes = "one"}, {.bytes = "two"}, {.bytes = "three"}}};
  EXPECT_EQ(cut("cut-after=0,clean", stream), "|");
  EXPECT_EQ(cut("cut-after=4,clean", stream), "|one|t");
  EXPECT_EQ(cut("cut-after=6,clean", stream), "|one|two");
  EXPECT_EQ(cut("cut-after=60,clean", stream), "|one|two|three");
}

TEST(FaultEffects, ReplaceTheAnswer) {
  const auto replaced = [](std::string_view spec, bool streamed = false) {
    const auto answer = replaced_answer(faults(spec), streamed);
    return answer ? std::to_string(answer->status) + " " + answer->error_code : "none";
  };
  EXPECT_EQ(replaced("throttle"), "429 ThrottlingException");
  EXPECT_EQ(replaced("status=503"), "503 ServiceUnavailableException");
  EXPECT_EQ(replaced("status=408"), "408 ModelTimeoutException");
  EXPECT_EQ(replaced("status=424"), "424 ModelErrorException");
  EXPECT_EQ(replaced("status=502"), "502 ");
  EXPECT_EQ(replaced("html-500"), "500 ");
  EXPECT_EQ(replaced("aws-error-200"), "200 ");
  EXPECT_EQ(replaced("exception=modelStreamErrorException"), "424 ModelErrorException");
  EXPECT_EQ(replaced("exception=throttlingException", true), "none");
  EXPECT_EQ(replaced("error-frame"), "500 InternalServerException");
  EXPECT_EQ(replaced("no-stop"), "none");
}

}  // namespace
}  // namespace anthropic::internal::local
