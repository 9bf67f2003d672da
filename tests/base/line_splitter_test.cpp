#include "base/text/line_splitter.hpp"

#include <gmock/gmock.h>
#include <vector>

namespace anthropic::internal {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> split(LineSplitter splitter, std::initializer_list<const char*> pieces) {
  std::vector<std::string> seen;
  const auto see = [&](const SplitLine& line) {
    seen.push_back(std::to_string(line.number) + " " + std::string(line.text) +
                   (line.is_cut() ? " of " + std::to_string(line.size) : ""));
  };
  for (const char* piece : pieces) {
    splitter.give(piece);
    while (const auto line = splitter.next()) see(*line);
  }
  if (const auto line = splitter.last()) see(*line);
  return seen;
}

TEST(LineSplitter, AreSplitFromPiecesAndNumbered) {
  EXPECT_THAT(split(LineSplitter(100), {"on", "e\n\n", "", "\ntw", "o\nthree"}),
              ElementsAre("1 one", "2 ", "3 ", "4 two", "5 three"));
  EXPECT_THAT(split(LineSplitter(100), {"one\n"}), ElementsAre("1 one"))
      << "there is no line behind the last end";
  EXPECT_THAT(split(LineSplitter(100), {}), ElementsAre());
}

TEST(LineSplitter, TellAtOnceThatALineIsTooLong) {
  const LineSplitter splitter(5, LongLine::at_once);
  EXPECT_THAT(split(splitter, {"12345\n123", "456", "789", "\nnext\n", "1234567\n", "1234", "56\n", "end"}),
              ElementsAre("1 12345", "2 12345 of 6", "3 next", "4 12345 of 7", "5 12345 of 6", "6 end"));
  EXPECT_THAT(split(splitter, {"123456", "789"}), ElementsAre("1 12345 of 6")) << "its rest is no line";
  EXPECT_THAT(split(splitter, {"123456", "", "\n", "\n"}), ElementsAre("1 12345 of 6", "2 "));
}

TEST(LineSplitter, AreToldAtOnceBeforeTheirEnd) {
  LineSplitter splitter(5, LongLine::at_once);
  splitter.give("12345");
  EXPECT_FALSE(splitter.next()) << "it may end here";
  splitter.give("6");
  EXPECT_TRUE(splitter.next());
  EXPECT_FALSE(splitter.next());
  splitter.give("789");
  EXPECT_FALSE(splitter.next());
  EXPECT_FALSE(splitter.last());
}

TEST(LineSplitter, KeepOnlyTheFrontOfWhatIsLong) {
  EXPECT_THAT(split(LineSplitter(5), {"12345\n123", "456\n", "1234567", "89", "\n123456\nend"}),
              ElementsAre("1 12345", "2 12345 of 6", "3 12345 of 9", "4 12345 of 6", "5 end"));
}

}  // namespace
}  // namespace anthropic::internal
