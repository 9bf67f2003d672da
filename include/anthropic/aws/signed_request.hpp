#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <string>
#include <string_view>

#include <anthropic/aws/session.hpp>
#include <anthropic/error.hpp>
#include <anthropic/headers.hpp>

namespace anthropic::aws {

/// A request to any AWS endpoint, signed with Signature Version 4.
struct SignedRequest {
  std::string method = "GET";
  /// Absolute, http or https, sent as it is: what needs escaping is escaped by you. Or a path, "/…", at the
  /// endpoint of `service`.
  std::string url = {};
  /// The name to sign for ("sts", "s3", "execute-api"); else what the URL's host says.
  std::string service = {};
  /// The region to sign for; else what the URL's host says, else the session's.
  std::string region = {};
  /// Where it is sent instead of to the URL's host, which still says what to sign for:
  /// "http://localhost:5000".
  std::string endpoint_url = {};
  /// All of them are signed. Not `host`, `authorization`, `x-amz-date`, `x-amz-security-token`: those are
  /// made.
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
  std::string string_to_sign = {};  ///< of the canonical request with the token in it
  Headers headers = {};             ///< as sent, `host` and `Authorization` too
};

/// Sends it, as often as the session's retries allow. Fails with ErrorKind::configuration if the request
/// cannot be right or nothing says what to sign for, with ErrorKind::credentials, and where no answer came;
/// an answer that is no success is a SignedRequestAnswer with a `failure`. Any thread.
Result<SignedRequestAnswer> send_signed(const Session& session, const SignedRequest& request,
                                        const CallOptions& options = {});

/// What send_signed() would send; finds credentials, and sends nothing else. Fails as it does. Any thread.
Result<SignedRequestPlan> plan_signed(const Session& session, const SignedRequest& request,
                                      const CallOptions& options = {});

/// What a host name of AWS says about a request to it.
struct SigningScope {
  std::string service = {};
  std::string region = {};
};

/// "bedrock-runtime.eu-west-1.amazonaws.com" is service "bedrock" in eu-west-1. Empty parts are not known
/// from the host; both are for a host that is not AWS's.
SigningScope guess_signing_scope(std::string_view host);

/// Where a service is for this session and client: the URL given for it, or AWS's own. `service` is the first
/// part of AWS's host names: "sts", "bedrock-runtime". ErrorKind::configuration.
Result<std::string> service_endpoint(const Session& session, std::string_view service,
                                     const ClientOptions& options = {});

}  // namespace anthropic::aws
