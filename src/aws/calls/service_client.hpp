#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/aws/session.hpp>
#include <anthropic/json.hpp>

#include "aws/calls/service_request.hpp"
#include "aws/endpoint/services.hpp"
#include "aws/session/session_state.hpp"
#include "base/public_names.hpp"
#include "wire/aws/query_protocol.hpp"
#include "wire/aws/xml.hpp"

namespace anthropic::internal::aws {

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
  /// The same, with the answer as its text: a tree of a large one takes many times its size.
  Result<std::string> call_json_text(std::string_view operation, const Json& input,
                                     const CallOptions& options) const;
  /// The query protocols: the result is the element that the answer is wrapped in, `<OperationResult>`;
  /// EC2's is the root.
  Result<Xml> call_query(std::string_view operation, const QueryParams& params,
                         const CallOptions& options) const;
  /// The same without a signature, for what is called to get credentials.
  Result<Xml> call_query_unsigned(std::string_view operation, const QueryParams& params,
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

}  // namespace anthropic::internal::aws
