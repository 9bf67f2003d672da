#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include <anthropic/testing/local_bedrock.hpp>

#include "cli/running_program.hpp"

namespace anthropic::internal::cli {

/// An endpoint in this process that counts what it answers.
class CountingEndpoint {
 public:
  explicit CountingEndpoint(const std::string& fault = {}) {
    testing::LocalBedrockOptions options;
    options.fault = fault;
    options.log = [this](std::string_view line) {
      if (line.find(" 200 ") != std::string_view::npos) ++answered_;
    };
    endpoint_.emplace(*testing::LocalBedrock::start(std::move(options)));
  }

  Variables variables() const {
    return {{"AWS_ACCESS_KEY_ID", endpoint_->credentials().access_key_id},
            {"AWS_SECRET_ACCESS_KEY", endpoint_->credentials().secret_access_key},
            {"AWS_REGION", endpoint_->region()},
            {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME", endpoint_->base_url()}};
  }
  std::uint64_t answered() const { return answered_; }
  std::uint64_t requests() const { return endpoint_->request_count(); }

 private:
  std::atomic<std::uint64_t> answered_ = 0;
  std::optional<testing::LocalBedrock> endpoint_;
};

}  // namespace anthropic::internal::cli
