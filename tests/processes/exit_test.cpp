// Programs that end while calls are in flight, wherever the client is.
#include <gtest/gtest.h>

#include <anthropic/testing/local_bedrock.hpp>

#include "processes/run_program.hpp"

namespace anthropic::internal::testing {
namespace {

constexpr const char* kCalls[] = {"warm-start", "start",  "then",       "leaked-pending",
                                  "many",       "stream", "create-all", "detached"};

class ExitTest : public ::testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() {
    endpoint_ = new LocalBedrock(LocalBedrock::start({.auth = LocalAuth::off}).value());
  }
  static void TearDownTestSuite() { delete endpoint_; }

  static LocalBedrock* endpoint_;
};
LocalBedrock* ExitTest::endpoint_ = nullptr;

TEST_P(ExitTest, IsClean) {
  for (const char* calls : kCalls) {
    for (int time = 0; time < 3; ++time) {
      const Ended ended = run_program(EXIT_SHAPES, {{"EXIT_SHAPE", GetParam()},
                                                    {"EXIT_CALLS", calls},
                                                    {"EXIT_PLUGIN", EXIT_PLUGIN},
                                                    {"PROCESS_TEST_URL", endpoint_->base_url()}});
      EXPECT_EQ(ended.status, 0) << calls;
      EXPECT_EQ(ended.output, "") << calls;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, ExitTest,
                         ::testing::Values("namespace", "local-static", "leaked", "leaked-and-used-last",
                                           "holder", "thread-local", "other-thread-local", "plugin-static",
                                           "plugin-leaked"),
                         [](const auto& shape) {
                           std::string name = shape.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace anthropic::internal::testing
