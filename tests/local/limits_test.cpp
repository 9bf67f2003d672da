#include "local/server/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <thread>
#include <vector>

#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "raw_client.hpp"
#include "running_endpoint.hpp"

// What somebody can make the endpoint spend.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kLarge = 24'000'000;

/// The bytes of a request up to its body, which is said to be so long.
std::string head_text(const Request& request, std::size_t length) {
  Request without = request;
  without.body.clear();
  std::string text = wire_text(without);
  const std::string zero = "Content-Length: 0";
  return text.replace(text.find(zero), zero.size(), "Content-Length: " + std::to_string(length));
}

std::string connection_of(const RawResponse& response) {
  const std::string* value = find_header(response.headers, "connection");
  return value ? *value : "";
}

Request unsigned_request() {
  Request request = signed_request("POST", kHaikuInvoke, "");
  remove_header(request, "authorization");
  return request;
}

struct Refused {
  const char* what;
  Request request;
  int status;
  const char* message;
};

std::vector<Refused> refused_by_their_head() {
  std::vector<Refused> all;
  all.push_back({"no key", unsigned_request(), 403, "Missing Authentication Token"});
  aws::Credentials unknown = plain_pair();
  unknown.access_key_id = "AKIDUNKNOWN";
  all.push_back(
      {"another key", signed_request("POST", kHaikuInvoke, "", {.pair = unknown}), 403, "security token"});
  all.push_back(
      {"another region", signed_request("POST", kHaikuInvoke, "", {.region = "eu-west-1"}), 403, "region"});
  all.push_back({"an old date",
                 signed_request("POST", kHaikuInvoke, "", {.time = noon() - std::chrono::hours(1)}), 403,
                 "expired"});
  aws::Credentials wrong = plain_pair();
  wrong.secret_access_key = "wrong";
  all.push_back({"a wrong signature",
                 signed_request("POST", kHaikuInvoke, "",
                                {.pair = wrong, .more = {{"X-Amz-Content-Sha256", sha256_hex("later")}}}),
                 403, "signature we calculated"});
  Request bearer = unsigned_request();
  bearer.headers.emplace_back("Authorization", "Bearer wrong");
  all.push_back({"a wrong bearer token", bearer, 403, "API Key"});
  Request api = unsigned_request();
  api.target = "/v1/messages";
  all.push_back({"no API key", api, 401, "x-api-key header is required"});
  Request nowhere = unsigned_request();
  nowhere.target = "/nowhere";
  all.push_back({"no such path", nowhere, 404, "no operation"});
  return all;
}

TEST(LocalLimits, WhoMayNotAskIsToldBeforeTheBodyComes) {
  const auto endpoint = start_endpoint();
  for (const Refused& refused : refused_by_their_head()) {
    RawClient client(endpoint.port());
    client.send(head_text(refused.request, kLarge));
    const RawResponse response = client.receive();
    EXPECT_EQ(response.status, refused.status) << refused.what;
    EXPECT_THAT(response.body, HasSubstr(refused.message)) << refused.what;
    EXPECT_EQ(connection_of(response), "close") << refused.what;
    EXPECT_TRUE(client.is_closed());
  }
  const Request chunked = [] {
    Request request = unsigned_request();
    request.headers.emplace_back("Transfer-Encoding", "chunked");
    return request;
  }();
  RawClient client(endpoint.port());
  const std::string text = wire_text(chunked);
  client.send(text.substr(0, text.find("Content-Length")) + "\r\n5\r\nhello");
  EXPECT_EQ(client.receive().status, 403);
}

TEST(LocalLimits, WhoSendsOnSeesTheAnswer) {
  const auto endpoint = start_endpoint();
  Request request = unsigned_request();
  request.body = std::string(kLarge, 'x');
  RawClient client(endpoint.port());
  client.send(request);
  const RawResponse response = client.receive();
  EXPECT_EQ(response.status, 403);
  EXPECT_TRUE(response.is_whole);
  EXPECT_FALSE(response.was_reset);
  EXPECT_EQ(endpoint.requests().at(0).body, "") << "nothing of it was kept";
}

TEST(LocalLimits, ASmallBodyDoesNotCostTheConnection) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  client.send(head_text(unsigned_request(), 100));
  const RawResponse response = client.receive();
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(connection_of(response), "keep-alive");
  client.send(std::string(100, 'x'));
  client.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(client.receive().status, 200);
}

TEST(LocalLimits, WhoWaitsToContinueIsRefusedInstead) {
  const auto endpoint = start_endpoint();
  RawClient client(endpoint.port());
  Request request = unsigned_request();
  request.headers.emplace_back("Expect", "100-continue");
  client.send(head_text(request, 100));
  EXPECT_EQ(client.receive().status, 403);
  EXPECT_TRUE(client.is_closed());
}

TEST(LocalLimits, ASignatureOfTheStatedHashIsStillHeldAgainstTheBody) {
  const auto endpoint = start_endpoint();
  const Request request = signed_request("POST", kHaikuInvoke, invoke_body(),
                                         {.more = {{"X-Amz-Content-Sha256", sha256_hex(invoke_body())}}});
  RawClient client(endpoint.port());
  const auto send_in_two = [&](const std::string& body) {
    client.send(head_text(request, body.size()));
    client.send(body);
    return client.receive().status;
  };
  EXPECT_EQ(send_in_two(invoke_body()), 200);
  EXPECT_EQ(send_in_two(invoke_body("Something else")), 403);
}

TEST(LocalLimits, WithAuthOffAForeignPageIsToldBeforeTheBodyComes) {
  const auto endpoint = start_endpoint({.auth = testing::LocalAuth::off});
  RawClient client(endpoint.port());
  Request request = unsigned_request();
  header_of(request, "host") = "evil.example";
  client.send(head_text(request, kLarge));
  EXPECT_EQ(client.receive().status, 403);
}

TEST(LocalLimits, TheUnauthorisedTakeNothingOfTheMemory) {
  const auto endpoint = start_endpoint({.body_memory = 100'000});
  std::vector<RawClient> strangers;
  for (int i = 0; i < 20; ++i) {
    strangers.emplace_back(endpoint.port());
    strangers.back().send(head_text(unsigned_request(), kLarge) + std::string(100'000, 'x'));
  }
  RawClient client(endpoint.port());
  client.send(signed_request("POST", kHaikuInvoke, invoke_body(std::string(90'000, 'a'))));
  EXPECT_EQ(client.receive().status, 200);
  for (RawClient& stranger : strangers) EXPECT_EQ(stranger.receive().status, 403);
}

TEST(LocalLimits, BodiesTogetherHoldNoMoreThanTheLimit) {
  const auto endpoint = start_endpoint({.body_memory = 100'000});
  Request first = signed_request("POST", kHaikuInvoke, invoke_body(std::string(70'000, 'a')));
  first.headers.emplace_back("Expect", "100-continue");
  RawClient client(endpoint.port());
  client.send(head_text(first, first.body.size()));
  ASSERT_EQ(client.receive().status, 100) << "its share is taken now";

  const Request second = signed_request("POST", kHaikuInvoke, invoke_body(std::string(50'000, 'b')));
  RawClient other(endpoint.port());
  other.send(second);
  const RawResponse refused = other.receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("100000 bytes"));
  EXPECT_THAT(refused.body, HasSubstr("--body-memory"));
  EXPECT_THAT(*find_header(refused.headers, "x-amzn-errortype"), HasSubstr("ServiceUnavailableException"));

  client.send(first.body);
  EXPECT_EQ(client.receive().status, 200);
  RawClient again(endpoint.port());
  again.send(second);
  EXPECT_EQ(again.receive().status, 200) << "what was held is free";
}

TEST(LocalLimits, ABodyInChunksIsCountedAsItComes) {
  const auto endpoint = start_endpoint({.body_memory = 50'000});
  const Request request = signed_request("POST", kHaikuInvoke, invoke_body(std::string(0xea60, 'a')));
  const std::string text = wire_text(request);
  RawClient client(endpoint.port());
  char size[16];
  std::snprintf(size, sizeof size, "%zx", request.body.size());
  client.send(text.substr(0, text.find("Content-Length")) + "Transfer-Encoding: chunked\r\n\r\n" + size +
              "\r\n" + request.body + "\r\n0\r\n\r\n");
  EXPECT_EQ(client.receive().status, 503);
  client.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(client.receive().status, 200) << "it was read to its end";
}

TEST(LocalLimits, ABodyMayNotTakeForEver) {
  const auto endpoint = start_endpoint({.body_timeout = std::chrono::milliseconds(20)});
  const Request request = signed_request("POST", kHaikuInvoke, invoke_body());
  RawClient client(endpoint.port());
  client.send(head_text(request, request.body.size()) + request.body.substr(1));
  const RawResponse response = client.receive();
  EXPECT_EQ(response.status, 408);
  EXPECT_THAT(response.body, HasSubstr("within 20 ms"));
  EXPECT_THAT(response.body, HasSubstr("--body-timeout"));
  EXPECT_TRUE(client.is_closed());

  RawClient drained(endpoint.port());
  drained.send(head_text(unsigned_request(), 100));
  EXPECT_EQ(drained.receive().status, 403);
  EXPECT_TRUE(drained.is_closed()) << "nor may one that is thrown away";
}

TEST(LocalLimits, ConnectionsAreLimited) {
  const auto endpoint = start_endpoint({.max_connections = 2});
  std::vector<RawClient> clients;
  for (int i = 0; i < 2; ++i) {
    clients.emplace_back(endpoint.port());
    clients.back().send(signed_request("POST", kHaikuInvoke, invoke_body()));
    EXPECT_EQ(clients.back().receive().status, 200);
  }
  RawClient one_more(endpoint.port());
  one_more.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  const RawResponse refused = one_more.receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("2 connections open"));
  EXPECT_THAT(refused.body, HasSubstr("--max-connections"));
  EXPECT_TRUE(one_more.is_closed());
  one_more.hang_up();

  clients.pop_back();
  while (endpoint.open_connections() > 1) std::this_thread::yield();
  RawClient next(endpoint.port());
  next.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(next.receive().status, 200);
}

TEST(LocalLimits, SoAreThoseThatAreTurnedAway) {
  const auto endpoint = start_endpoint({.max_connections = 1});
  std::vector<RawClient> clients;
  for (int i = 0; i < 65; ++i) clients.emplace_back(endpoint.port());
  RawClient one_more(endpoint.port());
  one_more.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(one_more.receive().status, 0);
  EXPECT_LE(endpoint.open_connections(), 65u);
}

TEST(LocalLimits, AreToldInTheShapeOfTheApi) {
  const auto endpoint = start_endpoint({.max_connections = 1});
  RawClient client(endpoint.port());
  RawClient one_more(endpoint.port());
  while (endpoint.open_connections() < 2) std::this_thread::yield();
  Request request = unsigned_request();
  request.target = "/v1/messages";
  one_more.send(request);
  const RawResponse refused = one_more.receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("overloaded_error"));
}

TEST(BodyMemory, CountsWhatIsHeld) {
  BodyMemory memory(100);
  BodyShare one(memory);
  EXPECT_TRUE(one.grow(60));
  EXPECT_TRUE(one.grow(40));
  {
    BodyShare other(memory);
    EXPECT_FALSE(other.grow(1));
    one.release();
    EXPECT_TRUE(other.grow(100));
    EXPECT_FALSE(other.grow(std::numeric_limits<std::size_t>::max()));
  }
  EXPECT_TRUE(memory.take(100)) << "a share gives back what it holds";
}

}  // namespace
}  // namespace anthropic::internal::local
