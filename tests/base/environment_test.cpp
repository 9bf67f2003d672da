#include "base/environment.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <map>

namespace anthropic {
namespace {

class MapEnvironment final : public Environment {
 public:
  explicit MapEnvironment(std::map<std::string, std::string> values) : values_(std::move(values)) {}

 private:
  std::optional<std::string> raw(const char* name) const override {
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    return found->second;
  }

  std::map<std::string, std::string> values_;
};

TEST(Environment, TrimsAndTakesBlankForAbsent) {
  const MapEnvironment environment({{"REGION", " us-east-1\n"}, {"BLANK", " \t"}, {"EMPTY", ""}});
  EXPECT_EQ(environment.get("REGION"), "us-east-1");
  EXPECT_FALSE(environment.get("BLANK"));
  EXPECT_FALSE(environment.get("EMPTY"));
  EXPECT_FALSE(environment.get("ABSENT"));
}

TEST(Environment, ReadsTheProcess) {
  ASSERT_EQ(::setenv("ANTHROPIC_TEST_VARIABLE", " here ", 1), 0);
  const RealEnvironment environment;
  EXPECT_EQ(environment.get("ANTHROPIC_TEST_VARIABLE"), "here");
  ASSERT_EQ(::unsetenv("ANTHROPIC_TEST_VARIABLE"), 0);
  EXPECT_FALSE(environment.get("ANTHROPIC_TEST_VARIABLE"));
}

}  // namespace
}  // namespace anthropic
