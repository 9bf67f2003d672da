// Changing a text at a terminal: line by line, and in an editor of one's own.
#include "cli/prompt/edit_lines.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "cli/prompt/external_editor.hpp"
#include "cli/scripted_lines.hpp"
#include "support/fake_environment.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::ElementsAre;
using testing::FakeEnvironment;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using Outcome = LineSource::Outcome;

TEST(EditLines, EachLineStandsInTheEditor) {
  ScriptedLines lines({"one", "2", "three", "."});
  EXPECT_EQ(edit_lines(lines, "one\ntwo"), "one\n2\nthree");
  EXPECT_THAT(lines.edited(), ElementsAre("one", "two"));
  EXPECT_THAT(lines.prompts(), ElementsAre("1| ", "2| ", "3| ", "4| "));
}

TEST(EditLines, AnEmptiedLineIsGoneAndBlankOnesStay) {
  ScriptedLines lines({"", "", "b", "", "c", "."});
  EXPECT_EQ(edit_lines(lines, "a\n\nb"), "\nb\n\nc");
}

TEST(EditLines, ThePointKeepsWhatWasNotShown) {
  ScriptedLines lines({"x", "."});
  EXPECT_EQ(edit_lines(lines, "a\nb\nc"), "x\nb\nc");
}

TEST(EditLines, TheEndOfTheInputEndsIt) {
  ScriptedLines lines({"x"});
  EXPECT_EQ(edit_lines(lines, ""), "x");
}

TEST(EditLines, CtrlCGivesUp) {
  ScriptedLines lines({"x"}, Outcome::interrupted);
  EXPECT_EQ(edit_lines(lines, "a\nb"), std::nullopt);
}

class Editor : public ::testing::Test {
 protected:
  Editor() { environment_.set("TMPDIR", folder_.path()); }

  /// The editor is a script of a shell, whose $1 is the file.
  ExternalEditor editor(const std::string& script) {
    environment_.set("EDITOR", "sh " + folder_.write("editor.sh", script));
    return ExternalEditor(environment_);
  }
  ExternalEditor::Edited edit(const std::string& script, const std::string& text = "before") {
    const auto edited =
        editor(script).edit(text, [this](const std::string& saved) { saved_.push_back(saved); });
    EXPECT_TRUE(edited) << edited.error();
    return edited ? *edited : ExternalEditor::Edited();
  }

  const TemporaryFolder folder_;
  FakeEnvironment environment_;
  std::vector<std::string> saved_;
};

TEST_F(Editor, ChangesATextInAFileOfItsOwn) {
  const ExternalEditor::Edited edited =
      edit("cat \"$1\" >'" + folder_.file("seen") + "'\nstat -c %a \"$1\" \"${1%/*}\" >'" +
           folder_.file("modes") + "'\nprintf after >\"$1\"\n");
  EXPECT_EQ(edited.exit_code, 0);
  EXPECT_EQ(edited.text, "after");
  EXPECT_EQ(folder_.read("modes"), "600\n700\n");
  EXPECT_EQ(folder_.read("seen"), "before\n");
  EXPECT_EQ(folder_.entries(), 3) << "the file is gone";
}

TEST_F(Editor, TellsWhatIsSavedWhileItIsOpen) {
  // It saves, waits until that was seen, and saves once more.
  const std::string seen = folder_.file("seen");
  const ExternalEditor editor_that_waits =
      editor("printf one >\"$1\"\nuntil [ -e '" + seen + "' ]; do sleep 0.01; done\nprintf two >\"$1\"\n");
  const auto edited = editor_that_waits.edit("before", [&](const std::string& saved) {
    saved_.push_back(saved);
    folder_.write("seen", "");
  });
  ASSERT_TRUE(edited) << edited.error();
  EXPECT_EQ(edited->text, "two");
  EXPECT_EQ(saved_.front(), "one");
}

TEST_F(Editor, SaysHowItEnded) {
  EXPECT_EQ(edit("exit 3").exit_code, 3);
  EXPECT_EQ(edit("kill -TERM $$").exit_code, 128 + 15);
  environment_.set("VISUAL", "/nowhere/editor --wait");
  const ExternalEditor missing(environment_);
  EXPECT_EQ(missing.command(), "/nowhere/editor --wait");
  EXPECT_EQ(missing.edit("x", {})->exit_code, 127);
}

TEST_F(Editor, NeedsAFolderForItsFile) {
  environment_.set("TMPDIR", folder_.file("nowhere"));
  const auto edited = ExternalEditor(environment_).edit("x", {});
  ASSERT_FALSE(edited);
  EXPECT_THAT(edited.error().message, HasSubstr("nowhere"));
}

TEST_F(Editor, IsViWithoutVariables) {
  EXPECT_EQ(ExternalEditor(FakeEnvironment()).command(), "vi");
}

}  // namespace
}  // namespace anthropic::internal::cli
