// Programs that fork with a client in use.
#include <gtest/gtest.h>

#include <anthropic/testing/local_bedrock.hpp>

#include "processes/run_program.hpp"

namespace anthropic::internal::testing {
namespace {

class ForkTest : public ::testing::TestWithParam<const char*> {};

TEST_P(ForkTest, EachProcessGetsItsOwnAnswers) {
  const LocalBedrock endpoint = LocalBedrock::start({.auth = LocalAuth::off}).value();
  const Ended ended =
      run_program(FORK_SHAPES, {{"FORK_SHAPE", GetParam()}, {"PROCESS_TEST_URL", endpoint.base_url()}});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.output, "");
}

constexpr const char* kShapes[] = {
    "prefork",       "daemon", "inherit", "unused", "copies", "export-spans",
#ifndef __SANITIZE_ADDRESS__  // whose allocator another thread may have locked as one forks
    "among-threads",
#endif
};

INSTANTIATE_TEST_SUITE_P(Shapes, ForkTest, ::testing::ValuesIn(kShapes), [](const auto& shape) {
  std::string name = shape.param;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

}  // namespace
}  // namespace anthropic::internal::testing
