#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <anthropic/aws/credentials.hpp>

#include "arguments/command.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::cli {

struct LocalOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: a free one.
  /// Each `--access-key`, with the `--session-token` behind it.
  std::vector<aws::Credentials> keys = {};
  std::vector<std::string> secret_keys = {};  ///< of `keys`, in their order
  bool has_early_token = false;               ///< A session token stood before any key.
  std::vector<std::string> bearer_tokens = {};
  std::vector<std::string> api_keys = {};
  int sts_lifetime_seconds = 0;  ///< 0: as long as a client asks for.
  bool auth_off = false;
  std::vector<std::string> allowed_hosts = {};
  int max_connections = 4096;
  std::uint32_t body_memory_mib = 256;
  double body_timeout_seconds = 30;
  bool tls = false;
  std::string ca_file = {};  ///< Empty: a temporary one.
  std::string replies_file = {};
  std::string record_file = {};
  std::string replay_file = {};
  std::string fault = {};
  std::string region = "us-east-1";
  bool verbose = false;
  bool exec = false;
  std::vector<std::string> program = {};  ///< The command of `--exec`, with its arguments.
  bool quiet = false;
  bool json = false;
};

/// The keys with their secrets. Fails, with a usage error, if they do not go together.
Result<std::vector<aws::Credentials>> keys_of(const LocalOptions& options);

/// Runs the local endpoint until SIGINT or SIGTERM, or until the command of `--exec` has ended. Returns the exit code.
int run_local(const LocalOptions& options, Console& console);

Command local_command();

}  // namespace anthropic::internal::cli
