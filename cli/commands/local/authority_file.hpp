#pragma once

#include <string>
#include <utility>

#include <anthropic/result.hpp>

#include "base/environment.hpp"
#include "base/file/files.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::cli {

/// A file, in PEM, of all that a client of an endpoint over TLS trusts: its authority, and behind it those that the
/// machine trusts anyway, so that a client that is given this file can still ask others.
class AuthorityFile {
 public:
  /// At `path`, where it stays; at a place of its own, until this is gone, if that is empty.
  static Result<AuthorityFile> write(const std::string& authority, const std::string& path,
                                     const Environment& environment, const Files& files);
  AuthorityFile() = default;
  AuthorityFile(AuthorityFile&& other) noexcept
      : path_(std::exchange(other.path_, {})), is_temporary_(other.is_temporary_) {}
  AuthorityFile& operator=(AuthorityFile&& other) noexcept;
  ~AuthorityFile() { remove(); }

  const std::string& path() const { return path_; }

 private:
  AuthorityFile(std::string path, bool is_temporary) : path_(std::move(path)), is_temporary_(is_temporary) {}
  void remove();

  std::string path_;  // empty: there is none
  bool is_temporary_ = false;
};

/// The variables by which clients are told of such a file: AWS's SDKs, Node.js, what is built on OpenSSL or Go, and Python's
/// requests.
inline constexpr const char* kAuthorityVariables[] = {"AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE",
                                                      "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"};

}  // namespace anthropic::internal::cli
