// A batch that is killed again and again loses no line and asks none twice that was answered.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <gmock/gmock.h>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include <anthropic/json.hpp>

#include "cli/batch_results.hpp"
#include "cli/counting_endpoint.hpp"
#include "cli/running_program.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr int kPrompts = 2000;
constexpr int kKills = 50;
constexpr std::uint64_t kConcurrency = 16;

TEST(BatchKilled, LosesNothingAndPaysForNothingTwice) {
  const CountingEndpoint endpoint("stall=0.04,throttle%211,status=503%173,reset%257");
  const TemporaryFolder folder;
  std::string prompts;
  for (int i = 1; i <= kPrompts; ++i)
    prompts +=
        "{\"id\": \"q-" + std::to_string(i) + "\", \"prompt\": \"question " + std::to_string(i) + "\"}\n";
  const std::string in = folder.write("in.jsonl", prompts);
  const std::string out = folder.file("out.jsonl");
  const std::vector<std::string> command = {
      "batch", in, "-o", out, "--concurrency", std::to_string(kConcurrency), "--max-retries", "10"};

  std::mt19937 random(20261122);
  // A third of them at some moment after their start, the others after so many requests and at some moment
  // then, however fast or slow they are.
  std::uniform_int_distribution<int> lifetime(5, 200), requests_made(10, 60), moment(0, 40);
  int kills = 0;
  for (; kills < kKills; ++kills) {
    const bool from_its_start = kills % 3 == 0;
    const std::uint64_t until = endpoint.requests() + (from_its_start ? 0 : requests_made(random));
    RunningProgram program(command, endpoint.variables());
    for (int i = 0; i < 30'000 && endpoint.requests() < until; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::this_thread::sleep_for(
        std::chrono::milliseconds(from_its_start ? lifetime(random) : moment(random)));
    program.send_signal(SIGKILL);
    EXPECT_EQ(program.finish().exit_code, 128 + SIGKILL) << "it had ended before kill " << kills;
  }
  const std::size_t before_last =
      read_results(folder.read("out.jsonl").substr(0, folder.read("out.jsonl").rfind('\n') + 1))
          .by_line.size();
  const Outcome last = run(command, endpoint.variables());
  EXPECT_EQ(last.exit_code, 0) << last.err;

  const Results results = read_results(folder.read("out.jsonl"));
  EXPECT_EQ(results.succeeded.size(), static_cast<std::size_t>(kPrompts));
  EXPECT_EQ(results.failed.size(), 0U);
  for (const auto& [number, json] : results.by_line) {
    EXPECT_EQ(json["custom_id"], Json("q-" + std::to_string(number)));
    const std::string text = json["result"]["message"]["content"][0]["text"].string_or("");
    EXPECT_THAT(text, ::testing::HasSubstr("\"question " + std::to_string(number) + "\""));
  }
  EXPECT_EQ(folder.read("in.jsonl"), prompts);
  EXPECT_GT(before_last, 200U) << "the killed runs did too little to prove anything";
  EXPECT_LT(before_last, static_cast<std::size_t>(kPrompts));
  EXPECT_GE(endpoint.answered(), static_cast<std::uint64_t>(kPrompts));
  EXPECT_LE(endpoint.answered(), kPrompts + kKills * kConcurrency);
  EXPECT_GT(endpoint.requests(), endpoint.answered()) << "nothing was throttled or failed";
  RecordProperty("answered", static_cast<int>(endpoint.answered()));
  std::printf("%d kills: %zu lines before the last run, %d answers for %d lines, %d requests\n", kills,
              before_last, static_cast<int>(endpoint.answered()), kPrompts,
              static_cast<int>(endpoint.requests()));
}

}  // namespace
}  // namespace anthropic::internal::cli
