#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/public_names.hpp"
#include "support/loopback_server.hpp"

// The services that hand out credentials, in small, over real sockets of this machine. They are strict: what
// comes without the token that they want is refused.

namespace anthropic::internal::testing {

/// Keeps a connection, answers request after request.
class SmallServer {
 public:
  virtual ~SmallServer() = default;
  std::string url(std::string_view path = "") const { return server_->url(path); }
  int requests() const { return requests_; }

 protected:
  /// What to send back, head and body.
  virtual std::string answer(const std::string& request) = 0;
  /// At the end of the constructor of the class that answers.
  void start();
  /// At the beginning of its destructor.
  void stop() { server_.reset(); }

 private:
  std::unique_ptr<LoopbackServer> server_;
  std::atomic<int> requests_ = 0;
};

/// EC2's instance metadata, version 2: a token for a PUT, and everything else only with it.
class InstanceMetadataServer final : public SmallServer {
 public:
  InstanceMetadataServer() { start(); }
  ~InstanceMetadataServer() override { stop(); }
  /// From now on the token that was given is not taken any more.
  void forget_token() { ++token_; }
  int tokens_given() const { return tokens_given_; }

 private:
  std::string answer(const std::string& request) override;
  std::atomic<int> token_ = 1;
  std::atomic<int> tokens_given_ = 0;
};

/// ECS's and EKS's credentials service, at any path.
class ContainerCredentialsServer final : public SmallServer {
 public:
  explicit ContainerCredentialsServer(std::string token) : token_(std::move(token)) { start(); }
  ~ContainerCredentialsServer() override { stop(); }
  void change_token(std::string token);

 private:
  std::string answer(const std::string& request) override;
  std::mutex mutex_;
  std::string token_;
};

/// IAM Identity Center: its portal, and its token service, which takes a refresh token once.
class SsoServer final : public SmallServer {
 public:
  SsoServer(std::string access_token, std::string refresh_token)
      : access_token_(std::move(access_token)), refresh_token_(std::move(refresh_token)) {
    start();
  }
  ~SsoServer() override { stop(); }
  int refreshes() const { return refreshes_; }

 private:
  std::string answer(const std::string& request) override;
  std::string role_credentials(const std::string& request) const;
  std::string refreshed(const std::string& request);
  std::mutex mutex_;
  std::string access_token_;
  std::string refresh_token_;
  std::atomic<int> refreshes_ = 0;
};

}  // namespace anthropic::internal::testing
