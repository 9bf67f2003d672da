#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/json.hpp>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "decoded_frames.hpp"
#include "raw_client.hpp"
#include "running_endpoint.hpp"

// The server on a real socket.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;

std::string error_of(const RawResponse& response) {
  const std::string* type = find_header(response.headers, "x-amzn-errortype");
  return type ? type->substr(0, type->find(':')) : "(none)";
}

TEST(Server, KeepsTheConnectionForTheNextRequest) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  for (int i = 0; i < 3; ++i) {
    client.send(signed_request("POST", i == 1 ? kHaikuStream : kHaikuInvoke, invoke_body()));
    const RawResponse response = client.receive();
    EXPECT_EQ(response.status, 200) << i;
    EXPECT_TRUE(response.is_whole) << i;
  }
  EXPECT_EQ(endpoint.open_connections(), 1u);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  client.send(wire_text(signed_request("POST", kHaikuInvoke, invoke_body())) +
              wire_text(signed_request("POST", kHaikuStream, invoke_body())) +
              wire_text(signed_request("POST", kHaikuInvoke, "{}")));
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_THAT(decode_stream(client.receive().body).text(), HasSubstr("not Claude"));
  EXPECT_EQ(client.receive().status, 400);
}

TEST(Server, SendsDateAndRequestIdWithEveryAnswer) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  for (const char* target : {kHaikuInvoke.data(), "/nowhere", "/foundation-models"}) {
    client.send(signed_request("POST", target, "{}"));
    const RawResponse response = client.receive();
    EXPECT_TRUE(find_header(response.headers, "date")) << target;
    EXPECT_TRUE(find_header(response.headers, "x-amzn-requestid")) << target;
    EXPECT_TRUE(find_header(response.headers, "x-local-endpoint")) << target;
  }
}

TEST(Server, RefusesTamperedRequestsOnTheWire) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  const auto verdict = [&](const Request& request) {
    client.send(request);
    return error_of(client.receive());
  };
  const Request good = signed_request("POST", kHaikuInvoke, invoke_body(), {.pair = temporary_pair()});
  EXPECT_EQ(verdict(good), "(none)");
  Request bad = good;
  bad.body.back() = ' ';
  EXPECT_EQ(verdict(bad), "InvalidSignatureException");
  bad = good;
  header_of(bad, "host") = "elsewhere";
  EXPECT_EQ(verdict(bad), "InvalidSignatureException");
  bad = good;
  header_of(bad, "x-amz-security-token") = "another";
  EXPECT_EQ(verdict(bad), "UnrecognizedClientException");
  bad = good;
  header_of(bad, "x-amz-date") = "20261122T000000Z";
  EXPECT_EQ(verdict(bad), "InvalidSignatureException");
  bad = good;
  bad.headers.emplace_back("x-amz-extra", "1");
  EXPECT_EQ(verdict(bad), "InvalidSignatureException");
  bad = good;
  remove_header(bad, "authorization");
  EXPECT_EQ(verdict(bad), "MissingAuthenticationTokenException");
  Request bearer{.method = "POST", .target = std::string(kHaikuInvoke)};
  bearer.headers = {{"Host", "h"}, {"Authorization", "Bearer good-token"}};
  bearer.body = invoke_body();
  EXPECT_EQ(verdict(bearer), "(none)");
  header_of(bearer, "authorization") = "Bearer bad-token";
  EXPECT_EQ(verdict(bearer), "AccessDeniedException");
}

TEST(Server, RefusesARequestWithoutHost) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  remove_header(request, "host");
  client.send(request);
  EXPECT_EQ(error_of(client.receive()), "InvalidSignatureException");
}

TEST(Server, RefusesARequestWithTwoHosts) {
  for (const auto auth : {testing::LocalAuth::strict, testing::LocalAuth::off}) {
    const auto endpoint = start_endpoint({.auth = auth});
    RawClient client(endpoint.port());
    client.send("GET /guardrails HTTP/1.1\r\nHost: localhost\r\nhost: localhost\r\n\r\n");
    EXPECT_EQ(client.receive().status, 400);
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(Server, ReadsABodyInChunks) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  std::string text = wire_text(request);
  text = text.substr(0, text.find("Content-Length")) + "Transfer-Encoding: chunked\r\n\r\n";
  text += "5\r\n" + request.body.substr(0, 5) + "\r\n";
  char size[16];
  std::snprintf(size, sizeof size, "%zx", request.body.size() - 5);
  text += std::string(size) + "\r\n" + request.body.substr(5) + "\r\n0\r\n\r\n";
  client.send(text);
  EXPECT_EQ(client.receive().status, 200);
}

TEST(Server, SaysContinueToThoseWhoWait) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  request.headers.emplace_back("Expect", "100-continue");
  const std::string text = wire_text(request);
  client.send(text.substr(0, text.size() - request.body.size()));
  EXPECT_EQ(client.receive().status, 100);
  client.send(request.body);
  EXPECT_EQ(client.receive().status, 200);
}

TEST(Server, RefusesATooLargeBodyBeforeItIsSent) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  client.send(
      "POST /model/m/invoke HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 25000001\r\n\r\n");
  const RawResponse response = client.receive();
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("25000000"));
}

TEST(Server, ReadsATooLargeBodyToItsEndAndGoesOn) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  client.send(signed_request("POST", kHaikuInvoke, std::string(kBodyLimit + 1, 'x')));
  const RawResponse response = client.receive();
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("25000000"));
  client.send(signed_request("POST", kHaikuInvoke, std::string(kBodyLimit, 'x')));
  EXPECT_THAT(client.receive().body, HasSubstr("Malformed input request"));
  client.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(client.receive().status, 200);
}

TEST(Server, RefusesWhatIsNoHttp) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  client.send("\x16\x03\x01\x02 this is TLS, or nothing at all\r\n\r\n");
  EXPECT_EQ(client.receive().status, 400);
  EXPECT_TRUE(client.is_closed());
  RawClient long_header(endpoint.port());
  long_header.send("GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n");
  EXPECT_EQ(long_header.receive().status, 400);
  EXPECT_TRUE(long_header.is_closed());
}

TEST(Server, AnswersHeadWithoutTheBody) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  client.send(signed_request("GET", "/no-such", ""));
  const RawResponse whole = client.receive();
  for (int i = 0; i < 2; ++i) {
    client.send(signed_request("HEAD", "/no-such", ""));
    const RawResponse head = client.receive_head();
    EXPECT_EQ(head.status, 404);
    EXPECT_EQ(*find_header(head.headers, "content-length"), *find_header(whole.headers, "content-length"));
  }
  client.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(client.receive().status, 200) << "nothing stood between the answers";
}

TEST(Server, ClosesWhenTheClientAsksForIt) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  request.headers.emplace_back("Connection", "close");
  client.send(request);
  const RawResponse response = client.receive();
  EXPECT_EQ(*find_header(response.headers, "connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace anthropic::internal::local
