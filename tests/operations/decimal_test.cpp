#include "operations/costs/decimal.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

std::string read(std::string_view text) {
  const auto number = Decimal::parse(text);
  return number ? number->text() : "no number";
}

TEST(Decimal, ReadsWhatAwsWrites) {
  EXPECT_EQ(read("0"), "0");
  EXPECT_EQ(read("12"), "12");
  EXPECT_EQ(read("12.50"), "12.5");
  EXPECT_EQ(read(".5"), "0.5");
  EXPECT_EQ(read("-0.05"), "-0.05");
  EXPECT_EQ(read("1.2E-7"), "0.00000012");
  EXPECT_EQ(read("1e3"), "1000");
  EXPECT_EQ(read("0.1234567890123456789"), "0.123456789012345678");
  EXPECT_EQ(read("99999999999999999999"), "no number");
  EXPECT_EQ(read("1234567890123456789"), "1234567890123456789");
}

TEST(Decimal, RefusesTheRest) {
  for (const std::string_view text : {"", "-", ".", "1.2.3", "1,5", " 1", "NaN", "1e", "1e9999", "0x10"})
    EXPECT_EQ(read(text), "no number") << text;
}

TEST(Decimal, AddsWithoutLosingADigit) {
  Decimal sum;
  for (int i = 0; i < 10; ++i) sum += *Decimal::parse("0.1");
  EXPECT_EQ(sum.text(), "1");
  sum += *Decimal::parse("1000000000000.000000000001");
  EXPECT_EQ(sum.text(), "1000000000001.000000000001");
  sum += *Decimal::parse("-1000000000002");
  EXPECT_EQ(sum.text(), "-0.999999999999");
}

TEST(Decimal, IsRoundedOnlyWhereItIsShown) {
  EXPECT_EQ(Decimal::parse("2.345")->text(2), "2.35");
  EXPECT_EQ(Decimal::parse("-2.345")->text(2), "-2.35");
  EXPECT_EQ(Decimal::parse("0.004")->text(2), "0.00");
  EXPECT_EQ(Decimal::parse("-0.004")->text(2), "0.00");
  EXPECT_EQ(Decimal::parse("999.5")->text(0), "1000");
  EXPECT_EQ(Decimal::parse("12")->text(2), "12.00");
}

TEST(Decimal, CountsMillionsOfTokens) {
  EXPECT_EQ(Decimal::parse("1.25")->times_ten(6).text(), "1250000");
  EXPECT_EQ(Decimal::parse("0.000001")->times_ten(6).text(), "1");
}

}  // namespace
}  // namespace anthropic::internal
