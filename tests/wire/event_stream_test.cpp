#include "wire/aws/event_stream.hpp"

#include <gtest/gtest.h>
#include <libdeflate.h>

#include "event_stream_support.hpp"

namespace anthropic::internal::event_stream {
namespace {

std::string big_endian(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
  return out;
}

std::string crc(std::string_view bytes) {
  return big_endian(libdeflate_crc32(0, bytes.data(), bytes.size()));
}

/// A frame with right checksums around whatever header bytes.
std::string frame_around(std::string_view headers, std::string_view payload = "") {
  std::string frame = big_endian(static_cast<std::uint32_t>(16 + headers.size() + payload.size())) +
                      big_endian(static_cast<std::uint32_t>(headers.size()));
  frame += crc(frame);
  frame.append(headers).append(payload);
  return frame + crc(frame);
}

std::string encoded(const std::vector<Header>& headers, std::string_view payload) {
  std::string out;
  encode(headers, payload, out);
  return out;
}

std::string bedrock_frame(std::string_view payload) {
  return encoded(
      {{":event-type", "chunk"}, {":content-type", "application/json"}, {":message-type", "event"}}, payload);
}

ErrorKind ending_of(const std::string& bytes, Limits limits = {}) {
  return decode_pieces({bytes}, limits).ending;
}

TEST(EventStream, ReadsABedrockFrame) {
  const std::string payload = R"({"bytes":"e30=","p":"abc"})";
  const std::string bytes = bedrock_frame(payload);
  Decoder decoder;
  decoder.push(bytes);
  const auto frame = decoder.next();
  ASSERT_TRUE(frame);
  ASSERT_NE(*frame, nullptr);
  EXPECT_EQ((*frame)->string_header(":event-type"), "chunk");
  EXPECT_EQ((*frame)->string_header(":content-type"), "application/json");
  EXPECT_EQ((*frame)->string_header(":message-type"), "event");
  EXPECT_EQ((*frame)->string_header(":absent"), "");
  EXPECT_EQ((*frame)->payload, payload);
  EXPECT_EQ(*decoder.next(), nullptr);
  EXPECT_TRUE(decoder.finish());
}

TEST(EventStream, BedrocksHeadersAre75Bytes) {
  EXPECT_EQ(bedrock_frame("").size(), 16u + 75u);
  EXPECT_EQ(bedrock_frame("").substr(4, 4), big_endian(75));
}

TEST(EventStream, KeepsEveryTypeOfValue) {
  const Uuid uuid = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255};
  const std::vector<Header> headers = {{"yes", true},
                                       {"no", false},
                                       {"int8", std::int8_t(-128)},
                                       {"int16", std::int16_t(-2)},
                                       {"int32", std::int32_t(INT32_MIN)},
                                       {"int64", std::int64_t(INT64_MAX)},
                                       {"bytes", Bytes{std::string_view("\0\xff", 2)}},
                                       {"text", ""},
                                       {"time", Timestamp{-1}},
                                       {"uuid", uuid}};
  const std::string bytes = encoded(headers, "payload");
  Decoder decoder;
  decoder.push(bytes);
  const auto frame = decoder.next();
  ASSERT_TRUE(frame && *frame);
  ASSERT_EQ((*frame)->headers.size(), headers.size());
  for (std::size_t i = 0; i < headers.size(); ++i) {
    EXPECT_EQ((*frame)->headers[i].name, headers[i].name);
    EXPECT_EQ((*frame)->headers[i].value, headers[i].value) << headers[i].name;
  }
  EXPECT_EQ((*frame)->string_header("bytes"), "");
}

TEST(EventStream, ReadsManyFramesInAnyPieces) {
  std::string stream;
  std::vector<std::string> frames;
  for (int i = 0; i < 200; ++i) {
    frames.push_back(bedrock_frame(std::string(static_cast<std::size_t>(i * 7 % 400), 'x')));
    stream += frames.back();
  }
  for (const std::size_t size : {1u, 2u, 3u, 15u, 16u, 17u, 100u, 1000u, 16384u}) {
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < stream.size(); at += size) {
      pieces.push_back(std::string_view(stream).substr(at, size));
    }
    const Outcome outcome = decode_pieces(pieces);
    EXPECT_EQ(outcome.frames, frames) << size;
    EXPECT_EQ(outcome.ending, ErrorKind::none) << size;
  }
}

TEST(EventStream, KnowsWhetherHeadersRepeat) {
  const std::string stream = frame_around("") + bedrock_frame("one") + bedrock_frame("two") +
                             encoded({{":message-type", "event"}}, "three") + bedrock_frame("four");
  Decoder decoder;
  decoder.push(stream);
  for (const bool repeat : {true, false, true, false, false}) {
    const auto frame = decoder.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((*frame)->headers_repeat, repeat) << (*frame)->payload;
    EXPECT_EQ((*frame)->string_header(":message-type"), (*frame)->payload.empty() ? "" : "event");
  }
}

TEST(EventStream, KeepsWhatIsPushedBeforeTheLastPushIsRead) {
  const std::string stream = bedrock_frame("one") + bedrock_frame("two") + bedrock_frame("three");
  Decoder decoder;
  std::string payloads;
  for (std::size_t at = 0; at < stream.size(); at += 40) {
    const std::string_view piece = std::string_view(stream).substr(at, 40);
    decoder.push(piece.substr(0, 15));
    decoder.push(piece.substr(std::min<std::size_t>(15, piece.size())));
    const auto frame = decoder.next();
    ASSERT_TRUE(frame);
    if (*frame) payloads += (*frame)->payload;
  }
  EXPECT_EQ(payloads, "onetwothree");
  EXPECT_EQ(*decoder.next(), nullptr);
  EXPECT_TRUE(decoder.finish());
}

TEST(EventStream, WhatIsUnreadAtTheEndIsUnfinished) {
  const std::string stream = bedrock_frame("one");
  Decoder decoder;
  decoder.push(stream);
  EXPECT_EQ(decoder.finish().error().kind, ErrorKind::incomplete_stream);
}

TEST(EventStream, ADamagedFrameEndsTheStreamForGood) {
  std::string stream = bedrock_frame("one") + bedrock_frame("two");
  stream[bedrock_frame("one").size() + 90] ^= 1;
  Decoder decoder;
  decoder.push(stream);
  ASSERT_TRUE(decoder.next());
  EXPECT_EQ(decoder.next().error().kind, ErrorKind::response_validation);
  const std::string more = bedrock_frame("three");
  decoder.push(more);
  EXPECT_EQ(decoder.next().error().kind, ErrorKind::response_validation);
  EXPECT_EQ(decoder.finish().error().kind, ErrorKind::response_validation);
}

TEST(EventStream, NoticesEachFlippedBit) {
  const std::string frame = bedrock_frame("{}");
  for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
    std::string damaged = frame;
    damaged[bit / 8] ^= static_cast<char>(1 << bit % 8);
    EXPECT_EQ(ending_of(damaged), ErrorKind::response_validation) << bit;
  }
}

TEST(EventStream, NoticesATruncatedEnd) {
  const std::string frame = bedrock_frame("{}");
  for (std::size_t size = 1; size < frame.size(); ++size) {
    EXPECT_EQ(ending_of(frame.substr(0, size)), ErrorKind::incomplete_stream) << size;
  }
  EXPECT_EQ(ending_of(""), ErrorKind::none);
}

TEST(EventStream, RefusesMalformedHeaders) {
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"no name", std::string("\0\0", 2)},
      {"a lone length", "\1"},
      {"no type", "\1a"},
      {"unknown type", "\1a\x0a"},
      {"name too long",
       "\x05"
       "ab"},
      {"value cut off", std::string("\1a\4\0\0\0", 6)},
      {"uuid cut off",
       "\1a\x09"
       "123456789012345"},
      {"string without length", std::string("\1a\7\0", 4)},
      {"string cut off", std::string("\1a\7\0\2x", 6)},
      {"repeated", std::string("\1a\0\1a\1", 6)},
  };
  for (const auto& [name, headers] : cases) {
    EXPECT_EQ(ending_of(frame_around(headers)), ErrorKind::response_validation) << name;
  }
  EXPECT_EQ(ending_of(frame_around(std::string("\1a\0\1b\1", 6))), ErrorKind::none);
}

TEST(EventStream, NoticesARepeatAmongManyHeaders) {
  std::string headers;
  for (int i = 0; i < 5000; ++i)
    headers += "\4" + big_endian(static_cast<std::uint32_t>(i)) + std::string(1, '\0');
  EXPECT_EQ(ending_of(frame_around(headers)), ErrorKind::none);
  EXPECT_EQ(ending_of(frame_around(headers + headers.substr(6 * 77, 6))), ErrorKind::response_validation);
}

TEST(EventStream, RefusesImpossibleLengths) {
  for (const auto& [total, headers] : std::vector<std::pair<std::uint32_t, std::uint32_t>>{
           {0, 0}, {15, 0}, {16, 1}, {20, 5}, {100, 0xffffffff}, {16, 0xfffffff0}}) {
    std::string prelude = big_endian(total) + big_endian(headers);
    prelude += crc(prelude);
    EXPECT_EQ(ending_of(prelude), ErrorKind::response_validation) << total << ' ' << headers;
  }
}

TEST(EventStream, KeepsItsLimits) {
  const Limits limits{.payload = 10, .headers = 75};
  EXPECT_EQ(ending_of(bedrock_frame("0123456789"), limits), ErrorKind::none);
  EXPECT_EQ(ending_of(bedrock_frame("0123456789a"), limits), ErrorKind::response_validation);
  EXPECT_EQ(ending_of(bedrock_frame(""), {.payload = 10, .headers = 74}), ErrorKind::response_validation);
  // Known from the first twelve bytes: what will be refused is not waited for.
  EXPECT_EQ(ending_of(bedrock_frame("0123456789a").substr(0, 12), limits), ErrorKind::response_validation);
}

TEST(EventStream, CutsWhatCannotBeEncoded) {
  const std::string name(300, 'n'), value(70'000, 'v');
  const std::string bytes = encoded({{name, std::string_view(value)}}, "payload");
  Decoder decoder;
  decoder.push(bytes);
  const auto frame = decoder.next();
  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((*frame)->headers[0].name.size(), 255u);
  EXPECT_EQ((*frame)->string_header(name.substr(0, 255)).size(), 65'535u);
  EXPECT_EQ((*frame)->payload, "payload");
}

}  // namespace
}  // namespace anthropic::internal::event_stream
