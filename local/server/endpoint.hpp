#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/random.hpp"
#include "base/time/clock.hpp"
#include "local/aws/model_calls.hpp"
#include "local/aws/services.hpp"
#include "local/bedrock/invocation_jobs.hpp"
#include "local/bedrock/invocation_logging.hpp"
#include "local/bedrock/route.hpp"
#include "local/control_plane/control_plane.hpp"
#include "local/credentials/container_credentials.hpp"
#include "local/credentials/verify_signature.hpp"
#include "local/faults/faults.hpp"
#include "local/guardrails/guarded_call.hpp"
#include "local/messages_api/api.hpp"
#include "local/replies/prompt_cache.hpp"
#include "local/replies/replies.hpp"
#include "local/server/exchange.hpp"
#include "local/server/known_hosts.hpp"
#include "local/server/limits.hpp"

namespace anthropic::internal::local {

struct EndpointSettings {
  AcceptedKeys accepted;  ///< the region too
  bool check_signatures = true;
  Replies replies;
  Faults faults;
  std::function<SystemTime()> now;
  std::shared_ptr<Random> random;
  KnownHosts hosts = {};  ///< where signatures are not checked
  Limits limits = {};
  std::string container_token = {};  ///< of who may fetch keys as a container does; empty: nobody may
};

/// The endpoint without its socket: requests in, answers out. Thread-safe.
class Endpoint {
 public:
  explicit Endpoint(EndpointSettings settings);

  Answer answer(const Request& request);
  /// Whether the answer depends on the body of a request whose head this is. Where it does not, answer()
  /// refuses the head alone as it refuses the whole: who may not ask has nothing read.
  bool needs_body(const Request& head);

 private:
  std::optional<Refusal> refuse_caller(const Request& request) const;
  std::optional<Refusal> refuse_unsigned(const Request& request) const;
  std::optional<Refusal> refuse_signature(const Request& request, Operation operation, SystemTime now,
                                          Part part);
  Answer answer_request(const Request& request, const Route& route, const Faults& faults, SystemTime now);
  Answer answer_operation(const Request& request, const Route& route, const Faults& faults);
  Answer answer_invoke(const Request& request, const Route& route, const Faults& faults);
  Answer answer_converse(const Request& request, const Route& route, const Faults& faults);
  Answer answer_count_tokens(const Request& request, const Route& route, const Faults& faults);
  /// Keeps what metrics and logs tell of a call to a model.
  void remember(const Request& request, const Route& route, const Answer& answer, SystemTime now);
  ComposedMessage compose_answer(const Json& body, const ModelInfo& model, std::string_view id);
  /// The answer to a body of the Messages API under a guardrail, or none.
  ComposedMessage compose_invoked(Json body, const ModelInfo& model, std::string_view id, GuardrailUse use);
  /// The same where the guardrail has looked at the body.
  ComposedMessage compose_guarded(GuardedCall& guard, const Json& body, const ModelInfo& model,
                                  std::string_view id);
  const Guardrails& guardrails() const { return settings_.replies.guardrails(); }
  const InferenceProfiles& profiles() const { return control_plane_.profiles(); }

  EndpointSettings settings_;
  SignatureVerifier verifier_;
  ContainerCredentials container_credentials_;
  FaultBoard faults_;
  ControlPlane control_plane_;
  InvocationJobs jobs_;
  InvocationLogging logging_;
  std::atomic<std::uint64_t> next_message_{1};
  PromptCache prompt_cache_;
  Api api_;
  ModelCalls model_calls_;
  Services services_;
};

/// What was asked: an operation of AWS ("InvokeModel", "sts:GetCallerIdentity"), else the method and the path.
std::string request_name(const Request& request, const Answer& answer);

/// A line about an answered request, for people: no secret, no prompt, no control character.
std::string log_line(const Request& request, const Answer& answer, SystemTime now);
/// One about bytes that were no request.
std::string malformed_line(std::string_view what, SystemTime now);

}  // namespace anthropic::internal::local
