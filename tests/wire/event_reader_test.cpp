#include "wire/stream/event_reader.hpp"

#include <gmock/gmock.h>
#include <vector>

#include "wire/json/mended.hpp"

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;

std::string delta(const std::string& inside, const std::string& index = "0", const char* type = "text_delta",
                  const char* member = "text") {
  return R"({"type":"content_block_delta","index":)" + index + R"(,"delta":{"type":")" + type + R"(",")" +
         member + R"(":")" + inside + "\"}}";
}

/// The events as people read them: "text", "thinking" or "input" with what they bring, else their type.
std::vector<std::string> read(const std::vector<std::string>& events) {
  EventReader reader;
  StreamEvent event;
  std::vector<std::string> seen;
  const auto note = [&] {
    const std::string brought =
        std::string(event.text()) + std::string(event.thinking()) + std::string(event.partial_json());
    const auto* delta = std::get_if<ContentBlockDeltaEvent>(&event);
    seen.push_back(delta ? std::to_string(delta->index) + ":" + brought : std::string(event.type()));
  };
  for (const std::string& json : events) {
    while (reader.take_next(event)) note();
    if (!reader.read(json, event)) {
      seen.emplace_back("error");
      continue;
    }
    note();
  }
  while (reader.take_next(event)) note();
  return seen;
}

using Events = std::vector<std::string>;
const std::string kStop = R"({"type":"content_block_stop","index":0})";
const std::string kPing = R"({"type":"ping"})";

TEST(EventReader, HalvesOfAPairAreJoined) {
  EXPECT_EQ(read({delta(R"(x\ud83d)"), delta(R"(\ude00y)"), kStop}),
            (Events{"0:x", "0:😀y", "content_block_stop"}));
  EXPECT_EQ(read({delta(R"(\uD83D)"), kPing, delta(R"(\uDE00)"), kStop}),
            (Events{"0:", "ping", "0:😀", "content_block_stop"}));
  EXPECT_EQ(read({delta(R"(a\ud83d)"), delta(R"(\ude00b\ud83d)"), delta(R"(\ude01c)")}),
            (Events{"0:a", "0:😀b", "0:😁c"}));
  for (const auto& [type, member] :
       {std::pair("thinking_delta", "thinking"), std::pair("input_json_delta", "partial_json")}) {
    EXPECT_EQ(read({delta(R"(x\ud83d)", "3", type, member), delta(R"(\ude00y)", "3", type, member)}),
              (Events{"3:x", "3:😀y"}));
  }
}

TEST(EventReader, AHalfThatStaysAloneIsTheReplacementCharacter) {
  EXPECT_EQ(read({delta(R"(x\ud83d)"), delta("y"), kStop}),
            (Events{"0:x", "0:\uFFFDy", "content_block_stop"}));
  EXPECT_EQ(read({delta(R"(x\ud83d)"), kStop}), (Events{"0:x", "0:\uFFFD", "content_block_stop"}));
  EXPECT_EQ(read({delta(R"(x\ud83d)"), kPing, kStop}),
            (Events{"0:x", "ping", "0:\uFFFD", "content_block_stop"}));
  EXPECT_EQ(read({delta(R"(x\ud83d)"), delta(R"(\ude00y)", "1")}), (Events{"0:x", "0:\uFFFD", "1:\uFFFDy"}));
  EXPECT_EQ(read({delta(R"(x\ud83d)"), delta(R"(\ud83d)"), delta(R"(\ude00)")}),
            (Events{"0:x", "0:\uFFFD", "0:😀"}));
  EXPECT_EQ(read({delta(R"(\ude00y)")}), (Events{"0:\uFFFDy"}));
  EXPECT_EQ(read({delta(R"(a\ud83db)")}), (Events{"0:a\uFFFDb"}));
  EXPECT_EQ(read({delta(R"(a\ud83d\n\ude00)")}), (Events{"0:a\uFFFD\n\uFFFD"}));
  EXPECT_EQ(read({delta(R"(a\ud83d\u0041)")}), (Events{"0:a\uFFFDA"}));
}

TEST(EventReader, BytesThatAreNotUtf8AreTheReplacementCharacter) {
  EXPECT_EQ(read({delta("caf\xe9!"), delta("é")}), (Events{"0:caf\uFFFD!", "0:é"}));
  EXPECT_EQ(read({delta("a\xf0\x9f\x98"), delta("\x80z")}), (Events{"0:a\uFFFD", "0:\uFFFDz"}));
  EXPECT_EQ(read({delta(R"(\ud83d)" + std::string("\xff")), kStop}),
            (Events{"0:\uFFFD\uFFFD", "content_block_stop"}));
}

TEST(EventReader, WhatIsNoJsonStaysAnError) {
  EXPECT_EQ(read({delta(R"(\x)"), delta("a").substr(1), "", delta("b")}),
            (Events{"error", "error", "error", "0:b"}));
  StreamEvent event;
  EXPECT_THAT(EventReader().read("{", event).error().message, HasSubstr("not valid JSON"));
}

TEST(EventReader, AHalfOutlivesAnEventThatCannotBeRead) {
  EXPECT_EQ(read({delta(R"(x\ud83d)"), "{", delta(R"(\ude00)")}), (Events{"0:x", "error", "0:😀"}));
}

TEST(MendedJson, ChangesOnlyWhatIsBroken) {
  for (const char* text : {R"({"a":"\ud83d\ude00 \u00e9 \\ud83d \" \/ \\","b":[1,"é😀"]})",
                           R"(["\\\ud83d\ude00"])", "\"\\", "\\ud83d"})
    EXPECT_EQ(mend_json(text).text, text);
  EXPECT_EQ(parse_mended_json(R"({"a":"\\\ud83d"})")->dump(), "{\"a\":\"\\\\\uFFFD\"}");
  EXPECT_EQ(parse_mended_json("{\"\xff\":\"b\"}")->dump(), "{\"\uFFFD\":\"b\"}");
  EXPECT_FALSE(parse_mended_json("{\"a\":\"\xff\""));
}

}  // namespace
}  // namespace anthropic::internal
