#include <cstring>
#include <gtest/gtest.h>

#include "wire/messages/request_codec.hpp"
#include "wire/stream/event_codec.hpp"

namespace anthropic::internal {
namespace {

TEST(RequestCodec, LayoutsOfThePlatforms) {
  const MessageCreateParams params{.model = "m", .max_tokens = 5, .messages = {{"user", "x"}}};
  EXPECT_EQ(*write_request(params, {.model = true, .stream = true}),
            R"({"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}],"stream":true})");
  EXPECT_EQ(*write_request(params, {.model = false, .anthropic_version = "v"}),
            R"({"anthropic_version":"v","max_tokens":5,"messages":[{"role":"user","content":"x"}]})");
}

TEST(RequestCodec, ExtraReplacesTypedMembers) {
  MessageCreateParams params{.model = "m", .max_tokens = 5, .temperature = 0.5, .messages = {{"user", "x"}}};
  params.extra = Json::object({{"temperature", 1},
                               {"anthropic_version", "mine"},
                               {"thinking", Json::object({{"type", "adaptive"}})}});
  EXPECT_EQ(
      *write_request(params, {.model = false, .anthropic_version = "v"}),
      R"({"max_tokens":5,"messages":[{"role":"user","content":"x"}],"temperature":1,"anthropic_version":"mine","thinking":{"type":"adaptive"}})");
  params.extra = Json::array({1});
  EXPECT_EQ(write_request(params, {}).error().kind, ErrorKind::bad_request);
}

TEST(RequestCodec, BlocksOfEveryKind) {
  MessageCreateParams params{.model = "m", .max_tokens = 5};
  params.messages = {
      {"assistant", {ToolUseBlock{.id = "t", .name = "f", .input = Json::object({{"a", 1}})}}},
      {"user",
       {TextBlock{.text = "a\x01\n",
                  .extra = Json::object({{"cache_control", Json::object({{"type", "ephemeral"}})}})},
        ImageBlock{.source = Base64ImageSource{"image/png", "AAAA"}},
        ImageBlock{.source = URLImageSource{"https://x/y.png"}},
        UnknownBlock{Json::object({{"type", "tool_result"}, {"tool_use_id", "t"}})}}}};
  EXPECT_EQ(*write_request(params, {.model = false}),
            R"({"max_tokens":5,"messages":[{"role":"assistant","content":[)"
            R"({"type":"tool_use","id":"t","name":"f","input":{"a":1}}]},{"role":"user","content":[)"
            R"({"type":"text","text":"a\u0001\n","cache_control":{"type":"ephemeral"}},)"
            R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},)"
            R"({"type":"image","source":{"type":"url","url":"https://x/y.png"}},)"
            R"({"type":"tool_result","tool_use_id":"t"}]}]})");
}

TEST(ImageBlock, KnowsItsTypeByItsBytes) {
  const auto type = [](std::string_view bytes) {
    const auto image = ImageBlock::from_bytes(bytes);
    return image ? std::get<Base64ImageSource>(image->source).media_type : std::string("refused");
  };
  EXPECT_EQ(type("\x89PNG\r\n\x1a\n...."), "image/png");
  EXPECT_EQ(type("\xff\xd8\xff\xe0"), "image/jpeg");
  EXPECT_EQ(type("GIF89a"), "image/gif");
  EXPECT_EQ(type(std::string_view("RIFF\0\0\0\0WEBPVP8 ", 16)), "image/webp");
  EXPECT_EQ(type("%PDF-1.7"), "refused");
  EXPECT_EQ(type(""), "refused");
  EXPECT_EQ(type("RIFF"), "refused");
}

class EventCodec : public ::testing::Test {
 protected:
  Result<void> parse(std::string_view json) { return parse_event(json, event_); }

  StreamEvent event_;
};

TEST_F(EventCodec, DeltasInTheUsualFormMeanWhatTheJsonParserReads) {
  const std::string pieces[] = {"",
                                "plain",
                                R"(a \"quotation\")",
                                R"(\\ \/ \b\f\n\r\t)",
                                R"(\)",
                                R"(\\)",
                                R"(a\\\n)",
                                R"(\u00e9)",
                                R"(\ud83d\ude00)",
                                R"(\u12)",
                                R"(\x)",
                                "é 😀",
                                "\xc3",
                                "\xed\xa0\x80",
                                "a\nb",
                                "a\x01b",
                                "a\"b",
                                std::string("a\0b", 3),
                                R"(a"},"b":{"c":"d)"};
  for (const std::string& piece : pieces) {
    for (const char* index : {"0", "9", "10", "01", "-1", "x", ""}) {
      for (const char* begin :
           {R"({"type":"text_delta","text":")", R"({"type":"input_json_delta","partial_json":")",
            R"({"type":"thinking_delta","thinking":")"}) {
        const std::string json = R"({"type":"content_block_delta","index":)" + std::string(index) +
                                 R"(,"delta":)" + begin + piece + "\"}}";
        const Result<Json> expected = Json::parse(json);
        ASSERT_EQ(parse(json).has_value(), expected.has_value()) << json;
        if (expected) {
          EXPECT_EQ(event_.to_json(), *expected) << json;
        }
      }
    }
  }
}

TEST_F(EventCodec, EachByteAtEachPlaceOfADeltaMeansWhatTheJsonParserReads) {
  for (const std::size_t size : {1u, 7u, 8u, 9u, 15u, 16u, 17u, 25u}) {
    for (std::size_t place = 0; place < size; ++place) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, 'a');
        text[place] = static_cast<char>(byte);
        const std::string json =
            R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")" + text +
            "\"}}";
        const Result<Json> expected = Json::parse(json);
        ASSERT_EQ(parse(json).has_value(), expected.has_value()) << size << ' ' << place << ' ' << byte;
        if (!expected) continue;
        ASSERT_EQ(event_.text(), (*expected)["delta"]["text"].string_or("none"));
        ASSERT_EQ(event_.to_json(), *expected);
      }
    }
  }
}

TEST_F(EventCodec, DeltasAtEachIndexAndCutAtEachByteMeanWhatTheJsonParserReads) {
  for (const char* index : {"0", "7", "007", "123456789", "1234567890", "9223372036854775807",
                            "9223372036854775808", "-0", "1.0", "1e2", "\"3\"", " 4", "5 "}) {
    const std::string json = R"({"type":"content_block_delta","index":)" + std::string(index) +
                             R"(,"delta":{"type":"text_delta","text":"some text"}})";
    for (std::size_t size = 0; size <= json.size(); ++size) {
      const std::string cut = json.substr(0, size);
      const Result<Json> expected = Json::parse(cut);
      ASSERT_EQ(parse(cut).has_value(), expected.has_value()) << cut;
      StreamEvent general;
      if (expected) general = StreamEvent::from_json(*expected);
      if (expected) {
        EXPECT_EQ(event_.to_json(), general.to_json()) << cut;
      }
    }
  }
}

TEST_F(EventCodec, TextDeltasInAnyOrderOfMembers) {
  for (
      const char* json :
      {R"({"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"a\u00e9\n"}})",
       R"({"index":3,"delta":{"text":"a\u00e9\n","type":"text_delta"},"type":"content_block_delta"})",
       R"( { "type" : "content_block_delta" , "index" : 3 , "delta" : { "type" : "text_delta" , "text" : "aé\n" } } )"}) {
    ASSERT_TRUE(parse(json));
    EXPECT_EQ(std::get<ContentBlockDeltaEvent>(event_).index, 3);
    EXPECT_EQ(event_.text(), "a\u00e9\n");
    EXPECT_EQ(event_.to_json(), *Json::parse(json));
  }
}

TEST_F(EventCodec, NothingOfAnEventIsLost) {
  for (
      const char* json :
      {R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a","new":1}})",
       R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"},"new":1})",
       R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta"}})",
       R"({"type":"content_block_delta","index":0,"delta":{"type":"novel_delta","x":[1]}})",
       R"({"type":"content_block_delta","delta":{"type":"text_delta","text":"a"}})",
       R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":[]}})",
       R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""},"more":true})",
       R"({"type":"content_block_stop","index":0,"more":1})", R"({"type":"ping","more":1})",
       R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,"container":{"id":"x"}},"usage":{"output_tokens":1},"context_management":{}})",
       R"({"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":1}})",
       R"({"type":"message_start","message":{"type":"message"}})", R"({"type":"brand_new"})",
       R"({"no":"type"})", "[1]"}) {
    ASSERT_TRUE(parse(json)) << json;
    EXPECT_EQ(event_.to_json(), *Json::parse(json));
  }
}

TEST_F(EventCodec, WhatIsNotJsonIsAnError) {
  for (const char* json :
       {"", "{", R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}} x)",
        R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a)",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"\xff\"}"
        "}"}) {
    EXPECT_FALSE(parse(json)) << json;
  }
}

TEST_F(EventCodec, AUsualDeltaIsReadIntoTheMemoryOfTheOneBefore) {
  for (const char* type :
       {"text_delta\",\"text", "input_json_delta\",\"partial_json", "thinking_delta\",\"thinking"}) {
    const std::string begin =
        R"({"type":"content_block_delta","index":12,"delta":{"type":")" + std::string(type) + "\":\"";
    const auto held = [this] {
      return event_.text().data()       ? event_.text()
             : event_.thinking().data() ? event_.thinking()
                                        : event_.partial_json();
    };
    ASSERT_TRUE(parse(begin + std::string(100, 'a') + "\"}}"));
    const char* memory = held().data();
    ASSERT_TRUE(parse(begin + std::string(90, 'b') + "\"}}"));
    EXPECT_EQ(held(), std::string(90, 'b'));
    EXPECT_EQ(held().data(), memory);
  }
}

TEST_F(EventCodec, AUsualDeltaForgetsWhatTheEventBeforeItHad) {
  for (const char* type :
       {"text_delta\",\"text", "input_json_delta\",\"partial_json", "thinking_delta\",\"thinking"}) {
    const std::string delta =
        R"({"type":"content_block_delta","index":11,"delta":{"type":")" + std::string(type) + R"(":"a")";
    ASSERT_TRUE(parse(delta + R"(,"new":1},"more":2})"));
    ASSERT_EQ(event_.to_json().size(), 4u);
    ASSERT_TRUE(parse(delta + "}}"));
    EXPECT_EQ(event_.to_json(), *Json::parse(delta + "}}"));
    EXPECT_EQ(
        std::string(event_.text()) + std::string(event_.thinking()) + std::string(event_.partial_json()),
        "a");
  }
}

}  // namespace
}  // namespace anthropic::internal
