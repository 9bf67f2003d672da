#include "tutorial/kernel/kernel_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anthropic::internal::kernel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(KernelOptions, AreThoseOfKernelJson) {
  const std::vector<const char*> words = {"-f",    "c.json",   "--lessons", "/lessons",  "--live", "--model",
                                          "haiku", "--region", "eu-west-1", "--profile", "work"};
  const auto options = read_options(words);
  ASSERT_TRUE(options) << options.error();
  EXPECT_EQ(options->connection_file, "c.json");
  EXPECT_EQ(options->lessons, "/lessons");
  EXPECT_TRUE(options->live);
  EXPECT_EQ(options->model, "haiku");
  EXPECT_EQ(options->region, "eu-west-1");
  EXPECT_EQ(options->profile, "work");
}

TEST(KernelOptions, WordsThatFrontEndsAppendAreIgnored) {
  const std::vector<const char*> words = {"-f", "c.json", "notebook.txt", "--strange"};
  const auto options = read_options(words);
  ASSERT_TRUE(options) << options.error();
  EXPECT_THAT(options->ignored, ElementsAre("notebook.txt", "--strange"));
}

TEST(KernelOptions, WithoutAConnectionFileThereIsNothingToDo) {
  const auto options = read_options({});
  ASSERT_FALSE(options);
  EXPECT_THAT(options.error().message, HasSubstr("connection file"));
  EXPECT_THAT(options.error().hint, HasSubstr("kernel install"));
  const std::vector<const char*> cut = {"-f"};
  EXPECT_THAT(read_options(cut).error().message, HasSubstr("-f lacks its value"));
}

}  // namespace
}  // namespace anthropic::internal::kernel
