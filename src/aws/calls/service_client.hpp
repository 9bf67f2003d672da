#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/aws/session.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/json.hpp>

#include "aws/session/session_state.hpp"
#include "wire/aws/query_protocol.hpp"
#include "wire/aws/sigv4.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::aws {

/// What is constant about an AWS service. Lives in static storage.
struct Service {
  std::string_view id;                  ///< its name in AWS's models: "Secrets Manager"
  std::string_view endpoint_prefix;     ///< "secretsmanager"
  std::string_view json_version = {};   ///< of the JSON protocols: "1.1"
  std::string_view target_prefix = {};  ///< of the JSON protocols: "secretsmanager"
  std::string_view api_version = {};    ///< of the query protocols: "2011-06-15"
  /// Spoke the query protocol before, and still has that one's error codes if asked to.
  bool query_compatible = false;
  /// The variable that holds an API key for it, which is sent instead of a signature; null if it takes none.
  const char* bearer_variable = nullptr;
};

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

/// The one way every service is called: endpoint, signature, attempts, errors. Thread-safe; copies share the
/// session.
class ServiceClient {
 public:
  /// `service` must outlive it. What `options` holds wins over the session.
  ServiceClient(Session session, const Service& service, ClientOptions options);

  /// The whole answer. Retried as the session says; with a sink, not once it has taken a piece.
  Result<ServiceAnswer> call(const ServiceRequest& request, const CallOptions& options,
                             const BodySink& sink = {}) const;

  /// JSON 1.0 and 1.1: the operation goes into X-Amz-Target.
  Result<Json> call_json(std::string_view operation, const Json& input, const CallOptions& options) const;
  /// The query protocol: the result is the element that the answer is wrapped in, `<OperationResult>`.
  Result<Xml> call_query(std::string_view operation, const QueryParams& params,
                         const CallOptions& options) const;
  /// The same without a signature, for what is called to get credentials.
  Result<Xml> call_query_unsigned(std::string_view operation, const QueryParams& params,
                                  const CallOptions& options) const;
  /// The EC2 query protocol: the result is the root.
  Result<Xml> call_ec2(std::string_view operation, const QueryParams& params,
                       const CallOptions& options) const;
  /// REST-JSON: an empty `body` sends none; an empty answer reads as an empty object.
  Result<Json> call_rest_json(std::string_view method, std::string path, std::string query, const Json& body,
                              const CallOptions& options) const;

  const Session& session() const { return session_; }
  /// The region that this client signs for.
  Result<std::string> region() const;
  /// The explicit endpoint URL of this client, its session, the environment or the profile; empty if there is
  /// none.
  Result<std::string> endpoint_url() const;

 private:
  Result<Endpoint> endpoint() const;
  Result<Xml> call_form(std::string_view operation, const QueryParams& params, bool sign,
                        const CallOptions& options) const;

  Session session_;
  const Service* service_;
  ClientOptions options_;
};

}  // namespace anthropic::aws
