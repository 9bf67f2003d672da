#pragma once

#include <utility>

#include <anthropic/aws/s3.hpp>

#include "base/public_names.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal::aws {

/// S3 over a scripted transport.
class S3Test : public ServiceTest {
 protected:
  S3 client(ClientOptions options = {}, S3Options s3_options = {}) const {
    return S3(session(), std::move(options), s3_options);
  }
};

}  // namespace anthropic::internal::aws
