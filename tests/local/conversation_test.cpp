#include "local/replies/conversation.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal::local {
namespace {

TEST(Conversation, ReadsTheLastUserMessageAndTheSystemPrompt) {
  const Json body = *Json::parse(R"({
    "system": [{"type": "text", "text": "Be kind."}, {"type": "text", "text": "Be brief."}],
    "messages": [{"role": "user", "content": "first"}, {"role": "assistant", "content": "answer"},
                 {"role": "user", "content": [{"type": "text", "text": "second"}, {"type": "image"}, {"type": "document"},
                                              {"type": "text", "text": "third"}]},
                 {"role": "assistant", "content": "prefill"}]})");
  const Conversation conversation = read_conversation(body);
  EXPECT_EQ(conversation.system, "Be kind.\nBe brief.");
  EXPECT_EQ(conversation.last_user, "second\nthird");
  EXPECT_EQ(conversation.images, 1u);
  EXPECT_EQ(conversation.documents, 1u);
}

TEST(Conversation, ReadsToolResults) {
  const Json body = *Json::parse(R"({"messages": [
      {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "weather", "input": {}}]},
      {"role": "user", "content": [
          {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "Rain"}]},
          {"type": "tool_result", "tool_use_id": "unknown", "content": "Sun"}, {"type": "tool_result"}]}]})");
  const std::vector<ToolResult> results = read_conversation(body).tool_results;
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].tool, "weather");
  EXPECT_EQ(results[0].text, "Rain");
  EXPECT_EQ(results[1].tool, "");
  EXPECT_EQ(results[1].text, "Sun");
}

TEST(TokenEstimate, TakesFourCharactersForAToken) {
  EXPECT_EQ(estimate_tokens(""), 0u);
  EXPECT_EQ(estimate_tokens("a"), 1u);
  EXPECT_EQ(estimate_tokens("abcd"), 1u);
  EXPECT_EQ(estimate_tokens("abcde"), 2u);
  EXPECT_EQ(estimate_tokens("äöü€"), 1u);
}

TEST(TokenEstimate, CountsTextsToolsAndAttachments) {
  EXPECT_EQ(estimate_input_tokens(*Json::parse(R"({"messages": [{"role": "user", "content": "12345678"}]})")),
            2u);
  EXPECT_EQ(estimate_input_tokens(*Json::parse(
                R"({"system": "1234", "messages": [{"role": "user", "content":
                    [{"type": "image", "source": {"type": "base64", "data": "aaaaaaaaaaaa"}}]}]})")),
            1501u);
}

TEST(TokenEstimate, CountsTheTextOfADocument) {
  const auto tokens = [](const std::string& source) {
    return estimate_input_tokens(*Json::parse(
        R"({"messages": [{"role": "user", "content": [{"type": "document", "title": "1234", "source": )" +
        source + "}]}]}"));
  };
  EXPECT_EQ(tokens(R"({"type": "text", "media_type": "text/plain", "data": "12345678"})"), 3u);
  EXPECT_EQ(tokens(R"({"type": "content", "content": "12345678"})"), 3u);
  EXPECT_EQ(tokens(R"({"type": "content", "content": [{"type": "text", "text": "12345678"},
                       {"type": "image", "source": {"type": "base64", "data": "a"}}]})"),
            1503u);
  EXPECT_EQ(tokens(R"({"type": "base64", "media_type": "application/pdf", "data": "a"})"), 1501u);
}

TEST(Characters, AreNeverCutInTwo) {
  EXPECT_EQ(end_of_characters("äbc", 1), 2u);
  EXPECT_EQ(end_of_characters("äbc", 2), 3u);
  EXPECT_EQ(end_of_characters("äbc", 9), 4u);
  EXPECT_EQ(end_of_characters("äbc", 0), 0u);
}

}  // namespace
}  // namespace anthropic::internal::local
