#pragma once

#include <string>

#include <anthropic/result.hpp>

#include "base/environment.hpp"
#include "base/file/files.hpp"

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

/// What a connection trusts, for people: "authorities in /etc/ssl/certs"; `ca_bundle` instead of the system's, if it
/// is not empty. A configuration error if the file is not there, or holds no certificate in PEM form.
Result<std::string> describe_trust(const Environment& environment, const Files& files,
                                   const std::string& ca_bundle);

}  // namespace anthropic::internal
