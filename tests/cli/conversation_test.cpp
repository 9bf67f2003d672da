#include "cli/conversation.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/temporary_folder.hpp"

namespace anthropic::cli {
namespace {

Conversation example() {
  Conversation conversation;
  conversation.model = "haiku";
  conversation.system = "Be brief.";
  conversation.messages.push_back({"user", "Hello"});
  conversation.messages.push_back({"assistant", Content({TextBlock{"Hi"}})});
  return conversation;
}

TEST(Conversation, ComesBackAsItWasSaved) {
  const TemporaryFolder folder;
  const std::string path = folder.file("talk.json");
  ASSERT_TRUE(save_conversation(example(), path));
  const auto loaded = load_conversation(path);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(to_json_text(*loaded), to_json_text(example()));
  EXPECT_EQ(loaded->model, "haiku");
  EXPECT_EQ(loaded->system, "Be brief.");
  ASSERT_EQ(loaded->messages.size(), 2u);
  EXPECT_EQ(loaded->messages[1].content.text(), "Hi");
}

TEST(Conversation, IsSavedForItsOwnerOnlyAndLeavesNothingBeside) {
  const TemporaryFolder folder;
  const std::string path = folder.write("talk.json", "old");
  ASSERT_TRUE(save_conversation(example(), path));
  struct stat status = {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) files += !entry.path().empty();
  EXPECT_EQ(files, 1u);
}

TEST(Conversation, KeepsBlocksThatItDoesNotKnow) {
  const auto loaded = conversation_from_json(
      R"({"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"s"}]}]})");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_NE(to_json_text(*loaded).find("\"signature\""), std::string::npos);
}

TEST(Conversation, SaysWhatIsWrongWithAFile) {
  const auto message = [](std::string_view text) { return conversation_from_json(text).error().message; };
  EXPECT_TRUE(message("{").starts_with("it is not JSON: ")) << message("{");
  EXPECT_EQ(message("[]"), "it is not a JSON object");
  EXPECT_EQ(message("{}"), "it has no array \"messages\"");
  EXPECT_EQ(message(R"({"model":1,"messages":[]})"), "\"model\" is not a string");
  EXPECT_EQ(message(R"({"system":[],"messages":[]})"), "\"system\" is not a string");
  EXPECT_EQ(message(R"({"messages":[{"role":"user","content":"a"},{"role":"robot","content":"b"}]})"),
            "message 2 has no role \"user\" or \"assistant\"");
  EXPECT_EQ(message(R"({"messages":[{"role":"user"}]})"),
            "message 1 has no content: it must be a string or an array");
}

TEST(Conversation, SaysWhichFileCannotBeWrittenOrRead) {
  const TemporaryFolder folder;
  const std::string nowhere = folder.file("none/talk.json");
  EXPECT_EQ(save_conversation(example(), nowhere).error().message,
            "cannot write " + nowhere + ": No such file or directory");
  EXPECT_EQ(load_conversation(nowhere).error().message,
            "cannot load " + nowhere + ": No such file or directory");
  EXPECT_EQ(load_conversation(folder.path()).error().message,
            "cannot load " + folder.path() + ": Is a directory");
}

}  // namespace
}  // namespace anthropic::cli
