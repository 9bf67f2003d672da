#pragma once

#include <gmock/gmock.h>

#include <anthropic/aws/session.hpp>
#include <anthropic/json.hpp>

#include "aws/session/make_session.hpp"
#include "base/public_names.hpp"
#include "support/fake_world.hpp"

namespace anthropic::internal::aws {

/// A session in a world of fakes, where each test scripts the answers and looks at what was sent.
class ServiceTest : public ::testing::Test {
 protected:
  Session session(SessionOptions options = {}) const {
    if (options.region.empty()) options.region = "us-east-1";
    if (options.access_key_id.empty()) {
      options.access_key_id = "AKIAIOSFODNN7EXAMPLE";
      options.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    }
    return internal::make_session(std::move(options), fake_.world);
  }

  void answer(std::string body, Headers headers = {}) { answer(200, std::move(body), std::move(headers)); }
  void answer(int status, std::string body = {}, Headers headers = {}) {
    fake_.transport->answer(status, std::move(body), std::move(headers));
  }
  void refuse(int status, const std::string& code, const std::string& message) {
    fake_.transport->answer(status, R"({"message":")" + message + R"("})",
                            {{"x-amzn-errortype", code}, {"x-amzn-requestid", "r-1"}});
  }

  std::size_t requests_sent() const { return fake_.transport->requests().size(); }
  testing::FakeRequest sent(std::size_t index = 0) const {
    const auto requests = fake_.transport->requests();
    EXPECT_LT(index, requests.size());
    return index < requests.size() ? requests[index] : testing::FakeRequest();
  }
  testing::FakeRequest last_request() const { return sent(requests_sent() - 1); }
  Json last_body() const { return Json::parse(last_request().body).value_or(Json()); }

  /// The error of a call that was refused without sending anything.
  template <class T>
  std::string local_refusal(const Result<T>& result) const {
    EXPECT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::bad_request);
    EXPECT_EQ(result.error().status, 0);
    EXPECT_EQ(requests_sent(), 0u);
    return result.error().message;
  }

  testing::FakeWorld fake_ = testing::make_fake_world();
};

}  // namespace anthropic::internal::aws
