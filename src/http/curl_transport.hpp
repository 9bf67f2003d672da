#pragma once

#include <memory>

#include "http/curl_lane_pool.hpp"
#include "http/transport.hpp"

namespace anthropic {

class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(const Environment& environment, const CurlLimits& limits = {});
  std::unique_ptr<HttpExchange> open(const HttpRequest& request) override;

 private:
  const std::shared_ptr<CurlLanePool> pool_;
};

}  // namespace anthropic
