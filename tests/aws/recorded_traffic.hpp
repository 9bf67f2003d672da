#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/public_names.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "http/url.hpp"
#include "support/fake_world.hpp"
#include "support/vectors.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::aws {

/// One request and its answer, as another SDK has recorded them.
struct RecordedExchange {
  std::string method;
  std::string uri;
  Headers headers;
  std::string request_body;
  testing::FakeAnswer answer;
};

inline std::string text_of_data(const Json& data) {
  return data["Utf8"].string_or("");
}

/// The exchanges of a http-traffic.json in the order of their requests.
inline std::vector<RecordedExchange> recorded_exchanges(const Json& traffic) {
  std::vector<RecordedExchange> exchanges;
  std::map<std::int64_t, std::size_t> by_connection;
  for (const Json& event : traffic["events"].items()) {
    const std::int64_t connection = event["connection_id"].as_int64().value_or(-1);
    const Json& action = event["action"];
    if (action.contains("Request")) {
      const Json& request = action["Request"]["request"];
      RecordedExchange exchange{.method = request["method"].string_or(""),
                                .uri = request["uri"].string_or(""),
                                .headers = {},
                                .request_body = {},
                                .answer = {}};
      for (const auto& header : request["headers"].members()) {
        exchange.headers.emplace_back(header.name, header.value[0].string_or(""));
      }
      by_connection[connection] = exchanges.size();
      exchanges.push_back(std::move(exchange));
      continue;
    }
    RecordedExchange& exchange = exchanges.at(by_connection.at(connection));
    if (action.contains("Response")) {
      const Json& response = action["Response"]["response"]["Ok"];
      exchange.answer.status = static_cast<int>(response["status"].as_int64().value_or(0));
    } else if (action.contains("Data")) {
      const std::string text = text_of_data(action["Data"]["data"]);
      if (action["Data"]["direction"].string_or("") == "Request") {
        exchange.request_body += text;
      } else if (!text.empty()) {
        exchange.answer.pieces.push_back(text);
      }
    }
  }
  return exchanges;
}

/// "a=1&b=2" as a map of decoded values.
inline std::map<std::string, std::string> form_of(std::string_view text) {
  std::map<std::string, std::string> form;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (pair.empty()) continue;
    form[percent_decode(pair.substr(0, equals))] =
        equals == std::string_view::npos ? "" : percent_decode(pair.substr(equals + 1));
  }
  return form;
}

/// A replayed case's transport: compares what is sent with what was recorded, and gives the recorded answers.
class Replay {
 public:
  /// `told_otherwise`: values that the recording has from another run, and what they are by the case's own
  /// files.
  Replay(std::vector<RecordedExchange> exchanges, std::map<std::string, std::string> told_otherwise)
      : exchanges_(std::move(exchanges)), told_otherwise_(std::move(told_otherwise)) {}

  testing::FakeAnswer answer(const testing::FakeRequest& request) {
    if (next_ >= exchanges_.size()) {
      ++beyond_;
      if (!exchanges_.empty()) return exchanges_.back().answer;
      return {.error = Error{.kind = ErrorKind::connection, .message = "nothing is recorded"}};
    }
    const RecordedExchange& exchange = exchanges_[next_++];
    compare(request, exchange);
    return exchange.answer;
  }

  std::size_t left() const { return exchanges_.size() - next_; }
  int beyond() const { return beyond_; }
  const std::vector<RecordedExchange>& exchanges() const { return exchanges_; }

 private:
  void compare(const testing::FakeRequest& sent, const RecordedExchange& recorded) const {
    EXPECT_EQ(sent.method, recorded.method);
    const auto ours = parse_url(sent.url);
    const auto theirs = parse_url(recorded.uri);
    ASSERT_TRUE(ours && theirs) << sent.url << " " << recorded.uri;
    EXPECT_EQ(ours->scheme, theirs->scheme);
    EXPECT_EQ(ours->authority(), theirs->authority());
    EXPECT_EQ(ours->path, theirs->path);
    EXPECT_EQ(form_of(ours->query), form_of(theirs->query));
    EXPECT_EQ(sent.header("host"), ours->authority());
    for (const auto& [name, value] : recorded.headers) {
      const std::string lower = ascii_lower(name);
      if (lower == "x-amz-sso_bearer_token" || lower == "accept" || lower.starts_with("x-aws-ec2-")) {
        EXPECT_EQ(sent.header(name), value) << name;
      }
    }
    compare_signature(sent, recorded);
    compare_form(form_of(sent.body), form_of(recorded.request_body));
  }

  void compare_signature(const testing::FakeRequest& sent, const RecordedExchange& recorded) const {
    const std::string* authorization = find_header(recorded.headers, "authorization");
    if (!authorization) {
      EXPECT_FALSE(sigv4::parse_authorization(sent.header("authorization"))) << "signed: " << sent.url;
      return;
    }
    const auto theirs = sigv4::parse_authorization(*authorization);
    const auto ours = sigv4::parse_authorization(sent.header("authorization"));
    ASSERT_TRUE(theirs && ours);
    const auto other = told_otherwise_.find(theirs->access_key_id);
    EXPECT_EQ(ours->access_key_id, other == told_otherwise_.end() ? theirs->access_key_id : other->second);
    EXPECT_EQ(ours->service, theirs->service);
    // The recordings carry the region of another run; that of the host is the one that counts.
    EXPECT_EQ(sent.header("x-amz-security-token").empty(),
              find_header(recorded.headers, "x-amz-security-token") == nullptr);
  }

  void compare_form(const std::map<std::string, std::string>& ours,
                    const std::map<std::string, std::string>& theirs) const {
    for (const auto& [name, value] : theirs) {
      const auto found = ours.find(name);
      if (found == ours.end()) {
        ADD_FAILURE() << name << " is not sent";
        continue;
      }
      const std::string expected(trim(value));
      if (told_otherwise_.contains(expected)) {
        EXPECT_EQ(found->second, told_otherwise_.at(expected)) << name;
      } else if (name == "RoleSessionName" && value != "test-session") {
        EXPECT_TRUE(found->second.starts_with("anthropic-bedrock-cpp-")) << found->second;
      } else {
        EXPECT_EQ(found->second, expected) << name;
      }
    }
    EXPECT_EQ(ours.size(), theirs.size());
  }

  const std::vector<RecordedExchange> exchanges_;
  const std::map<std::string, std::string> told_otherwise_;
  std::size_t next_ = 0;
  int beyond_ = 0;
};

}  // namespace anthropic::internal::aws
