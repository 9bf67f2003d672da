#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/json.hpp>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "decoded_frames.hpp"
#include "raw_client.hpp"
#include "running_endpoint.hpp"

// Each fault's bytes on the wire.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;

class FaultOnTheWire : public ::testing::Test {
 protected:
  RawResponse ask(std::string_view fault, std::string_view target = kHaikuStream) {
    RawClient client(endpoint_.port());
    Request request = signed_request("POST", target, invoke_body());
    header_of(request, "x-local-fault") = std::string(fault);
    client.send(request);
    return client.receive();
  }

  testing::LocalBedrock endpoint_ = start_endpoint();
};

TEST_F(FaultOnTheWire, Throttle) {
  const RawResponse first = ask("throttle/2"), second = ask("throttle/2"), third = ask("throttle/2");
  EXPECT_EQ(first.status, 429);
  EXPECT_TRUE(find_header(first.headers, "x-amzn-errortype")->starts_with("ThrottlingException:"));
  EXPECT_THAT(first.body, HasSubstr(R"({"message":"Too many requests)"));
  EXPECT_EQ(second.status, 429);
  EXPECT_EQ(third.status, 200);
  EXPECT_EQ(ask("throttle").status, 429);
}

TEST_F(FaultOnTheWire, Status) {
  EXPECT_EQ(ask("status=503").status, 503);
  EXPECT_EQ(ask("status=424", kHaikuInvoke).status, 424);
  const RawResponse page = ask("status=502");
  EXPECT_EQ(page.status, 502);
  EXPECT_EQ(find_header(page.headers, "x-amzn-errortype"), nullptr);
}

TEST_F(FaultOnTheWire, Exception) {
  const RawResponse response = ask("exception=throttlingException,after=3");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.is_whole);
  const DecodedStream stream = decode_stream(response.body);
  EXPECT_EQ(stream.frames.back().message_type, "exception");
  EXPECT_EQ(stream.frames.back().name, "throttlingException");
  EXPECT_EQ(std::count_if(
                stream.frames.begin(), stream.frames.end(),
                [](const auto& frame) { return frame.payload["type"].as_string() == "content_block_delta"; }),
            3);
  EXPECT_EQ(ask("exception=modelTimeoutException", kHaikuInvoke).status, 408);
}

TEST_F(FaultOnTheWire, ErrorFrameAndInBandError) {
  EXPECT_EQ(decode_stream(ask("error-frame,after=1").body).frames.back().message_type, "error");
  EXPECT_EQ(decode_stream(ask("in-band-error,after=1").body).outline().back(), "error");
  EXPECT_EQ(ask("in-band-error", kHaikuInvoke).status, 503);
}

TEST_F(FaultOnTheWire, Cut) {
  const std::string whole = ask("").body;
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{500}, whole.size() - 1}) {
    const RawResponse cut = ask("cut-after=" + std::to_string(bytes));
    EXPECT_EQ(cut.status, 200) << bytes;
    EXPECT_FALSE(cut.is_whole) << bytes;
    EXPECT_FALSE(cut.was_reset) << bytes;
    EXPECT_EQ(cut.body.size(), bytes);
  }
  const RawResponse clean = ask("cut-after=500,clean");
  EXPECT_TRUE(clean.is_whole);
  EXPECT_EQ(clean.body.size(), 500u);
  EXPECT_TRUE(decode_stream(clean.body).is_incomplete);
  const RawResponse message = ask("cut-after=20", kHaikuInvoke);
  EXPECT_FALSE(message.is_whole);
  EXPECT_EQ(message.body.size(), 20u);
  EXPECT_EQ(ask("cut-after=20,clean", kHaikuInvoke).body.size(), 20u);
  EXPECT_TRUE(ask("cut-after=1000000", kHaikuInvoke).is_whole);
}

TEST_F(FaultOnTheWire, NoStop) {
  const RawResponse response = ask("no-stop");
  EXPECT_TRUE(response.is_whole);
  EXPECT_EQ(decode_stream(response.body).outline().back(), "message_delta");
}

TEST_F(FaultOnTheWire, BadCrc) {
  const DecodedStream stream = decode_stream(ask("bad-crc,after=2").body);
  EXPECT_TRUE(stream.is_damaged);
  EXPECT_EQ(stream.frames.size(), 5u);
}

TEST_F(FaultOnTheWire, Stall) {
  const auto start = std::chrono::steady_clock::now();
  const RawResponse response = ask("stall=0.05,after=1");
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50));
  EXPECT_TRUE(response.is_whole);

  RawClient client(endpoint_.port());
  Request request = signed_request("POST", kHaikuStream, invoke_body());
  header_of(request, "x-local-fault") = "stall=3600,after=2";
  client.send(request);
  EXPECT_TRUE(client.receive_at_least(500));
}

TEST_F(FaultOnTheWire, Reset) {
  const RawResponse response = ask("reset");
  EXPECT_EQ(response.status, 0);
  EXPECT_TRUE(response.was_reset);
}

TEST_F(FaultOnTheWire, Slow) {
  const auto start = std::chrono::steady_clock::now();
  const RawResponse response = ask("slow=10");
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_TRUE(response.is_whole);
  EXPECT_GE(took, std::chrono::milliseconds(40));
}

TEST_F(FaultOnTheWire, Skew) {
  const RawResponse response = ask("skew=-600");
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(*find_header(response.headers, "date"), "Sun, 22 Nov 2026 11:50:00 GMT");
}

TEST_F(FaultOnTheWire, Html500AndAwsError200) {
  const RawResponse html = ask("html-500");
  EXPECT_EQ(html.status, 500);
  EXPECT_EQ(*find_header(html.headers, "content-type"), "text/html");
  const RawResponse error = ask("aws-error-200");
  EXPECT_EQ(error.status, 200);
  EXPECT_THAT(error.body, HasSubstr("com.amazon.coral.service#UnknownOperationException"));
}

TEST_F(FaultOnTheWire, NonsenseIsABadRequest) {
  const RawResponse response = ask("nonsense");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("nonsense"));
}

}  // namespace
}  // namespace anthropic::internal::local
