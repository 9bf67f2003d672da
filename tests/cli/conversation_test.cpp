#include "cli/conversation/conversation.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <anthropic/request_check.hpp>

#include "support/temporary_folder.hpp"

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;

using testing::TemporaryFolder;
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

TEST(Conversation, IsSavedWhereALinkLeads) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("talk.json", folder.file("link"));
  for (int i = 0; i < 2; ++i) {  // The first time there is nothing at its end.
    const auto saved = save_conversation(example(), folder.file("link"));
    ASSERT_TRUE(saved) << saved.error().message;
    EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link")));
    EXPECT_EQ(folder.read("talk.json"), to_json_text(example()));
  }
}

TEST(Conversation, IsSavedToAndLoadedFromFilesOnly) {
  const TemporaryFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0640), 0);
  EXPECT_EQ(save_conversation(example(), pipe).error().message,
            "cannot write " + pipe + ": not a regular file");
  struct stat status = {};
  ASSERT_EQ(::stat(pipe.c_str(), &status), 0);
  EXPECT_TRUE(S_ISFIFO(status.st_mode));
  EXPECT_EQ(status.st_mode & 0777, 0640u);
  EXPECT_EQ(load_conversation(pipe).error().message, "cannot load " + pipe + ": not a regular file");
  EXPECT_EQ(load_conversation("/dev/zero").error().message, "cannot load /dev/zero: not a regular file");
}

TEST(Conversation, KeepsBlocksThatItDoesNotKnow) {
  const auto loaded = conversation_from_json(
      R"({"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"x","signature":"s"}]}]})");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_THAT(to_json_text(*loaded), HasSubstr("\"signature\""));
}

constexpr std::string_view kToolTalk = R"({"model": "haiku", "system": null, "messages": [
  {"role": "user", "content": "What is the weather?"},
  {"role": "assistant", "content": [
    {"type": "thinking", "thinking": "x", "signature": "s"},
    {"type": "tool_use", "id": "a", "name": "weather", "input": {"city": "Bonn", "n": 1e400, "z": null},
     "caller": {"type": "direct"}},
    {"type": "tool_use", "id": "b", "name": "weather", "input": {}, "cache_control": {"type": "ephemeral"}}],
   "not_known": [1]},
  {"role": "user", "content": [
    {"type": "tool_result", "tool_use_id": "a", "content": [{"type": "text", "text": "rain"},
      {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}}]},
    {"type": "tool_result", "tool_use_id": "b", "is_error": true, "content": "broken", "later": 2}]},
  {"role": "assistant", "content": [{"type": "from_tomorrow", "x": [{}]}]}]})";

TEST(Conversation, LosesNothingOfTools) {
  const auto loaded = conversation_from_json(kToolTalk);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(*Json::parse(to_json_text(*loaded)), *Json::parse(kToolTalk));
  EXPECT_EQ(to_json_text(*conversation_from_json(to_json_text(*loaded))), to_json_text(*loaded));
}

TEST(Conversation, ACallAndItsResultBelongTogether) {
  const auto load = [](std::string_view messages) {
    return conversation_from_json(R"({"messages": [)" + std::string(messages) + "]}");
  };
  const std::string call =
      R"({"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "n", "input": {}}]})";
  const std::string result =
      R"({"role": "user", "content": [{"type": "tool_result", "tool_use_id": "a", "content": "x"}]})";
  EXPECT_TRUE(load(call + "," + result));
  EXPECT_EQ(load(call)->messages.size(), 1u) << "a call at the end may get its result yet";
  EXPECT_EQ(load(result).error().message,
            "messages[0]: tool_result \"a\" has no tool_use in the assistant's turn before it");
  EXPECT_EQ(load(call + R"(,{"role": "user", "content": "x"})").error().message,
            "messages[0]: tool_use \"a\" has no tool_result in the next user turn");
}

TEST(Conversation, OpenCallsAreAnswered) {
  auto talk = conversation_from_json(kToolTalk);
  ASSERT_TRUE(talk);
  EXPECT_EQ(answer_open_calls(talk->messages, "not run"), 0u);
  talk->messages.resize(2, {"user", ""});
  EXPECT_EQ(answer_open_calls(talk->messages, "not run"), 2u);
  ASSERT_EQ(talk->messages.size(), 3u);
  const Json results = talk->messages[2].to_json();
  EXPECT_EQ(results["role"].string_or(""), "user");
  EXPECT_EQ(results["content"][0].dump(),
            R"({"type":"tool_result","tool_use_id":"a","content":"not run","is_error":true})");
  EXPECT_EQ(results["content"][1]["tool_use_id"].string_or(""), "b");
  EXPECT_EQ(answer_open_calls(talk->messages, "not run"), 0u) << "they are answered now";
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
}  // namespace anthropic::internal::cli
