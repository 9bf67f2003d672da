#include "tutorial/kernel/kernel_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_environment.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::kernel {
namespace {

using internal::testing::FakeEnvironment;
using internal::testing::TemporaryFolder;
using ::testing::HasSubstr;

class KernelSessionTest : public ::testing::Test {
 protected:
  KernelSessionTest() { environment_.set("XDG_STATE_HOME", folder_.path()); }

  static tutorial::CellRun run(KernelSession& session, std::string_view code, const std::string& cell = "") {
    auto result = session.run(code, cell, {}, {});
    EXPECT_TRUE(result) << result.error();
    return result ? *result : tutorial::CellRun{.parts = {{}}};
  }

  const TemporaryFolder folder_;
  FakeEnvironment environment_;
  const KernelOptions options_ = {.lessons = LESSONS_FOLDER};
};

TEST_F(KernelSessionTest, FindsACellByItsTextAndByTheIdThatTheFrontEndGives) {
  KernelSession session(options_, environment_, "/");
  const tutorial::LessonCell* cell = nullptr;
  for (const tutorial::LessonCell& candidate : session.session()->course().lessons().at(1).cells) {
    if (!cell && candidate.is_code && !candidate.replies.empty() && !candidate.exercise) cell = &candidate;
  }
  ASSERT_TRUE(cell);
  EXPECT_TRUE(run(session, cell->source).parts.at(0).has_recording);
  EXPECT_EQ(session.session()->state().cell, cell->id);
  EXPECT_FALSE(run(session, "Quite another thing").parts.at(0).has_recording);
  run(session, "Quite another thing", cell->id);
  EXPECT_EQ(session.session()->state().cell, cell->id);
}

TEST_F(KernelSessionTest, ANotebookOfTheChineseFolderIsChinese) {
  KernelSession english(options_, environment_, "/lessons");
  KernelSession chinese(options_, environment_, "/lessons/zh");
  EXPECT_EQ(english.language(), tutorial::Language::en);
  EXPECT_EQ(chinese.language(), tutorial::Language::zh);
}

TEST_F(KernelSessionTest, WhatWasLearntStays) {
  {
    KernelSession session(options_, environment_, "/");
    run(session, "%exercise 1.1\nSay something.");
  }
  KernelSession session(options_, environment_, "/");
  EXPECT_EQ(session.session()->state().exercise("1.1").attempts, 1);
}

TEST_F(KernelSessionTest, TwoKernelsCountTogether) {
  KernelSession one(options_, environment_, "/");
  KernelSession two(options_, environment_, "/");
  run(one, "%exercise 1.1\nSay something.");
  run(two, "%exercise 1.1\nSay something.");
  KernelSession third(options_, environment_, "/");
  EXPECT_EQ(third.session()->state().exercise("1.1").attempts, 2);
}

TEST_F(KernelSessionTest, CompletesWithinTheLessonOfTheCell) {
  KernelSession session(options_, environment_, "/");
  ASSERT_TRUE(session.session());
  const auto context = session.context("%exercise 2.1\n", "");
  EXPECT_EQ(context.lesson.id, "02");
}

TEST_F(KernelSessionTest, WithoutLessonsEachCellSaysWhy) {
  KernelSession session({.lessons = folder_.path() + "/nothing"}, environment_, "/");
  EXPECT_FALSE(session.session());
  const auto result = session.run("Hello", "", {}, {});
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("there are no lessons in"));
  EXPECT_THAT(result.error().hint, HasSubstr("--lessons"));
}

}  // namespace
}  // namespace anthropic::internal::kernel
