#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

#include "base/time/clock.hpp"
#include "local/bedrock/route.hpp"
#include "local/control_plane/agreements.hpp"
#include "local/faults/faults.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// What the account may call, as Bedrock's control plane tells it: agreements with the models' provider, the form
/// about the use case, and how long data is kept, which Mantle has a setting of its own for. The account is a new
/// one with agreements and a form; what `refuse` faults say is true of it. Thread-safe.
class Account {
 public:
  Account(std::string region, std::function<SystemTime()> now);

  /// Of the operations on availability, agreements, the use case and retention.
  std::variant<Json, Refusal> answer(const Route& route, std::string_view body, const Faults& faults);

  /// Why a call of the model, with a guardrail or without, is refused; empty if it is not. The action's service,
  /// "bedrock" or "bedrock-mantle", says whose retention counts.
  std::optional<Refusal> refuse_call(const ModelInfo& model, std::string_view action, bool is_guarded,
                                     const Faults& faults);

 private:
  struct Retention {
    std::string mode = "inherit";
    SystemTime set_at = {};

    Json to_json() const;
  };

  std::variant<Json, Refusal> availability(const std::string& model_id, const Faults& faults) const;
  std::variant<Json, Refusal> get_use_case(const Faults& faults) const;
  std::variant<Json, Refusal> put_use_case(std::string_view body);
  std::variant<Json, Refusal> put_retention(std::string_view body, bool is_mantle);

  const std::string region_;
  const std::function<SystemTime()> now_;
  Agreements agreements_;
  mutable std::mutex mutex_;
  std::string form_;  // in base64
  Retention runtime_retention_;
  Retention mantle_retention_;
};

}  // namespace anthropic::internal::local
