#include "cli/report/html_output.hpp"

#include <cstdio>
#include <gmock/gmock.h>

#include "cli/errors/exit_codes.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;

class HtmlOutputTest : public ::testing::Test {
 protected:
  ~HtmlOutputTest() override { std::fclose(file_); }

  std::string printed() const {
    char text[1000];
    std::rewind(file_);
    return {text, std::fread(text, 1, sizeof text, file_)};
  }

  testing::TemporaryFolder folder_;
  std::FILE* file_ = std::tmpfile();
  Console console_ = {.out = Output(fileno(file_)), .err = Output(fileno(file_))};
};

TEST_F(HtmlOutputTest, ReplacesThePageThatWasThereWhenItIsWhole) {
  const std::string path = folder_.write("page.html", "old");
  HtmlOutput page(path);
  EXPECT_TRUE(page.is_wanted());
  EXPECT_EQ(page.begin(console_), kExitOk);
  EXPECT_EQ(folder_.read("page.html"), "old");
  EXPECT_EQ(page.write({.title = "Costs"}, console_), kExitOk);
  EXPECT_THAT(folder_.read("page.html"), HasSubstr("<title>Costs</title>"));
  EXPECT_EQ(printed(), "wrote " + path + "\n");
}

TEST_F(HtmlOutputTest, LeavesWhatWasThereToACommandThatFails) {
  const std::string path = folder_.write("page.html", "old");
  {
    HtmlOutput page(path);
    EXPECT_EQ(page.begin(console_), kExitOk);
  }
  EXPECT_EQ(folder_.read("page.html"), "old");
}

TEST_F(HtmlOutputTest, RefusesAFileThatCannotBeWrittenBeforeAnythingIsDone) {
  HtmlOutput page(folder_.file("missing/page.html"));
  EXPECT_EQ(page.begin(console_), exit_code(ErrorKind::configuration));
  EXPECT_THAT(printed(), HasSubstr("missing/page.html"));
}

TEST_F(HtmlOutputTest, DoesNothingWhereNoPageIsWanted) {
  HtmlOutput page("");
  EXPECT_FALSE(page.is_wanted());
  EXPECT_EQ(page.begin(console_), kExitOk);
  EXPECT_EQ(page.write({}, console_), kExitOk);
  EXPECT_EQ(printed(), "");
}

}  // namespace
}  // namespace anthropic::internal::cli
