#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mutex>
#include <thread>
#include <vector>

#include "base/text/header_lookup.hpp"
#include "http2_client.hpp"
#include "running_endpoint.hpp"

// What somebody can make the endpoint spend over HTTP/2, and how it says so.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kLarge = 24'000'000;

/// Keeps the lines of an endpoint's log.
class LogLines {
 public:
  testing::LocalBedrockOptions options() {
    testing::LocalBedrockOptions options;
    options.log = [this](std::string_view line) {
      const std::lock_guard lock(mutex_);
      text_ += line;
      text_ += '\n';
    };
    return options;
  }
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::string text_;
};

Request with_length(Request request, std::size_t length) {
  request.headers.emplace_back("Content-Length", std::to_string(length));
  return request;
}

Request unsigned_request() {
  Request request = signed_request("POST", kHaikuInvoke, "");
  remove_header(request, "authorization");
  return request;
}

TEST(Http2Limits, WhoMayNotAskIsToldBeforeTheBodyComes) {
  const auto endpoint = start_endpoint({.body_memory = 1000});
  Http2Client client(endpoint.port());
  const std::int32_t stream = client.send_head(with_length(unsigned_request(), kLarge));
  EXPECT_TRUE(client.receive_until([&] { return client.response(stream).is_whole; }));
  EXPECT_EQ(client.response(stream).status, 403);
  client.send_body(stream, std::string(2'000'000, 'x'), false);
  client.ping();
  EXPECT_TRUE(client.receive_until([&] { return client.pongs() == 1; }))
      << "what it sends is read all the same";
  EXPECT_EQ(endpoint.requests().at(0).body, "") << "and nothing of it kept";
}

TEST(Http2Limits, BodiesTogetherHoldNoMoreThanTheLimit) {
  const auto endpoint = start_endpoint({.body_memory = 100'000});
  Http2Client client(endpoint.port());
  const Request first = signed_request("POST", kHaikuInvoke, invoke_body(std::string(70'000, 'a')));
  const Request second = signed_request("POST", kHaikuInvoke, invoke_body(std::string(50'000, 'b')));
  const std::int32_t stream = client.send_head(first);
  client.send_body(stream, first.body.substr(0, 60'000), false);
  client.ping();
  EXPECT_TRUE(client.receive_until([&] { return client.pongs() == 1; }));
  const Http2Response refused = client.ask(second);
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("--body-memory"));
  client.send_body(stream, first.body.substr(60'000), true);
  EXPECT_EQ(client.receive(stream).status, 200);
  EXPECT_EQ(client.ask(second).status, 200) << "what was held is free";
}

TEST(Http2Limits, ABodyMayNotTakeForEver) {
  const auto endpoint = start_endpoint({.body_timeout = std::chrono::milliseconds(20)});
  Http2Client client(endpoint.port());
  const std::int32_t stream = client.send_head(signed_request("POST", kHaikuInvoke, invoke_body()));
  client.send_body(stream, "{", false);
  EXPECT_TRUE(client.receive_until([&] { return client.response(stream).is_whole; }));
  EXPECT_EQ(client.response(stream).status, 408);
  EXPECT_THAT(client.response(stream).body, HasSubstr("--body-timeout"));
}

TEST(Http2Limits, ATooLargeBodyIsRefusedBeforeItIsSent) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  Request request = with_length(signed_request("POST", kHaikuInvoke, ""), kBodyLimit + 1);
  request.headers.emplace_back("Expect", "100-continue");
  const std::int32_t stream = client.send_head(request);
  EXPECT_TRUE(client.receive_until([&] { return client.response(stream).is_whole; }));
  EXPECT_EQ(client.response(stream).status, 400);
  EXPECT_FALSE(client.response(stream).interim);
}

TEST(Http2Limits, ConnectionsAreLimited) {
  const auto endpoint = start_endpoint({.max_connections = 1});
  Http2Client client(endpoint.port());
  EXPECT_EQ(client.ask(signed_request("POST", kHaikuInvoke, invoke_body())).status, 200);
  Http2Client one_more(endpoint.port());
  const Http2Response refused = one_more.ask(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("--max-connections"));
  EXPECT_TRUE(one_more.is_closed());
  EXPECT_EQ(one_more.goaway(), NGHTTP2_NO_ERROR);
}

TEST(Http2Limits, StreamsOfAConnectionAreLimited) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  EXPECT_EQ(client.ask(signed_request("POST", kHaikuInvoke, invoke_body())).status, 200);
  EXPECT_EQ(client.concurrent_streams(), 128u);
}

TEST(Http2Limits, HeadersAreLimited) {
  LogLines log;
  const auto endpoint = start_endpoint(log.options());
  Http2Client client(endpoint.port());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  for (int i = 0; i < 4; ++i) request.headers.emplace_back("X-Long", std::string(20'000, 'x'));
  EXPECT_EQ(client.ask(request).status, 400);
  EXPECT_THAT(log.text(), HasSubstr(" 400 no HTTP request: HTTP/2: header limit exceeded\n"));
  EXPECT_EQ(client.ask(signed_request("POST", kHaikuInvoke, invoke_body())).status, 200);
}

TEST(Http2Limits, WhatIsNoHttp2IsToldWithoutItsBytes) {
  LogLines log;
  auto endpoint = start_endpoint(log.options());
  Http2Client client(endpoint.port());
  client.send_raw("a secret that is no frame");
  EXPECT_TRUE(client.is_closed());
  EXPECT_TRUE(client.goaway());
  Http2Client other(endpoint.port());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  request.headers.emplace_back("Connection", "secret");
  EXPECT_EQ(other.ask(request).reset, NGHTTP2_PROTOCOL_ERROR);
  endpoint.stop();
  EXPECT_THAT(log.text(), HasSubstr(" 400 no HTTP request: HTTP/2: "));
  EXPECT_THAT(log.text(), Not(HasSubstr("secret")));
}

TEST(Http2Limits, FloodsEndTheConnection) {
  const auto endpoint = start_endpoint();
  const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  const std::string settings(std::string("\0\0\0\4\0\0\0\0\0", 9));
  const std::string ping = std::string("\0\0\10\6\0\0\0\0\0", 9) + "12345678";
  for (const std::string& frame : {settings, ping}) {
    RawClient client(endpoint.port());
    client.send(preface + settings);
    std::string flood;
    while (flood.size() < 8'000'000) flood += frame;
    client.send(flood);  // and reads none of the acknowledgements
    EXPECT_TRUE(client.is_closed());
  }
  Http2Client client(endpoint.port());
  EXPECT_EQ(client.ask(signed_request("POST", kHaikuInvoke, invoke_body())).status, 200);
}

TEST(Http2Limits, RequestsThatAreTakenBackEndTheConnection) {
  const auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  const Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  for (int i = 0; i < 3000 && !client.goaway(); ++i) {
    const std::int32_t stream = client.send_head(request);
    if (stream < 0) break;
    client.reset(stream);
  }
  EXPECT_TRUE(client.receive_until([&] { return client.goaway().has_value(); }));
}

TEST(Http2Limits, StopSaysGoodbye) {
  auto endpoint = start_endpoint();
  Http2Client client(endpoint.port());
  Request request = signed_request("POST", kHaikuStream, invoke_body());
  header_of(request, "x-local-fault") = "stall=3600,after=2";
  const std::int32_t stream = client.send(request);
  EXPECT_TRUE(client.receive_until([&] { return client.response(stream).body.size() > 500; }));
  client.ping();
  EXPECT_TRUE(client.receive_until([&] { return client.pongs() == 1; })) << "nothing is on its way";
  endpoint.stop();
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(client.goaway(), NGHTTP2_NO_ERROR);
  EXPECT_FALSE(client.response(stream).is_whole);
}

TEST(Http2Limits, AHangUpIsNoticed) {
  const auto endpoint = start_endpoint();
  {
    Http2Client client(endpoint.port());
    Request request = signed_request("POST", kHaikuStream, invoke_body());
    header_of(request, "x-local-fault") = "stall=3600,after=2";
    for (int i = 0; i < 10; ++i) client.send(request);
    const std::int32_t last = client.send(request);
    EXPECT_TRUE(client.receive_until([&] { return client.response(last).body.size() > 500; }));
    EXPECT_EQ(endpoint.open_connections(), 1u);
  }
  while (endpoint.open_connections() > 0) std::this_thread::yield();
}

}  // namespace
}  // namespace anthropic::internal::local
