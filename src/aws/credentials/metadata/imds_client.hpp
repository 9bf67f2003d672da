#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "aws/credentials/calls/plain_http.hpp"
#include "aws/session/settings.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// EC2's instance metadata service, version 2: what an instance may know of itself. Finding out that there
/// is none costs a second at most, and then nothing for a minute. Thread-safe.
class ImdsClient {
 public:
  /// `ca_bundle`: as given in code, for a service that is asked over https.
  ImdsClient(std::shared_ptr<const World> world, std::shared_ptr<const Settings> settings,
             std::string ca_bundle = {});

  /// Why it was not asked, or gave nothing.
  struct Failure {
    enum class Reason {
      disabled,       ///< AWS_EC2_METADATA_DISABLED
      misconfigured,  ///< what says where and how to ask is wrong: an error of kind `configuration`
      unreachable,    ///< this machine is no instance, or does not get through to it
      refused,        ///< it wants to have nothing to do with this machine: 403
      not_found,      ///< it knows nothing under that path
      failed,         ///< it is out of order
      cancelled,
    };
    Reason reason;
    /// But for `misconfigured` and `cancelled` its message is a phrase for a list of what was looked at:
    /// "EC2's instance metadata (does not answer)".
    Error error;
  };
  /// What is at `path`, or why not.
  struct Answer {
    std::optional<std::string> text = {};
    std::optional<Failure> failure = {};
  };
  Answer get(std::string_view path, std::stop_token stop);

  /// The region that this instance is in.
  Answer region(std::stop_token stop);

 private:
  struct Options {
    std::string endpoint;
    std::chrono::milliseconds timeout;
    int attempts;
    std::string ca_bundle = {};
  };
  bool is_disabled() const;
  Result<Options> options() const;
  Result<PlainAnswer> send(const Options& options, PlainRequest request, const std::stop_token& stop);
  Answer unreachable(const Error& error);
  Answer fetch_token(const Options& options, const std::stop_token& stop);
  std::optional<std::string> known_token();

  const std::shared_ptr<const World> world_;
  const std::shared_ptr<const Settings> settings_;
  const std::string ca_bundle_;
  std::mutex mutex_;
  std::string token_;
  SteadyTime token_ends_ = {};
  std::optional<SteadyTime> unreachable_until_;
  std::string region_;
};

}  // namespace anthropic::internal::aws
