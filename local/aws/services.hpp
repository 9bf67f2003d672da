#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "local/aws/service.hpp"
#include "local/credentials/verify_signature.hpp"
#include "local/faults/faults.hpp"

namespace anthropic::internal::local {

/// What the services share with the rest of the endpoint.
struct ServicesContext {
  bool check_signatures = true;
  std::string region;
  SignatureVerifier* verifier = nullptr;
  /// Why a request is refused whatever it asks for; empty if it is not.
  std::function<std::optional<Refusal>(const Request&)> refuse_caller;
  /// The same of a request that needs no signature.
  std::function<std::optional<Refusal>(const Request&)> refuse_unsigned;
  const ModelCalls* model_calls = nullptr;  ///< Outlives the services.
};

/// AWS services beside Bedrock: which one is asked shows the scope of a request's signature. A form without a
/// signature is for STS. Thread-safe.
class Services {
 public:
  explicit Services(ServicesContext context);

  /// The service that the request is for; null if the endpoint does not play it.
  static const LocalService* find(const Request& request);

  Answer answer(const LocalService& service, const Request& request, const Faults& faults, SystemTime now,
                const std::string& request_id);
  /// Whether answer() needs the body of a request whose head this is. Where it does not, it refuses without.
  bool needs_body(const LocalService& service, const Request& head, SystemTime now);

 private:
  struct Running {
    ServiceHandler handler;
    std::mutex mutex;
  };

  std::optional<Refusal> refuse_signature(const LocalService& service, const Request& request, SystemTime now,
                                          Part part);

  const ServicesContext context_;
  std::map<std::string_view, Running> running_;  // by signing name
};

}  // namespace anthropic::internal::local
