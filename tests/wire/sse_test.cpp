#include "wire/stream/sse.hpp"

#include <gtest/gtest.h>
#include <vector>

#include "pieces.hpp"

namespace anthropic::internal::sse {
namespace {

struct Seen {
  std::string event, data, id;
  bool operator==(const Seen&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  return out << "{event " << seen.event << ", data " << seen.data << ", id " << seen.id << "}";
}

std::vector<Seen> decode_pieces(const std::vector<std::string_view>& pieces) {
  Decoder decoder;
  std::vector<Seen> out;
  for (const std::string_view piece : pieces) {
    decoder.push(piece);
    while (const Event* event = decoder.next()) {
      out.push_back({std::string(event->event), std::string(event->data), std::string(event->id)});
    }
  }
  return out;
}

/// Decodes in every way to cut, which must all come to the same.
std::vector<Seen> decode(const std::string& text) {
  const std::vector<Seen> whole = decode_pieces({text});
  for (const auto& pieces : testing::every_way_to_cut(text)) {
    EXPECT_EQ(decode_pieces(pieces), whole) << "cut after " << pieces.front().size();
  }
  return whole;
}

using Events = std::vector<Seen>;

TEST(Sse, ReadsEventsAsAnthropicSendsThem) {
  const std::string stream =
      "event: message_start\ndata: {\"type\":\"message_start\"}\n\n"
      "event: ping\ndata: {\"type\": \"ping\"}\n\n"
      "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
  EXPECT_EQ(decode(stream), (Events{{"message_start", "{\"type\":\"message_start\"}", ""},
                                    {"ping", "{\"type\": \"ping\"}", ""},
                                    {"message_stop", "{\"type\":\"message_stop\"}", ""}}));
}

TEST(Sse, TakesEveryKindOfLineEnd) {
  const Events expected = {{"a", "1\n2", ""}, {"", "3", ""}};
  EXPECT_EQ(decode("event:a\ndata:1\ndata:2\n\ndata:3\n\n"), expected);
  EXPECT_EQ(decode("event:a\r\ndata:1\r\ndata:2\r\n\r\ndata:3\r\n\r\n"), expected);
  EXPECT_EQ(decode("event:a\rdata:1\rdata:2\r\rdata:3\r\r"), expected);
  EXPECT_EQ(decode("event:a\r\ndata:1\ndata:2\r\n\rdata:3\n\r\n"), expected);
}

TEST(Sse, ALoneCarriageReturnEndsAnEventAtOnce) {
  EXPECT_EQ(decode_pieces({"data: x\r\r"}), (Events{{"", "x", ""}}));
}

TEST(Sse, SkipsOneByteOrderMark) {
  EXPECT_EQ(decode("\xEF\xBB\xBF"
                   "data: x\n\n"),
            (Events{{"", "x", ""}}));
  EXPECT_EQ(decode("\xEF\xBB\xBF\xEF\xBB\xBF"
                   "data: x\n\ndata: y\n\n"),
            (Events{{"", "y", ""}}));
  EXPECT_EQ(decode("\xEF\xBB"
                   "data: x\n\ndata: y\n\n"),
            (Events{{"", "y", ""}}));
  EXPECT_EQ(decode("\xEF\xBB\xBF"), Events{});
}

TEST(Sse, IgnoresCommentsAndUnknownFields) {
  EXPECT_EQ(decode(": keep-alive\n\n:\nretry: 10\nother: y\ndatax: z\ndata: x\n: more\n\n"),
            (Events{{"", "x", ""}}));
}

TEST(Sse, DropsAnEventWithoutData) {
  EXPECT_EQ(decode("event: ping\n\ndata: x\n\n"), (Events{{"", "x", ""}}));
  EXPECT_EQ(decode("\n\n\n\r\n\r\r"), Events{});
}

TEST(Sse, KeepsEmptyDataLines) {
  EXPECT_EQ(decode("data\n\n"), (Events{{"", "", ""}}));
  EXPECT_EQ(decode("data:\ndata:\n\n"), (Events{{"", "\n", ""}}));
  EXPECT_EQ(decode("event: e\ndata\n\ndata: x\n\n"), (Events{{"e", "", ""}, {"", "x", ""}}));
}

TEST(Sse, TakesOffOneSpaceOnly) {
  EXPECT_EQ(decode("data:  x \ndata:\ty\n\n"), (Events{{"", " x \n\ty", ""}}));
  EXPECT_EQ(decode("data: a: b\n\n"), (Events{{"", "a: b", ""}}));
}

TEST(Sse, TheIdStaysUntilChanged) {
  EXPECT_EQ(decode("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n"),
            (Events{{"", "a", "1"}, {"", "b", "1"}, {"", "c", ""}}));
  EXPECT_EQ(decode(std::string("id: 1\nid: 2\0\ndata: a\n\n", 22)), (Events{{"", "a", "1"}}));
}

TEST(Sse, TheLastNameOfAnEventCounts) {
  EXPECT_EQ(decode("event: a\nevent: b\ndata: x\n\n"), (Events{{"b", "x", ""}}));
}

TEST(Sse, DropsAnEventThatTheEndCutsOff) {
  EXPECT_EQ(decode("data: x\n\ndata: y\n"), (Events{{"", "x", ""}}));
  EXPECT_EQ(decode("data: y"), Events{});
  EXPECT_EQ(decode(""), Events{});
}

TEST(Sse, ViewsLastUntilTheNextCall) {
  Decoder decoder;
  decoder.push("id: 7\nevent: first\ndata: one\n\nevent: second\ndata: two\n\n");
  const Event* event = decoder.next();
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->event, "first");
  EXPECT_EQ(event->data, "one");
  EXPECT_EQ(event->id, "7");
  event = decoder.next();
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->event, "second");
  EXPECT_EQ(event->data, "two");
  EXPECT_EQ(decoder.next(), nullptr);
}

TEST(Sse, EndsAtALineOrAnEventThatIsTooLong) {
  const std::string good = "data: x\n\n";
  for (const std::string& bad : {"data: " + std::string(100, 'x'), "data: " + std::string(100, 'x') + "\n\n",
                                 std::string(": a comment longer than that is no better, or is it?"),
                                 std::string("data: 1234567890\ndata: 1234567890\ndata: 1234567890\n")}) {
    Decoder decoder(32);
    decoder.push(good + bad);
    const Event* event = decoder.next();
    ASSERT_NE(event, nullptr);
    EXPECT_EQ(event->data, "x");
    EXPECT_FALSE(decoder.is_too_long());
    EXPECT_EQ(decoder.next(), nullptr) << bad;
    EXPECT_TRUE(decoder.is_too_long()) << bad;
    decoder.push("\n\n" + good);
    EXPECT_EQ(decoder.next(), nullptr) << "nothing more comes";
  }
  Decoder decoder(32);
  for (int i = 0; i < 100; ++i) {
    decoder.push(good);
    EXPECT_NE(decoder.next(), nullptr);
  }
  EXPECT_FALSE(decoder.is_too_long()) << "the limit is of one event";
}

TEST(Sse, ReadsALongLineInSmallPieces) {
  const std::string data(200'000, 'x');
  const std::string text = "data: " + data + "\n\n";
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < text.size(); at += 7) pieces.push_back(std::string_view(text).substr(at, 7));
  EXPECT_EQ(decode_pieces(pieces), (Events{{"", data, ""}}));
}

}  // namespace
}  // namespace anthropic::internal::sse
