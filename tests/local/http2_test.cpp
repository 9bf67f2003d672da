#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "decoded_frames.hpp"
#include "http2_client.hpp"
#include "running_endpoint.hpp"

// HTTP/2 on a real socket.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Request faulty(std::string_view fault, std::string_view target = kHaikuStream) {
  Request request = signed_request("POST", target, invoke_body());
  header_of(request, "x-local-fault") = std::string(fault);
  return request;
}

TEST(Http2, AnswersAMessageAndAStream) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const Http2Response message = client.ask(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(message.status, 200);
  EXPECT_TRUE(message.is_whole);
  EXPECT_THAT(message.body, HasSubstr("not Claude"));
  EXPECT_EQ(*find_header(message.headers, "content-length"), std::to_string(message.body.size()));
  EXPECT_EQ(*find_header(message.headers, "x-local-endpoint"), "not Claude");
  EXPECT_FALSE(find_header(message.headers, "connection"));

  const Http2Response stream = client.ask(signed_request("POST", kHaikuStream, invoke_body()));
  EXPECT_EQ(stream.status, 200);
  EXPECT_TRUE(stream.is_whole);
  EXPECT_THAT(decode_stream(stream.body).text(), HasSubstr("not Claude"));
  EXPECT_FALSE(find_header(stream.headers, "transfer-encoding"));
  EXPECT_EQ(endpoint.open_connections(), 1u);

  const auto requests = endpoint.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].protocol, "HTTP/2");
  EXPECT_EQ(*find_header(requests[0].headers, "host"), "127.0.0.1:8000");
}

TEST(Http2, AnswersManyRequestsAtOnce) {
  testing::LocalBedrockOptions options;
  options.threads = 2;
  options.replies =
      R"({"rules": [{"reply": {"text": "one two three four five", "chunk_size": 2, "pace_ms": 2}}]})";
  const auto endpoint = start_endpoint(options);
  Http2Client client(endpoint.port());
  std::vector<std::int32_t> streams;
  for (int i = 0; i < 100; ++i)
    streams.push_back(client.send(signed_request("POST", kHaikuStream, invoke_body())));
  for (const std::int32_t stream : streams) {
    const Http2Response response = client.receive(stream);
    EXPECT_TRUE(response.is_whole);
    EXPECT_EQ(decode_stream(response.body).text(), "one two three four five");
  }
  EXPECT_EQ(endpoint.open_connections(), 1u);
}

TEST(Http2, AStalledStreamHoldsNoOtherUp) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const std::int32_t stalled = client.send(faulty("stall=3600,after=2"));
  const std::int32_t before_head = client.send(faulty("stall=3600"));
  EXPECT_TRUE(client.receive_until([&] { return client.response(stalled).body.size() > 500; }));
  EXPECT_EQ(client.ask(signed_request("POST", kHaikuInvoke, invoke_body())).status, 200);
  EXPECT_EQ(client.response(before_head).status, 0);
  client.reset(stalled);
  client.reset(before_head);
  EXPECT_EQ(client.ask(signed_request("POST", kHaikuInvoke, invoke_body())).status, 200);
}

TEST(Http2, RefusesTamperedRequests) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  request.body.back() = ' ';
  const Http2Response tampered = client.ask(request);
  EXPECT_EQ(tampered.status, 403);
  EXPECT_THAT(*find_header(tampered.headers, "x-amzn-errortype"), HasSubstr("InvalidSignatureException"));
  request = signed_request("POST", kHaikuInvoke, invoke_body());
  header_of(request, "host") = "elsewhere";
  EXPECT_EQ(client.ask(request).status, 403);
}

TEST(Http2, AuthorityIsTheHost) {
  const auto endpoint = start_endpoint({.auth = testing::LocalAuth::off});
  Http2Client client(endpoint.port());
  Request request{.method = "GET", .target = "/foundation-models", .headers = {{"Host", "localhost:80"}}};
  EXPECT_EQ(client.ask(request).status, 200);
  request.headers = {{"Host", "evil.example"}};
  EXPECT_EQ(client.ask(request).status, 403);
}

TEST(Http2, AnswersHeadWithoutTheBody) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const Http2Response head = client.ask(signed_request("HEAD", "/no-such", ""));
  EXPECT_EQ(head.status, 404);
  EXPECT_TRUE(head.is_whole);
  EXPECT_EQ(head.body, "");
  const Http2Response whole = client.ask(signed_request("GET", "/no-such", ""));
  EXPECT_EQ(*find_header(head.headers, "content-length"), std::to_string(whole.body.size()));
}

TEST(Http2, ReadsABodyThatComesInPieces) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  const std::int32_t stream = client.send_head(request);
  client.send_body(stream, request.body.substr(0, 5), false);
  client.ping();
  EXPECT_TRUE(client.receive_until([&] { return client.pongs() == 1; }));
  client.send_body(stream, request.body.substr(5), true);
  EXPECT_EQ(client.receive(stream).status, 200);
}

TEST(Http2, ReadsALargeBody) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const std::string large = invoke_body(std::string(3'000'000, 'a'));
  EXPECT_NE(client.ask(signed_request("POST", kHaikuInvoke, large)).status, 0);
  EXPECT_EQ(endpoint.requests().at(0).body, large);
  EXPECT_THAT(client.ask(signed_request("POST", kHaikuInvoke, std::string(kBodyLimit + 1, 'x'))).body,
              HasSubstr("25000000"));
  EXPECT_EQ(client.ask(signed_request("POST", kHaikuInvoke, invoke_body())).status, 200);
}

TEST(Http2, IgnoresTrailers) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  const std::int32_t stream = client.send_head(request);
  client.send_body(stream, request.body, false);
  client.send_trailers(stream, {{"x-amz-extra", "1"}});
  EXPECT_EQ(client.receive(stream).status, 200);
  EXPECT_FALSE(find_header(endpoint.requests().at(0).headers, "x-amz-extra"));
}

TEST(Http2, SaysContinueToThoseWhoWait) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  request.headers.emplace_back("Expect", "100-continue");
  const std::int32_t stream = client.send_head(request);
  EXPECT_TRUE(client.receive_until([&] { return client.response(stream).interim; }));
  client.send_body(stream, request.body, true);
  EXPECT_EQ(client.receive(stream).status, 200);
}

TEST(Http2, ResetsTheStreamWhereHttp1ResetsTheConnection) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const Http2Response reset = client.ask(faulty("reset"));
  EXPECT_EQ(reset.status, 0);
  EXPECT_EQ(reset.reset, NGHTTP2_INTERNAL_ERROR);
  EXPECT_EQ(client.ask(faulty("")).status, 200) << "other streams go on";
}

TEST(Http2, CutsAnAnswerOff) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const std::string whole = client.ask(faulty("")).body;
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{500}, whole.size() - 1}) {
    const Http2Response cut = client.ask(faulty("cut-after=" + std::to_string(bytes)));
    EXPECT_EQ(cut.status, 200) << bytes;
    EXPECT_FALSE(cut.is_whole) << bytes;
    EXPECT_EQ(cut.reset, NGHTTP2_INTERNAL_ERROR) << bytes;
    EXPECT_EQ(cut.body.size(), bytes);
  }
  const Http2Response clean = client.ask(faulty("cut-after=500,clean"));
  EXPECT_TRUE(clean.is_whole);
  EXPECT_FALSE(clean.reset);
  EXPECT_TRUE(decode_stream(clean.body).is_incomplete);
  const Http2Response message = client.ask(faulty("cut-after=20", kHaikuInvoke));
  EXPECT_EQ(message.body.size(), 20u);
  EXPECT_FALSE(message.is_whole);
  const Http2Response short_message = client.ask(faulty("cut-after=20,clean", kHaikuInvoke));
  EXPECT_EQ(short_message.body.size(), 20u);
  EXPECT_TRUE(short_message.is_whole);
}

TEST(Http2, HasTheOtherFaults) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  EXPECT_EQ(client.ask(faulty("throttle")).status, 429);
  EXPECT_EQ(client.ask(faulty("status=503")).status, 503);
  EXPECT_TRUE(decode_stream(client.ask(faulty("bad-crc,after=2")).body).is_damaged);
  EXPECT_EQ(decode_stream(client.ask(faulty("error-frame,after=1")).body).frames.back().message_type,
            "error");
  EXPECT_EQ(decode_stream(client.ask(faulty("no-stop")).body).outline().back(), "message_delta");
  EXPECT_TRUE(client.ask(faulty("slow=1")).is_whole);
  EXPECT_TRUE(client.ask(faulty("stall=0.01")).is_whole);
}

TEST(Http2, SendsNoMoreThanTheClientTakes) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port(), 100);
  const std::int32_t stream = client.send(signed_request("POST", kHaikuStream, invoke_body()));
  EXPECT_TRUE(client.receive_until([&] { return client.response(stream).body.size() == 100; }));
  client.ping();
  EXPECT_TRUE(client.receive_until([&] { return client.pongs() == 1; }));
  EXPECT_EQ(client.response(stream).body.size(), 100u);
  client.open_window(stream, 60'000);
  EXPECT_THAT(decode_stream(client.receive(stream).body).text(), HasSubstr("not Claude"));
}

TEST(Http2, GoesOnFromARequestInHttp1) {
  const auto endpoint = start_endpoint();
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  request.headers.emplace_back("Connection", "Upgrade, HTTP2-Settings");
  request.headers.emplace_back("Upgrade", "h2c");
  request.headers.emplace_back("HTTP2-Settings", "AAMAAABk");
  RawClient client(endpoint.port());
  client.send(request);
  const RawResponse switched = client.receive_head();
  EXPECT_EQ(switched.status, 101);
  EXPECT_EQ(*find_header(switched.headers, "upgrade"), "h2c");
  EXPECT_TRUE(client.receive_at_least(200)) << "settings, and the answer on stream 1";

  header_of(request, "http2-settings") = "no settings";
  RawClient other(endpoint.port());
  other.send(request);
  EXPECT_EQ(other.receive().status, 200) << "in HTTP/1.1, as the settings are none";
}

}  // namespace
}  // namespace anthropic::internal::local
