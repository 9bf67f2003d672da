#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "aws/calls/service_request.hpp"
#include "aws/endpoint/services.hpp"
#include "aws/session/session_setup.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// A call of a credential source to one of AWS's services.
struct SourceCall {
  const Service& service;
  std::string region;
  ServiceRequest request;
  const Credentials* credentials = nullptr;  ///< to sign with; null: not signed
};

/// The URL that a call goes to: SessionOptions::service_endpoint_urls, else the configured endpoints of the
/// environment and the profile. SessionOptions::endpoint_url is not among them: that is where the client's
/// own service is.
Result<std::string> url_of(const SessionSetup& setup, const SourceCall& call);

/// Sends it, with the session's retries, and time-outs of ten seconds an attempt at most. The body of a
/// successful answer.
Result<std::string> send_call(SessionSetup& setup, const SourceCall& call, std::stop_token stop);

/// A failed call as an error of the source: of kind `credentials`, so that nobody repeats what has been
/// repeated already, `what` in front of its message. Cancelling stays what it is.
Error failure_of_source(const std::string& what, Error error, std::string hint = {});

}  // namespace anthropic::internal::aws
