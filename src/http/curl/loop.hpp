#pragma once

#include <cstddef>
#include <cstdint>
#include <curl/curl.h>
#include <memory>
#include <sys/epoll.h>
#include <vector>

#include "base/file/descriptor.hpp"
#include "http/curl/transfer_pool.hpp"
#include "http/task_loop.hpp"

namespace anthropic::internal {

/// Tasks side by side on libcurl. Their transfers are spread over several multi handles, because libcurl looks
/// at all connections of a handle to find one for a request.
class CurlLoop final : public TaskLoop {
 public:
  static constexpr int kTransfersPerMulti = 32;

  CurlLoop(const CurlLimits& limits, const NetworkSettings& network);
  /// False if the system had no descriptors for it.
  bool usable() const { return epoll_.is_open() && wake_up_.is_open(); }

  void wake() override;
  std::shared_ptr<Transport> transport() override { return transport_; }
  void perform() override;
  void poll(SteadyTime until, bool is_idle = false) override;

  /// A multi handle with room for another transfer.
  std::shared_ptr<CurlMulti> multi_with_room();
  /// For the multi handle at that place: what a transfer waits for at this descriptor (CURL_POLL_...).
  void watch(std::size_t place, curl_socket_t socket, int what, bool is_known);
  /// A connection has this socket from now on; and no longer.
  void opened(curl_socket_t socket) noexcept;
  void closes(curl_socket_t socket) noexcept;

 private:
  /// A connection's socket. Between two requests libcurl lets go of it, and epoll need not hear of that.
  struct Watched {
    bool is_open = false;
    std::uint32_t wanted = 0;    // what libcurl waits for
    epoll_event told = {0, {}};  // what epoll has been told; no events: nothing
  };
  SteadyTime now() const override { return std::chrono::steady_clock::now(); }
  Watched* watched(curl_socket_t socket);
  void tell(curl_socket_t socket, Watched& watched, epoll_event event);

  const Descriptor epoll_;
  const Descriptor wake_up_;
  std::vector<Watched> watched_;  // by descriptor; before multis_, which close theirs when they end
  std::vector<std::shared_ptr<CurlMulti>> multis_;
  std::vector<epoll_event> ready_;
  const std::shared_ptr<Transport> transport_;  // the last: its transfers use all of the above
};

}  // namespace anthropic::internal
