#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// Which requests a refusal befalls.
enum class Refused : std::uint8_t {
  invocations,          ///< calls of a model
  guarded_invocations,  ///< those of them that name a guardrail
  everything,           ///< any signed request
};

/// A refusal of AWS's that `--fault refuse=NAME` asks for, in AWS's words.
struct NamedRefusal {
  std::string_view name;
  Refused requests;
  std::string_view code;
  /// With ACTION, RESOURCE and CALLER where a request's own are filled in.
  std::string_view message;
};

/// Null if there is none of that name.
const NamedRefusal* find_named_refusal(std::string_view name);
/// The names, for an error: "account, agreement, …".
std::string list_of_named_refusals();

/// Whether an action is one of Mantle's ("bedrock-mantle:CreateInference").
bool is_mantle_action(std::string_view action);
/// What a call of a model of a region is done on: Mantle's on a project, the runtime's on the model.
std::string resource_of_call(std::string_view action, std::string_view model_id, std::string_view region);
/// As it is said of a request for `action` ("bedrock:InvokeModel") on a resource.
Refusal refusal_of(const NamedRefusal& refusal, std::string_view action, std::string_view resource);

}  // namespace anthropic::internal::local
