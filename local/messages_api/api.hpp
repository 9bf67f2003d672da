#pragma once

#include <functional>
#include <string>
#include <variant>

#include "local/control_plane/inference_profiles.hpp"
#include "local/credentials/verify_signature.hpp"
#include "local/faults/faults.hpp"
#include "local/guardrails/guardrail_use.hpp"
#include "local/messages_api/route.hpp"
#include "local/messages_api/store.hpp"
#include "local/messages_api/validation.hpp"
#include "local/replies/composed_message.hpp"
#include "local/server/exchange.hpp"
#include "local/threads/cache_diagnosis.hpp"
#include "local/threads/threads.hpp"

namespace anthropic::internal::local {

/// What the Messages API shares with the rest of the endpoint.
struct ApiContext {
  bool check_signatures = true;
  std::string region;
  SignatureVerifier* verifier = nullptr;
  /// Why a request is refused whatever it asks for; empty if it is not.
  std::function<std::optional<Refusal>(const Request&)> refuse_caller;
  /// Why Bedrock refuses the account an action ("bedrock:InvokeModel") on a model, with a guardrail or without; empty
  /// if it does not.
  std::function<std::optional<Refusal>(const ModelInfo&, std::string_view action, bool is_guarded,
                                       const Faults&)>
      refuse_call;
  const Guardrails* guardrails = nullptr;
  const InferenceProfiles* profiles = nullptr;
  /// The answer to a valid body for a model, which the client named so, under a guardrail or none.
  std::function<ComposedMessage(Json body, const ModelInfo& model, std::string_view id, GuardrailUse)>
      compose;
};

/// A body of the Messages API that was checked, and the model that it names.
struct Asked {
  Json body;
  const ModelInfo* info;
  GuardrailUse guardrail = {};  ///< Bedrock's runtime endpoint takes one.
};

/// The Messages API over HTTP, as Anthropic, Claude Platform on AWS, and Bedrock's runtime and Mantle
/// endpoints serve it: messages, token counts, batches, models, files. Thread-safe.
class Api {
 public:
  explicit Api(ApiContext context) : context_(std::move(context)) {}

  /// `request_id` stands in what it refuses. `model` becomes the model that is asked.
  Answer answer(const Request& request, const Faults& faults, SystemTime now, const std::string& request_id,
                std::string& model);
  /// Whether answer() needs the body of a request whose head this is. Where it does not, it refuses without.
  bool needs_body(const Request& head, SystemTime now);

 private:
  Answer answer_operation(const Request& request, const ApiRoute& route, ApiHost host, const Faults& faults,
                          SystemTime now, std::string& model);
  std::variant<Asked, Refusal> read_asked(const Request& request, ApiHost host, bool only_counts,
                                          SystemTime now, std::string& model);
  Answer create_message(const Request& request, ApiHost host, const Faults& faults, SystemTime now,
                        std::string& model);
  Answer count_tokens(const Request& request, ApiHost host, const Faults& faults, SystemTime now,
                      std::string& model);
  Answer create_batch(const Request& request, SystemTime now);
  Answer list_models(const ApiRoute& route) const;
  Answer get_model(const std::string& id) const;
  Json answer_one(const Json& params, const Headers& headers);

  const ApiContext context_;
  ApiStore store_;
  Threads threads_;
  CacheDiagnosis diagnosis_;
};

}  // namespace anthropic::internal::local
