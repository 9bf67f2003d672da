#include "wire/stream/accumulator.hpp"

#include <gmock/gmock.h>

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;

class AccumulatorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    apply(
        R"({"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"container":null,"usage":{"input_tokens":1,"output_tokens":1,"cache_creation":null}}})");
  }
  void apply(const char* json) {
    ASSERT_TRUE(accumulator_.apply(StreamEvent::from_json(*Json::parse(json)))) << json;
  }
  void begin(const char* block) {
    const std::string index = std::to_string(accumulator_.message().content.size());
    apply(
        (R"({"type":"content_block_start","index":)" + index + R"(,"content_block":)" + block + "}").c_str());
  }
  void extend(const char* delta) {
    const std::string index = std::to_string(accumulator_.message().content.size() - 1);
    apply((R"({"type":"content_block_delta","index":)" + index + R"(,"delta":)" + delta + "}").c_str());
  }
  void end() {
    const std::string index = std::to_string(accumulator_.message().content.size() - 1);
    apply((R"({"type":"content_block_stop","index":)" + index + "}").c_str());
  }
  template <class Block>
  const Block& last() {
    return std::get<Block>(accumulator_.message().content.back());
  }

  Accumulator accumulator_;
};

TEST_F(AccumulatorTest, AToolInputCanBeLookedAtWhileItArrives) {
  begin(R"({"type":"tool_use","id":"t","name":"f","input":{}})");
  extend(R"({"type":"input_json_delta","partial_json":""})");
  extend(R"({"type":"input_json_delta","partial_json":"{\"city\": \"Bern\", \"da"})");
  EXPECT_EQ(last<ToolUseBlock>().input, Json::object());
  EXPECT_EQ(last<ToolUseBlock>().partial_input(), Json::object({{"city", "Bern"}}));
  extend(R"({"type":"input_json_delta","partial_json":"ys\": 2}"})");
  end();
  EXPECT_EQ(last<ToolUseBlock>().input, *Json::parse(R"({"city":"Bern","days":2})"));
  EXPECT_EQ(last<ToolUseBlock>().partial_json, "");
}

TEST_F(AccumulatorTest, AToolWithoutInputKeepsItsEmptyOne) {
  begin(R"({"type":"tool_use","id":"t","name":"f","input":{}})");
  extend(R"({"type":"input_json_delta","partial_json":""})");
  end();
  EXPECT_EQ(last<ToolUseBlock>().input, Json::object());
  EXPECT_EQ(accumulator_.message().tool_uses().size(), 1u);
}

TEST_F(AccumulatorTest, AToolInputThatWasCutOffIsKept) {
  begin(R"({"type":"tool_use","id":"t","name":"f","input":{}})");
  extend(R"({"type":"input_json_delta","partial_json":"{\"a\": 1, \"b\": \"c"})");
  end();
  EXPECT_EQ(last<ToolUseBlock>().input, Json::object());
  EXPECT_EQ(last<ToolUseBlock>().partial_json, "{\"a\": 1, \"b\": \"c");
  EXPECT_EQ(last<ToolUseBlock>().partial_input(), Json::object({{"a", 1}}));
  EXPECT_EQ(accumulator_.message().to_json()["content"][0]["partial_json"].as_string(),
            "{\"a\": 1, \"b\": \"c");
}

TEST_F(AccumulatorTest, ABlockMayBeginWithoutWhatItsDeltasBring) {
  begin(R"({"type":"tool_use","id":"t","name":"f"})");
  extend(R"({"type":"input_json_delta","partial_json":"{\"a\": 1}"})");
  end();
  EXPECT_EQ(last<ToolUseBlock>().input, Json::object({{"a", 1}}));
  begin(R"({"type":"tool_use","id":"t","name":"f","input":null})");
  end();
  EXPECT_EQ(last<ToolUseBlock>().input, Json::object());
  begin(R"({"type":"text"})");
  extend(R"({"type":"text_delta","text":"here"})");
  end();
  EXPECT_EQ(accumulator_.message().text(), "here");
  begin(R"({"type":"thinking"})");
  extend(R"({"type":"thinking_delta","thinking":"hm"})");
  end();
  EXPECT_EQ(accumulator_.message().thinking(), "hm");
}

TEST_F(AccumulatorTest, AnInputOfBlanksIsTheEmptyOne) {
  for (const char* start : {R"({"type":"tool_use","id":"t","name":"f","input":{}})",
                            R"({"type":"tool_use","id":"t","name":"f"})"}) {
    begin(start);
    extend(R"({"type":"input_json_delta","partial_json":" \n"})");
    extend(R"({"type":"input_json_delta","partial_json":"\t"})");
    end();
    EXPECT_EQ(last<ToolUseBlock>().input, Json::object());
    EXPECT_EQ(last<ToolUseBlock>().partial_json, "");
  }
}

TEST_F(AccumulatorTest, AnInputThatIsNoObjectIsKeptAsText) {
  begin(R"({"type":"tool_use","id":"t","name":"f","input":{}})");
  extend(R"({"type":"input_json_delta","partial_json":"\"x\""})");
  end();
  EXPECT_EQ(last<ToolUseBlock>().input, Json::object());
  EXPECT_EQ(last<ToolUseBlock>().partial_json, "\"x\"");
  begin(R"({"type":"tool_use","id":"t","name":"f","input":[1]})");
  end();
  EXPECT_EQ(last<ToolUseBlock>().input, Json::object());
  EXPECT_EQ(last<ToolUseBlock>().partial_json, "[1]");
  const Json json = accumulator_.message().to_json();
  EXPECT_EQ(Message::from_json(json)->to_json(), json);
}

TEST_F(AccumulatorTest, ACallThatCannotBeAnsweredIsAnError) {
  for (const char* block : {R"({"type":"tool_use","name":"f","input":{}})",
                            R"({"type":"tool_use","id":"t","name":null,"input":{}})"}) {
    const auto applied = accumulator_.apply(StreamEvent::from_json(Json::object(
        {{"type", "content_block_start"}, {"index", 0}, {"content_block", *Json::parse(block)}})));
    ASSERT_FALSE(applied) << block;
    EXPECT_EQ(applied.error().kind, ErrorKind::response_validation);
    EXPECT_THAT(applied.error().message, HasSubstr("tool_use has no \"")) << applied.error().message;
  }
  Accumulator whole;
  const auto begun = whole.apply(StreamEvent::from_json(*Json::parse(
      R"({"type":"message_start","message":{"type":"message","content":[{"type":"tool_use","id":"t"}]}})")));
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().kind, ErrorKind::response_validation);
}

TEST_F(AccumulatorTest, AnIndexMayBeWrittenAsAString) {
  apply(R"({"type":"content_block_start","index":"0","content_block":{"type":"text","text":""}})");
  apply(R"({"type":"content_block_delta","index":"0","delta":{"type":"text_delta","text":"here"}})");
  apply(R"({"type":"content_block_stop","index":"0"})");
  EXPECT_EQ(accumulator_.message().text(), "here");
}

TEST_F(AccumulatorTest, WhatWouldBeLostIsAnError) {
  begin(R"({"type":"text","text":"a"})");
  for (const char* event :
       {R"({"type":"content_block_delta","index":"x","delta":{"type":"text_delta","text":"b"}})",
        R"({"type":"content_block_delta","index":null,"delta":{"type":"text_delta","text":"b"}})",
        R"({"type":"content_block_delta","index":0.5,"delta":{"type":"text_delta","text":"b"}})",
        R"({"type":"content_block_delta","delta":{"type":"text_delta","text":"b"}})",
        R"({"type":"content_block_delta","index":0,"delta":"b"})",
        R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":["b"]}})",
        R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":{}}})",
        R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":1}})",
        R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}})",
        R"({"type":"content_block_start","index":1,"content_block":"b"})",
        R"({"type":"content_block_start","content_block":{"type":"text","text":"b"}})",
        R"({"type":"content_block_stop","index":true})",
        R"({"type":"message_delta","delta":null,"usage":{"output_tokens":5}})"}) {
    const auto applied = accumulator_.apply(StreamEvent::from_json(*Json::parse(event)));
    ASSERT_FALSE(applied) << event;
    EXPECT_EQ(applied.error().kind, ErrorKind::response_validation);
    EXPECT_THAT(applied.error().message, HasSubstr(Json::parse(event)->find("type")->string_or("")))
        << applied.error().message;
  }
  begin(R"({"type":"tool_use","id":"t","name":"f","input":{}})");
  const auto misplaced = accumulator_.apply(StreamEvent::from_json(
      *Json::parse(R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"b"}})")));
  ASSERT_FALSE(misplaced);
  EXPECT_THAT(misplaced.error().message, HasSubstr("block 1 is of the type tool_use"));
  // Nothing is lost with these.
  extend(R"({"type":"text_delta"})");
  extend(R"({"type":"text_delta","text":""})");
  extend(R"({"type":"aura_delta","text":7})");
}

TEST_F(AccumulatorTest, ToolsOfTheServerGetTheirInputToo) {
  begin(R"({"type":"server_tool_use","id":"s","name":"web_search","input":{}})");
  extend(R"({"type":"input_json_delta","partial_json":"{\"query\""})");
  EXPECT_EQ(last<UnknownBlock>().json["partial_json"].as_string(), "{\"query\"");
  extend(R"({"type":"input_json_delta","partial_json":":\"tea\"}"})");
  end();
  EXPECT_EQ(
      last<UnknownBlock>().json,
      *Json::parse(R"({"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"tea"}})"));
}

TEST_F(AccumulatorTest, ThinkingAndItsSignatureArePutTogether) {
  for (const char* block :
       {R"({"type":"thinking","thinking":"","signature":""})", R"({"type":"thinking","thinking":""})"}) {
    begin(block);
    extend(R"({"type":"thinking_delta","thinking":"First "})");
    extend(R"({"type":"thinking_delta","thinking":"this."})");
    extend(R"({"type":"signature_delta","signature":"RXFv"})");
    end();
    EXPECT_EQ(last<ThinkingBlock>().thinking, "First this.");
    EXPECT_EQ(accumulator_.message().content.back().to_json(),
              *Json::parse(R"({"type":"thinking","thinking":"First this.","signature":"RXFv"})"));
  }
  EXPECT_EQ(accumulator_.message().thinking(), "First this.First this.");
}

TEST_F(AccumulatorTest, CitationsAreGathered) {
  begin(R"({"type":"text","text":"","citations":null})");
  const char* citation =
      R"({"type":"citations_delta","citation":{"type":"page_location","cited_text":"c","document_index":0,"document_title":"d","start_page_number":1,"end_page_number":2,"file_id":null}})";
  extend(citation);
  extend(R"({"type":"text_delta","text":"So."})");
  extend(citation);
  end();
  ASSERT_EQ(last<TextBlock>().citations.size(), 2u);
  EXPECT_EQ(last<TextBlock>().citations[1].title(), "d");
  EXPECT_EQ(accumulator_.message().content[0].to_json()["citations"].size(), 2u);
}

TEST_F(AccumulatorTest, WhatIsNotKnownIsKept) {
  begin(R"({"type":"compaction","content":null,"encrypted_content":null})");
  extend(R"({"type":"compaction_delta","content":"They spoke.","encrypted_content":null})");
  end();
  EXPECT_EQ(last<UnknownBlock>().json,
            *Json::parse(R"({"type":"compaction","content":"They spoke.","encrypted_content":null})"));
  begin(R"({"type":"text","text":"a"})");
  extend(R"({"type":"aura_delta","colour":"red"})");
  extend(R"({"type":"thinking_delta","thinking":"in the wrong place"})");
  end();
  EXPECT_EQ(last<TextBlock>().text, "a");
}

TEST_F(AccumulatorTest, TheEndSetsWhatItBrings) {
  apply(
      R"({"type":"message_delta","delta":{"stop_reason":"refusal","stop_sequence":null,"stop_details":{"type":"refusal","category":"bio","explanation":null},"container":{"id":"c"}},"usage":{"output_tokens":9,"input_tokens":null,"cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":0},"output_tokens_details":{"thinking_tokens":4}},"context_management":{"applied_edits":[]}})");
  const Message& message = accumulator_.message();
  EXPECT_EQ(message.stop_reason, StopReason::refusal);
  EXPECT_EQ(message.stop_details->category, "bio");
  EXPECT_EQ(message.usage.input_tokens, 1);
  EXPECT_EQ(message.usage.output_tokens, 9);
  EXPECT_EQ(message.usage.cache_creation->ephemeral_5m_input_tokens, 3);
  EXPECT_EQ(message.usage.output_tokens_details->thinking_tokens, 4);
  const Json json = message.to_json();
  EXPECT_EQ(json["stop_reason"].as_string(), "refusal");
  EXPECT_EQ(json["container"]["id"].as_string(), "c");
  EXPECT_TRUE(json.contains("context_management"));
  EXPECT_EQ(json["usage"]["cache_creation"]["ephemeral_5m_input_tokens"].as_int64(), 3);
}

}  // namespace
}  // namespace anthropic::internal
