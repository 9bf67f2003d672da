#include "local/validation/validate_content.hpp"

#include <gtest/gtest.h>

#include "base/crypto/encoding.hpp"

namespace anthropic::internal::local {
namespace {

using namespace std::string_view_literals;

std::string verdict(const char* block_json, std::string_view role = "user") {
  const Json blocks = Json::array({*Json::parse(block_json)});
  const auto refusal = check_content_blocks(blocks, "messages.0.content", role);
  return refusal ? refusal->message : "accepted";
}

std::string image(std::string_view media_type, std::string_view data) {
  return Json::object(
             {{"type", "image"},
              {"source", Json::object({{"type", "base64"}, {"media_type", media_type}, {"data", data}})}})
      .dump();
}

const std::string kPng = base64_encode("\x89PNG\r\n\x1a\n and so on"sv);

TEST(ValidateContent, ChecksText) {
  EXPECT_EQ(verdict(R"({"type": "text", "text": "x"})"), "accepted");
  EXPECT_EQ(verdict(R"({"type": "text"})"), "messages.0.content.0.text.text: Field required");
  EXPECT_EQ(verdict(R"({"type": "text", "text": ""})"), "messages: text content blocks must be non-empty");
  EXPECT_EQ(verdict(R"({"type": "text", "text": " "})"),
            "messages: text content blocks must contain non-whitespace text");
  EXPECT_EQ(verdict(R"({"type": "text", "text": "x", "parsed_output": 1})"),
            "messages.0.content.0.text.parsed_output: Extra inputs are not permitted");
  EXPECT_EQ(verdict(R"({"type": "text", "text": "x", "citations": null})", "assistant"),
            "messages.0.content.0.text.citations: Extra inputs are not permitted");
}

TEST(ValidateContent, KnowsTheBlockTypes) {
  EXPECT_TRUE(
      verdict(R"({"type": "picture"})")
          .starts_with("messages.0.content.0: Input tag 'picture' found using 'type' does not match"));
  EXPECT_EQ(verdict(R"({"text": "x"})"), "messages.0.content.0.type: Field required");
  EXPECT_EQ(verdict(R"("x")"), "messages.0.content.0: Input should be an object");
}

TEST(ValidateContent, ChecksImages) {
  EXPECT_EQ(verdict(image("image/png", kPng).c_str()), "accepted");
  EXPECT_EQ(verdict(image("image/tiff", kPng).c_str()),
            "messages.0.content.0.image.source.base64.media_type: Input should be one of 'image/jpeg', "
            "'image/png', 'image/gif', 'image/webp'");
  EXPECT_EQ(verdict(image("image/png", "not base64!").c_str()),
            "messages.0.content.0.image.source.base64.data: Invalid base64 data");
  EXPECT_EQ(verdict(image("image/jpeg", kPng).c_str()),
            "messages.0.content.0.image.source.base64: The image was specified using the image/jpeg media "
            "type, but the image appears to be a image/png image");
  EXPECT_EQ(verdict(image("image/png", base64_encode("nothing known")).c_str()),
            "messages.0.content.0.image: Could not process image");
  EXPECT_EQ(verdict(R"({"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}})"),
            "messages.0.content.0.image.source: Only the base64 source is supported on this platform");
}

TEST(ValidateContent, ChecksDocuments) {
  EXPECT_EQ(
      verdict(R"({"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "x"}})"),
      "accepted");
  EXPECT_EQ(verdict(R"({"type": "document", "source":
                        {"type": "base64", "media_type": "application/pdf", "data": "JVBERg=="}})"),
            "accepted");
  EXPECT_EQ(verdict(R"({"type": "document", "source":
                        {"type": "base64", "media_type": "text/html", "data": "JVBERg=="}})"),
            "messages.0.content.0.document.source.base64.media_type: Input should be 'application/pdf'");
  EXPECT_NE(verdict(R"({"type": "document", "source": {"type": "url", "url": "https://example.com"}})"),
            "accepted");
}

TEST(ValidateContent, KnowsWhoSaysWhat) {
  EXPECT_EQ(verdict(R"({"type": "tool_use", "id": "t", "name": "n", "input": {}})", "user"),
            "messages.0.content.0: `tool_use` blocks can only be in `assistant` messages");
  EXPECT_EQ(verdict(R"({"type": "tool_result", "tool_use_id": "t"})", "assistant"),
            "messages.0.content.0: `tool_result` blocks can only be in `user` messages");
  EXPECT_EQ(
      verdict(R"({"type": "tool_use", "id": "t", "name": "n", "input": {}, "caller": {}})", "assistant"),
      "messages.0.content.0.tool_use.caller: Extra inputs are not permitted");
  EXPECT_EQ(verdict(R"({"type": "thinking", "thinking": "hm", "signature": 1})", "assistant"),
            "messages.0.content.0.thinking.signature: Input should be a valid string");
}

TEST(ValidateContent, ChecksWhatIsInsideAToolResult) {
  EXPECT_EQ(
      verdict(R"({"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": ""}]})"),
      "messages: text content blocks must be non-empty");
  EXPECT_EQ(verdict(R"({"type": "tool_result", "tool_use_id": "t", "is_error": "no"})"),
            "messages.0.content.0.tool_result.is_error: Input should be a valid boolean");
}

}  // namespace
}  // namespace anthropic::internal::local
