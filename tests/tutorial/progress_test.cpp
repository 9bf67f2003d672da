#include "tutorial/progress/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_environment.hpp"
#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::tutorial {
namespace {

using internal::testing::FileSizeLimit;
using internal::testing::TemporaryFolder;
using ::testing::HasSubstr;

class ProgressFile : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  RealFiles files_;
  Progress progress_{folder_.file("state/tutorial.json"), files_};
};

TEST_F(ProgressFile, IsEmptyWhereThereIsNone) {
  const auto state = progress_.read();
  ASSERT_TRUE(state) << state.error();
  EXPECT_EQ(state->exercise("1.1").attempts, 0);
}

TEST_F(ProgressFile, KeepsWhatWasDone) {
  ASSERT_TRUE(progress_.update([](ProgressState& state) {
    state.model = "haiku";
    state.exercises["1.1"] = {
        .attempts = 2, .hints = 1, .solved = "2026-11-30T12:00:00Z", .source = "Count."};
  }));
  ASSERT_TRUE(progress_.update([](ProgressState& state) { state.exercises["1.2"].attempts = 1; }));
  const auto state = Progress(progress_.path(), files_).read();
  ASSERT_TRUE(state) << state.error();
  EXPECT_EQ(state->model, "haiku");
  EXPECT_EQ(state->exercise("1.1").source, "Count.");
  EXPECT_TRUE(state->exercise("1.1").is_solved());
  EXPECT_EQ(state->exercise("1.2").attempts, 1);
}

TEST_F(ProgressFile, TwoProgramsLoseNothing) {
  const Progress other(progress_.path(), files_);
  ASSERT_TRUE(progress_.update([](ProgressState& state) { ++state.exercises["1.1"].attempts; }));
  ASSERT_TRUE(other.update([](ProgressState& state) { ++state.exercises["1.1"].attempts; }));
  EXPECT_EQ(progress_.read()->exercise("1.1").attempts, 2);
}

TEST_F(ProgressFile, OnAFullDiskTheOldOneStays) {
  ASSERT_TRUE(progress_.update([](ProgressState& state) { state.exercises["1.1"].attempts = 1; }));
  const std::string before = folder_.read("state/tutorial.json");
  {
    const FileSizeLimit full(before.size());
    const auto saved = progress_.update(
        [](ProgressState& state) { state.exercises["1.2"].source = std::string(5000, 'x'); });
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().kind, ErrorKind::configuration);
  }
  EXPECT_EQ(folder_.read("state/tutorial.json"), before);
}

TEST_F(ProgressFile, AForeignFileIsNeverOverwritten) {
  ASSERT_TRUE(progress_.update([](ProgressState&) {}));
  folder_.write("state/tutorial.json", "{\"attempts\": 3");
  const auto saved = progress_.update([](ProgressState&) {});
  ASSERT_FALSE(saved);
  EXPECT_THAT(saved.error().message, HasSubstr("is no progress of the tutorial"));
  EXPECT_EQ(folder_.read("state/tutorial.json"), "{\"attempts\": 3");
}

TEST(ProgressPath, FollowsXdg) {
  internal::testing::FakeEnvironment environment;
  environment.set("HOME", "/home/ada");
  EXPECT_EQ(Progress::path(environment), "/home/ada/.local/state/claude-bedrock/tutorial.json");
  environment.set("XDG_STATE_HOME", "/state");
  EXPECT_EQ(Progress::path(environment), "/state/claude-bedrock/tutorial.json");
}

TEST(ExerciseProgress, HintsOpenAfterTries) {
  EXPECT_EQ(ExerciseProgress{}.open_hints(), 0);
  EXPECT_EQ(ExerciseProgress{.attempts = 1}.open_hints(), 1);
  EXPECT_EQ(ExerciseProgress{.attempts = 5}.open_hints(), 2);
  EXPECT_FALSE(ExerciseProgress{.attempts = 2}.is_solution_open());
  EXPECT_TRUE(ExerciseProgress{.attempts = 3}.is_solution_open());
  EXPECT_TRUE((ExerciseProgress{.attempts = 1, .solved = "now"}.is_solution_open()));
}

}  // namespace
}  // namespace anthropic::internal::tutorial
