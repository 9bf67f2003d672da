// Frames that others made: Smithy's protocol tests, smithy-rs, botocore, and streams as Bedrock sends them.

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/time/time_format.hpp"
#include "event_stream_support.hpp"
#include "pieces.hpp"
#include "support/hex.hpp"
#include "support/vectors.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::event_stream {
namespace {

using testing::every_way_to_cut;
using testing::read_file;
using testing::vectors;

std::string from_hex(const Json& json) {
  return testing::from_hex(json.string_or(""));
}
std::string from_base64(const Json& json) {
  return base64_decode(json.string_or("?")).value();
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += part;
  return out;
}

/// Decodes in every way to cut, which must all come to the same.
Outcome decode(const std::string& bytes) {
  const Outcome whole = decode_pieces({bytes});
  for (const auto& pieces : every_way_to_cut(bytes)) {
    EXPECT_EQ(decode_pieces(pieces), whole) << "cut after " << pieces.front().size();
  }
  return whole;
}

void expect_valid(const std::string& bytes) {
  const Outcome outcome = decode(bytes);
  EXPECT_EQ(outcome.ending, ErrorKind::none) << outcome.message;
  EXPECT_EQ(joined(outcome.frames), bytes) << "encoding again gives other bytes";
}

/// A header's value as the vectors describe it.
struct Described {
  std::string type, text;
  bool operator==(const Described&) const = default;
};

Described describe(const HeaderValue& value) {
  struct Describe {
    Described operator()(bool flag) const { return {"boolean", flag ? "true" : "false"}; }
    Described operator()(std::int8_t number) const { return {"byte", std::to_string(number)}; }
    Described operator()(std::int16_t number) const { return {"short", std::to_string(number)}; }
    Described operator()(std::int32_t number) const { return {"integer", std::to_string(number)}; }
    Described operator()(std::int64_t number) const { return {"long", std::to_string(number)}; }
    Described operator()(Bytes bytes) const { return {"blob", base64_encode(bytes.value)}; }
    Described operator()(std::string_view text) const { return {"string", std::string(text)}; }
    Described operator()(Timestamp time) const {
      return {"timestamp", format_iso8601(SystemTime(std::chrono::milliseconds(time.milliseconds)))};
    }
    Described operator()(const Uuid& uuid) const {
      return {"uuid", hex_encode({reinterpret_cast<const char*>(uuid.data()), uuid.size()})};
    }
  };
  return std::visit(Describe{}, value);
}

std::string text_of(const Json& json) {
  return json.is_string() ? json.string_or("") : json.dump();
}

const Header* header_named(const Frame& frame, std::string_view name) {
  for (const Header& header : frame.headers) {
    if (header.name == name) return &header;
  }
  return nullptr;
}

void check_smithy_event(const Json& event) {
  const std::string bytes = from_base64(event["bytes"]);
  expect_valid(bytes);
  Decoder decoder;
  decoder.push(bytes);
  const auto frame = decoder.next();
  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((*frame)->headers.size(), event["headers"].size());
  for (const Json::Member& member : event["headers"].members()) {
    const Json::Member& value = member.value.members().at(0);
    const Header* header = header_named(**frame, member.name);
    ASSERT_NE(header, nullptr) << member.name;
    EXPECT_EQ(describe(header->value), (Described{value.name, text_of(value.value)})) << member.name;
  }
  const Json* body = event.find("body");
  if (!body) return;
  const std::string text = body->string_or("");
  const bool equal_json = Json::parse(text) && Json::parse((*frame)->payload) &&
                          Json::parse(text).value() == Json::parse((*frame)->payload).value();
  EXPECT_TRUE((*frame)->payload == text || equal_json) << (*frame)->payload << " is not " << text;
}

TEST(EventStreamVectors, SmithyRestJson1) {
  const auto folder = vectors("eventstream/smithy-restjson1");
  REQUIRE_VECTORS(folder);
  const Json suite = Json::parse(read_file(folder / "event-stream-tests.json")).value();
  EXPECT_EQ(suite["cases"].size(), 100u);
  int events = 0;
  for (const Json& test : suite["cases"].items()) {
    SCOPED_TRACE(test["id"].string_or(""));
    for (const Json& event : test["events"].items()) {
      check_smithy_event(event);
      ++events;
    }
  }
  EXPECT_EQ(events, 92) << "the other cases concern the initial HTTP message only";
}

TEST(EventStreamVectors, SmithyRs) {
  const auto folder = vectors("eventstream/smithy-rs");
  REQUIRE_VECTORS(folder);
  int valid = 0, invalid = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    SCOPED_TRACE(name);
    if (name.starts_with("valid_")) {
      expect_valid(read_file(entry.path()));
      ++valid;
    } else if (name.starts_with("invalid_")) {
      const Outcome outcome = decode(read_file(entry.path()));
      EXPECT_EQ(outcome.ending, ErrorKind::response_validation);
      EXPECT_TRUE(outcome.frames.empty());
      ++invalid;
    }
  }
  EXPECT_EQ(valid, 3);
  EXPECT_EQ(invalid, 8);
}

TEST(EventStreamVectors, SmithyRsAllHeaders) {
  const auto folder = vectors("eventstream/smithy-rs");
  REQUIRE_VECTORS(folder);
  Decoder decoder;
  const std::string bytes = read_file(folder / "valid_with_all_headers_and_payload");
  decoder.push(bytes);
  const auto frame = decoder.next();
  ASSERT_TRUE(frame && *frame);
  const std::vector<std::pair<std::string, Described>> expected = {
      {"true", {"boolean", "true"}},
      {"false", {"boolean", "false"}},
      {"byte", {"byte", "50"}},
      {"short", {"short", "20000"}},
      {"int", {"integer", "500000"}},
      {"long", {"long", "50000000000"}},
      {"bytes", {"blob", base64_encode("some bytes")}},
      {"str", {"string", "some str"}},
      {"time", {"timestamp", "1970-02-27T20:53:20Z"}},
      {"uuid", {"uuid", "b79bc914de214e13b8b2bc47e85b7f0b"}}};
  ASSERT_EQ((*frame)->headers.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ((*frame)->headers[i].name, expected[i].first);
    EXPECT_EQ(describe((*frame)->headers[i].value), expected[i].second);
  }
  EXPECT_EQ((*frame)->payload, "some payload");
}

TEST(EventStreamVectors, Botocore) {
  const auto folder = vectors("eventstream/botocore");
  REQUIRE_VECTORS(folder);
  const Json suite = Json::parse(read_file(folder / "eventstream-cases.json")).value();
  EXPECT_EQ(suite["positive"].size(), 9u);
  EXPECT_EQ(suite["negative"].size(), 7u);
  std::string all;
  for (const Json& test : suite["positive"].items()) {
    SCOPED_TRACE(test["name"].string_or(""));
    const std::string bytes = from_hex(test["hex"]);
    all += bytes;
    expect_valid(bytes);
    Decoder decoder;
    decoder.push(bytes);
    const auto frame = decoder.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ(hex_encode((*frame)->payload), test["payload_hex"].string_or("?"));
    ASSERT_EQ((*frame)->headers.size(), test["headers"].size());
    for (std::size_t i = 0; i < test["headers"].size(); ++i) {
      EXPECT_EQ((*frame)->headers[i].name, test["headers"][i]["name"].string_or("?"));
    }
  }
  expect_valid(all);
  for (const Json& test : suite["negative"].items()) {
    SCOPED_TRACE(test["name"].string_or(""));
    const bool spelled_out = test["hex"].is_string();
    const Outcome outcome = decode(from_hex(test[spelled_out ? "hex" : "hex_prefix"]));
    EXPECT_EQ(outcome.ending, ErrorKind::response_validation);
    EXPECT_TRUE(outcome.frames.empty());
  }
}

TEST(EventStreamVectors, StreamsAsBedrockSendsThem) {
  const auto folder = vectors("eventstream/bedrock-synthetic");
  REQUIRE_VECTORS(folder);
  const Json expected = Json::parse(read_file(folder / "expected.json")).value();
  int streams = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".bin") continue;
    const std::string name = entry.path().stem().string();
    SCOPED_TRACE(name);
    ++streams;
    const std::string bytes = read_file(entry.path());
    const Outcome outcome = decode(bytes);
    EXPECT_FALSE(outcome.frames.empty());
    const bool truncated = name == "invoke-truncated-last-byte";
    EXPECT_EQ(outcome.ending, truncated ? ErrorKind::incomplete_stream : ErrorKind::none);
    EXPECT_TRUE(bytes.starts_with(joined(outcome.frames)));
    EXPECT_EQ(joined(outcome.frames) == bytes, !truncated);
    if (name == "invoke-ok") {
      EXPECT_EQ(outcome.frames.size(), expected["invoke_events"].size());
    } else if (name == "converse-ok") {
      EXPECT_EQ(outcome.frames.size(), expected["converse_events"].size());
    }
  }
  EXPECT_EQ(streams, 8);
}

TEST(EventStreamVectors, BedrocksPayloadsAreTheEventsExpected) {
  const auto folder = vectors("eventstream/bedrock-synthetic");
  REQUIRE_VECTORS(folder);
  const Json events = Json::parse(read_file(folder / "expected.json")).value()["invoke_events"];
  Decoder decoder;
  const std::string bytes = read_file(folder / "invoke-ok.bin");
  decoder.push(bytes);
  for (const Json& event : events.items()) {
    const auto frame = decoder.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((*frame)->string_header(":event-type"), "chunk");
    const Json payload = Json::parse((*frame)->payload).value();
    EXPECT_EQ(Json::parse(from_base64(payload["bytes"])).value(), event);
  }
  EXPECT_EQ(*decoder.next(), nullptr);
}

// The signature of one frame of a signed stream, put together from the parts that are here.
std::string chunk_string_to_sign(const std::string& date_header, const std::string& previous,
                                 const std::string& amz_date, const std::string& scope,
                                 const std::string& inner) {
  return "AWS4-HMAC-SHA256-PAYLOAD\n" + amz_date + "\n" + scope + "\n" + previous + "\n" +
         sha256_hex(date_header) + "\n" + sha256_hex(inner);
}

TEST(EventStreamVectors, SignedFramesCanBeBuiltFromTheParts) {
  const auto folder = vectors("eventstream/signing");
  REQUIRE_VECTORS(folder);
  const Json vector = Json::parse(read_file(folder / "event-signing.json")).value();
  std::string inner;
  encode({{"some-header", "value"}}, vector["inner_message"]["payload_utf8"].string_or(""), inner);
  EXPECT_EQ(hex_encode(inner), vector["inner_message"]["hex"].string_or(""));

  const std::int64_t seconds = vector["epoch_seconds"].as_int64().value();
  const std::string amz_date = format_amz_date(SystemTime(std::chrono::seconds(seconds)));
  const std::string region = vector["region"].string_or(""), service = vector["service"].string_or("");
  const std::string date = amz_date.substr(0, 8);
  const std::string scope = date + "/" + region + "/" + service + "/aws4_request";
  const Sha256 key = sigv4::signing_key(vector["secret_access_key"].string_or(""), date, {region, service});

  const Timestamp time{seconds * 1000};
  std::string date_frame;
  encode({{":date", time}}, "", date_frame);
  const std::string date_header = date_frame.substr(12, date_frame.size() - 16);

  std::string previous = vector["last_signature"].string_or("");
  const auto check = [&](const Json& expected, const std::string& payload, const std::string& frame_hex) {
    const std::string to_sign = chunk_string_to_sign(date_header, previous, amz_date, scope, payload);
    EXPECT_EQ(to_sign, expected["string_to_sign"].string_or(""));
    const Sha256 signature = hmac_sha256(as_bytes(key), to_sign);
    previous = hex_encode(as_bytes(signature));
    EXPECT_EQ(previous, expected["signature"].string_or(""));
    std::string frame;
    encode({{":chunk-signature", Bytes{as_bytes(signature)}}, {":date", time}}, payload, frame);
    EXPECT_EQ(hex_encode(frame), frame_hex);
    expect_valid(frame);
  };
  check(vector, inner, vector["signed_frame_hex"].string_or(""));
  check(vector["final_empty_frame"], "", vector["final_empty_frame"]["hex"].string_or(""));
}

}  // namespace
}  // namespace anthropic::internal::event_stream
