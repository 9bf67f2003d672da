#pragma once

#include <memory>
#include <utility>

#include "http/curl/transfer_pool.hpp"
#include "http/transport.hpp"

namespace anthropic::internal {

class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(const Environment& environment, const CurlLimits& limits = {});
  /// On the transfers of `pool`.
  explicit CurlTransport(std::shared_ptr<CurlTransferPool> pool) : pool_(std::move(pool)) {}
  std::unique_ptr<HttpExchange> open(const HttpRequest& request) override;
  std::shared_ptr<TaskLoop> make_loop() override;

 private:
  const std::shared_ptr<CurlTransferPool> pool_;
};

}  // namespace anthropic::internal
