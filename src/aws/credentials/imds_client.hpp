#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "aws/credentials/plain_http.hpp"
#include "aws/settings.hpp"

namespace anthropic::aws {

/// EC2's instance metadata service, version 2: what an instance may know of itself. Finding out that there
/// is none costs a second at most, and then nothing for a minute. Thread-safe.
class ImdsClient {
 public:
  ImdsClient(std::shared_ptr<const World> world, std::shared_ptr<const Settings> settings);

  /// Why it was not asked, or gave nothing.
  struct Failure {
    enum class Reason {
      disabled,     ///< AWS_EC2_METADATA_DISABLED
      unreachable,  ///< this machine is no instance, or does not get through to it
      not_found,    ///< it knows nothing under that path
      failed,       ///< it refused, or is out of order
      cancelled,
    };
    Reason reason;
    Error error;
  };
  /// What is at `path`, or why not.
  struct Answer {
    std::optional<std::string> text = {};
    std::optional<Failure> failure = {};
  };
  Answer get(std::string_view path, std::stop_token stop);

  /// The region that this instance is in. The error, of kind `configuration`, is a phrase that says what was
  /// looked at; or user_abort.
  Result<std::string> region(std::stop_token stop);

 private:
  struct Options {
    std::string endpoint;
    std::chrono::milliseconds timeout;
    int attempts;
  };
  bool is_disabled() const;
  Result<Options> options() const;
  Result<PlainAnswer> send(const Options& options, PlainRequest request, const std::stop_token& stop);
  Answer unreachable(const Error& error);
  Answer fetch_token(const Options& options, const std::stop_token& stop);
  std::optional<std::string> known_token();

  const std::shared_ptr<const World> world_;
  const std::shared_ptr<const Settings> settings_;
  std::mutex mutex_;
  std::string token_;
  SteadyTime token_ends_ = {};
  std::optional<SteadyTime> unreachable_until_;
  std::string region_;
};

}  // namespace anthropic::aws
