#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <string>
#include <string_view>

#include <anthropic/aws/session.hpp>
#include <anthropic/error.hpp>
#include <anthropic/headers.hpp>

namespace anthropic::inline v0::aws {

/// A request to any AWS endpoint, signed with Signature Version 4.
struct SignedRequest {
  std::string method = "GET";
  /// Absolute, http or https, sent unchanged: escape what needs it. Or a path, "/…", at the endpoint of
  /// `service`.
  std::string url = {};
  /// The name to sign for ("sts", "s3", "execute-api"); else from the URL's host.
  std::string service = {};
  /// The region to sign for; else from the URL's host, else the session's.
  std::string region = {};
  /// Where to send it instead of to the URL's host, which still determines the service and region:
  /// "http://localhost:5000".
  std::string endpoint_url = {};
  /// All of them are signed. Leave out `host`, `authorization`, `x-amz-date` and `x-amz-security-token`:
  /// signing adds them.
  Headers headers = {};
  std::string body = {};
};

/// What came back, whatever the status.
struct SignedRequestAnswer {
  int status = 0;
  Headers headers = {};
  std::string body = {};
  std::string request_id = {};
  /// The status as an error; empty for a success.
  std::optional<Error> failure = {};
};

/// A request as it would be signed now, with "(hidden)" in place of the session token and the signature: safe
/// to print.
struct SignedRequestPlan {
  std::string method = {};
  std::string url = {};
  std::string service = {};
  std::string region = {};
  std::string credentials_source = {};
  std::string canonical_request = {};
  std::string string_to_sign = {};  ///< Of the canonical request with the token in it.
  Headers headers = {};             ///< As sent, `host` and `Authorization` too.
};

/// Sends it, with the session's retries. Fails with ErrorKind::configuration if the request is invalid or its
/// service is unknown, with ErrorKind::credentials, and if no answer came; an answer that is no success is a
/// SignedRequestAnswer with a `failure`. Any thread.
Result<SignedRequestAnswer> send_signed(const Session& session, const SignedRequest& request,
                                        const CallOptions& options = {});

/// What send_signed() would send, with real credentials, but without sending it. Fails as it does. Any
/// thread.
Result<SignedRequestPlan> plan_signed(const Session& session, const SignedRequest& request,
                                      const CallOptions& options = {});

/// Service and region in a host name of AWS.
struct SigningScope {
  std::string service = {};
  std::string region = {};
};

/// "bedrock-runtime.eu-west-1.amazonaws.com" is service "bedrock" in eu-west-1. Empty parts are not known
/// from the host; both are for a host that is not AWS's.
SigningScope guess_signing_scope(std::string_view host);

/// The address of a service for this session and client: the URL given for it, or AWS's own. `service` is the
/// first part of AWS's host names: "sts", "bedrock-runtime". ErrorKind::configuration.
Result<std::string> service_endpoint(const Session& session, std::string_view service,
                                     const ClientOptions& options = {});

}  // namespace anthropic::inline v0::aws
