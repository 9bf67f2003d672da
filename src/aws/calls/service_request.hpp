#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <anthropic/headers.hpp>
#include <anthropic/result.hpp>

#include "aws/endpoint/endpoint.hpp"
#include "aws/session/session_setup.hpp"
#include "aws/signing/request_signer.hpp"
#include "base/public_names.hpp"
#include "http/url.hpp"
#include "wire/aws/sigv4.hpp"

namespace anthropic::internal::aws {

/// A call to a service before it is signed.
struct ServiceRequest {
  std::string method = "POST";
  std::string path = "/";  ///< percent-encoded, after the endpoint's own path
  std::string query = {};  ///< percent-encoded
  Headers headers = {};    ///< all of them are signed
  std::string body = {};
  bool sign = true;
  /// False for a call of a service of secrets that has none: it may go over plain http to another machine.
  bool holds_secrets = true;
  sigv4::Options signing = {};
  std::string host_prefix = {};  ///< "bucket." before the endpoint's host
  std::optional<std::chrono::milliseconds> attempt_timeout = {};
  std::optional<Endpoint> endpoint = {};  ///< instead of the service's own
  /// Told of the head of every answer; `error_body` is empty if the status is a success.
  std::function<void(const HttpHead& head, std::string_view error_body)> on_answer = {};
  /// Finds the failure in an answer whose status is a success. It is retried as any other.
  std::function<std::optional<Error>(const HttpHead& head, std::string_view body)> failure_in = {};
  /// Headers that each attempt must have anew. They are not signed.
  std::function<Result<Headers>()> headers_of_attempt = {};
};

/// A successful answer.
struct ServiceAnswer {
  int status = 0;
  Headers headers = {};
  std::string body = {};  ///< empty if a sink took it
  std::string request_id = {};
};

/// Takes the pieces of a body. An error ends the call with it.
using BodySink = std::function<Result<void>(std::string_view piece)>;

/// How a request goes out.
struct Sending {
  const Endpoint& endpoint;
  const Url& url;                   ///< with the request's path, without its query
  RequestSigner* signer = nullptr;  ///< null: it is not signed
  std::string_view bearer_token = {};
  std::chrono::milliseconds attempt_timeout;
  std::optional<CallDeadline> deadline = {};
  std::shared_ptr<AdaptiveRateLimiter> limiter = {};
  std::size_t longest_answer;
  std::stop_token stop = {};
};

/// Sends it, with the session's retries, and reads the answer; with a sink, not again once that has taken a
/// piece.
Result<ServiceAnswer> send_request(SessionSetup& setup, const ServiceRequest& request, Sending sending,
                                   const BodySink& sink = {});

}  // namespace anthropic::internal::aws
