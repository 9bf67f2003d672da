#include <gtest/gtest.h>
#include <sstream>

#include <anthropic/message.hpp>

namespace anthropic::internal {
namespace {

TEST(PrintMessage, WhatAMessageIsMadeOf) {
  std::ostringstream out;
  out << Role(Role::assistant) << " " << StopReason("end_turn") << " "
      << Usage{.input_tokens = 9, .output_tokens = 4, .service_tier = "standard"};
  EXPECT_EQ(out.str(),
            R"(assistant end_turn {"input_tokens":9,"output_tokens":4,"service_tier":"standard"})");
}

}  // namespace
}  // namespace anthropic::internal
