#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <anthropic/aws/credentials.hpp>

#include "io/terminal.hpp"

namespace anthropic::cli {

struct LocalOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: a free one.
  std::vector<aws::Credentials> keys = {};
  std::vector<std::string> bearer_tokens = {};
  std::vector<std::string> api_keys = {};
  bool auth_off = false;
  std::vector<std::string> allowed_hosts = {};
  std::uint32_t max_connections = 4096;
  std::uint32_t body_memory_mib = 256;
  double body_timeout_seconds = 30;
  std::string replies_file = {};
  std::string fault = {};
  std::string region = "us-east-1";
  bool verbose = false;
};

/// Runs the local endpoint until SIGINT or SIGTERM. Returns the exit code.
int run_local(const LocalOptions& options, Console& console);

}  // namespace anthropic::cli
