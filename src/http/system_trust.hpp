#pragma once

#include <string>

#include "base/environment.hpp"

namespace anthropic::internal {

/// Where the certificate authorities are that this machine trusts.
struct SystemTrust {
  std::string file = {};       ///< a PEM file; empty with an empty directory too: libcurl's default
  std::string directory = {};  ///< OpenSSL's hashed form, read one certificate at a time

  bool is_known() const { return !file.empty() || !directory.empty(); }
};

/// SSL_CERT_FILE and SSL_CERT_DIR, as OpenSSL's programs read them, over the places libcurl was built with. A
/// hashed directory stands in for the system's own file: loading all of that costs 30 ms of CPU a process.
SystemTrust find_system_trust(const Environment& environment);

}  // namespace anthropic::internal
