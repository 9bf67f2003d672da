#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "base/process/of_one_process.hpp"
#include "http/curl/lane.hpp"

namespace anthropic {

struct CurlLimits {
  std::size_t idle_lanes = 64;
  std::size_t buffered_body = 256u << 10;  ///< bytes of one answer that are held unread
};

/// Lanes that wait for their next request. Thread-safe.
class CurlLanePool : public OfOneProcess<CurlLanePool> {
 public:
  /// With a `driver` all lanes share it; otherwise each has its own.
  CurlLanePool(const CurlLimits& limits, NetworkSettings network,
               std::shared_ptr<CurlDriver> driver = nullptr)
      : limits_(limits), network_(std::move(network)), driver_(std::move(driver)) {}

  /// The one last used for that origin, else the one last used, else a new one.
  std::unique_ptr<CurlLane> take(std::string_view origin);
  /// Takes a lane back; closes it if enough are waiting.
  void give_back(std::unique_ptr<CurlLane> lane);

  const CurlLimits& limits() const { return limits_; }
  const NetworkSettings& network() const { return network_; }

 private:
  const CurlLimits limits_;
  const NetworkSettings network_;
  const std::shared_ptr<CurlDriver> driver_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<CurlLane>> idle_;  // the last one used at the end
};

}  // namespace anthropic
