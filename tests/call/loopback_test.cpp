#include <gtest/gtest.h>

#include "call/secret_transport.hpp"

namespace anthropic::internal {
namespace {

TEST(Loopback, IsThisMachineAlone) {
  for (const char* host : {"localhost", "LocalHost", "127.0.0.1", "127.255.255.254", "::1"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const char* host : {"127.1.2.3.4", "127.1", "127.0.0.256", "127.example.com", "127.0.0.1.example.com",
                           "127.", "10.0.0.1", "localhost.example.com", "", "::2", "0.0.0.0"})
    EXPECT_FALSE(is_loopback(host)) << host;
}

}  // namespace
}  // namespace anthropic::internal
