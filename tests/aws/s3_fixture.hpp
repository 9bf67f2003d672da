#pragma once

#include <gmock/gmock.h>
#include <string>

#include <anthropic/aws/s3.hpp>

#include "support/fake_world.hpp"

namespace anthropic::aws {

/// S3 over a scripted transport.
class S3Test : public ::testing::Test {
 protected:
  SessionOptions session_options() const {
    return {.region = "us-east-1",
            .access_key_id = "AKIAIOSFODNN7EXAMPLE",
            .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            .world = fake_.world};
  }
  S3 client(ClientOptions options = {}, S3Options s3_options = {}) const {
    return S3(Session(session_options()), std::move(options), s3_options);
  }
  void answer(int status, std::string body = {}, Headers headers = {}) {
    fake_.transport->answer(status, std::move(body), std::move(headers));
  }
  testing::FakeRequest sent(std::size_t index = 0) const { return fake_.transport->requests().at(index); }
  std::size_t sent_count() const { return fake_.transport->requests().size(); }

  testing::FakeWorld fake_ = testing::make_fake_world();
};

}  // namespace anthropic::aws
