#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "base/process/of_one_process.hpp"
#include "http/curl/transfer.hpp"

namespace anthropic::internal {

class CurlLoop;

struct CurlLimits {
  std::size_t idle_transfers = 64;
  std::size_t buffered_body = 256u << 10;  ///< bytes of one answer that are held unread
};

/// Idle transfers, kept for the next request. Thread-safe.
class CurlTransferPool : public OfOneProcess<CurlTransferPool> {
 public:
  /// `loop`: on which all transfers are, and which outlives this; if it is null, each waits by itself.
  CurlTransferPool(const CurlLimits& limits, NetworkSettings network, CurlLoop* loop = nullptr)
      : limits_(limits), network_(std::move(network)), loop_(loop) {}

  /// The transfer last used for that origin, else the one last used, else a new one.
  std::unique_ptr<CurlTransfer> take(std::string_view origin);
  /// Keeps a transfer for the next request; closes it if enough are idle.
  void give_back(std::unique_ptr<CurlTransfer> transfer);

  const CurlLimits& limits() const { return limits_; }
  const NetworkSettings& network() const { return network_; }

 private:
  const CurlLimits limits_;
  const NetworkSettings network_;
  CurlLoop* const loop_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<CurlTransfer>> idle_;  // the last one used at the end
};

}  // namespace anthropic::internal
