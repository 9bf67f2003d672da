#include "tutorial/kernel/display/cell_outputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anthropic::internal::kernel {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

struct Message {
  std::string what;
  Shown shown;
};

class FakeDisplay final : public Display {
 public:
  void show(const Shown& shown) override { messages.push_back({"show", shown}); }
  void show(const Shown& shown, const std::string& id) override { messages.push_back({"show " + id, shown}); }
  void replace(const Shown& shown, const std::string& id) override {
    messages.push_back({"replace " + id, shown});
  }

  std::vector<Message> messages;
};

class CellOutputsTest : public ::testing::Test {
 protected:
  void begin() { events_.on_begin({.model = "claude-haiku-4-5", .is_recorded = true}); }
  void end(std::string_view answer) {
    tutorial::PartRun part{.model = "claude-haiku-4-5", .is_recorded = true};
    part.material.answer = std::string(answer);
    events_.on_end(part);
  }
  void look(milliseconds at, bool is_end = false) { outputs_.show(feed_, start_ + at, is_end); }

  FakeDisplay display_;
  CellFeed feed_{tutorial::Language::en};
  CellOutputs outputs_{display_, "cell", tutorial::Language::en};
  const tutorial::RunEvents events_ = feed_.events();
  const Pacing::Time start_{milliseconds(1'000)};
};

TEST_F(CellOutputsTest, AQuickAnswerIsShownOnceAndWhole) {
  begin();
  events_.on_text("Hello");
  events_.on_text(" there");
  end("Hello there");
  look(milliseconds(0), true);
  ASSERT_THAT(display_.messages, SizeIs(3));
  EXPECT_EQ(display_.messages[1].what, "show");
  EXPECT_THAT(display_.messages[1].shown.markdown, HasSubstr("Hello there"));
  EXPECT_THAT(display_.messages[1].shown.text, HasSubstr("recorded practice material, not Claude"));
  EXPECT_THAT(display_.messages[2].shown.text, HasSubstr("output tokens"));
  EXPECT_THAT(display_.messages[2].shown.text, Not(HasSubstr("Hello there")));
  EXPECT_EQ(outputs_.answers(), "Hello there");
}

TEST_F(CellOutputsTest, ASlowAnswerIsReplacedWhileItGrows) {
  begin();
  events_.on_text("Hel");
  look(milliseconds(0));
  events_.on_text("lo");
  look(milliseconds(10));  // too soon
  look(milliseconds(60));
  look(milliseconds(120));  // nothing new
  ASSERT_THAT(display_.messages, SizeIs(3));
  EXPECT_EQ(display_.messages[1].what, "show cell-1");
  EXPECT_EQ(display_.messages[2].what, "replace cell-1");
  EXPECT_THAT(display_.messages[2].shown.markdown, HasSubstr("Hello"));
}

TEST_F(CellOutputsTest, AFrontEndThatReplacesNothingGetsTheTextAtTheEnd) {
  begin();
  events_.on_text("Hel");
  look(milliseconds(0));
  EXPECT_THAT(display_.messages.at(1).shown.text, Not(HasSubstr("Hel")));
  events_.on_text("lo");
  end("Hello");
  look(milliseconds(10), true);
  ASSERT_THAT(display_.messages, SizeIs(4));
  EXPECT_THAT(display_.messages[2].shown.text, HasSubstr("Hello"));
  EXPECT_THAT(display_.messages[3].shown.text, HasSubstr("Hello"));
  EXPECT_THAT(display_.messages[3].shown.markdown, Not(HasSubstr("Hello")));
}

TEST_F(CellOutputsTest, ABurstIsFewMessages) {
  begin();
  milliseconds at{0};
  for (int i = 0; i < 20'000; ++i) {
    events_.on_text("word ");
    if (i % 20 == 0) look(at += milliseconds(1));
  }
  end("");
  look(at, true);
  EXPECT_LT(display_.messages.size(), 30u);  // in a second
  const Message& last = display_.messages[display_.messages.size() - 2];
  EXPECT_GT(last.shown.markdown.size(), 100'000u);
}

TEST_F(CellOutputsTest, EachPartOfACompareHasAnOutputOfItsOwn) {
  begin();
  end("one");
  begin();
  events_.on_text("two");
  look(milliseconds(0));
  EXPECT_EQ(display_.messages.back().what, "show cell-2");
  end("two");
  look(milliseconds(60), true);
  EXPECT_EQ(display_.messages.at(display_.messages.size() - 2).what, "replace cell-2");
}

}  // namespace
}  // namespace anthropic::internal::kernel
