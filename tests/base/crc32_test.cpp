#include "base/crypto/crc32.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

TEST(Crc32, GivesTheCheckValueOfItsCatalogue) {
  EXPECT_EQ(crc32(0, "123456789"), 0xCBF43926u);
  EXPECT_EQ(crc32(0, ""), 0u);
}

TEST(Crc32, GoesOnWhereItStopped) {
  EXPECT_EQ(crc32(crc32(0, "12345"), "6789"), crc32(0, "123456789"));
}

TEST(Crc32, NothingChangesNothing) {
  const std::uint32_t before = crc32(0, "12345");
  EXPECT_EQ(crc32(before, std::string_view()), before) << "without an address";
  EXPECT_EQ(crc32(before, ""), before);
}

TEST(Crc32, IsWrittenAsAwsWritesIt) {
  EXPECT_EQ(crc32_base64(crc32(0, "hello world")), "DUoRhQ==");
  EXPECT_EQ(crc32_base64(0), "AAAAAA==");
}

}  // namespace
}  // namespace anthropic::internal
