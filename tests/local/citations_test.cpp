#include "local/replies/citations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local/converse/write_converse_answer.hpp"
#include "local/replies/composed_message.hpp"
#include "local/server/stream_frames.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kText = R"({"type": "document", "title": "Notes", "citations": {"enabled": true},
    "source": {"type": "text", "media_type": "text/plain", "data": "\u00c4pfel sind rot. Birnen sind gelb."}})";
constexpr const char* kPdf = R"({"type": "document", "citations": {"enabled": true},
    "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0xLjQK"}})";
constexpr const char* kBlocks =
    R"({"type": "document", "citations": {"enabled": true}, "source": {"type": "content",
    "content": [{"type": "text", "text": "One."}, {"type": "text", "text": "Two. Three."}]}})";
constexpr const char* kResult =
    R"({"type": "search_result", "source": "https://example.com", "title": "Found",
    "citations": {"enabled": true}, "content": [{"type": "text", "text": "Four."}]})";
constexpr const char* kSilent = R"({"type": "document", "source": {"type": "text", "media_type": "text/plain",
    "data": "\u00c4pfel sind rot."}})";

Json body_with(std::initializer_list<const char*> blocks) {
  Json content = Json::array({*Json::parse(R"({"type": "text", "text": "What is red?"})")});
  for (const char* block : blocks) content.push_back(*Json::parse(block));
  return Json::object({{"max_tokens", 1000},
                       {"messages", Json::array({Json::object({{"role", "user"}, {"content", content}})})}});
}

TEST(Citations, AreByCharactersOfAText) {
  EXPECT_EQ(Json(cite({{.text = "Birnen sind gelb."}}, body_with({kSilent, kText}))), *Json::parse(R"([
      {"type": "char_location", "cited_text": "Birnen sind gelb.", "document_index": 1, "document_title": "Notes",
       "file_id": null, "start_char_index": 16, "end_char_index": 33}])"));
}

TEST(Citations, AreByPagesOfAPdf) {
  EXPECT_EQ(cite({{.document = 0}}, body_with({kPdf})).at(0), *Json::parse(R"x(
      {"type": "page_location", "cited_text": "(The local endpoint does not read PDFs.)", "document_index": 0,
       "document_title": null, "file_id": null, "start_page_number": 1, "end_page_number": 2})x"));
}

TEST(Citations, AreByBlocks) {
  EXPECT_EQ(cite({{.text = "Two."}}, body_with({kBlocks})).at(0), *Json::parse(R"(
      {"type": "content_block_location", "cited_text": "Two. Three.", "document_index": 0, "document_title": null,
       "file_id": null, "start_block_index": 1, "end_block_index": 2})"));
  EXPECT_EQ(cite({{.text = "Four"}}, body_with({kBlocks, kResult})).at(0), *Json::parse(R"(
      {"type": "search_result_location", "cited_text": "Four.", "source": "https://example.com", "title": "Found",
       "search_result_index": 0, "start_block_index": 0, "end_block_index": 1})"));
}

TEST(Citations, AreOfNothingThatIsNotThere) {
  EXPECT_THAT(cite({{.text = "Birnen sind rot."}}, body_with({kText})), IsEmpty());
  EXPECT_THAT(cite({{.text = "One.", .document = 1}}, body_with({kBlocks, kText})), IsEmpty());
  EXPECT_THAT(cite({{.text = "rot"}}, body_with({kSilent})), IsEmpty());
  EXPECT_THAT(cite({{}}, body_with({kText})), IsEmpty());
}

TEST(Citations, OfTheBuiltInAnswerAreAFirstSentence) {
  EXPECT_EQ(first_sentence(body_with({kSilent, kText})).at(0).text, "\u00c4pfel sind rot.");
  EXPECT_EQ(first_sentence(body_with({kBlocks})).at(0).text, "One.");
  EXPECT_EQ(first_sentence(body_with({kResult})).at(0).text, "Four.");
  EXPECT_THAT(first_sentence(body_with({kSilent})), IsEmpty());
  const Json body = body_with({kText});
  EXPECT_EQ(cite(builtin_reply(body, read_conversation(body)).quotes, body).size(), 1u);
}

TEST(Citations, StandInTheAnswerAndItsStream) {
  const Json body = body_with({kText});
  const ComposedMessage message = compose(builtin_reply(body, read_conversation(body)), body, "m", 1);
  const Json content = message_json(message)["content"];
  ASSERT_EQ(content.size(), 1u);
  EXPECT_EQ(content[0]["citations"][0]["cited_text"].as_string(), "\u00c4pfel sind rot.");
  Json::Array streamed;
  for_each_event(message, false, [&](std::string_view json, bool) {
    const Json event = *Json::parse(json);
    if (event["delta"]["type"].as_string() == "citations_delta")
      streamed.push_back(event["delta"]["citation"]);
  });
  EXPECT_EQ(Json(streamed), content[0]["citations"]);
}

TEST(Citations, AreOfConverseToo) {
  const Json body = body_with({kText});
  const ComposedMessage message = compose(builtin_reply(body, read_conversation(body)), body, "m", 1);
  const Json cited =
      (*Json::parse(converse_body(message, {})))["output"]["message"]["content"][0]["citationsContent"];
  EXPECT_THAT(cited["content"][0]["text"].string_or(""), HasSubstr("not Claude"));
  EXPECT_EQ(cited["citations"],
            *Json::parse(R"([{"title": "Notes", "sourceContent": [{"text": "\u00c4pfel sind rot."}],
      "location": {"documentChar": {"documentIndex": 0, "start": 0, "end": 15}}}])"));
}

}  // namespace
}  // namespace anthropic::internal::local
