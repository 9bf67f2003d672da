#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <anthropic/result.hpp>

namespace anthropic::internal {

/// The network below HTTP, replaced in tests. Thread-safe. Failures are of kind `connection` or `timeout`.
class NetworkProbe {
 public:
  virtual ~NetworkProbe() = default;
  /// The addresses of a name, in figures.
  virtual Result<std::vector<std::string>> resolve(const std::string& host) = 0;
  /// Opens a connection to an address in figures, and closes it.
  virtual Result<void> connect(const std::string& address, std::uint16_t port,
                               std::chrono::milliseconds timeout, std::stop_token stop) = 0;
  /// After how long idle this process's open connections to `port` send a keep-alive; empty where one sends
  /// none, or there is no such connection.
  virtual std::vector<std::chrono::seconds> keep_alive_of_connections(std::uint16_t port) = 0;
};

std::shared_ptr<NetworkProbe> make_network_probe();

/// Whether an address in figures belongs to a private network: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16,
/// fc00::/7.
bool is_private_address(const std::string& address);

}  // namespace anthropic::internal
